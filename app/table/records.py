"""A file as records: the one shape that every reader gives and every check takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rules.core.evidence import File, Finding, Sample

if TYPE_CHECKING:
    from app.table.layout import Layout
    from app.table.validate import Checked

Cell = object
"""``str`` from text files; also int, float, bool, date, datetime, time, Decimal, None, list, dict."""


class Unsupported(Exception):
    """The block engine cannot prove that it would say the same: the plain path has the word."""


class Surprise(Unsupported):
    """A file is not the plain UTF-8 that its beginning promised: it wants a careful look first."""


class Unreadable(Exception):
    """Reading cannot go on: ``code`` is an outcome code, ``row`` the record (0: before the first)."""

    def __init__(self, code: str, row: int = 0) -> None:
        super().__init__(f"{code} at row {row}")
        self.code = code
        self.row = row


@dataclass(frozen=True, slots=True)
class Record:
    """One row as it stands in the file; ``row`` counts as a spreadsheet does, from 1."""

    row: int
    cells: tuple[Cell, ...]


@dataclass(slots=True)
class State:
    """How far the reading went; written by the body alone, final once the body has ended."""

    complete: bool = True
    """False where ``Limits.max_rows`` stopped the body before the file's end."""
    late_labels: set[str] = field(default_factory=set)
    """JSON keys first met after the header was fixed (at most 100): their values are left out."""
    broken: int = 0
    """Lines of JSON Lines that are no JSON: records lost."""
    broken_samples: list[Sample] = field(default_factory=list)
    """The first of them (at most 20), as they begin."""
    findings: list[Finding] = field(default_factory=list)
    """What only the whole body shows: mangled text, a totals line at its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """A file opened as a table: its header, then its rows, streamed once."""

    file: File
    labels: tuple[str, ...]
    """Header cells exactly as written (``""`` for a blank one)."""
    body: Iterator[Record]
    """Every record after the header, blank ones included. Raises :class:`Unreadable` alone."""
    typed: bool
    """True where cells carry types of their own (spreadsheets, JSON, Parquet)."""
    findings: tuple[Finding, ...] = ()
    """What the file layer noticed before the first row: encoding, preamble, line ends …"""
    state: State = field(default_factory=State)
    """How far the body went."""
    bulk: Callable[[Layout, int], tuple[Records, Checked]] | None = None
    """Checks a big file block by block, and gives what is known of it then. ``body`` is not read;
    the ``findings`` above are only complete afterwards. Raises :class:`Unsupported`."""
