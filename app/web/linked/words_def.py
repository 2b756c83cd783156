"""Words of the definitions: what the rule book and the codes do not say themselves."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from rules.core.rule import Dimension
from rules.core.text import Text

DIMENSIONS: Mapping[Dimension, Text] = MappingProxyType(
    {
        Dimension.SCHEMA: Text(
            en="How far the columns and the cells are those that the schema describes.",
            fr="Jusqu’à quel point les colonnes et les cellules sont celles que le schéma décrit.",
        ),
        Dimension.COMPLETENESS: Text(
            en="How much of what should be there is there: rows, columns, cells.",
            fr="La part de ce qui devrait être là et qui y est : lignes, colonnes, cellules.",
        ),
        Dimension.FRESHNESS: Text(
            en="Whether the data is updated as often as its publisher promises.",
            fr="Si les données sont mises à jour aussi souvent que leur producteur l’annonce.",
        ),
        Dimension.READABILITY: Text(
            en="Whether a program opens the file without help: format, encoding, header, even rows.",
            fr="Si un logiciel ouvre le fichier sans aide : format, encodage, en-tête, lignes régulières.",
        ),
        Dimension.ACCESSIBILITY: Text(
            en="Whether the link gives the file, safely and as announced.",
            fr="Si le lien donne le fichier, de façon sûre et comme annoncé.",
        ),
        Dimension.DOCUMENTATION: Text(
            en="What the publisher says about the data. Scored beside the grade, never mixed into it.",
            fr="Ce que le producteur dit des données. Notée à côté de la note, jamais mêlée à elle.",
        ),
    }
)

TOTALS: Mapping[str, tuple[Text, Text]] = MappingProxyType(
    {
        "quality-score": (
            Text(en="Score", fr="Score"),
            Text(
                en="Weighted mean of the measured dimensions, from 0 to 100, held down where something is left out.",
                fr="Moyenne pondérée des dimensions mesurées, de 0 à 100, plafonnée quand quelque chose est passé sous silence.",
            ),
        ),
        "median-score": (
            Text(en="Median score", fr="Score médian"),
            Text(
                en="Score in the middle of a catalogue’s graded datasets, from 0 to 100.",
                fr="Score au milieu des jeux de données notés d’un catalogue, de 0 à 100.",
            ),
        ),
        "graded-share": (
            Text(en="Share graded", fr="Part notée"),
            Text(
                en="Share of a catalogue’s datasets that have a grade, from 0 to 1.",
                fr="Part des jeux de données d’un catalogue qui ont une note, de 0 à 1.",
            ),
        ),
        "measured-share": (
            Text(en="Coverage", fr="Couverture"),
            Text(
                en="Share of the grade’s weight that could be measured, from 0 to 1.",
                fr="Part du poids de la note qui a pu être mesurée, de 0 à 1.",
            ),
        ),
        "mqa-points": (
            Text(en="Predicted MQA points", fr="Points MQA prévus"),
            Text(
                en="What data.europa.eu’s metadata quality assessment would give, from 0 to 405.",
                fr="Ce que donnerait l’évaluation des métadonnées de data.europa.eu, de 0 à 405.",
            ),
        ),
        "udata-score": (
            Text(en="data.gouv.fr metadata score", fr="Score de métadonnées de data.gouv.fr"),
            Text(
                en="Share of data.gouv.fr’s quality criteria that are met, from 0 to 1.",
                fr="Part des critères de qualité de data.gouv.fr qui sont remplis, de 0 à 1.",
            ),
        ),
    }
)

DIMENSION_SCORE = Text(en="Score: {dimension}", fr="Score : {dimension}")
DIMENSION_SCORE_TEXT = Text(
    en="Weighted mean of the measured rules of this dimension, from 0 to 100.",
    fr="Moyenne pondérée des règles mesurées de cette dimension, de 0 à 100.",
)
RULE_SCALE = Text(
    en="From 0 (not met at all) to 1 (fully met). Weight in its dimension: {weight}. Rule version: {version}.",
    fr="De 0 (pas du tout respectée) à 1 (entièrement respectée). Poids dans sa dimension : {weight}. Version de la règle : {version}.",
)
DIMENSION_WEIGHT = Text(
    en="Weight in the grade: {weight} of {total}.", fr="Poids dans la note : {weight} sur {total}."
)
BESIDE = Text(en="Weight in the grade: none.", fr="Poids dans la note : aucun.")
GRADE = Text(en="Grade {grade}", fr="Note {grade}")
GRADE_TEXT = Text(
    en="Score from {floor} to less than {below}.", fr="Score de {floor} à moins de {below}."
)
BEST_TEXT = Text(en="Score of {floor} or more.", fr="Score d’au moins {floor}.")
POLICY_TITLE = Text(en="Grading policy {policy}", fr="Barème {policy}")
POLICY_TEXT = Text(
    en="The rules, their weights and the thresholds that make a grade out of what was measured.",
    fr="Les règles, leurs poids et les seuils qui font une note de ce qui a été mesuré.",
)
REASON_TITLE = Text(en="Not measured: {code}", fr="Non mesuré : {code}")
KINDS: Mapping[str, tuple[Text, Text]] = MappingProxyType(
    {
        "policies": (
            Text(en="Grading policies", fr="Barèmes"),
            Text(
                en="Each assessment names the one that it was made under.",
                fr="Chaque évaluation nomme celui qui lui a été appliqué.",
            ),
        ),
        "grades": (
            Text(en="Grades", fr="Notes"),
            Text(en="From A, the best, to E.", fr="De A, la meilleure, à E."),
        ),
        "dimensions": (
            Text(en="Dimensions", fr="Dimensions"),
            Text(
                en="Families of rules; documentation stands beside the grade.",
                fr="Familles de règles ; la documentation reste à côté de la note.",
            ),
        ),
        "metrics": (
            Text(en="Metrics", fr="Métriques"),
            Text(
                en="What a measurement measures: a rule, or a score made of rules.",
                fr="Ce que mesure une mesure : une règle, ou un score composé de règles.",
            ),
        ),
        "reasons": (
            Text(en="Reasons", fr="Raisons"),
            Text(
                en="Why something was not measured: never a pass, never a zero.",
                fr="Pourquoi quelque chose n’a pas été mesuré : jamais un succès, jamais un zéro.",
            ),
        ),
    }
)
