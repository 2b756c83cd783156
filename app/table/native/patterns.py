"""Searching many texts for a stranger's pattern, with the meaning that Python gives it.

Where the pattern can be translated, RE2 (in Arrow) searches the texts of printable ASCII, in which
both mean the same; Python searches the others.
"""

from __future__ import annotations

import re
import re._parser as parser  # type: ignore[import-not-found] # the only way to the tree
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from app.table.native.arrow import array_of, places_of, truths
from app.table.native.piece import Flags
from app.table.native.translated import Untranslatable, Writer

_ODD = "[^ -~]"


def searcher(pattern: str) -> Callable[[Any], Flags]:
    """Give the search for a pattern that Python can compile."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        compiled = re.compile(pattern)
    translated = _translated(pattern)

    def search(array: Any) -> Flags:
        if translated is None:
            return _one_by_one(compiled, array)
        found = truths(pc.match_substring_regex(array, translated))
        odd = np.flatnonzero(truths(pc.match_substring_regex(array, _ODD)))
        if len(odd):
            found = found.copy()
            found[odd] = _one_by_one(compiled, array.take(places_of(odd)))
        return found

    return search


def _one_by_one(compiled: re.Pattern[str], array: Any) -> Flags:
    search = compiled.search
    texts = array.to_pylist()
    return np.fromiter(
        (text is not None and search(text) is not None for text in texts), bool, len(texts)
    )


def _translated(pattern: str) -> str | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = parser.parse(pattern)
        if tree.state.flags & ~re.UNICODE.value:
            return None
        found = Writer().sequence(tree)
        pc.match_substring_regex(array_of(["x"], "text"), found)
    except (Untranslatable, re.error, RecursionError, OverflowError, pa.ArrowInvalid):
        return None
    return found
