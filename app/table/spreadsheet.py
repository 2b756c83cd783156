"""XLSX, XLS and ODS: the first sheet that holds something, or the one with the schema's columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from app.table.calamine import Sheet, rows, sheets
from app.table.cell_shape import written
from app.table.header_cells import label_findings
from app.table.header_row import ahead, find, header_findings, names_of
from app.table.model import Limits, TableJob
from app.table.mojibake import Mangled
from app.table.ods_plain import plainly
from app.table.records import Cell, Record, Records, State, Surprise, Unreadable
from app.table.sheet_choice import choose, others_finding
from app.table.sheet_errors import Errors, errors_in
from app.table.sheet_guard import guard
from app.table.sheet_pieces import Cutter
from app.table.sheet_unknown import as_texts
from app.table.source import Source
from app.table.totals import is_totals, totals_finding
from app.table.xls_guard import guard_xls
from rules.core.evidence import File

if TYPE_CHECKING:
    from app.table.engine.sheet_rows import InPieces

Row = tuple[Cell, ...]
_CELL = 10
"""Bytes of text that a cell is taken for: so many of them are worth the block engine."""


def read(source: Source, job: TableJob, file: File) -> Records:
    """Open a workbook. Raises ``sheet_too_sparse``, ``archive_malformed``, ``empty`` …"""
    if file.format == "xlsx" and job.limits.bulk_from is not None and not job.limits.look_first:
        opened = _in_pieces(source, job, file)
        if opened:
            return opened
    return _read(source, job, file, None)


def _in_pieces(source: Source, job: TableJob, file: File) -> Records | None:
    """Open a workbook with big sheets; ``None`` where there are none, or the whole has the word."""
    from app.table.engine.sheet_rows import InPieces  # noqa: PLC0415 # Polars starts threads

    try:
        cutter = Cutter.of(source)
    except Unreadable:
        return None
    if cutter is None:
        return None
    cut = InPieces(cutter)
    try:
        return _read(cutter.beginning(), job, file, cut)
    except (Unreadable, Surprise):
        cut.stop()
        return None


def _read(source: Source, job: TableJob, file: File, cut: InPieces | None) -> Records:
    source, errors_of = _guarded(source, file)
    try:
        sheet, others = choose(sheets(source), names_of(job))
    except Unreadable as end:
        if end.code != "archive_malformed" or file.format != "xlsx":
            raise
        sheet, others = choose(sheets(as_texts(source)), names_of(job))
    errors = errors_of(sheet.name)
    head = ahead(_rows(sheet, errors))
    header = find(head, names_of(job))
    labels = tuple(map(written, head[header.row - 1]))
    if len(labels) > job.limits.max_columns:
        raise Unreadable("too_many_columns", header.row)
    samples = job.limits.samples
    state = State()
    body = _numbered(_rows(sheet, errors), header.row, job.limits, state)
    opened = Records(
        file=replace(file, header_row=header.row, sheet=sheet.name),
        labels=labels,
        body=_watched(body, head[: header.row], len(labels), samples, state),
        typed=True,
        findings=(
            *header_findings(header, head),
            *label_findings(labels, header.row, samples),
            *([others_finding(sheet.name, others)] if others else ()),
        ),
        state=state,
    )
    from app.table.engine.sheet_rows import SheetRows, Whole  # noqa: PLC0415 # Polars starts threads

    every: SheetRows = Whole(sheet.cells, errors)
    size = _CELL * sheet.cells.height * sheet.cells.width
    if cut and cut.begin(sheet.name, every.left):
        if len(head) > (sheet.cells.end or (0,))[0]:
            raise Surprise("a beginning without enough rows to judge by")
        every = cut
    elif job.limits.bulk_from is None or size < job.limits.bulk_from:
        return opened
    from app.table.engine import typed_run  # noqa: PLC0415 # Polars starts threads
    from app.table.engine.sheets import SheetBulk  # noqa: PLC0415 # the same

    known = typed_run.Opened(header, job.limits)
    return replace(opened, bulk=SheetBulk(opened, known, every, head[: header.row]).check)


def _guarded(source: Source, file: File) -> tuple[Source, Callable[[str], Errors]]:
    """Refuse what calamine would die of, and write anew what it would misread.

    Gives also what finds the formulas of a sheet that failed.
    """
    if file.format == "xls":
        known = guard_xls(source)
        return source, lambda sheet: known.get(sheet, Errors())
    seen = guard(source)
    if seen.odd:
        return plainly(source), lambda _: Errors()  # there they are texts
    return source, partial(errors_in, source, seen.failed)


def _rows(sheet: Sheet, errors: Errors) -> Iterator[Row]:
    """Give every row, the errors of formulas in their places."""
    return errors.put(rows(sheet.cells)) if len(errors) else rows(sheet.cells)


def _numbered(found: Iterator[Row], header: int, limits: Limits, state: State) -> Iterator[Record]:
    """Yield the rows under the header, as they stand."""
    row = header
    try:
        for row, cells in enumerate(islice(found, header, None), header + 1):
            if row > header + limits.max_rows:
                state.complete = False
                return
            yield Record(row, cells)
    except Unreadable as end:
        raise Unreadable(end.code, row + 1) from None


def _watched(
    body: Iterator[Record], above: Sequence[Sequence[Cell]], width: int, samples: int, state: State
) -> Iterator[Record]:
    """Yield rows as wide as the header; note mangled text and, at the end, a line of totals.

    A stray cell beyond the header stays: it is one cell more.
    """
    pad: Row = (None,) * width
    seen = Mangled(most=samples, looked=len(above))
    for row, cells in enumerate(above, 1):
        seen.take(row, cells)
    header, last = len(above), None
    for record in body:
        cells = record.cells
        seen.looked += 1
        if not cells:
            yield record
            continue
        seen.take(record.row, cells)
        last = record
        yield record if len(cells) >= width else Record(record.row, cells + pad[len(cells) :])
    state.findings += seen.findings()
    if last and state.complete and is_totals(last.cells, width):
        state.findings.append(totals_finding(last.row, last.cells, last.row - header))
