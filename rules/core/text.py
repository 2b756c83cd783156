"""Sentences, in every language we speak."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Lang = Literal["en", "fr"]
LANGS: tuple[Lang, ...] = ("fr", "en")
Fact = str | int | float
NO_FACTS: Mapping[str, Fact] = {}


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence in every language we speak; a missing language is a type error."""

    en: str
    fr: str

    def say(self, lang: Lang, facts: Mapping[str, Fact] = NO_FACTS) -> str:
        """Return the sentence in one language, its facts written as that language writes them."""
        template: str = getattr(self, lang)
        return template.format_map(_Written(facts, lang))


class _Written(dict[str, str]):
    """Facts written as they are asked for, so that a mapping with a default keeps its default."""

    def __init__(self, facts: Mapping[str, Fact], lang: Lang) -> None:
        super().__init__()
        self._facts = facts
        self._lang = lang

    def __missing__(self, name: str) -> str:
        return write(self._facts[name], self._lang)


def write(fact: Fact, lang: Lang) -> str:
    """Write one fact for a reader: 12345.5 is “12,345.5” in English, “12 345,5” in French."""
    if isinstance(fact, str):
        return fact
    plain = f"{fact:,}" if isinstance(fact, int) else f"{fact:,.2f}".rstrip("0").rstrip(".")
    if lang == "en":
        return plain
    # French groups by a narrow no-break space, so that a number never breaks over two lines.
    return plain.replace(",", "\u202f").replace(".", ",")
