"""The socle commun des données locales: what a town should publish, has published, and does first.

The schemas are those that schema.data.gouv.fr labels SCDL, and the national ones that it names
beside them. Their order is that of starting: what the law asks of most towns comes first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Literal

from app.store.catalog_model import Followed
from rules.core.text import Text

Reason = Literal["mend", "publish", "update", "improve"]
OLD_DAYS = 400
"""A yearly publication, and a month of grace."""
_GOOD = 90.0
SOCLE: Mapping[str, Text] = MappingProxyType(
    {
        "scdl/subventions": Text(en="Grants given", fr="Subventions attribuées"),
        "139bercy/format-commande-publique": Text(
            en="Public contracts", fr="Marchés publics et concessions"
        ),
        "scdl/deliberations": Text(en="Council decisions", fr="Délibérations"),
        "scdl/budget": Text(en="Budget", fr="Budget"),
        "etalab/schema-bal": Text(en="Addresses", fr="Base adresse locale"),
        "scdl/equipements": Text(en="Public facilities", fr="Équipements collectifs publics"),
        "scdl/catalogue": Text(en="Catalogue of datasets", fr="Catalogue de jeux de données"),
        "scdl/prenoms": Text(en="First names of newborns", fr="Prénoms des nouveau-nés"),
        "scdl/menus-collectifs": Text(en="Canteen menus", fr="Menus de la restauration collective"),
        "atlasante/schema-dae": Text(en="Defibrillators", fr="Défibrillateurs"),
        "etalab/schema-irve-statique": Text(
            en="Charging points for electric cars",
            fr="Bornes de recharge pour véhicules électriques",
        ),
        "etalab/schema-amenagements-cyclables": Text(en="Cycle paths", fr="Aménagements cyclables"),
    }
)
_TEXTS: Mapping[Reason, Text] = MappingProxyType(
    {
        "mend": Text(
            en="Start with “{title}”: it is published but graded {grade}. Its report says what to change.",
            fr="Commencez par « {title} » : c’est publié, mais noté {grade}. Le rapport dit quoi changer.",
        ),
        "publish": Text(
            en="Start by publishing “{title}” in the format {schema}; organisations of this catalogue that do so: {peers}.",
            fr="Commencez par publier « {title} » au format {schema} ; organisations de ce catalogue qui le font : {peers}.",
        ),
        "update": Text(
            en="Start by updating “{title}”: its data has not changed for {age} days.",
            fr="Commencez par mettre à jour « {title} » : ses données n’ont pas changé depuis {age} jours.",
        ),
        "improve": Text(
            en="Everything is there. To go further, improve “{title}” (grade {grade}).",
            fr="Tout est publié. Pour aller plus loin, améliorez « {title} » (note {grade}).",
        ),
    }
)
NOT_GRADED = Text(en="not yet", fr="pas encore")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One schema of the socle, as one organisation stands."""

    schema: str
    found: Followed | None
    age: int | None
    peers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """The first thing to do."""

    part: Part
    reason: Reason

    @property
    def text(self) -> Text:
        """Say it; with {title}, {grade}, {schema}, {peers} and {age}."""
        return _TEXTS[self.reason]


def parts_of(
    followed: Iterable[Followed], peers: Mapping[str, int], now: datetime
) -> tuple[Part, ...]:
    """Hold what an organisation publishes against the socle, in its order."""
    best = {one.schema: one for one in followed}
    return tuple(
        Part(
            schema=schema,
            found=best.get(schema),
            age=_age(best.get(schema), now),
            peers=peers.get(schema, 0),
        )
        for schema in SOCLE
    )


def start_of(parts: tuple[Part, ...]) -> Start | None:
    """Choose where to start: mend what is ill, publish what is missing, then update, then improve."""
    there = [part for part in parts if part.found is not None]
    ill = [part for part in there if part.found and part.found.grade in {"D", "E"}]
    if ill:
        return Start(part=min(ill, key=_score), reason="mend")
    missing = [part for part in parts if part.found is None]
    if missing:
        return Start(part=missing[0], reason="publish")
    old = [part for part in there if (part.age or 0) > OLD_DAYS]
    if old:
        return Start(part=max(old, key=lambda part: part.age or 0), reason="update")
    weakest = min(there, key=_score)
    return Start(part=weakest, reason="improve") if _score(weakest) < _GOOD else None


def _score(part: Part) -> float:
    score = part.found.score if part.found else None
    return 100.0 if score is None else score


def _age(found: Followed | None, now: datetime) -> int | None:
    if found is None or found.updated is None:
        return None
    return max(0, (now - found.updated).days)
