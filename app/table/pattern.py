"""Strangers' regular expressions: what Python's ``re`` would answer, in bounded time.

RE2 answers in time linear in the text, and takes most patterns. What it cannot say (look-around,
references) or would say otherwise (line breaks inside a text, halves of characters) goes to
``regex``, which stops after 50 ms; a pattern that needs more is not checked, and that is said.
Python's own engine never sees a text: it only parses the pattern.

Known differences from ``re``: characters that Python's Unicode tables do not have yet, and Turkish
or historic letters under ``(?i:…)``.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Sequence
from functools import cached_property
from time import thread_time
from typing import Any, Literal

import re2  # type: ignore[import-untyped] # ships no types; nothing of it leaves this file
import regex  # type: ignore[import-untyped] # the same

from app.table.patience import OutOfPatience, heard, within
from app.table.pattern_tree import Unwritable, WideWriter, Writer, tree_of

Question = Literal["match", "search"]
EACH = 0.05
"""Seconds that one text may take."""
_TRIES = 5
_OPTIONS = re2.Options()
_OPTIONS.log_errors = False
_OPTIONS.never_capture = True


class Pattern:
    """One pattern, asked of any number of texts. Raises ``re.error`` as ``re.compile`` does."""

    def __init__(self, text: str) -> None:
        """Parse; nothing is compiled before it is needed."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            re.compile(text)  # what Python refuses is refused; no text is shown to it
        self.text = text
        self._tree = tree_of(text)

    def match(self, text: str) -> bool:
        """Tell whether it matches from the text's start. Raises ``OutOfPatience``."""
        return self._ask("match", text)

    def search(self, text: str) -> bool:
        """Tell whether it matches anywhere in the text. Raises ``OutOfPatience``."""
        return self._ask("search", text)

    def matches(self, texts: Sequence[str]) -> list[bool] | None:
        """Tell which texts match, by one clock for all; ``None`` where each wants its own.

        For texts that none of the linear engines takes: to look at the clock for each of them takes
        longer than to match it.
        """
        if self._small is not None or self._large is not None or not heard():
            return None
        try:
            with within(EACH):
                match = self._wide.match
                return [match(text) is not None for text in texts]
        except OutOfPatience:
            return None

    def _ask(self, question: Question, text: str) -> bool:
        if text and "\n" not in text:
            engine = self._small if text.isascii() else self._large
            if engine is not None:
                try:
                    return getattr(engine, question)(text.encode()) is not None
                except UnicodeEncodeError:  # half a character is no UTF-8
                    pass
        return self._slowly(question, text)

    @property
    def match_ascii(self) -> Callable[[bytes], object]:
        """What matches one line of ASCII, and not nothing; ``None`` where it does not.

        Only of a pattern that is ``linear``.
        """
        found: Callable[[bytes], object] = self._small.match
        return found

    @property
    def linear(self) -> bool:
        """True where no text can take long, those with line breaks aside."""
        return self._small is not None and self._large is not None

    @cached_property
    def _small(self) -> Any:
        return self._compiled(ascii_only=True)

    @cached_property
    def _large(self) -> Any:
        return self._compiled(ascii_only=False)

    def _compiled(self, *, ascii_only: bool) -> Any:
        if self._tree.state.flags & ~re.UNICODE.value:
            return None
        try:
            written = Writer(ascii_only=ascii_only).sequence(self._tree)
            return re2.compile(written.encode(), _OPTIONS)
        except (Unwritable, re2.error, RecursionError):
            return None

    @cached_property
    def _wide(self) -> Any:
        try:
            return regex.compile(WideWriter().sequence(self._tree), regex.VERSION0)
        except (Unwritable, regex.error, RecursionError, OverflowError):
            raise OutOfPatience from None

    def _slowly(self, question: Question, text: str) -> bool:
        ask = getattr(self._wide, question)
        for _ in range(_TRIES):
            began = thread_time()
            try:
                return ask(text, timeout=EACH) is not None
            except TimeoutError:
                if thread_time() - began > EACH / 2:  # else it was the machine that took the time
                    break
        raise OutOfPatience
