"""A Python regular expression written anew for another engine, from the tree of Python's parser.

What each sign means is Python's: classes are spelled out, nothing of the other engine's own syntax
(POSIX classes, fuzzy matches, nested sets) can slip in, since every character is written as a
number. For texts without a line break, ``$`` is their end.
"""

from __future__ import annotations

import re
import re._constants as op  # type: ignore[import-not-found] # the only way to the tree
import re._parser as parser  # type: ignore[import-not-found]
import warnings
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

_SPACES = (0x9, 0xD), (0x1C, 0x20)
_WIDE_SPACES = (
    *((0x85, 0x85), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029)),
    *((0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000)),
)
_DIGITS = ((0x30, 0x39),)
_WORD = (*_DIGITS, (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A))
_ASCII = {op.CATEGORY_DIGIT: _DIGITS, op.CATEGORY_WORD: _WORD, op.CATEGORY_SPACE: _SPACES}
_PROPERTIES = {
    op.CATEGORY_DIGIT: r"\p{Nd}",
    op.CATEGORY_WORD: r"\p{L}\p{N}_",  # str.isalnum: combining marks are no part of a word
}
_NEGATED = {
    op.CATEGORY_NOT_DIGIT: op.CATEGORY_DIGIT,
    op.CATEGORY_NOT_WORD: op.CATEGORY_WORD,
    op.CATEGORY_NOT_SPACE: op.CATEGORY_SPACE,
}
_ANYTHING = r"[\x00-\U0010ffff]"
_EMPTY_HAS_NO_EDGE = re.match(r"\B", "") is not None
"""Whether an empty text is “not a word’s edge”: Python 3.14 changed its mind."""
_LAZY = {op.MAX_REPEAT: "", op.MIN_REPEAT: "?", op.POSSESSIVE_REPEAT: "+"}


class Unwritable(Exception):
    """The other engine has no word for it."""


