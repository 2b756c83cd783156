"""Text that went through the wrong encoding once already: “Ã©” for “é”, “�” for what is lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import partial

from app.table.encoding import AS_CONTROL
from app.table.records import Record
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


def mangled(text: str) -> bool:
    """Tell whether a text holds characters that came through the wrong encoding."""
    return LOST in text or any(pattern.search(text) for pattern, _ in _PATTERNS)


def mend(text: str) -> str | None:
    """Give back what was meant, or ``None`` where something is lost or does not come right."""
    for _ in range(_TRIES):
        before = text
        for pattern, table in _PATTERNS:
            text = pattern.sub(_undo(table), text)
        if text == before:
            break
    return None if mangled(text) else text


def _undo(table: dict[str, int]) -> Callable[[re.Match[str]], str]:
    return partial(_decode, table)


def _decode(table: dict[str, int], found: re.Match[str]) -> str:
    try:
        return bytes(table[char] for char in found.group()).decode()
    except UnicodeDecodeError:
        return found.group()


def mojibake_finding(places: list[tuple[int, str]], count: int, of: int) -> Finding:
    """Report mangled text: ``places`` are (row, value) pairs, ``count`` of ``of`` lines or rows."""
    samples = tuple(
        Sample(row=row, value=value[:200], fixed=None if fixed is None else fixed[:200])
        for row, value in places
        for fixed in [mend(value)]
    )
    return Finding(
        rule="encoding_is_utf8",
        code="encoding-error",
        cause="mojibake",
        count=count,
        of=of,
        rows=tuple(dict.fromkeys(row for row, _ in places)),
        samples=samples,
        facts={"mendable": sum(sample.fixed is not None for sample in samples)},
    )


def mangled_records(records: Iterable[Record], samples: int) -> Finding | None:
    """Report the records that hold mangled text; ``of`` says how many were looked at."""
    count = looked = 0
    places: list[tuple[int, str]] = []
    for record in records:
        looked += 1
        bad = next(
            (c for c in record.cells if isinstance(c, str) and suspect(c) and mangled(c)), ""
        )
        if bad:
            count += 1
            if len(places) < samples:
                places.append((record.row, bad))
    return mojibake_finding(places, count, looked) if count else None
