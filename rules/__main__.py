"""Print the rule book as Markdown: ``python -m rules [fr|en]``."""

from __future__ import annotations

import sys

from rules import RULES
from rules.core.grading import WEIGHTS
from rules.core.reasons import DIMENSION_TITLES
from rules.core.rule import Dimension, Rule
from rules.core.text import LANGS, Lang, Text

_HEAD = Text(
    en="| rule | weight | true when all is well | because |",
    fr="| règle | poids | vrai quand tout va bien | parce que |",
)
_GRADED = Text(en="{weight} of 100 points", fr="{weight} points sur 100")
_BESIDE = Text(en="beside the grade", fr="à côté de la note")


def book(lang: Lang) -> str:
    """Write every rule in one language, grouped by dimension, heaviest first."""
    return "\n\n".join(_chapter(dimension, lang) for dimension in Dimension)


def _chapter(dimension: Dimension, lang: Lang) -> str:
    weight = WEIGHTS.get(dimension)
    worth = _GRADED.say(lang, {"weight": weight}) if weight else _BESIDE.say(lang)
    mine = sorted((r for r in RULES if r.dimension is dimension), key=lambda r: (-r.weight, r.id))
    head = f"### {DIMENSION_TITLES[dimension].say(lang)} ({worth})\n\n{_HEAD.say(lang)}"
    return "\n".join((head, "|---|---|---|---|", *(_row(rule, lang) for rule in mine)))


def _row(rule: Rule, lang: Lang) -> str:
    said = (rule.title.say(lang), rule.why.say(lang))
    return f"| `{rule.id}` | {rule.weight} | {' | '.join(s.replace('|', '/') for s in said)} |"


def main(argv: list[str]) -> int:
    """Print the book; English unless told otherwise, 2 on a language that we do not speak."""
    wanted = argv[1] if len(argv) > 1 else "en"
    for lang in LANGS:
        if lang == wanted:
            sys.stdout.write(f"{book(lang)}\n")
            return 0
    sys.stderr.write(f"usage: python -m rules [{'|'.join(LANGS)}]\n")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv))
