"""One cheap pass over a text file's bytes before any parser sees it: what it is, what to refuse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from app.table.encoding import by_bom
from app.table.records import Unreadable
from app.table.source import Source

KEPT = 1 << 16
"""Bytes of accented lines kept to guess an encoding from."""
PLACES = 1000
"""Line numbers kept of lines that are not UTF-8; they are counted without end."""
CONTROLS = bytes({*range(1, 32), 127} - {9, 10, 12, 13, 26})
"""What no text holds, beside NUL."""
_NOISE = 0.02
"""Share of control characters above which nobody would call it text; random bytes have 0.1."""


@dataclass(slots=True)
class Preflight:
    """What the bytes say, counted over the whole file."""

    size: int = 0
    bom: str = ""
    nuls: int = 0
    controls: int = 0
    lines: int = 0
    """Physical lines, the last one counted where it is not empty."""
    longest: int = 0
    crlf: int = 0
    lf: int = 0
    cr: int = 0
    blank: bool = True
    odd_lines: int = 0
    """Lines with an odd number of quotes: no record spans lines where there is none."""
    first_accent: int = 0
    """First line with a byte beyond ASCII; 0 where there is none."""
    accents: bytearray = field(default_factory=bytearray)
    """Some of the lines with bytes beyond ASCII."""
    good_lines: int = 0
    """Lines beyond ASCII that are valid UTF-8."""
    bad_lines: int = 0
    """Lines that are not."""
    bad_at: list[int] = field(default_factory=list)
    bad_sample: list[bytes] = field(default_factory=list)

    def count(self, block: bytes) -> None:
        """Take in one block that ends with a line's end, or with the file's."""
        self.size += len(block)
        self.nuls += block.count(0)
        self.controls += len(block) - len(block.translate(None, CONTROLS))
        self.blank = self.blank and not block.removeprefix(b"\xef\xbb\xbf").strip(b"\0 \t\r\n\f\v")
        lines = self._split(block)
        self.longest = max(self.longest, *map(len, lines))
        if b'"' in block:
            self.odd_lines += sum(line.count(b'"') & 1 for line in lines)
        if not block.isascii():
            self._decode(block, lines)
        self.lines += len(lines)

    def _split(self, block: bytes) -> list[bytes]:
        crlf = block.count(b"\r\n")
        self.crlf += crlf
        self.lf += block.count(b"\n") - crlf
        self.cr += block.count(b"\r") - crlf
        lines = one_line_end(block).split(b"\n")
        if not lines[-1]:
            lines.pop()
        return lines

    def _decode(self, block: bytes, lines: list[bytes]) -> None:
        whole = valid(block)
        for number, line in enumerate(lines, self.lines + 1):
            if line.isascii() or (number == 1 and line == b"\xef\xbb\xbf"):
                continue
            self.first_accent = self.first_accent or number
            if len(self.accents) < KEPT:
                self.accents += line[:KEPT] + b"\n"
            if whole or valid(line):
                self.good_lines += 1
                continue
            self.bad_lines += 1
            if len(self.bad_at) < PLACES:
                self.bad_at.append(number)
                self.bad_sample.append(line[:KEPT] if len(self.bad_sample) < PLACES // 50 else b"")

    @property
    def utf8(self) -> bool:
        """True where every line is valid UTF-8."""
        return not self.bad_lines

    @property
    def mostly_utf8(self) -> bool:
        """True where stray lines stand in a UTF-8 file: chance never makes valid UTF-8."""
        return self.good_lines >= self.bad_lines

    @property
    def line_end(self) -> str:
        """``lf``, ``crlf``, ``cr`` or ``mixed``; ``""`` where the file is a single line."""
        return line_end(self.lf, self.crlf, self.cr)


def look(source: Source, max_line: int) -> Preflight:
    """Go over the whole file once. Raises ``not_text``, ``nul_bytes``, ``line_too_long``, ``empty``."""
    seen = Preflight(bom=by_bom(source.head(4)))
    for block in whole_lines(source, max_line):
        seen.count(block)
        if seen.controls > _NOISE * seen.size + 4:
            raise Unreadable("not_text")
    if seen.longest > max_line:
        raise Unreadable("line_too_long")
    if seen.blank:
        raise Unreadable("nul_bytes" if seen.nuls else "empty")
    if seen.nuls:
        raise Unreadable("nul_bytes")
    return seen


def whole_lines(source: Source, max_line: int) -> Iterator[bytes]:
    """Cut a file into blocks that end where a line ends. Raises ``line_too_long``."""
    rest = b""
    for block in source.blocks():
        data = rest + block
        end = max(data.rfind(b"\n"), data.rfind(b"\r", 0, len(data) - 1)) + 1
        rest = data[end:]
        if end:
            yield data[:end]
        if len(rest) > max_line + 2:
            raise Unreadable(noise(rest) or "line_too_long")
    if rest:
        yield rest


def noise(data: bytes) -> str:
    """Name what makes bytes no text: ``not_text`` or ``nul_bytes``; ``""`` where nothing does."""
    controls = len(data) - len(data.translate(None, CONTROLS))
    if controls > _NOISE * len(data) + 4:
        return "not_text"
    return "nul_bytes" if b"\0" in data else ""


def valid(data: bytes) -> bool:
    """Tell whether bytes are strict UTF-8."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def one_line_end(data: bytes) -> bytes:
    """Turn every kind of line end into a line feed."""
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in data else data


def line_end(lf: int, crlf: int, cr: int) -> str:
    """Name the one kind of line end met, or ``mixed``."""
    met = [name for name, count in (("lf", lf), ("crlf", crlf), ("cr", cr)) if count]
    return met[0] if len(met) == 1 else "mixed" if met else ""
