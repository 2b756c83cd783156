"""XLSX, XLS and ODS: the first sheet that holds something, or the one with the schema's columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from python_calamine import CalamineSheet

from app.table.calamine import rows, sheets
from app.table.cell_shape import written
from app.table.header_cells import label_findings
from app.table.header_row import DEEP, ahead, find, header_findings, known_in, names_of
from app.table.model import Limits, TableJob
from app.table.mojibake import mangled_records
from app.table.records import Cell, Record, Records, State, Unreadable
from app.table.sheet_guard import guard
from app.table.source import Source
from app.table.totals import is_totals, totals_finding
from app.table.xls_guard import guard_xls
from rules.core.evidence import File, Finding

_SURE = 2
"""Names below which a likeness is chance: many tables have a column called “nom”."""

_PLENTY = 10
"""Names of which half are proof enough: the sheets after that one are not even loaded."""


def read(source: Source, job: TableJob, file: File) -> Records:
    """Open a workbook. Raises ``sheet_too_sparse``, ``archive_malformed``, ``empty`` …"""
    (guard_xls if file.format == "xls" else guard)(source)
    sheet = _choose(sheets(source), names_of(job))
    head = ahead(rows(sheet))
    header = find(head, names_of(job))
    labels = tuple(map(written, head[header.row - 1]))
    if len(labels) > job.limits.max_columns:
        raise Unreadable("too_many_columns", header.row)
    samples = job.limits.samples
    state = State()
    return Records(
        file=replace(file, header_row=header.row),
        labels=labels,
        body=_body(sheet, header.row, len(labels), job.limits, state),
        typed=True,
        findings=(
            *header_findings(header, head),
            *label_findings(labels, header.row, samples),
            *_row_findings(sheet, header.row, len(labels), samples),
        ),
        state=state,
    )


def _choose(found: Iterator[CalamineSheet], names: frozenset[str]) -> CalamineSheet:
    """Choose the sheet with most of the names looked for, else the first that is a table."""
    kept: list[CalamineSheet] = []
    for sheet in found:
        kept.append(sheet)
        if _is_table(sheet) and 2 * _known(sheet, names) >= min(len(names), _PLENTY):
            return sheet
    if not kept:
        raise Unreadable("empty")
    # Many workbooks open on a page of explanations.
    return max(kept, key=lambda sheet: (_known(sheet, names), _is_table(sheet)))


def _is_table(sheet: CalamineSheet) -> bool:
    return sheet.height > 1 and sheet.width > 1


def _known(sheet: CalamineSheet, names: frozenset[str]) -> int:
    known = max(known_in(row, names) for row in islice(rows(sheet), DEEP))
    return known if known >= _SURE else 0


def _row_findings(sheet: CalamineSheet, header: int, width: int, samples: int) -> list[Finding]:
    """Go over the sheet once for mangled text and for a totals line at its end."""
    last = Record(0, ())

    def watched() -> Iterator[Record]:
        nonlocal last
        for row, cells in enumerate(rows(sheet), 1):
            record = Record(row, cells)
            if cells:
                last = record
            yield record

    found = mangled_records(watched(), samples)
    if last.row > header and is_totals(last.cells, width):
        found.append(totals_finding(last.row, last.cells, last.row - header))
    return found


def _body(
    sheet: CalamineSheet, header: int, width: int, limits: Limits, state: State
) -> Iterator[Record]:
    """Yield the rows under the header, as wide as it is: a stray cell beyond it is one cell more."""
    row = header
    pad: tuple[Cell, ...] = (None,) * width
    try:
        for row, cells in enumerate(islice(rows(sheet), header, None), header + 1):
            if row > header + limits.max_rows:
                state.complete = False
                return
            yield Record(row, cells + pad[len(cells) :] if cells else ())
    except Unreadable as end:
        raise Unreadable(end.code, row + 1) from None
