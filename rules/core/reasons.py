"""Why something was not measured, what holds a grade down, what each dimension means: in words."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from rules.core.outcomes import OUTCOMES
from rules.core.reasons_expect import EXPECTATION_REASONS
from rules.core.rule import Dimension
from rules.core.text import Lang, Text

DIMENSION_TITLES: Mapping[Dimension, Text] = MappingProxyType(
    {
        Dimension.SCHEMA: Text(en="Conformity to the schema", fr="Conformité au schéma"),
        Dimension.COMPLETENESS: Text(en="Completeness", fr="Complétude"),
        Dimension.FRESHNESS: Text(en="Freshness", fr="Fraîcheur"),
        Dimension.READABILITY: Text(en="Readability of the file", fr="Lisibilité du fichier"),
        Dimension.ACCESSIBILITY: Text(en="Accessibility", fr="Accessibilité"),
        Dimension.DOCUMENTATION: Text(en="Documentation", fr="Documentation"),
    }
)

REASONS: Mapping[str, Text] = MappingProxyType(
    {
        "no_schema": Text(en="no schema is declared", fr="aucun schéma n’est déclaré"),
        "unknown_schema": Text(
            en="the declared schema is not known here",
            fr="le schéma déclaré n’est pas connu ici",
        ),
        "no_conformance": Text(en="no schema is declared", fr="aucun schéma n’est déclaré"),
        "no_table": Text(
            en="the file could not be read as a table",
            fr="le fichier n’a pas pu être lu comme un tableau",
        ),
        "not_tabular": Text(en="the file is not a table", fr="le fichier n’est pas un tableau"),
        "no_file": Text(en="no file was received", fr="aucun fichier n’a été reçu"),
        "no_access": Text(en="there is no link to test", fr="il n’y a pas de lien à tester"),
        "local_file": Text(
            en="the file was dropped here: there is no link to test",
            fr="le fichier a été déposé ici : il n’y a pas de lien à tester",
        ),
        "no_metadata": Text(en="no metadata was given", fr="aucune métadonnée n’a été fournie"),
        "no_date": Text(
            en="no date of update is known", fr="aucune date de mise à jour n’est connue"
        ),
        "no_dates": Text(
            en="no column of dates was recognised",
            fr="aucune colonne de dates n’a été reconnue",
        ),
        "no_update_expected": Text(
            en="the publisher announces no further update",
            fr="le producteur n’annonce plus de mise à jour",
        ),
        "no_key": Text(en="the schema has no key", fr="le schéma n’a pas de clé"),
        "no_suite": Text(
            en="no expectation suite goes with this schema",
            fr="aucune suite d’attentes n’accompagne ce schéma",
        ),
        "no_expectations": Text(
            en="no expectation suite was run", fr="aucune suite d’attentes n’a été exécutée"
        ),
        "expectations_off": Text(
            en="expectations were switched off", fr="les attentes ont été désactivées"
        ),
        **EXPECTATION_REASONS,
        "no_cells": Text(en="no filled cell to check", fr="aucune cellule remplie à vérifier"),
        "no_required_cells": Text(
            en="the schema requires no cell", fr="le schéma ne rend aucune cellule obligatoire"
        ),
        "format_unknown": Text(
            en="the format was not recognised", fr="le format n’a pas été reconnu"
        ),
        "no_rows": Text(en="the table has no rows", fr="le tableau n’a aucune ligne"),
        "no_columns": Text(en="the table has no columns", fr="le tableau n’a aucune colonne"),
        "not_text": Text(en="the file is not text", fr="le fichier n’est pas du texte"),
        "several_resources": Text(
            en="the dataset has several files: see each of them",
            fr="le jeu de données a plusieurs fichiers : voir chacun d’eux",
        ),
        "links_not_told": Text(
            en="the description given to us names no link",
            fr="la description reçue n’indique aucun lien",
        ),
        "other_link": Text(
            en="the portal names another link than the one that we tested",
            fr="le portail indique un autre lien que celui que nous avons testé",
        ),
        "not_validated": Text(
            en="only data.europa.eu can check it, on the portal’s own export",
            fr="seul data.europa.eu peut le vérifier, sur l’export du portail",
        ),
        "media_type_unlisted": Text(
            en="this media type is not among those that we know to be registered",
            fr="ce type de média n’est pas de ceux que nous savons enregistrés",
        ),
        "resources_not_told": Text(
            en="the dataset’s list of files was not given to us",
            fr="la liste des fichiers du jeu de données ne nous a pas été donnée",
        ),
        "no_rule": Text(en="no rule applies", fr="aucune règle ne s’applique"),
        "internal": Text(
            en="our own rule failed: this is our fault and costs nothing",
            fr="notre propre règle a échoué : c’est notre faute et cela ne coûte rien",
        ),
    }
)

LIMITS: Mapping[str, tuple[Text, Text]] = MappingProxyType(
    {
        "no_schema": (
            Text(
                en="Without a schema the grade stops at B.",
                fr="Sans schéma, la note s’arrête à B.",
            ),
            Text(
                en="Say which schema the file follows, for example scdl/subventions.",
                fr="Indiquez le schéma que suit le fichier, par exemple scdl/subventions.",
            ),
        ),
        "frequency_unknown": (
            Text(
                en="As long as the update frequency is unknown, the grade stops at B.",
                fr="Tant que la fréquence de mise à jour est inconnue, la note s’arrête à B.",
            ),
            Text(
                en="Declare how often the data is updated (yearly, monthly …).",
                fr="Déclarez la fréquence de mise à jour (annuelle, mensuelle…).",
            ),
        ),
        "rows_in_error": (
            Text(
                en="The same error touches so many rows that it holds the grade down.",
                fr="Une même erreur touche tant de lignes qu’elle plafonne la note.",
            ),
            Text(
                en="Correct the error that touches most rows: the ceiling rises with each corrected row.",
                fr="Corrigez l’erreur qui touche le plus de lignes : le plafond remonte à chaque ligne corrigée.",
            ),
        ),
        "little_measured": (
            Text(
                en="Too little of this file could be measured to give it a grade.",
                fr="Trop peu de choses ont pu être mesurées dans ce fichier pour lui donner une note.",
            ),
            Text(
                en="Publish the data as a table (CSV), or give its link so that more can be measured.",
                fr="Publiez les données sous forme de tableau (CSV), ou donnez leur lien pour que l’on puisse mesurer davantage.",
            ),
        ),
        "not_tabular": (
            Text(
                en="The content could not be checked, since it is not a table: the grade stops at C.",
                fr="Le contenu n’a pas pu être vérifié, car ce n’est pas un tableau : la note s’arrête à C.",
            ),
            Text(
                en="Where the data is a table, publish it as CSV beside this file.",
                fr="Si les données forment un tableau, publiez-les aussi en CSV à côté de ce fichier.",
            ),
        ),
        "closed_format": (
            Text(
                en="Software cannot re-use this format: the grade stops at D.",
                fr="Aucun logiciel ne peut réutiliser ce format : la note s’arrête à D.",
            ),
            Text(
                en="Publish the table itself, as CSV, beside or instead of this file.",
                fr="Publiez le tableau lui-même, en CSV, à côté ou à la place de ce fichier.",
            ),
        ),
        "resource_unusable": (
            Text(
                en="At least one file of the dataset cannot be used: the grade stops at B.",
                fr="Au moins un fichier du jeu de données est inutilisable : la note s’arrête à B.",
            ),
            Text(
                en="Repair its link, replace it, or remove it from the dataset.",
                fr="Réparez son lien, remplacez-le, ou retirez-le du jeu de données.",
            ),
        ),
        "no_date": (
            Text(
                en="As long as no date of update is known, the grade stops at B.",
                fr="Tant qu’aucune date de mise à jour n’est connue, la note s’arrête à B.",
            ),
            Text(
                en="State the date of the last update on the dataset’s page.",
                fr="Indiquez la date de dernière mise à jour sur la page du jeu de données.",
            ),
        ),
    }
)


def reason_text(code: str, lang: Lang) -> str:
    """Say why something was not measured; an outcome code is explained by its own sentence."""
    if code in REASONS:
        return REASONS[code].say(lang)
    if code in OUTCOMES:
        return OUTCOMES[code].text.say(lang, {"status": "—", "detail": "—"})
    return code
