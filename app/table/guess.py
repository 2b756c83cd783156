"""What a classifier of wrong values answers."""

from __future__ import annotations

import re
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


FORMULA_ERRORS = frozenset(
    "#n/a #na #ref! #value! #valeur! #name? #nom? #div/0! #null! #nul! #num! #nombre! #spill! "  # noqa: SIM905 # reads better
    "#propagation! #calc! #getting_data #error! #field! #champ! #blocked! #connect! #unknown! #busy! "
    "#python! #external!".split()
)
"""What Excel and LibreOffice show for a formula that failed, in lower case, English and French."""
_CODED = re.compile(r"err(?:eur)?\s?:\s?5[0-9][0-9]")
"""LibreOffice’s own: Err:502, Err:508 …"""


def is_formula_error(text: str) -> bool:
    """Tell whether a text is what a spreadsheet shows for a formula that failed."""
    bare = text.strip().casefold()
    return bare in FORMULA_ERRORS or bool(_CODED.fullmatch(bare))
