"""Has the publisher said how often the data is updated?"""

from __future__ import annotations

from rules.core.evidence import Evidence, Metadata
from rules.core.frequency import FREQUENCIES
from rules.core.rule import SEEN, Dimension, Value, rule
from rules.core.text import Text


@rule(
    dimension=Dimension.DOCUMENTATION,
    weight=2,
    title=Text(
        en="The update frequency is declared", fr="La fréquence de mise à jour est déclarée"
    ),
    why=Text(
        en="Only a promised frequency lets a reader know whether the data is late.",
        fr="Seule une fréquence annoncée permet de savoir si les données sont en retard.",
    ),
    fix=Text(
        en="Declare on the dataset’s page how often the data is updated (yearly, monthly …; “one-off” where no update will follow). Understood so far: {stated}.",
        fr="Déclarez sur la page du jeu de données la fréquence de mise à jour (annuelle, mensuelle… ; « ponctuelle » si aucune mise à jour ne suivra). Compris jusqu’ici : {stated}.",
    ),
    good=(Evidence(seen_at=SEEN, metadata=Metadata(frequency="annual")),),
    bad=(
        Evidence(seen_at=SEEN, metadata=Metadata()),
        Evidence(seen_at=SEEN, metadata=Metadata(frequency_raw="de temps en temps")),
    ),
)
def frequency_declared(metadata: Metadata) -> Value:
    """1 for a frequency of a known vocabulary; words that we cannot understand promise nothing."""
    stated = metadata.frequency or metadata.frequency_raw.strip()[:80] or "—"
    return Value(float(metadata.frequency in FREQUENCIES), {"stated": stated})
