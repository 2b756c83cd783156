"""Every label of the pages, in every language: one table, put together from each page's own."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from app.web.words_catalogs import CATALOGS
from app.web.words_codes import CODES
from app.web.words_definitions import DEFINED
from app.web.words_documentation import DOCUMENTATION
from app.web.words_expectations import EXPECTED
from app.web.words_home import HOME
from app.web.words_report import REPORT
from app.web.words_rules import RULE_BOOK
from app.web.words_waiting import WAITING
from rules.core.text import Text

_EVERYWHERE: Mapping[str, Text] = {
    "skip": Text(en="Skip to content", fr="Aller au contenu"),
    "nav": Text(en="Main menu", fr="Menu principal"),
    "nav_home": Text(en="Check data", fr="Évaluer"),
    "nav_rules": Text(en="How we grade", fr="Barème"),
    "nav_schemas": Text(en="Schemas", fr="Schémas"),
    "switch": Text(en="Français", fr="English"),
    "foot": Text(
        en="Qualidata grades files, never people.",
        fr="Qualidata note des fichiers, jamais des personnes.",
    ),
    "foot_policy": Text(en="Grading policy {policy}", fr="Barème {policy}"),
    "foot_rules": Text(en="Every rule and its weight", fr="Toutes les règles et leur poids"),
    "foot_definitions": Text(en="Definitions", fr="Définitions"),
    "foot_api": Text(en="API for developers", fr="API pour les développeurs"),
    "grade": Text(en="Grade", fr="Note"),
    "not_graded": Text(en="Not graded", fr="Non noté"),
    "not_measured": Text(en="Not measured", fr="Non mesuré"),
    "out_of_100": Text(en="{score} / 100", fr="{score} / 100"),
    "percent": Text(en="{value}%", fr="{value} %"),
    "error_code": Text(en="Error {status}", fr="Erreur {status}"),
    "back_home": Text(en="Back to the home page", fr="Revenir à l’accueil"),
}

WORDS: Mapping[str, Text] = MappingProxyType(
    {
        **_EVERYWHERE,
        **HOME,
        **REPORT,
        **DOCUMENTATION,
        **EXPECTED,
        **CODES,
        **RULE_BOOK,
        **DEFINED,
        **WAITING,
        **CATALOGS,
    }
)
