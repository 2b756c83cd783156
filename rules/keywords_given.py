"""Can the dataset be found by its keywords?"""

from __future__ import annotations

from rules.core.evidence import Evidence, Metadata
from rules.core.rule import SEEN, Dimension, Value, rule
from rules.core.text import Text

_ENOUGH = 3


@rule(
    dimension=Dimension.DOCUMENTATION,
    weight=1,
    title=Text(en="Keywords are given", fr="Des mots-clés sont indiqués"),
    why=Text(
        en="Keywords bring readers who search with other words than those of the title.",
        fr="Les mots-clés amènent ceux qui cherchent avec d’autres mots que ceux du titre.",
    ),
    fix=Text(
        en="Add keywords that a resident would type (subject, place, service). Keywords now: {count}; aim for {enough}.",
        fr="Ajoutez des mots-clés qu’un habitant taperait (sujet, lieu, service). Mots-clés actuels : {count} ; visez {enough}.",
    ),
    good=(Evidence(seen_at=SEEN, metadata=Metadata(keywords=("budget", "finances", "commune"))),),
    bad=(
        Evidence(seen_at=SEEN, metadata=Metadata(keywords=("budget",))),
        Evidence(seen_at=SEEN, metadata=Metadata()),
    ),
)
def keywords_given(metadata: Metadata) -> Value:
    """Count different keywords, up to three."""
    count = len({k.strip().casefold() for k in metadata.keywords} - {""})
    return Value(min(1.0, count / _ENOUGH), {"count": count, "enough": _ENOUGH})
