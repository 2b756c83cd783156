"""Labels of the pages that define our metrics, dimensions, grades, policies and reasons."""

from __future__ import annotations

from collections.abc import Mapping

from rules.core.text import Text

DEFINED: Mapping[str, Text] = {
    "def_title": Text(en="What our words mean", fr="Ce que veulent dire nos mots"),
    "def_lede": Text(
        en="Every measurement that the service publishes as linked data (DQV) points here.",
        fr="Chaque mesure que le service publie en données liées (DQV) renvoie ici.",
    ),
    "def_all": Text(en="All definitions", fr="Toutes les définitions"),
    "def_identifier": Text(en="Identifier", fr="Identifiant"),
    "def_definition": Text(en="Definition", fr="Définition"),
    "def_dimension": Text(en="Dimension", fr="Dimension"),
    "def_note": Text(en="Scale and weight", fr="Échelle et poids"),
    "def_forms": Text(en="For programs:", fr="Pour les programmes :"),
    "def_where": Text(en="Where you are", fr="Vous êtes ici"),
}
