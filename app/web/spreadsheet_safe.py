"""Cells that a spreadsheet shows and never runs.

A program that opens our CSV takes a cell that begins like a formula for one, with the rights of
whoever opened it (OWASP, “CSV Injection”). The answer agreed upon is a quote in front.
"""

from __future__ import annotations

import re

_STARTS = frozenset(
    "=+-@|%\t\r\n\uff1d\uff0b\uff0d\uff20\uff5c\uff05\u2212\ufe62\ufe63\ufe66\ufe6a\ufe6b"
)
"""ASCII, and the wide and small forms that some programs fold to it."""
_SKIPPED = re.compile(r"[\s\x00-\x1f\x7f\u200b-\u200f\u2060\ufeff]*")
"""What importers trim, or what nobody sees: a formula may hide behind it."""
_NUMBER = re.compile(
    r"[+-]?(?:[0-9]+|[0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})+)(?:[.,][0-9]+)?(?:[eE][+-]?[0-9]+)?"
    r"(?:[ \u00a0\u202f]?%)?"
)


def safe_cell(text: str) -> str:
    """Put ``'`` in front of a cell that a spreadsheet could run; numbers stay numbers.

    ``-12,5`` and ``+3 %`` are left alone, ``-1+1`` is not.
    """
    if _NUMBER.fullmatch(text):
        return text
    hidden = _SKIPPED.match(text)
    assert hidden is not None
    first = text[hidden.end() : hidden.end() + 1]
    return f"'{text}" if text[:1] in {"\t", "\r", "\n"} or first in _STARTS else text
