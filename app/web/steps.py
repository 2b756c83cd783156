"""What a job does at each step, in words; the command line says the same."""

from __future__ import annotations

from collections.abc import Mapping

from rules.core.text import Text

STEPS: Mapping[str, Text] = {
    "queued": Text(en="Waiting for its turn", fr="En attente de son tour"),
    "starting": Text(en="Starting", fr="Démarrage"),
    "fetching": Text(en="Fetching the file", fr="Téléchargement du fichier"),
    "reading": Text(en="Reading and checking the file", fr="Lecture et contrôle du fichier"),
    "expecting": Text(
        en="Holding the data against its expectations",
        fr="Comparaison des données aux attentes",
    ),
    "judging": Text(en="Working out the grade", fr="Calcul de la note"),
    "done": Text(en="Done", fr="Terminé"),
}
