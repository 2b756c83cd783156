"""Labels of the report, in the order of the page."""

from __future__ import annotations

from collections.abc import Mapping

from rules.core.text import Text

_TOP: Mapping[str, Text] = {
    "report_eyebrow": Text(en="Quality report", fr="Rapport de qualité"),
    "dropped": Text(en="Local file, not published", fr="Fichier local, non publié"),
    "assessed_on": Text(en="Checked on", fr="Évalué le"),
    "verdict": Text(en="Verdict", fr="Verdict"),
    "ladder_name": Text(
        en="Grade {grade} on a scale from A (best) to E: {score} out of 100",
        fr="Note {grade} sur une échelle de A (la meilleure) à E : {score} sur 100",
    ),
    "ladder_none": Text(
        en="No grade on the scale from A to E", fr="Aucune note sur l’échelle de A à E"
    ),
    "coverage": Text(en="Measured: {share} of the grade", fr="Mesuré : {share} de la note"),
    "not_graded_why": Text(
        en="Nothing could be measured, so there is no grade: this is neither good nor bad.",
        fr="Rien n’a pu être mesuré, il n’y a donc pas de note : ce n’est ni bon ni mauvais.",
    ),
    "first_fix": Text(en="To do first", fr="À faire en premier"),
    "nothing_to_fix": Text(
        en="Nothing to correct in what could be measured.",
        fr="Rien à corriger dans ce qui a pu être mesuré.",
    ),
    "no_fix_known": Text(
        en="No correction can be suggested before the file can be read.",
        fr="Aucune correction à proposer tant que le fichier n’a pas pu être lu.",
    ),
    "leads_to": Text(en="new grade", fr="nouvelle note"),
    "assess_again": Text(en="Check again", fr="Évaluer de nouveau"),
    "contents": Text(en="On this page", fr="Sur cette page"),
    "fixes": Text(en="What to correct", fr="Ce qu’il faut corriger"),
    "limits": Text(en="What holds the grade down", fr="Ce qui limite la note"),
    "proposal": Text(en="This file looks like “{name}”.", fr="Ce fichier ressemble à « {name} »."),
    "proposal_fix": Text(
        en="If that is its schema, declare it on the portal under this name:",
        fr="Si c’est bien son schéma, déclarez-le sur le portail sous ce nom :",
    ),
    "assess_with": Text(en="Check with this schema", fr="Évaluer avec ce schéma"),
    "fit": Text(en="Columns in common: {share}.", fr="Colonnes en commun : {share}."),
    "plan": Text(
        en="Shortest way to grade {grade}", fr="Le plus court chemin vers la note {grade}"
    ),
    "points_one": Text(en="{points} point", fr="{points} point"),
    "points_many": Text(en="{points} points", fr="{points} points"),
    "gain_unknown": Text(en="Gain known once corrected", fr="Gain connu après correction"),
    "gain_none": Text(en="No points by itself", fr="Pas de point à lui seul"),
    "gain_documentation": Text(en="Documentation: {points}", fr="Documentation : {points}"),
    "effort": Text(en="Effort:", fr="Effort :"),
    "effort_low": Text(en="small", fr="faible"),
    "effort_medium": Text(en="medium", fr="moyen"),
    "effort_high": Text(en="large", fr="important"),
    "repairable": Text(en="A safe correction is shown", fr="Correction sûre proposée"),
    "see_rows": Text(en="See the rows", fr="Voir les lignes"),
    "more_fixes": Text(en="Other suggestions: {count}", fr="Autres suggestions : {count}"),
    "dimensions": Text(en="Dimensions", fr="Dimensions"),
    "dimensions_title": Text(en="Where the grade comes from", fr="D’où vient la note"),
    "dimensions_caption": Text(
        en="Score of each dimension and its weight in the grade",
        fr="Score de chaque dimension et son poids dans la note",
    ),
    "dimension": Text(en="Dimension", fr="Dimension"),
    "bar_name": Text(en="{title}: {score}", fr="{title} : {score}"),
    "score_of_100": Text(en="Score out of 100", fr="Score sur 100"),
    "weight": Text(en="Weight", fr="Poids"),
    "unmeasured_note": Text(
        en="What is not measured neither helps nor hurts: its weight goes to the other dimensions.",
        fr="Ce qui n’est pas mesuré n’aide ni ne pénalise : son poids est réparti sur les autres dimensions.",
    ),
}

