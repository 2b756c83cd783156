"""Does the description say what the data is?"""

from __future__ import annotations

from rules.core.evidence import Evidence, Metadata
from rules.core.rule import SEEN, Dimension, Value, rule
from rules.core.text import Text

_ENOUGH = 200
"""Characters: some three sentences. data.gouv.fr asks for 100, with a step; here there is none."""
_SAID = (
    "Subventions versées par la commune aux associations depuis 2020, une ligne par décision du "
    "conseil municipal. Montants en euros. Source : service des finances ; les associations sont "
    "désignées par leur SIRET."
)


@rule(
    dimension=Dimension.DOCUMENTATION,
    weight=3,
    title=Text(en="The description explains the data", fr="La description explique les données"),
    why=Text(
        en="A reader wants to know what one row is, from when to when, and where it comes from.",
        fr="Le lecteur veut savoir ce qu’est une ligne, de quand à quand, et d’où cela vient.",
    ),
    fix=Text(
        en="Describe the data in two or three sentences: what one row is, the years covered, the source, the units. Length now: {length} characters; aim for {enough}.",
        fr="Décrivez les données en deux ou trois phrases : ce qu’est une ligne, les années couvertes, la source, les unités. Longueur actuelle : {length} caractères ; visez {enough}.",
    ),
    good=(Evidence(seen_at=SEEN, metadata=Metadata(title="Subventions", description=_SAID)),),
    bad=(
        Evidence(seen_at=SEEN, metadata=Metadata(description=_SAID[:60])),
        Evidence(seen_at=SEEN, metadata=Metadata(title=_SAID, description=_SAID)),
    ),
)
def description_useful(metadata: Metadata) -> Value:
    """Grow with the length up to 200 characters; a description that repeats the title is none."""
    said, title = (" ".join(t.split()) for t in (metadata.description, metadata.title))
    length = 0 if said.casefold() == title.casefold() else len(said)
    return Value(min(1.0, length / _ENOUGH), {"length": len(said), "enough": _ENOUGH})
