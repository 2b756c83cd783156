"""Text that went through the wrong encoding once already: “Ã©” for “é”, “�” for what is lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial

from app.table.encoding import AS_CONTROL
from app.table.records import Cell, Record
from rules.core.evidence import Finding, Sample

LOST = "\ufffd"
_TRIES = 3
"""Some text was mangled twice; nobody mangles it more often."""


def _table(code: str) -> dict[str, int]:
    """Map the characters of a code page's upper half to their bytes."""
    return {bytes([byte]).decode(code, AS_CONTROL): byte for byte in range(0x80, 0x100)}


def _pattern(table: dict[str, int], two: str, three: str) -> re.Pattern[str]:
    """Match UTF-8 sequences of two and three bytes as that code page shows them."""
    rest = "".join(re.escape(char) for char, byte in table.items() if byte < 0xC0)  # noqa: PLR2004
    return re.compile(f"(?:[{two}][{rest}]|[{three}][{rest}]{{2}})+")


_WINDOWS, _MAC = _table("cp1252"), _table("mac-roman")
_PATTERNS = (
    (_pattern(_WINDOWS, "ÂÃÅ", "âï"), _WINDOWS),
    (_pattern(_MAC, "√", "\u201a"), _MAC),
)
_SIGNS = ("Ã", "Â", "Å", "â€", "â\u201a", "ï»", "ï¿", "√", "\u201aÄ", LOST)
"""One of these stands in every mangled text: looking for them costs next to nothing."""


def suspect(text: str) -> bool:
    """Tell, fast, whether a closer look is worth it."""
    return not text.isascii() and any(sign in text for sign in _SIGNS)


def _garbled(text: str) -> bool:
    return any(pattern.search(text) for pattern, _ in _PATTERNS)


def mend(text: str) -> str | None:
    """Give back what was meant, or ``None`` where something is lost or does not come right."""
    for _ in range(_TRIES):
        before = text
        for pattern, table in _PATTERNS:
            text = pattern.sub(_undo(table), text)
        if text == before:
            break
    return None if LOST in text or _garbled(text) else text


def _undo(table: dict[str, int]) -> Callable[[re.Match[str]], str]:
    return partial(_decode, table)


def _decode(table: dict[str, int], found: re.Match[str]) -> str:
    try:
        return bytes(table[char] for char in found.group()).decode()
    except UnicodeDecodeError:
        return found.group()


@dataclass(slots=True)
class Mangled:
    """Lines or rows of mangled text: how many, and (place, value) of the first."""

    most: int
    looked: int = 0
    garbled: int = 0
    garbled_at: list[tuple[int, str]] = field(default_factory=list)
    lost: int = 0
    lost_at: list[tuple[int, str]] = field(default_factory=list)

    def take(self, place: int, cells: Iterable[Cell]) -> None:
        """Look at one line's or row's cells."""
        texts = [cell for cell in cells if isinstance(cell, str)]
        if not suspect("\n".join(texts)):
            return
        texts = [text for text in texts if suspect(text)]
        garbled = next(filter(_garbled, texts), None)
        lost = next((text for text in texts if LOST in text), None)
        if garbled is not None:
            self.garbled += 1
            if len(self.garbled_at) < self.most:
                self.garbled_at.append((place, garbled))
        if lost is not None:
            self.lost += 1
            if len(self.lost_at) < self.most:
                self.lost_at.append((place, lost))

    def findings(self, row_of: Callable[[int], int] = int) -> list[Finding]:
        """Report what can be mended and what is lost, each once."""
        kinds = (
            ("mojibake", self.garbled, self.garbled_at),
            ("letters-lost", self.lost, self.lost_at),
        )
        return [self._finding(*kind, row_of) for kind in kinds if kind[1]]

    def _finding(
        self, cause: str, count: int, at: list[tuple[int, str]], row_of: Callable[[int], int]
    ) -> Finding:
        places = [(row_of(place), value) for place, value in at]
        fixes = [mend(value) for _, value in places]
        return Finding(
            rule="encoding_is_utf8",
            code="encoding-error",
            cause=cause,
            count=count,
            of=max(count, self.looked),
            rows=tuple(dict.fromkeys(row for row, _ in places)),
            samples=tuple(
                Sample(row=row, value=value[:200], fixed=None if fixed is None else fixed[:200])
                for (row, value), fixed in zip(places, fixes, strict=True)
            ),
        )


def mangled_records(records: Iterable[Record], samples: int) -> list[Finding]:
    """Report the records that hold mangled text; ``of`` says how many were looked at."""
    seen = Mangled(most=samples)
    for record in records:
        seen.looked += 1
        seen.take(record.row, record.cells)
    return seen.findings()
