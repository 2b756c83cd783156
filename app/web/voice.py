"""One reader's language, handed to the templates: labels, figures, dates, links."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.web import formats
from app.web.embed import in_language
from app.web.words import WORDS
from rules.core.text import Fact, Lang, write

_LONGEST_PROSE, _LONGEST_FACT = 700, 160


@dataclass(frozen=True, slots=True)
class Voice:
    """Everything that a page writes differently in French and in English."""

    lang: Lang

    @property
    def other(self) -> Lang:
        """The language offered instead."""
        return "en" if self.lang == "fr" else "fr"

    def say(self, name: str, /, **facts: Fact) -> str:
        """Give a page label, nothing hidden in its facts. Raises ``KeyError`` for an unknown name."""
        shown = {
            k: formats.visible(f, _LONGEST_FACT) if isinstance(f, str) else f
            for k, f in facts.items()
        }
        return formats.typeset(WORDS[name].say(self.lang, shown), self.lang)

    def code(self, family: str, code: str) -> str:
        """Give the label of a code (``type``, ``date`` → “Date”), else the code itself."""
        name = f"{family}_{code}"
        return self.say(name) if name in WORDS else formats.visible(code)

    def prose(self, text: str) -> str:
        """Write a sentence that may quote strangers: nothing hidden, never endless."""
        return formats.sentence(formats.typeset(formats.visible(text, _LONGEST_PROSE), self.lang))

    def number(self, value: float) -> str:
        """Write a figure."""
        return write(value, self.lang)

    def datasets(self, count: int) -> str:
        """Write how many datasets."""
        return self.say("datasets_one" if count == 1 else "datasets_many", count=self.number(count))

    def when(self, at: datetime) -> str:
        """Write an instant."""
        return formats.when(at, self.lang)

    def points(self, value: float, *, signed: bool = False) -> str:
        """Write points."""
        return formats.points(value, self.lang, signed=signed)

    def percent(self, share: float) -> str:
        """Write a share 0..1."""
        return formats.percent(share, self.lang)

    def size(self, count: int) -> str:
        """Write a number of bytes."""
        return formats.size(count, self.lang)

    def to(self, path: str) -> str:
        """Link to a page of ours without changing language."""
        return in_language(path, self.lang)
