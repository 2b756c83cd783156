"""Does an open licence allow re-use?"""

from __future__ import annotations

import re
import unicodedata

from rules.core.evidence import Evidence, Metadata
from rules.core.rule import SEEN, Dimension, Value, rule
from rules.core.text import Text

_OPEN = re.compile(
    r"licence ouverte|open licen[cs]e|etalab|\b(?:fr lo|lov\d?|odbl|odc|pddl|cc ?0|cc zero|cc pdm|"
    r"cc by|ogl|open government|dl de|com reuse|iodl|nlod|open database|public domain|publicdomain|"
    r"creativecommons org licenses by|creative commons attribution)\b"
)
_CLOSED = re.compile(r"\b(?:nc|nd|by(?:nc|nd)\w*|non ?commercial\w*|no ?deriv\w*)\b")
_NONE = frozenset({"", "none", "notspecified", "not specified", "unknown", "aucune", "n a"})


@rule(
    dimension=Dimension.DOCUMENTATION,
    weight=3,
    title=Text(en="An open licence is declared", fr="Une licence ouverte est déclarée"),
    why=Text(
        en="Without a licence, nobody may legally re-use the data, however public it is.",
        fr="Sans licence, personne ne peut légalement réutiliser les données, si publiques soient-elles.",
    ),
    fix=Text(
        en="Choose an open licence on the dataset’s page: in France, Licence Ouverte 2.0 (etalab-2.0) or ODbL. Declared now: {licence}.",
        fr="Choisissez une licence ouverte sur la page du jeu de données : en France, la Licence Ouverte 2.0 (etalab-2.0) ou l’ODbL. Déclaré aujourd’hui : {licence}.",
    ),
    good=(
        Evidence(seen_at=SEEN, metadata=Metadata(licence="lov2")),
        Evidence(seen_at=SEEN, metadata=Metadata(licence="Licence Ouverte / Open Licence 2.0")),
        Evidence(
            seen_at=SEEN, metadata=Metadata(licence="https://creativecommons.org/licenses/by/4.0/")
        ),
    ),
    bad=(
        Evidence(seen_at=SEEN, metadata=Metadata(licence="cc-by-nc-4.0")),
        Evidence(seen_at=SEEN, metadata=Metadata()),
    ),
)
def licence_declared(metadata: Metadata) -> Value:
    """1 for a known open licence (id, address or name), 0.6 for other terms, 0 for none."""
    folded = unicodedata.normalize("NFKD", metadata.licence).casefold()
    words = re.sub(r"[^a-z0-9]+", " ", re.sub(r"[\u0300-\u036f]", "", folded)).strip()
    facts = {"licence": metadata.licence.strip()[:80] or "—"}
    if words in _NONE:
        return Value(0.0, facts)
    return Value(1.0 if _OPEN.search(words) and not _CLOSED.search(words) else 0.6, facts)
