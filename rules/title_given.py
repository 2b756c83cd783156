"""Does the dataset have a title?"""

from __future__ import annotations

from rules.core.evidence import Evidence, Metadata
from rules.core.rule import SEEN, Dimension, Value, rule
from rules.core.text import Text


@rule(
    dimension=Dimension.DOCUMENTATION,
    weight=1,
    title=Text(en="The dataset has a title", fr="Le jeu de données a un titre"),
    why=Text(
        en="The title is what search engines and readers see first.",
        fr="Le titre est ce que les moteurs de recherche et les lecteurs voient d’abord.",
    ),
    fix=Text(
        en="Give the dataset a title that says what and where, for example “Grants to associations, Val-Fleuri”. Title now: {title}.",
        fr="Donnez au jeu de données un titre qui dit quoi et où, par exemple « Subventions aux associations, Val-Fleuri ». Titre actuel : {title}.",
    ),
    good=(Evidence(seen_at=SEEN, metadata=Metadata(title="Subventions aux associations")),),
    bad=(Evidence(seen_at=SEEN, metadata=Metadata(title=" ")),),
)
def title_given(metadata: Metadata) -> Value:
    """1 with any title."""
    title = metadata.title.strip()
    return Value(float(bool(title)), {"title": title[:80] or "—"})