_DEEPER: Mapping[str, Text] = {
    "findings": Text(en="What we found", fr="Ce que nous avons trouvé"),
    "valid_rows": Text(
        en="Rows without any error: {valid} of {rows}.",
        fr="Lignes sans aucune erreur : {valid} sur {rows}.",
    ),
    "severity_error": Text(en="Error", fr="Erreur"),
    "severity_warning": Text(en="Warning", fr="Avertissement"),
    "severity_info": Text(en="Remark", fr="Remarque"),
    "count_of": Text(en="{count} of {of}", fr="{count} sur {of}"),
    "samples": Text(en="Examples", fr="Exemples"),
    "row": Text(en="Row", fr="Ligne"),
    "value_found": Text(en="Value found", fr="Valeur trouvée"),
    "value_fixed": Text(en="Corrected value", fr="Valeur corrigée"),
    "by_hand": Text(en="to be corrected by hand", fr="à corriger à la main"),
    "empty_value": Text(en="(empty)", fr="(vide)"),
    "rows_touched": Text(en="Rows:", fr="Lignes :"),
    "more_in_json": Text(
        en="Not shown on this page, but present in the JSON: {count}.",
        fr="Non affichés sur cette page, mais présents dans le JSON : {count}.",
    ),
    "columns": Text(en="The columns", fr="Les colonnes"),
    "skyline_name": Text(
        en="Share of filled cells in each column", fr="Part de cellules remplies par colonne"
    ),
    "skyline_caption": Text(
        en="One bar for each column, in the order of the file; the hollow part is empty cells.",
        fr="Une barre par colonne, dans l’ordre du fichier ; la partie en creux, ce sont les cellules vides.",
    ),
    "skyline_worst": Text(
        en="Least filled: “{column}” ({share}).",
        fr="La moins remplie : « {column} » ({share}).",
    ),
    "skyline_full": Text(en="No empty cell.", fr="Aucune cellule vide."),
    "columns_caption": Text(
        en="Profile of each column, over every row",
        fr="Profil de chaque colonne, sur toutes les lignes",
    ),
    "position": Text(en="No.", fr="N°"),
    "column": Text(en="Column", fr="Colonne"),
    "required": Text(en="required", fr="obligatoire"),
    "stands_for": Text(en="stands for", fr="tient lieu de"),
    "no_label": Text(en="(no name)", fr="(sans nom)"),
    "filled": Text(en="Filled", fr="Remplie à"),
    "empty_cells": Text(en="Empty cells", fr="Cellules vides"),
    "distinct": Text(en="Different values", fr="Valeurs différentes"),
    "too_many": Text(en="too many to count", fr="trop nombreuses pour être comptées"),
    "content": Text(en="Content", fr="Contenu"),
    "range": Text(en="From … to …", fr="De … à …"),
    "between": Text(en="{low} to {high}", fr="{low} à {high}"),
    "one_length": Text(en="{high} characters", fr="{high} caractères"),
    "lengths": Text(en="{low} to {high} characters", fr="{low} à {high} caractères"),
    "top": Text(en="Most frequent", fr="Les plus fréquentes"),
    "history": Text(en="Over time", fr="Évolution"),
    "history_name": Text(
        en="Score over time, from {first} to {last}",
        fr="Score au fil du temps, de {first} à {last}",
    ),
    "history_caption": Text(
        en="Each dot is a check; the lines mark the grades. A hollow dot: nothing could be graded that day.",
        fr="Chaque point est une évaluation ; les traits marquent les notes. Point creux : rien n’a pu être noté ce jour-là.",
    ),
    "history_first": Text(
        en="A single check so far: the trend will show from the next one on.",
        fr="Une seule évaluation pour l’instant : la tendance se verra dès la prochaine.",
    ),
    "history_table": Text(
        en="Checks, newest first", fr="Évaluations, de la plus récente à la plus ancienne"
    ),
    "date": Text(en="Date", fr="Date"),
    "change": Text(en="Change", fr="Écart"),
    "this_one": Text(en="this report", fr="ce rapport"),
    "measurements": Text(en="Every measurement", fr="Toutes les mesures"),
    "measurements_note": Text(
        en="Each rule gives a value from 0 to 100%; the score is their weighted mean.",
        fr="Chaque règle donne une valeur de 0 à 100 % ; le score est leur moyenne pondérée.",
    ),
    "measurements_open": Text(en="Rules asked: {count}", fr="Règles examinées : {count}"),
    "measurements_caption": Text(en="Rules, values and facts", fr="Règles, valeurs et faits"),
    "rule": Text(en="Rule", fr="Règle"),
    "met": Text(en="Met at", fr="Respectée à"),
    "version": Text(en="Version", fr="Version"),
    "facts": Text(en="Facts", fr="Faits"),
}

