"""What a classifier of wrong values answers."""

from __future__ import annotations

from typing import NamedTuple


class Guess(NamedTuple):
    """A cause of :data:`rules.core.causes.CAUSES`, and the right value where one can be computed.

    ``fixed`` is a proposal: it counts only once the field itself accepts it.
    """

    cause: str
    fixed: str | None = None


PLACEHOLDERS = frozenset(
    {
        "-",
        "--",
        "/",
        "?",
        ".",
        "#n/a",
        "#ref!",
        "#value!",
        "#valeur!",
        "#nom?",
        "#div/0!",
        "na",
        "n/a",
        "nan",
        "nc",
        "n.c.",
        "nd",
        "n.d.",
        "nr",
        "none",
        "null",
        "neant",
        "néant",
        "aucun",
        "aucune",
        "inconnu",
        "inconnue",
        "non communiqué",
        "non concerné",
        "non connu",
        "non renseigné",
        "non renseignée",
        "sans objet",
        "so",
        "tbd",
        "xx",
        "xxx",
        "à compléter",
    }
)
"""Ways to write “nothing” where the cell should be empty, in lower case."""


def is_placeholder(text: str) -> bool:
    """Tell whether a text only says that there is no value."""
    return text.strip().casefold() in PLACEHOLDERS
