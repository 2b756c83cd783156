"""data.gouv.fr's criteria in words: their names, and what a clerk does to meet them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from rules.core.dry_run import Advice
from rules.core.text import Text

_WORDS: tuple[tuple[str, str, str, str, str], ...] = (
    (
        "license",
        "Licence",
        "Licence",
        "Choose a licence: Licence Ouverte 2.0 or ODbL.",
        "Choisissez une licence : la Licence Ouverte 2.0 ou l’ODbL.",
    ),
    (
        "temporal_coverage",
        "Period covered",
        "Couverture temporelle",
        "State the first and the last day that the data covers.",
        "Indiquez le premier et le dernier jour que couvrent les données.",
    ),
    (
        "spatial",
        "Area covered",
        "Couverture spatiale",
        "State the area that the data covers, for example your municipality.",
        "Indiquez le territoire que couvrent les données, par exemple votre commune.",
    ),
    (
        "update_frequency",
        "Update frequency",
        "Fréquence de mise à jour",
        "Declare how often the data is updated (yearly, monthly …). Stated now: {stated}.",
        "Déclarez la fréquence de mise à jour (annuelle, mensuelle…). Indiqué aujourd’hui : {stated}.",
    ),
    (
        "update_fulfilled_in_time",
        "Updated on time",
        "Fréquence respectée",
        "Update the data, or correct the frequency: without one, this criterion is lost. Last update: {date}; frequency: {frequency}.",
        "Mettez les données à jour, ou corrigez la fréquence : sans elle, ce critère est perdu. Dernière mise à jour : {date} ; fréquence : {frequency}.",
    ),
    (
        "dataset_description_quality",
        "Description",
        "Description",
        "Write a description of more than {enough} characters. Length now: {length}.",
        "Rédigez une description de plus de {enough} caractères. Longueur actuelle : {length}.",
    ),
    (
        "has_open_format",
        "Open format",
        "Format ouvert",
        "Add at least one file in an open format, for example CSV. Formats now: {format}.",
        "Ajoutez au moins un fichier dans un format ouvert, par exemple CSV. Formats actuels : {format}.",
    ),
    (
        "all_resources_available",
        "Files available",
        "Fichiers disponibles",
        "Mend or remove the links that do not answer. Links found dead: {count}.",
        "Réparez ou retirez les liens qui ne répondent pas. Liens morts relevés : {count}.",
    ),
    (
        "resources_documentation",
        "Files documented",
        "Fichiers documentés",
        "Describe at least one file in a sentence, or add a documentation file.",
        "Décrivez au moins un fichier en une phrase, ou ajoutez un fichier de documentation.",
    ),
)
ADVICE: Mapping[str, Advice] = MappingProxyType(
    {
        criterion: Advice(title=Text(en, fr), fix=Text(fix_en, fix_fr))
        for criterion, en, fr, fix_en, fix_fr in _WORDS
    }
)
