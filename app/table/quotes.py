"""Records that span lines: meant so, or swallowed by a quote that nobody closed."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from app.table.preflight import line_end
from rules.core.evidence import Finding, Sample

CELL_MAX = 1 << 24
"""Characters in one cell; only an orphan quote ever makes longer ones."""
_END = "\x1aend of file\x1a"
"""A line of ours after the last one: whoever swallows it holds a quote that was never closed."""
_WIDE = 4
"""Cells from which one swallowed line that looks like a row is proof enough."""


@dataclass(slots=True)
class Walk:
    """A whole file read once by ``csv.reader``, with the lines that each record took."""

    width: int
    wanted: list[int]
    """Physical lines whose records are asked for, last first."""
    records: int = 0
    last: tuple[int, tuple[str, ...]] = (0, ())
    """The last record that is not blank, with its ordinal."""
    line_end: str = ""
    row_of: dict[int, int] = field(default_factory=dict)
    orphans: list[tuple[int, int, str]] = field(default_factory=list)
    """(row, line, text) where a quote opens that swallows lines."""
    swallowed: int = 0
    """Physical lines that such quotes took in."""

    def record(self, cells: list[str], cuts: list[int], line: int, *, closed: bool) -> None:
        """Take in one record: its cells, the delimiters on each of its lines, its first line."""
        self.records += 1
        if not closed:
            cells[-1] = cells[-1].removesuffix(_END)
        if any(cell.strip() for cell in cells):
            self.last = (self.records, tuple(cells))
        if not closed or self.swallows(len(cells), cuts):
            long = max(cells, key=lambda cell: cell.count("\n") + cell.count("\r"))
            self.orphans.append((self.records, line, " ".join(long[:200].split())))
            self.swallowed += len(cuts)
        while self.wanted and self.wanted[-1] < line + max(1, len(cuts)):
            self.row_of[self.wanted.pop()] = self.records

    def swallows(self, cells: int, cuts: list[int]) -> bool:
        """Tell whether a record's lines look like rows of their own."""
        lines = len(cuts)
        if self.width < 2 or lines < (2 if self.width >= _WIDE else 3):  # noqa: PLR2004
            return False
        rows = sum(count >= self.width - 1 for count in cuts)
        exact = sum(count == self.width - 1 for count in cuts)
        return exact == lines or (cells != self.width and rows * 2 >= lines)


class _Feed:
    """Hands lines on and remembers those of the record in the making."""

    def __init__(self, lines: Iterable[str], delimiter: str) -> None:
        self.lines = iter(lines)
        self.delimiter = delimiter
        self.number = 0
        self.cuts: list[int] = []
        self.ended = False
        self.end = ""
        self.ends = {"": 0, "lf": 0, "crlf": 0, "cr": 0}

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self.lines, None)
        if line is None:
            if self.ended:
                raise StopIteration
            self.ended = True
            return _END
        self.number += 1
        self.cuts.append(line.count(self.delimiter))
        self.end = "crlf" if line[-2:] == "\r\n" else {"\n": "lf", "\r": "cr"}.get(line[-1:], "")
        return line

    def take(self) -> list[int]:
        """Give what was counted on each line of the record just read, and start the next."""
        cuts, self.cuts = self.cuts, []
        self.ends[self.end] += 1
        return cuts


def walk(lines: Iterable[str], delimiter: str, width: int, wanted: Sequence[int]) -> Walk:
    """Read every record; ``width`` is the header's, ``wanted`` the lines to be located."""
    csv.field_size_limit(CELL_MAX)
    seen = Walk(width=width, wanted=sorted(set(wanted), reverse=True))
    feed = _Feed(lines, delimiter)
    reader = csv.reader(feed, delimiter=delimiter)
    line = 1
    try:
        for cells in reader:
            if cells == [_END] and not feed.cuts:
                break
            seen.record(cells, feed.take(), line, closed=not feed.ended)
            line = feed.number + 1
    except csv.Error:  # beyond the limit: all that follows is inside that one cell
        rest = sum(1 for _ in feed.lines)
        seen.record([""], [*feed.cuts, *[0] * rest], line, closed=False)
    seen.line_end = line_end(feed.ends["lf"], feed.ends["crlf"], feed.ends["cr"])
    return seen


def orphan_finding(seen: Walk, lines: int, samples: int) -> Finding:
    """Report the quotes that swallow lines; ``count`` is of lines, so that the damage shows."""
    row, line, _ = seen.orphans[0]
    return Finding(
        rule="rows_are_rectangular",
        code="source-error",
        cause="orphan-quote",
        count=seen.swallowed,
        of=max(lines, seen.swallowed),
        rows=tuple(row for row, _, _ in seen.orphans[:samples]),
        samples=tuple(Sample(row=row, value=text) for row, _, text in seen.orphans[:samples]),
        facts={"line": line, "row": row, "quotes": len(seen.orphans)},
    )
