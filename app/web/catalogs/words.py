"""Words of runs and catalogues that both the calls and the pages say."""

from __future__ import annotations

from collections.abc import Mapping

from app.store.catalog_model import RunState
from rules.core.outcomes import OUTCOMES
from rules.core.text import Lang, Text

STATES: Mapping[RunState, Text] = {
    "queued": Text(en="Waiting for a worker", fr="En attente d’un processus libre"),
    "harvesting": Text(en="Listing the catalogue", fr="Lecture du catalogue"),
    "choosing": Text(en="Choosing what to assess", fr="Choix des jeux de données à évaluer"),
    "assessing": Text(en="Assessing", fr="Évaluation en cours"),
    "succeeded": Text(en="Done", fr="Terminé"),
    "failed": Text(en="Failed", fr="En échec"),
    "cancelled": Text(en="Cancelled", fr="Annulé"),
}


def reason_of(code: str, lang: Lang) -> str | None:
    """Say why something is not as it should be (``http_status:404``); nothing where all is well."""
    name, _, status = code.partition(":")
    outcome = OUTCOMES.get(name)
    return outcome.text.say(lang, {"status": status or "—", "detail": "—"}) if outcome else None