_RESOURCES: Mapping[str, Text] = {
    "resources": Text(en="The files of the dataset", fr="Les fichiers du jeu de données"),
    "resources_note": Text(
        en="The dataset’s grade is the mean of its files; while one cannot be used, it stops at B.",
        fr="La note du jeu de données est la moyenne de ses fichiers ; tant que l’un est inutilisable, elle s’arrête à B.",
    ),
    "resources_caption": Text(en="Each file and its grade", fr="Chaque fichier et sa note"),
    "resource_file": Text(en="File", fr="Fichier"),
    "left_out": Text(en="Not assessed: {count}", fr="Non évalués : {count}"),
    "in_file": Text(en="File:", fr="Fichier :"),
}

_FILE: Mapping[str, Text] = {
    "file": Text(en="The file", fr="Le fichier"),
    "files_above": Text(
        en="The facts about each file are in its own report, above.",
        fr="Les caractéristiques de chaque fichier sont dans son propre rapport, plus haut.",
    ),
    "no_file": Text(en="No file was received.", fr="Aucun fichier n’a été reçu."),
    "address": Text(en="Address", fr="Adresse"),
    "unknown": Text(en="unknown", fr="inconnu"),
    "format": Text(en="Format", fr="Format"),
    "media_type": Text(en="Media type", fr="Type de média"),
    "encoding": Text(en="Encoding", fr="Encodage"),
    "delimiter": Text(en="Separator", fr="Séparateur"),
    "sheet": Text(en="Sheet", fr="Feuille"),
    "header_row": Text(en="Header on row", fr="En-tête à la ligne"),
    "rows": Text(en="Rows of data", fr="Lignes de données"),
    "column_count": Text(en="Columns", fr="Colonnes"),
    "bytes": Text(en="Size", fr="Taille"),
    "bytes_exact": Text(en="{size} ({count} bytes)", fr="{size} ({count} octets)"),
    "sha256": Text(en="SHA-256 fingerprint", fr="Empreinte SHA-256"),
    "schema": Text(en="Schema", fr="Schéma"),
    "no_schema": Text(en="none declared", fr="aucun déclaré"),
    "source_declared": Text(en="declared by the publisher", fr="déclaré par le producteur"),
    "source_detected": Text(en="recognised from the columns", fr="reconnu d’après les colonnes"),
    "source_given": Text(en="asked for with this check", fr="demandé lors de l’évaluation"),
    "assessment": Text(en="Check number", fr="Numéro d’évaluation"),
    "share": Text(en="Show the grade", fr="Afficher la note"),
    "share_text": Text(
        en="This badge always shows the latest grade. Paste one of these texts into your page.",
        fr="Ce badge affiche toujours la dernière note. Collez l’un de ces textes dans votre page.",
    ),
    "copy": Text(en="Copy ({language})", fr="Copier ({language})"),
    "copied": Text(en="Copied", fr="Copié"),
    "for_programs": Text(en="For programs", fr="Pour les programmes"),
    "json_latest": Text(en="Latest assessment (JSON)", fr="Dernière évaluation (JSON)"),
    "json_history": Text(en="History (JSON)", fr="Historique (JSON)"),
    "repaired_file": Text(en="Corrected file", fr="Fichier corrigé"),
    "permalink": Text(en="Permanent link to this report:", fr="Lien permanent de ce rapport :"),
}

REPORT: Mapping[str, Text] = {**_TOP, **_DEEPER, **_RESOURCES, **_FILE}
