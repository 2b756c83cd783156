"""A file as records: the one shape that every reader gives and every check takes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rules.core.evidence import File, Finding

Cell = object
"""``str`` from text files; also int, float, bool, date, datetime, time, Decimal, None, list, dict."""


@dataclass(frozen=True, slots=True)
class Record:
    """One row as it stands in the file; ``row`` counts as a spreadsheet does, from 1."""

    row: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """A file opened as a table: its header, then its rows, streamed once."""

    file: File
    labels: tuple[str, ...]
    """Header cells exactly as written (``""`` for a blank one)."""
    body: Iterator[Record]
    """Every record after the header, blank ones included."""
    typed: bool
    """True where cells carry types of their own (spreadsheets, JSON, Parquet)."""
    findings: tuple[Finding, ...] = ()
    """What the file layer noticed before the first row: encoding, preamble, line ends …"""
