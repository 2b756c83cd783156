"""Labels of the page on which a person waits."""

from __future__ import annotations

from collections.abc import Mapping

from rules.core.text import Text

WAITING: Mapping[str, Text] = {
    "waiting_title": Text(
        en="Your data is being checked", fr="Vos données sont en cours d’évaluation"
    ),
    "waiting_lede": Text(
        en="It takes a little longer than usual. This page refreshes by itself and opens the report when it is ready.",
        fr="C’est un peu plus long que d’habitude. Cette page s’actualise toute seule et ouvre le rapport dès qu’il est prêt.",
    ),
    "waiting_keep": Text(
        en="You may close it and come back later to the same address.",
        fr="Vous pouvez la fermer et revenir plus tard à la même adresse.",
    ),
    "waiting_what": Text(en="Data", fr="Données"),
    "waiting_file": Text(en="the file you dropped", fr="le fichier que vous avez déposé"),
    "waiting_step": Text(en="Now", fr="En ce moment"),
    "waiting_bytes": Text(en="Fetched so far", fr="Déjà téléchargé"),
    "waiting_since": Text(en="Asked for on", fr="Demandé le"),
    "waiting_retry": Text(en="Starts on", fr="Commence le"),
    "waiting_now": Text(en="Refresh now", fr="Actualiser maintenant"),
}
