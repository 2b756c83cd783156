"""Is the date of the last update stated?"""

from __future__ import annotations

from datetime import timedelta

from rules.core.evidence import Access, Evidence, Metadata
from rules.core.freshness import last_update
from rules.core.rule import SEEN, Dimension, Value, rule
from rules.core.text import Text

_THEN = SEEN - timedelta(days=9)
_WORTH = {"metadata": 1.0, "http": 0.5, "data": 0.5}
"""A server's date is that of a copy as often as that of the data, and the latest row may be older
than the last correction: each is half an answer."""


@rule(
    dimension=Dimension.DOCUMENTATION,
    weight=2,
    title=Text(
        en="The date of the last update is stated",
        fr="La date de dernière mise à jour est indiquée",
    ),
    why=Text(
        en="Readers must know from when the data is before they trust it.",
        fr="Avant de s’y fier, le lecteur doit savoir de quand datent les données.",
    ),
    fix=Text(
        en="State the date of the last update on the dataset’s page (it must not lie in the future). Date known so far: {date}.",
        fr="Indiquez la date de dernière mise à jour sur la page du jeu de données (elle ne doit pas être dans le futur). Date connue jusqu’ici : {date}.",
    ),
    good=(Evidence(seen_at=SEEN, metadata=Metadata(modified=_THEN)),),
    bad=(
        Evidence(seen_at=SEEN, metadata=Metadata()),
        Evidence(seen_at=SEEN, metadata=Metadata(modified=SEEN + timedelta(days=9))),
        Evidence(
            seen_at=SEEN,
            metadata=Metadata(),
            access=Access(url="https://a.example", last_modified=_THEN),
        ),
    ),
)
def update_date_known(metadata: Metadata, evidence: Evidence) -> Value:
    """1 where the publisher states it, ½ where only the server or the rows tell; the future is none."""
    known = last_update(evidence)
    date = known.at if known else metadata.modified
    worth = _WORTH[known.source] if known else 0.0
    return Value(worth, {"date": date.date().isoformat() if date else "—"})
