"""Is it said who publishes the data?"""

from __future__ import annotations

from rules.core.evidence import Evidence, Metadata
from rules.core.rule import SEEN, Dimension, Value, rule
from rules.core.text import Text


@rule(
    dimension=Dimension.DOCUMENTATION,
    weight=1,
    title=Text(en="The publisher is named", fr="Le producteur est nommé"),
    why=Text(
        en="Who stands behind the data is half of its credit.",
        fr="Savoir qui répond des données, c’est la moitié de leur crédit.",
    ),
    fix=Text(
        en="Publish in the name of an organisation (the town, the department), not of a personal account. Publisher now: {publisher}.",
        fr="Publiez au nom d’une organisation (la commune, le service) et non d’un compte personnel. Producteur actuel : {publisher}.",
    ),
    good=(Evidence(seen_at=SEEN, metadata=Metadata(publisher="Commune de Val-Fleuri")),),
    bad=(Evidence(seen_at=SEEN, metadata=Metadata()),),
)
def publisher_named(metadata: Metadata) -> Value:
    """1 with any name."""
    publisher = metadata.publisher.strip()
    return Value(float(bool(publisher)), {"publisher": publisher[:80] or "—"})
