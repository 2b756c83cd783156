"""Which characters the bytes stand for: a BOM, strict UTF-8, or the likeliest French reading."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import partial

BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
LEGACY = ("windows-1252", "iso-8859-15", "mac-roman", "ibm850")
"""One byte a character, likeliest first: equal scores go to the first."""
_UNLIKELY = {"mac-roman": 4.0, "ibm850": 4.0}
"""Lead they need: as much as one character can give, so that none decides alone (“Paris–Lyon”)."""
AS_CONTROL = "qualidata-c1"
"""Error handler: what a code page leaves open is read as a control, as browsers do."""
_CODECS = {"ibm850": "cp850"}

_LOWER = frozenset("éèêëàâçîïôöûùüÿœæ")
_UPPER = frozenset("ÉÈÊËÀÂÇÎÏÔÖÛÙÜŸŒÆ")
_SIGNS = frozenset("€’‘“”–—…«»°²³№\xa0·•§")
_UTF8 = re.compile(r"[^\x00-\x7f\udc80-\udcff]")
"""What was valid UTF-8 in a line whose other bytes are escaped."""
_BEYOND = re.compile(r"[^\x00-\x7f]")


@dataclass(frozen=True, slots=True)
class Charset:
    """How to turn the bytes into text. ``name`` is what we tell people (IANA, lower case)."""

    name: str
    codec: str
    errors: str = "strict"


def by_bom(head: bytes) -> str:
    """Name the encoding that a byte order mark announces, or ``""``."""
    return next((name for mark, name in BOMS if head.startswith(mark)), "")


def wide(head: bytes) -> str:
    """Name UTF-16 or UTF-32 text (``utf-16le`` where only the zeros give it away), or ``""``."""
    mark = by_bom(head)
    if mark:
        return mark if mark != "utf-8-sig" else ""
    half = len(head) // 2
    even, odd = head[::2].count(0), head[1::2].count(0)
    if odd > half / 2 and even < half / 20:
        return "utf-16le"
    return "utf-16be" if even > half / 2 and odd < half / 20 else ""


def unicode8(bom: str = "") -> Charset:
    """Give plain UTF-8, its BOM swallowed where there is one."""
    return Charset(bom or "utf-8", bom or "utf-8")


def legacy(sample: bytes) -> Charset:
    """Choose the one-byte encoding under which the sample's accents make most French sense."""
    sense = {name: _sense(sample, name) for name in LEGACY}
    name = max(LEGACY, key=lambda name: sense[name] - _UNLIKELY.get(name, 0.0))
    return Charset(name, _CODECS.get(name, name), AS_CONTROL)


def strays(line: bytes) -> bytes:
    """Keep the bytes that are not UTF-8; the letters around them become plain ones."""
    text = _UTF8.sub(_plain_letter, line.decode("utf-8", "surrogateescape"))
    return text.encode("ascii", "surrogateescape")


def _plain_letter(found: re.Match[str]) -> str:
    char = found.group()
    return "E" if char.isupper() else "e" if char.isalpha() else " "


def mixed(bom: str, other: Charset) -> Charset:
    """Give UTF-8 that falls back, byte by byte, on another encoding."""
    return Charset(bom or "utf-8", bom or "utf-8", f"qualidata-{other.name}")


def _sense(sample: bytes, name: str) -> float:
    text = f" {sample.decode(_CODECS.get(name, name), AS_CONTROL)} "
    return sum(
        _weigh(text[found.start() - 1], found.group(), text[found.end()])
        for found in _BEYOND.finditer(text)
    )


def _weigh(before: str, char: str, after: str) -> float:
    """Tell how much a character makes sense between its neighbours."""
    inside = before.isalpha() and after.isalpha()
    if char in _LOWER:
        return -1.0 if before.isupper() and after.isupper() else 2.0
    if char in _UPPER:
        return -1.0 if before.islower() else 1.5
    if char in _SIGNS:
        # Between two letters only the apostrophe is at home.
        return 1.5 if char == "’" and inside else -1.0 if inside else 1.0
    if char.isalpha():
        return -1.0
    return -2.0 if inside or not char.isprintable() else 0.0


def _as_control(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return "".join(map(chr, error.object[error.start : error.end])), error.end


def _as_legacy(codec: str, error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode(codec, AS_CONTROL), error.end


codecs.register_error(AS_CONTROL, _as_control)
for _name in LEGACY:
    codecs.register_error(f"qualidata-{_name}", partial(_as_legacy, _CODECS.get(_name, _name)))
