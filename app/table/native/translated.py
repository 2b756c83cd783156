"""Python patterns written for RE2, the same on texts of printable ASCII: exactly, both ways.

It walks the tree of Python's own parser; what RE2 lacks (look-around, references, possessive
repeats) or reads another way (flags) is not translated.
"""

from __future__ import annotations

import re._constants as op  # type: ignore[import-not-found] # the names of the tree's nodes
from collections.abc import Iterable, Mapping
from typing import Any

_MOST = 500
"""Repeats beyond it make large automata."""
_CLASSES: Mapping[Any, str] = {
    op.CATEGORY_DIGIT: "0-9",
    op.CATEGORY_WORD: "A-Za-z0-9_",
    op.CATEGORY_SPACE: r" \t\n\r\f\v",
    op.CATEGORY_NOT_DIGIT: r"\D",
    op.CATEGORY_NOT_WORD: r"\W",
    op.CATEGORY_NOT_SPACE: r"!-~",
}
_PLACES: Mapping[Any, str] = {
    op.AT_BEGINNING: r"\A",
    op.AT_BEGINNING_STRING: r"\A",
    op.AT_END: r"\z",
    op.AT_END_STRING: r"\z",
    op.AT_BOUNDARY: r"\b",
    op.AT_NON_BOUNDARY: r"\B",
}


class Untranslatable(Exception):
    """The pattern says something that RE2 has no way for."""


class Writer:
    """Writes the nodes of a parsed pattern."""

    def sequence(self, items: Iterable[tuple[Any, Any]]) -> str:
        """Write one node after the other. Raises :class:`Untranslatable`."""
        return "".join(self._one(code, value) for code, value in items)

    def _one(self, code: Any, value: Any) -> str:
        if code is op.LITERAL:
            return _char(value)
        if code is op.NOT_LITERAL:
            return f"[^{_char(value)}]"
        if code is op.ANY:
            return "."
        if code is op.IN:
            return f"[{''.join(_member(*member) for member in value)}]"
        if code is op.AT and value in _PLACES:
            return _PLACES[value]
        return self._group(code, value)

    def _group(self, code: Any, value: Any) -> str:
        if code is op.BRANCH:
            return "(?:" + "|".join(f"(?:{self.sequence(branch)})" for branch in value[1]) + ")"
        if code is op.SUBPATTERN and not value[1] and not value[2]:
            return f"(?:{self.sequence(value[3])})"
        if code in (op.MAX_REPEAT, op.MIN_REPEAT):
            least, most, inside = value
            if least <= _MOST and (most is op.MAXREPEAT or most <= _MOST):
                end = "" if most is op.MAXREPEAT else most
                return f"(?:{self.sequence(inside)}){{{least},{end}}}"
        raise Untranslatable


def _member(code: Any, value: Any) -> str:
    if code is op.LITERAL:
        return _char(value)
    if code is op.RANGE:
        return f"{_char(value[0])}-{_char(value[1])}"
    if code is op.CATEGORY and value in _CLASSES:
        return _CLASSES[value]
    if code is op.NEGATE:
        return "^"
    raise Untranslatable


def _char(code: int) -> str:
    if chr(code).isascii() and chr(code).isalnum():
        return chr(code)
    if 0xD800 <= code <= 0xDFFF:  # noqa: PLR2004 # half a character
        raise Untranslatable
    return rf"\x{{{code:x}}}"
