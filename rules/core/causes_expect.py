"""Expectations of a suite that the table does not meet.

Their findings carry the facts {expected} {observed} {mostly} {met}; {mostly} is a percentage.
"""

from __future__ import annotations

from rules.core.cause import Cause
from rules.core.text import Text

EXPECTATION_CAUSES = (
    Cause(
        id="expectation-rows",
        title=Text(en="Unexpected number of rows", fr="Nombre de lignes inattendu"),
        text=Text(
            en="Rows in the file: {observed}. Expected: {expected}.",
            fr="Lignes dans le fichier : {observed}. Attendu : {expected}.",
        ),
        fix=Text(
            en="Check that the export is whole: one file, one year, no filter left on.",
            fr="Vérifiez que l’export est complet : un seul fichier, une seule année, aucun filtre oublié.",
        ),
        effort="medium",
    ),
    Cause(
        id="expectation-empty",
        title=Text(en="Too many empty cells", fr="Trop de cellules vides"),
        text=Text(
            en="Column “{column}”: empty cells {count} of {of}, from row {row} on. At least {mostly} % should be filled.",
            fr="Colonne « {column} » : cellules vides {count} sur {of}, à partir de la ligne {row}. Au moins {mostly} % devraient être remplies.",
        ),
        fix=Text(
            en="Fill in what you know, starting with the rows listed; ask the service concerned for the rest.",
            fr="Remplissez ce que vous connaissez, en commençant par les lignes citées ; demandez le reste au service concerné.",
        ),
        effort="medium",
    ),
    Cause(
        id="expectation-filled-share",
        title=Text(
            en="Column filled otherwise than expected", fr="Colonne remplie autrement qu’attendu"
        ),
        text=Text(
            en="Column “{column}”: share of filled cells {observed}. Expected: {expected}.",
            fr="Colonne « {column} » : part de cellules remplies {observed}. Attendu : {expected}.",
        ),
        fix=Text(
            en="Fill in the empty cells of this column, or check that the export took it whole.",
            fr="Remplissez les cellules vides de cette colonne, ou vérifiez que l’export l’a prise en entier.",
        ),
        effort="medium",
    ),
    Cause(
        id="expectation-column",
        title=Text(en="An expected column is missing", fr="Une colonne attendue manque"),
        text=Text(
            en="The file has no column “{column}”.",
            fr="Le fichier n’a pas de colonne « {column} ».",
        ),
        fix=Text(
            en="Add the column “{column}”, or give it back its exact name.",
            fr="Ajoutez la colonne « {column} », ou rendez-lui son nom exact.",
        ),
    ),
    Cause(
        id="expectation-columns",
        title=Text(en="Columns other than expected", fr="Colonnes différentes de celles attendues"),
        text=Text(
            en="Columns in the file: {observed}. Expected: {expected}.",
            fr="Colonnes du fichier : {observed}. Attendu : {expected}.",
        ),
        fix=Text(
            en="Give the columns the expected names, in the expected order; add those that are missing.",
            fr="Donnez aux colonnes les noms attendus, dans l’ordre attendu ; ajoutez celles qui manquent.",
        ),
        effort="medium",
    ),
    Cause(
        id="expectation-range",
        title=Text(en="Implausible amounts or numbers", fr="Montants ou nombres peu plausibles"),
        text=Text(
            en="Column “{column}”: values out of the expected range ({expected}) {count} of {of}, such as “{value}” (row {row}).",
            fr="Colonne « {column} » : valeurs hors des bornes attendues ({expected}) {count} sur {of}, comme « {value} » (ligne {row}).",
        ),
        fix=Text(
            en="Check the rows listed: a sign, a decimal point or a unit (thousands of euros) is often at fault.",
            fr="Vérifiez les lignes citées : un signe, un séparateur décimal ou une unité (milliers d’euros) est souvent en cause.",
        ),
    ),
    Cause(
        id="expectation-date-window",
        title=Text(en="Implausible dates", fr="Dates peu plausibles"),
        text=Text(
            en="Column “{column}”: dates out of the expected period ({expected}) {count} of {of}, such as “{value}” (row {row}).",
            fr="Colonne « {column} » : dates hors de la période attendue ({expected}) {count} sur {of}, comme « {value} » (ligne {row}).",
        ),
        fix=Text(
            en="Check the year: 1905 often comes from a spreadsheet that took a year for a number of days.",
            fr="Vérifiez l’année : 1905 vient souvent d’un tableur qui a pris une année pour un nombre de jours.",
        ),
    ),
    Cause(
        id="expectation-set",
        title=Text(en="Unusual values", fr="Valeurs inhabituelles"),
        text=Text(
            en="Column “{column}”: values out of the expected list {count} of {of}, such as “{value}” (row {row}). Expected: {expected}.",
            fr="Colonne « {column} » : valeurs hors de la liste attendue {count} sur {of}, comme « {value} » (ligne {row}). Attendu : {expected}.",
        ),
        fix=Text(
            en="Write these values exactly as in the list, with the same accents and capitals.",
            fr="Écrivez ces valeurs exactement comme dans la liste, avec les mêmes accents et les mêmes majuscules.",
        ),
    ),
    Cause(
        id="expectation-distinct",
        title=Text(en="Unexpected set of values", fr="Jeu de valeurs inattendu"),
        text=Text(
            en="Column “{column}”: the values found are not those expected ({expected}).",
            fr="Colonne « {column} » : les valeurs présentes ne sont pas celles attendues ({expected}).",
        ),
        fix=Text(
            en="Check that nothing is missing from the file, and that each value is spelled as in the list.",
            fr="Vérifiez qu’il ne manque rien au fichier et que chaque valeur est écrite comme dans la liste.",
        ),
    ),
    Cause(
        id="expectation-length",
        title=Text(en="Texts of an unusual length", fr="Textes d’une longueur inhabituelle"),
        text=Text(
            en="Column “{column}”: texts too short or too long (expected characters: {expected}) {count} of {of}, such as “{value}” (row {row}).",
            fr="Colonne « {column} » : textes trop courts ou trop longs (caractères attendus : {expected}) {count} sur {of}, comme « {value} » (ligne {row}).",
        ),
        fix=Text(
            en="For codes, give the column the Text format before you export, so that no zero is lost; else complete the text.",
            fr="Pour un code, donnez à la colonne le format Texte avant l’export, pour ne perdre aucun zéro ; sinon, complétez le texte.",
        ),
    ),
    Cause(
        id="expectation-unique",
        title=Text(en="Repeated values", fr="Valeurs répétées"),
        text=Text(
            en="Column “{column}”: values that occur more than once {count} of {of}, such as “{value}” (row {row}).",
            fr="Colonne « {column} » : valeurs présentes plusieurs fois {count} sur {of}, comme « {value} » (ligne {row}).",
        ),
        fix=Text(
            en="Remove rows written twice, or give each record its own identifier.",
            fr="Supprimez les lignes écrites deux fois, ou donnez à chaque fiche son propre identifiant.",
        ),
    ),
    Cause(
        id="expectation-unique-share",
        title=Text(
            en="Values repeated otherwise than expected", fr="Valeurs répétées autrement qu’attendu"
        ),
        text=Text(
            en="Column “{column}”: share of distinct values {observed}. Expected: {expected}.",
            fr="Colonne « {column} » : part de valeurs distinctes {observed}. Attendu : {expected}.",
        ),
        fix=Text(
            en="Check that no row was copied or left out.",
            fr="Vérifiez qu’aucune ligne n’a été recopiée ou oubliée.",
        ),
        effort="medium",
    ),
    Cause(
        id="expectation-pattern",
        title=Text(en="Values of an unusual form", fr="Valeurs d’une forme inhabituelle"),
        text=Text(
            en="Column “{column}”: values that do not have the expected form {count} of {of}, such as “{value}” (row {row}).",
            fr="Colonne « {column} » : valeurs qui n’ont pas la forme attendue {count} sur {of}, comme « {value} » (ligne {row}).",
        ),
        fix=Text(
            en="Write these values in the same way as the others of the column.",
            fr="Écrivez ces valeurs de la même façon que les autres de la colonne.",
        ),
    ),
    Cause(
        id="expectation-type",
        title=Text(en="Values of another type", fr="Valeurs d’un autre type"),
        text=Text(
            en="Column “{column}”: values that cannot be read as the expected type {count} of {of}, such as “{value}” (row {row}). Expected: {expected}.",
            fr="Colonne « {column} » : valeurs qui ne se lisent pas comme le type attendu {count} sur {of}, comme « {value} » (ligne {row}). Attendu : {expected}.",
        ),
        fix=Text(
            en="Write numbers with digits alone and days as 2026-11-23; move remarks and units to a column of their own.",
            fr="Écrivez les nombres avec des chiffres seuls et les dates comme 2026-11-23 ; déplacez remarques et unités dans une colonne à part.",
        ),
    ),
    Cause(
        id="expectation-order",
        title=Text(en="Values in an impossible order", fr="Valeurs dans un ordre impossible"),
        text=Text(
            en="Column “{column}”: rows that contradict the expected order {count} of {of}, such as “{value}” (row {row}).",
            fr="Colonne « {column} » : lignes contraires à l’ordre attendu {count} sur {of}, comme « {value} » (ligne {row}).",
        ),
        fix=Text(
            en="Check the rows listed: two columns may have been swapped, or a figure mistyped.",
            fr="Vérifiez les lignes citées : deux colonnes ont pu être inversées, ou un chiffre mal saisi.",
        ),
    ),
    Cause(
        id="expectation-statistic",
        title=Text(en="Unexpected overall figure", fr="Chiffre d’ensemble inattendu"),
        text=Text(
            en="Column “{column}”: the figure for the whole column is {observed}. Expected: {expected}.",
            fr="Colonne « {column} » : le chiffre de la colonne entière est {observed}. Attendu : {expected}.",
        ),
        fix=Text(
            en="Look for a few extreme values, a change of unit or rows left out.",
            fr="Cherchez quelques valeurs extrêmes, un changement d’unité ou des lignes oubliées.",
        ),
        effort="medium",
    ),
    Cause(
        id="expectation-other",
        title=Text(en="An expectation is not met", fr="Une attente n’est pas respectée"),
        text=Text(
            en="Column “{column}”: {count} of {of} are not as expected, such as “{value}” (row {row}).",
            fr="Colonne « {column} » : {count} sur {of} ne sont pas conformes à ce qui est attendu, comme « {value} » (ligne {row}).",
        ),
        fix=Text(
            en="Check the rows listed against what the suite asks for.",
            fr="Comparez les lignes citées à ce que demande la suite d’attentes.",
        ),
        effort="medium",
    ),
)
