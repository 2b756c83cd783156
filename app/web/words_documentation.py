"""Labels of the report's part on the description: its own score, and what two portals make of it."""

from __future__ import annotations

from collections.abc import Mapping

from rules.core.text import Text

DOCUMENTATION: Mapping[str, Text] = {
    "documentation": Text(en="Documentation", fr="Documentation"),
    "documentation_note": Text(
        en="The description on the portal is scored apart and never mixed into the grade.",
        fr="La description sur le portail est notée à part, sans jamais entrer dans la note.",
    ),
    "documentation_score": Text(en="Documentation score", fr="Score de documentation"),
    "mqa": Text(en="data.europa.eu (forecast)", fr="data.europa.eu (prévision)"),
    "mqa_points": Text(
        en="{points} points out of {total} ({rating})", fr="{points} points sur {total} ({rating})"
    ),
    "at_most": Text(
        en="{points} at most, with what could not be known",
        fr="{points} au plus, avec ce qui n’a pas pu être connu",
    ),
    "mqa_open": Text(
        en="What to add for data.europa.eu, criterion by criterion: {count} of {of}",
        fr="Ce qu’il faut ajouter pour data.europa.eu, critère par critère : {count} sur {of}",
    ),
    "mqa_caption": Text(
        en="data.europa.eu’s criteria, those that win most points first",
        fr="Les critères de data.europa.eu, ceux qui rapportent le plus de points d’abord",
    ),
    "udata": Text(en="data.gouv.fr (forecast)", fr="data.gouv.fr (prévision)"),
    "udata_met": Text(en="Criteria met: {count} of {of}", fr="Critères remplis : {count} sur {of}"),
    "udata_open": Text(
        en="What to do for data.gouv.fr, criterion by criterion: {count} of {of}",
        fr="Ce qu’il faut faire pour data.gouv.fr, critère par critère : {count} sur {of}",
    ),
    "udata_caption": Text(
        en="data.gouv.fr’s criteria, each worth the same",
        fr="Les critères de data.gouv.fr, qui comptent tous autant",
    ),
    "criterion": Text(en="Criterion", fr="Critère"),
    "state": Text(en="State", fr="État"),
    "held_met": Text(en="Met", fr="Rempli"),
    "held_not_met": Text(en="Missing", fr="Manquant"),
    "held_unknown": Text(en="Not known", fr="Inconnu"),
    "points": Text(en="Points", fr="Points"),
    "points_of": Text(en="{points} of {max}", fr="{points} sur {max}"),
    "what_to_do": Text(en="What to do", fr="À faire"),
    "nothing_to_do": Text(en="Nothing", fr="Rien"),
}
