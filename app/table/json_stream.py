"""JSON read value by value through a window, so that a long list never stands in memory whole."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TextIO

from app.table.records import Unreadable

DEPTH_MAX = 128
"""Levels of nesting; DuckDB's default, and four times what the deepest GeoJSON needs."""
_CHUNK = 1 << 16
_VALUE_MAX = 1 << 24
"""Characters in one value."""
_SHOWN = 200
_SPACE = re.compile(r"[ \t\r\n]*")
_NOT_BRACKETS = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[^\[\]{}"]++', re.DOTALL)
_PLAIN = bytes(byte for byte in range(256) if byte not in b"[]{}")
_PAIR = re.compile(r"\[\]|\{\}")
_DECODER = json.JSONDecoder()


class Stream:
    """A window on JSON text that grows and moves on demand."""

    def __init__(self, text: TextIO) -> None:
        self.text = text
        self.window = ""
        self.at = 0
        self.ended = False

    def peek(self) -> str:
        """Skip blanks and give the next character, ``""`` at the end."""
        while True:
            found = _SPACE.match(self.window, self.at)
            self.at = found.end() if found else self.at
            if self.at < len(self.window) or not self._grow():
                return self.window[self.at : self.at + 1]

    def step(self, char: str) -> bool:
        """Pass over one character where it comes next."""
        if self.peek() != char:
            return False
        self.at += 1
        return True

    def need(self, char: str) -> None:
        """Pass over a character that must come next. Raises ``json_malformed``."""
        if not self.step(char):
            raise Unreadable("json_malformed")

    def value(self) -> object:
        """Read one value. Raises ``json_malformed``, ``json_too_deep`` or ``cell_too_large``."""
        self.peek()
        while True:
            try:
                value, end = _DECODER.raw_decode(self.window, self.at)
            except json.JSONDecodeError as error:
                self._retry(error)
                continue
            except ValueError:  # an integer of more digits than Python cares to read
                raise Unreadable("json_malformed") from None
            except RecursionError:
                raise Unreadable("json_too_deep") from None
            if end == len(self.window) and self._grow():
                continue  # a number may go on
            piece = self.window[self.at : end]
            self.at = end
            if _too_deep(piece):
                raise Unreadable("json_too_deep")
            return _scrub(value) if "\\u" in piece else value

    def _retry(self, error: json.JSONDecodeError) -> None:
        """Grow the window where the value may only be cut off, else give up."""
        cut = error.msg.startswith("Unterminated") or error.pos > len(self.window) - 16
        if not cut:
            raise Unreadable("json_malformed")
        if len(self.window) - self.at > _VALUE_MAX:
            raise Unreadable("cell_too_large")
        if not self._grow():
            raise Unreadable("json_malformed")

    def _grow(self) -> bool:
        """Let go of what was read and take in more, as much again as is held."""
        if self.ended:
            return False
        rest = self.window[self.at :]
        more = self.text.read(max(_CHUNK, len(rest)))
        self.window, self.at = rest + more, 0
        self.ended = not more
        return bool(more)


def elements(stream: Stream) -> Iterator[object]:
    """Read a list's values one by one, from its opening bracket to its closing one."""
    stream.need("[")
    if stream.step("]"):
        return
    while True:
        yield stream.value()
        if stream.step("]"):
            return
        stream.need(",")


@dataclass(frozen=True, slots=True)
class Broken:
    """A line that is no JSON: one record lost, and not the file."""

    text: str
    """How it begins."""


def lines(text: TextIO) -> Iterator[object]:
    """Read one value a line (JSON Lines), blank lines left out; a line that is no JSON is told."""
    while line := text.readline(_VALUE_MAX):
        if not line.strip():
            continue
        if len(line) >= _VALUE_MAX:
            raise Unreadable("cell_too_large")
        try:
            value = _DECODER.decode(line.strip("\ufeff \t\r\n"))
        except ValueError:
            yield Broken(line[:_SHOWN].strip())
            continue
        except RecursionError:
            raise Unreadable("json_too_deep") from None
        if _too_deep(line):
            raise Unreadable("json_too_deep")
        yield _scrub(value) if "\\u" in line else value


def _too_deep(text: str) -> bool:
    """Tell whether brackets nest beyond the limit, by peeling one level off at a time."""
    if text.count("[") + text.count("{") <= DEPTH_MAX:
        return False
    brackets = text.encode("utf-8", "replace").translate(None, _PLAIN)
    for _ in range(DEPTH_MAX // 2):  # at most two levels a turn
        brackets = brackets.replace(b"[]", b"").replace(b"{}", b"")
        if not brackets:
            return False
    # Deep, or brackets inside strings: look again, slowly.
    left = _NOT_BRACKETS.sub("", text)
    for _ in range(DEPTH_MAX):
        left = _PAIR.sub("", left)
        if not left:
            return False
    return True


def _scrub(value: object) -> object:
    """Replace half characters (lone surrogates), which no later writer would accept."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_scrub(item) for item in value]
    if isinstance(value, dict):
        return {str(_scrub(key)): _scrub(item) for key, item in value.items()}
    return value
