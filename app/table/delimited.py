"""CSV and TSV: any encoding, any delimiter, any line end, cut exactly as ``csv.reader`` cuts."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from app.table.cell_shape import written
from app.table.charset_findings import charset_finding, choose, mangled_lines, wide_finding
from app.table.dialect import detect
from app.table.encoding import Charset
from app.table.header_cells import label_findings
from app.table.header_row import Header, Row, ahead, find, header_findings, names_of
from app.table.model import Limits, TableJob
from app.table.mojibake import Mangled
from app.table.preflight import Preflight, look
from app.table.quotes import CELL_MAX, Walk, orphan_finding, walk
from app.table.records import Record, Records, State, Unreadable
from app.table.source import Source
from app.table.totals import is_totals, totals_finding
from rules.core.evidence import File, Finding

_SAMPLE = 1 << 18
"""Characters read ahead to find the delimiter and the header."""
_TAIL = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A delimited file of which everything is known but its rows."""

    source: Source
    seen: Preflight
    charset: Charset
    delimiter: str
    header: Header
    head: list[Row]
    """The first records, down to the header and beyond."""
    labels: tuple[str, ...]
    limits: Limits


@dataclass(frozen=True, slots=True)
class Rest:
    """The rows, and how far they were read."""

    body: Iterator[Record]
    state: State


def read(source: Source, job: TableJob, file: File) -> Records:
    """Open delimited text. ``file.encoding`` is set where it was UTF-16, made UTF-8 by us."""
    if job.limits.bulk_from is not None and source.size >= job.limits.bulk_from:
        from app.table.engine import door  # noqa: PLC0415 # Polars starts threads: not before forks

        return door.read(source, job, file)
    table = open_text(source, job, look(source, job.limits.max_line))
    mangled = mangled_lines(source, table.charset, table.delimiter, job.limits.samples)
    mangled.looked = table.seen.lines
    walked = _walk(table, mangled) if table.seen.odd_lines else None
    state = State()
    return described(file, table, mangled, walked, Rest(_body(table, state), state))


def described(
    file: File, table: Text, mangled: Mangled, walked: Walk | None, rest: Rest
) -> Records:
    """Write down what is known of a file but its rows; they are the rest."""
    return Records(
        file=_describe(file, table, walked),
        labels=table.labels,
        body=rest.body,
        typed=False,
        findings=(
            *([wide_finding(file.encoding)] if file.encoding else []),
            *_character_findings(table, mangled, walked),
            *header_findings(table.header, table.head),
            *label_findings(table.labels, table.header.row, table.limits.samples),
            *_row_findings(table, walked),
        ),
        state=rest.state,
    )


def open_text(source: Source, job: TableJob, seen: Preflight) -> Text:
    """Find out how the file is written, and read its first records."""
    charset = choose(seen)
    with source.text(charset) as text:
        lines = text.readlines(_SAMPLE)
    for row, line in enumerate(lines, 1):
        if len(line) > job.limits.max_line:
            raise Unreadable("line_too_long", row)
    delimiter = detect(lines, tabs=_tabs(job))
    rows = ahead(csv.reader(lines, delimiter=delimiter))
    header = find(rows, names_of(job))
    labels = tuple(map(written, rows[header.row - 1]))
    if len(labels) > job.limits.max_columns:
        raise Unreadable("too_many_columns", header.row)
    return Text(
        source=source,
        seen=seen,
        charset=charset,
        delimiter=delimiter,
        header=header,
        head=rows,
        labels=labels,
        limits=job.limits,
    )


def _tabs(job: TableJob) -> bool:
    return job.name.lower().endswith((".tsv", ".tab")) or "tab-separated" in job.media_type


def _walk(table: Text, mangled: Mangled) -> Walk:
    """Read every record once where lines and records may differ."""
    seen = table.seen
    wanted = [
        seen.first_accent,
        *seen.bad_at,
        *(line for line, _ in mangled.garbled_at + mangled.lost_at),
    ]
    with table.source.text(table.charset) as text:
        return walk(text, table.delimiter, len(table.labels), [line for line in wanted if line])


def _describe(file: File, table: Text, walked: Walk | None) -> File:
    tabs = table.delimiter == "\t"
    return replace(
        file,
        format="tsv" if tabs else "csv",
        media_type="text/tab-separated-values" if tabs else "text/csv",
        encoding=file.encoding or table.charset.name,
        delimiter=table.delimiter,
        line_end=walked.line_end if walked else table.seen.line_end,
        header_row=table.header.row,
    )


def _character_findings(table: Text, mangled: Mangled, walked: Walk | None) -> list[Finding]:
    def row_of(line: int) -> int:
        return walked.row_of.get(line, line) if walked else line

    first = charset_finding(table.seen, table.charset, row_of, table.limits.samples)
    return [*([first] if first else []), *mangled.findings(row_of)]


def _row_findings(table: Text, walked: Walk | None) -> list[Finding]:
    found = []
    if walked and walked.orphans:
        found.append(orphan_finding(walked, table.seen.lines, table.limits.samples))
    row, cells = walked.last if walked else _last(table)
    if row > table.header.row and is_totals(cells, len(table.labels)):
        found.append(totals_finding(row, cells, row - table.header.row))
    return found


def _last(table: Text) -> tuple[int, tuple[str, ...]]:
    """Read the last record that is not blank, in a file where each line is a record."""
    data = table.source.tail(_TAIL)
    if len(data) < table.source.size:
        data = data[data.find(b"\n") + 1 :]
    lines = data.decode(table.charset.codec, "replace").replace("\r\n", "\n").replace("\r", "\n")
    rows = list(csv.reader(lines.removesuffix("\n").split("\n"), delimiter=table.delimiter))
    for back, cells in enumerate(reversed(rows)):
        if any(cell.strip() for cell in cells):
            return table.seen.lines - back, tuple(cells)
    return 0, ()


def _body(table: Text, state: State) -> Iterator[Record]:
    """Yield every record under the header."""
    csv.field_size_limit(CELL_MAX)
    row = header = table.header.row
    end = header + table.limits.max_rows
    widest = table.limits.max_columns
    with table.source.text(table.charset) as text:
        reader = csv.reader(text, delimiter=table.delimiter)
        try:
            for row, cells in enumerate(islice(reader, header, None), header + 1):
                if row > end:
                    state.complete = False
                    return
                if len(cells) > widest:
                    raise Unreadable("too_many_columns", row)
                yield Record(row, tuple(cells))
        except csv.Error:
            raise Unreadable("cell_too_large", row + 1) from None
