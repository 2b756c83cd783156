"""Why an expectation has no answer: part of ``rules.core.reasons.REASONS``."""

from __future__ import annotations

from rules.core.text import Text

EXPECTATION_REASONS = {
    "column_missing": Text(
        en="the file does not have that column", fr="le fichier n’a pas cette colonne"
    ),
    "no_values": Text(
        en="the column has no value that could be judged",
        fr="la colonne n’a aucune valeur à juger",
    ),
    "expectation_refused": Text(
        en="this expectation is not among those that we run: it could execute code or a query",
        fr="cette attente ne fait pas partie de celles que nous exécutons : elle pourrait lancer du code ou une requête",
    ),
    "expectation_failed": Text(
        en="the engine could not evaluate this expectation",
        fr="le moteur n’a pas pu évaluer cette attente",
    ),
    "expectation_too_slow": Text(
        en="this expectation took too long and was stopped",
        fr="cette attente prenait trop de temps et a été arrêtée",
    ),
    "suite_malformed": Text(
        en="the expectation suite could not be read",
        fr="la suite d’attentes n’a pas pu être lue",
    ),
}
