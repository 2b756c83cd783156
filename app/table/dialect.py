"""Which character separates the cells: the one that cuts every row like its header."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence

from app.table.cell_shape import shape

DELIMITERS = (";", "\t", "|", ",")
"""Likeliest first where two do equally well: a comma is also a decimal mark and a comma."""
NEVER = "\x1f"
"""Stands for “no delimiter” in a file of a single column whose text holds all the others."""
_SURE = 0.3
"""Below this, cutting by the best delimiter makes less sense than not cutting at all."""
_LINES = 1000
_CELL = 1 << 17
"""What ``csv`` allows in one cell unless told otherwise."""


def detect(lines: Sequence[str], *, tabs: bool = False) -> str:
    """Choose the delimiter of some whole lines, line ends included. ``tabs``: the name says TSV."""
    csv.field_size_limit(max(_CELL, sum(map(len, lines))))
    lines = [line for line in lines if line.strip()][:_LINES]
    quoting = [csv.QUOTE_MINIMAL]
    if any(line.count('"') & 1 for line in lines):
        # An orphan quote may swallow the sample: count the cells as if there were no quotes too.
        quoting.append(csv.QUOTE_NONE)
    text = "".join(lines)
    filled = bool(text.replace('"', "").strip())
    scores = {
        delimiter: max(_score(_cut(lines, delimiter, mode), delimiter) for mode in quoting)
        + 0.05 * (tabs and delimiter == "\t")
        if delimiter in text or not filled
        else 0.0
        for delimiter in DELIMITERS
    }
    best = max(DELIMITERS, key=lambda delimiter: scores[delimiter])
    if scores[best] >= _SURE:
        return best
    return next((delimiter for delimiter in (",", *DELIMITERS) if delimiter not in text), NEVER)


def _cut(lines: Sequence[str], delimiter: str, quoting: int) -> list[list[str]]:
    rows = csv.reader(lines, delimiter=delimiter, quoting=quoting)  # type: ignore[arg-type] # an int
    return [row for row in rows if any(map(str.strip, row))]


def _score(rows: Sequence[Sequence[str]], delimiter: str) -> float:
    """Give 0..1: the share of rows cut alike, from the header on, if that one reads like labels."""
    if not rows:
        return 1.0  # nothing but this delimiter on every line
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths:
        return 0.0
    width = max(widths, key=lambda width: (widths[width], width))
    half = max(2, width / 2)
    start = next(
        (at for at, row in enumerate(rows) if len(row) > 1 and sum(map(bool, row)) >= half), 0
    )
    body = rows[start:]
    alike = sum(len(row) == width for row in body) / len(body)
    reach = (len(body) / len(rows)) ** 0.5
    # Below other lines a row of numbers is no header: those may be decimal commas.
    least = 0.1 if start else 0.4
    return float(alike * reach * (least + (1 - least) * _labels(rows[start], delimiter)))


def _labels(row: Sequence[str], delimiter: str) -> float:
    """Give the share of a row's cells that could be labels."""
    others = set(DELIMITERS) - {delimiter, ","}
    good = [cell for cell in row if shape(cell) == "text" and not others.intersection(cell)]
    filled = sum(bool(cell.strip()) for cell in row)
    return len(good) / filled if filled else 0.0
