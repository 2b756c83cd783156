"""Which sheet of a workbook is read, and which other tables it holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import islice

from app.table.calamine import Sheet, rows
from app.table.header_row import DEEP, known_in
from app.table.records import Unreadable
from rules.core.evidence import Finding

_SURE = 2
"""Names below which a likeness is chance: many tables have a column called “nom”."""

_PLENTY = 10
"""Names of which half are proof enough: the sheets after that one are not held any more."""
_SHOWN = 200
_NOTES = "file_notes"


def choose(found: Iterator[Sheet], names: frozenset[str]) -> tuple[Sheet, list[str]]:
    """Choose the sheet with most of the names looked for, else the first that is a table.

    The names of the other tables come with it, those of hidden sheets and explanations left out.
    """
    kept = _until_sure(found, names)
    if not kept:
        raise Unreadable("empty")
    chosen = kept[-1]
    if not _fits(chosen, names):
        # Many workbooks open on a page of explanations.
        chosen = max(kept, key=lambda sheet: (_known(sheet, names), sheet.is_table))
    others = [sheet.name for sheet in kept if _told(sheet) and sheet is not chosen]
    kept.clear()
    with suppress(Unreadable):  # a broken sheet that nobody asked for spoils nothing
        # One after the other: only the sheet that is read stays in memory.
        others.extend(sheet.name for sheet in found if _told(sheet))
    return chosen, others


def _until_sure(found: Iterator[Sheet], names: frozenset[str]) -> list[Sheet]:
    kept: list[Sheet] = []
    for sheet in found:
        kept.append(sheet)
        if _fits(sheet, names):
            break
    return kept


def _fits(sheet: Sheet, names: frozenset[str]) -> bool:
    return sheet.is_table and 2 * _known(sheet, names) >= min(len(names), _PLENTY)


def _known(sheet: Sheet, names: frozenset[str]) -> int:
    known = max(known_in(row, names) for row in islice(rows(sheet.cells), DEEP))
    return known if known >= _SURE else 0


def _told(sheet: Sheet) -> bool:
    return sheet.is_table and not sheet.aside


def others_finding(read: str, others: Sequence[str]) -> Finding:
    """Name the tables in other sheets: a file is read, and used, as one table."""
    return Finding(
        rule=_NOTES,
        code="other-sheets",
        cause="other-sheets",
        severity="info",
        count=len(others),
        of=len(others) + 1,
        facts={"sheet": read[:_SHOWN], "others": ", ".join(others)[:_SHOWN]},
    )
