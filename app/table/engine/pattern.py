"""Python patterns for Polars' engine: a translation that accepts only what Python accepts.

It walks the tree of Python's own parser and spells out each class in ASCII; what may mean something
else over there (look-around, references, flags, boundaries) is not translated at all.
"""

from __future__ import annotations

import re
import re._constants as op  # type: ignore[import-not-found] # the only way to the tree
import re._parser as parser  # type: ignore[import-not-found]
import warnings
from collections.abc import Iterable
from typing import Any, NamedTuple

import polars as pl

_MOST = 500
"""Repeats beyond it make large automata."""
_CLASSES = {
    op.CATEGORY_DIGIT: "0-9",
    op.CATEGORY_WORD: "A-Za-z0-9_",
    op.CATEGORY_SPACE: r" \t",
}
_STARTS = (op.AT_BEGINNING, op.AT_BEGINNING_STRING)
_STOPS = (op.AT_END, op.AT_END_STRING)


class Translated(NamedTuple):
    """A pattern for Polars; where ``guard`` is set, only for texts of printable ASCII."""

    pattern: str
    guard: bool


class _Untranslatable(Exception):
    pass


def translate(pattern: str) -> Translated | None:
    """Translate what frictionless makes of a schema's pattern; ``None`` where it cannot be done."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = parser.parse(f"^{pattern}$")
        if tree.state.flags & ~re.UNICODE.value:
            return None
        writer = _Writer()
        found = rf"\A(?:{writer.sequence(tree)})"
        pl.Series(["x"]).str.contains(found)
    except (_Untranslatable, re.error, RecursionError, OverflowError, pl.exceptions.PolarsError):
        return None
    return Translated(found, writer.guard)


class _Writer:
    def __init__(self) -> None:
        self.guard = False

    def sequence(self, items: Iterable[tuple[Any, Any]]) -> str:
        return "".join(self._one(code, value) for code, value in items)

    def _one(self, code: Any, value: Any) -> str:
        if code is op.LITERAL:
            return _char(value)
        if code is op.NOT_LITERAL:
            self.guard = True
            return f"[^{_char(value)}]"
        if code is op.ANY:
            self.guard = True
            return "."
        if code is op.IN:
            return f"[{''.join(self._member(*member) for member in value)}]"
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
        if code is op.AT and value in _STARTS:
            return r"\A"
        if code is op.AT and value in _STOPS:
            return r"\z"
        raise _Untranslatable

    def _member(self, code: Any, value: Any) -> str:
        if code is op.LITERAL:
            return _char(value)
        if code is op.RANGE:
            return f"{_char(value[0])}-{_char(value[1])}"
        if code is op.CATEGORY and value in _CLASSES:
            return _CLASSES[value]
        if code is op.NEGATE:
            self.guard = True
            return "^"
        raise _Untranslatable


def _char(code: int) -> str:
    char = chr(code)
    if not char.isprintable() and char != "\t":
        raise _Untranslatable
    if char.isascii() and (char.isalnum() or char in " _"):
        return char
    return rf"\x{{{code:x}}}"
