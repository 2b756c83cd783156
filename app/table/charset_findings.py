"""What to tell about a text file's characters: another encoding, two encodings, mangled text."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Sequence

from app.table.encoding import AS_CONTROL, Charset, legacy, mixed, strays, unicode8
from app.table.mojibake import Mangled, suspect
from app.table.preflight import Preflight, one_line_end, whole_lines
from app.table.source import Source
from rules.core.evidence import Finding, Sample

_WORD = re.compile(r"[\w’'-]*[^\x00-\x7f][\w’'-]*")
_SHOWN = 80


def choose(seen: Preflight) -> Charset:
    """Choose how to read the text that was looked over."""
    if seen.utf8:
        return unicode8(seen.bom)
    if seen.bom or seen.mostly_utf8:
        return mixed(seen.bom, legacy(b"\n".join(map(strays, seen.bad_sample))))
    return legacy(bytes(seen.accents))


def charset_finding(
    seen: Preflight, charset: Charset, row_of: Callable[[int], int], samples: int
) -> Finding | None:
    """Report text that is not UTF-8 throughout, shown as a UTF-8 reader would show it."""
    if seen.utf8:
        return None
    if charset.errors == AS_CONTROL:
        line = bytes(seen.accents).split(b"\n", 1)[0]
        return not_utf8(charset, line, seen.first_accent, row_of(seen.first_accent))
    lines = seen.bad_at[:samples]
    return Finding(
        rule="encoding_is_utf8",
        code="encoding-error",
        cause="encoding-mixed",
        count=seen.bad_lines,
        of=seen.lines,
        rows=tuple(dict.fromkeys(map(row_of, lines))),
        samples=tuple(
            _word(row_of(number), line, charset)
            for number, line in zip(lines, seen.bad_sample, strict=False)
            if line
        ),
        facts={"line": lines[0], "other": charset.errors.removeprefix("qualidata-")},
    )


def not_utf8(charset: Charset, line: bytes, number: int, row: int) -> Finding:
    """Report a file in an older encoding, with the first word that others will see broken."""
    return Finding(
        rule="encoding_is_utf8",
        code="encoding-error",
        cause="encoding-not-utf8",
        rows=(row,),
        samples=(_word(row, line, charset),),
        facts={"encoding": charset.name, "line": number},
    )


def wide_finding(name: str) -> Finding:
    """Report a file in UTF-16 or UTF-32: whole, but few tools expect it."""
    return Finding(
        rule="encoding_is_utf8",
        code="encoding-error",
        cause="encoding-utf16",
        rows=(1,),
        facts={"encoding": name},
    )


def _word(row: int, line: bytes, charset: Charset) -> Sample:
    """Show the first broken word as it looks to a reader of UTF-8, and as it was meant."""
    start = 0
    try:
        line.decode()
    except UnicodeDecodeError as error:
        start = error.start
    # Latin-1 keeps one character a byte: places in the text are places in the bytes.
    found = next(
        (word for word in _WORD.finditer(line.decode("latin-1")) if word.end() > start), None
    )
    low, high = found.span() if found else (start, start + 1)
    low = max(low, start - _SHOWN // 2)
    piece = line[low : min(high, low + _SHOWN)]
    return Sample(
        row=row,
        value=piece.decode("utf-8", "replace"),
        fixed=piece.decode(charset.codec, charset.errors),
    )


def mangled_lines(source: Source, charset: Charset, delimiter: str, samples: int) -> Mangled:
    """Find the lines that hold mangled text, over the whole file; places are line numbers."""
    seen = Mangled(most=samples)
    number = 1
    for block in whole_lines(source, source.size):
        data = one_line_end(block)
        text = "" if data.isascii() else data.decode(charset.codec, charset.errors)
        for at, line in enumerate(text.split("\n") if suspect(text) else (), number):
            if suspect(line):
                seen.take(at, cells_of(line, delimiter))
        number += data.count(b"\n")
    return seen


def cells_of(line: str, delimiter: str) -> Sequence[str]:
    """Cut one line into cells, as well as can be."""
    try:
        return next(csv.reader([line], delimiter=delimiter), [line])
    except csv.Error:  # longer than any cell may be
        return [line]