def tree_of(pattern: str) -> Any:
    """Parse a pattern as Python does. Raises ``re.error``, ``RecursionError``, ``OverflowError``."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a doubtful class is its author's affair
        return parser.parse(pattern)


class Writer:
    """Writes for RE2: languages in the strict sense, no flags, no look at what is around."""

    def __init__(self, *, ascii_only: bool) -> None:
        """``ascii_only``: for texts of ASCII alone, where the automata stay small."""
        self._ascii_only = ascii_only

    def sequence(self, items: Iterable[tuple[Any, Any]]) -> str:
        """Write one item after the other. Raises :class:`Unwritable`."""
        return "".join(self.one(code, value) for code, value in items)

    def one(self, code: Any, value: Any) -> str:
        """Write one item."""
        if code is op.LITERAL:
            return self.char(value)
        if code is op.NOT_LITERAL:
            return f"[^{self.char(value)}]"
        if code is op.ANY:
            return r"[^\x0a]"
        if code is op.IN:
            return self.members(value)
        if code is op.AT:
            return self.at(value)
        return self.group(code, value)

    def group(self, code: Any, value: Any) -> str:
        """Write what holds other items."""
        if code is op.BRANCH:
            return "(?:" + "|".join(f"(?:{self.sequence(branch)})" for branch in value[1]) + ")"
        if code is op.SUBPATTERN and not value[1] and not value[2]:
            return f"(?:{self.sequence(value[3])})"
        if code in (op.MAX_REPEAT, op.MIN_REPEAT):
            return self.repeat(code, value)
        raise Unwritable

    def repeat(self, code: Any, value: Any) -> str:
        """Write a repeat."""
        least, most, inside = value
        end = "" if most is op.MAXREPEAT else most
        return f"(?:{self.sequence(inside)}){{{least},{end}}}{_LAZY[code]}"

    def at(self, value: Any) -> str:
        """Write a place."""
        if value in (op.AT_BEGINNING, op.AT_BEGINNING_STRING):
            return r"\A"
        if value in (op.AT_END, op.AT_END_STRING):
            return r"\z"
        if self._ascii_only and value in (op.AT_BOUNDARY, op.AT_NON_BOUNDARY):
            return r"\b" if value is op.AT_BOUNDARY else r"\B"
        raise Unwritable

    def members(self, items: Iterable[tuple[Any, Any]]) -> str:
        """Write a class of characters."""
        items = list(items)
        negated = bool(items) and items[0][0] is op.NEGATE
        outside = [self._outside(*item) for item in items[negated:]]
        beyond = [one for one in outside if one]
        inside = [self._inside(*i) for i, o in zip(items[negated:], outside, strict=True) if not o]
        if not beyond:
            return f"[{'^' * negated}{''.join(inside)}]"
        choices = "|".join([*([f"[{''.join(inside)}]"] if inside else []), *beyond])
        return self.none_of(choices) if negated else f"(?:{choices})"

    def none_of(self, choices: str) -> str:  # noqa: ARG002 # RE2 has no word for it
        """Write any character but these."""
        raise Unwritable

    def _inside(self, code: Any, value: Any) -> str:
        if code is op.LITERAL:
            return self.char(value)
        if code is op.RANGE:
            return f"{self.char(value[0])}-{self.char(value[1])}"
        if code is op.CATEGORY and value in _NEGATED:  # of ASCII alone: what is left of it
            return self._ranges(_complement(_ASCII[_NEGATED[value]]))
        if code is op.CATEGORY:
            return self.category(value)
        raise Unwritable

    def _outside(self, code: Any, value: Any) -> str:
        """Write what is defined by what it is not; among ASCII alone, that is a class like others."""
        if self._ascii_only or code is not op.CATEGORY or value not in _NEGATED:
            return ""
        return f"[^{self.category(_NEGATED[value])}]"

    def category(self, value: Any) -> str:
        """Write the members of digits, word characters or blanks."""
        if self._ascii_only:
            return self._ranges(_ASCII[value])
        return _PROPERTIES.get(value) or self._ranges(_SPACES + _WIDE_SPACES)

    def _ranges(self, ranges: Iterable[tuple[int, int]]) -> str:
        return "".join(f"{self.char(first)}-{self.char(last)}" for first, last in ranges)

    def char(self, code: int) -> str:
        """Write one character by its number."""
        if 0xD800 <= code < 0xE000:  # noqa: PLR2004 # half a character: RE2 reads UTF-8
            raise Unwritable
        return rf"\x{{{code:x}}}"


def _complement(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    ends = [(-1, -1), *sorted(ranges), (0x80, 0x80)]
    gaps = [(one[1] + 1, other[0] - 1) for one, other in pairwise(ends)]
    return [gap for gap in gaps if gap[0] <= gap[1]]


class WideWriter(Writer):
    """Writes for ``regex``, which knows all that Python's own engine knows."""

    def __init__(self) -> None:
        super().__init__(ascii_only=False)
        self._flags = re.UNICODE.value

    def one(self, code: Any, value: Any) -> str:
        """Write one item."""
        if code is op.ANY and self._flags & re.DOTALL:
            return _ANYTHING
        if code in (op.ASSERT, op.ASSERT_NOT):
            behind = "<" if value[0] < 0 else ""
            sign = "=" if code is op.ASSERT else "!"
            return f"(?{behind}{sign}{self.sequence(value[1])})"
        if code is op.GROUPREF:
            written = rf"\g<{value}>"
            return f"(?i:{written})" if self._flags & re.IGNORECASE else f"(?:{written})"
        if code is op.GROUPREF_EXISTS:
            number, yes, no = value
            return f"(?({number}){self.sequence(yes)}|{self.sequence(no or ())})"
        if code is op.ATOMIC_GROUP:
            return f"(?>{self.sequence(value)})"
        written = super().one(code, value)
        return f"(?i:{written})" if self._folds(code) else written

    def _folds(self, code: Any) -> bool:
        return bool(self._flags & re.IGNORECASE) and code in (op.LITERAL, op.NOT_LITERAL, op.IN)

    def group(self, code: Any, value: Any) -> str:
        """Write what holds other items, under the flags in force there."""
        if code is op.POSSESSIVE_REPEAT:
            return self.repeat(code, value)
        if code is not op.SUBPATTERN:
            return super().group(code, value)
        number, added, dropped, inside = value
        before = self._flags
        self._flags = (before | added) & ~dropped
        written = self.sequence(inside)
        self._flags = before
        return f"({written})" if number else f"(?:{written})"

    def at(self, value: Any) -> str:
        """Write a place."""
        if self._flags & re.MULTILINE and value in (op.AT_BEGINNING, op.AT_END):
            return r"(?m:^)" if value is op.AT_BEGINNING else r"(?m:$)"
        if value is op.AT_END:
            return r"(?=\x0a?\Z)"
        if value is op.AT_END_STRING:
            return r"\Z"
        if value in (op.AT_BOUNDARY, op.AT_NON_BOUNDARY):
            word = f"[{self.category(op.CATEGORY_WORD)}]"
            some = "" if _EMPTY_HAS_NO_EDGE else r"(?!\A\Z)"
            same = rf"(?<={word})(?={word})|{some}(?<!{word})(?!{word})"
            edge = rf"(?<={word})(?!{word})|(?<!{word})(?={word})"
            return f"(?:{edge if value is op.AT_BOUNDARY else same})"
        return super().at(value)

    def category(self, value: Any) -> str:
        """Write the members of digits, word characters or blanks."""
        return self._ranges(_ASCII[value]) if self._flags & re.ASCII else super().category(value)

    def none_of(self, choices: str) -> str:
        """Write any character but these."""
        return f"(?:(?!{choices}){_ANYTHING})"

    def char(self, code: int) -> str:
        """Write one character by its number."""
        return rf"\U{code:08x}"
