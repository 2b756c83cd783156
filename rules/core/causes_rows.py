"""Rows: blank, uneven, repeated, or at odds with themselves; cells that should not be empty."""

from __future__ import annotations

from rules.core.cause import Cause
from rules.core.text import Text

ROW_CAUSES = (
    Cause(
        id="required-empty",
        title=Text(en="Required cells left empty", fr="Cellules obligatoires vides"),
        text=Text(
            en="Column “{column}” must be filled in every row; empty cells: {count} of {of}, the first in row {row}.",
            fr="La colonne « {column} » doit être remplie à chaque ligne ; cellules vides : {count} sur {of}, la première à la ligne {row}.",
        ),
        fix=Text(
            en="Fill these cells. To find them, filter the column on empty cells (Data > AutoFilter).",
            fr="Remplissez ces cellules. Pour les trouver, filtrez la colonne sur les cellules vides (Données > AutoFiltre).",
        ),
        effort="medium",
    ),
    Cause(
        id="blank-row",
        title=Text(en="Blank rows", fr="Lignes vides"),
        text=Text(
            en="Rows without a single value: {count} of {of}, the first is row {row}.",
            fr="Lignes sans aucune valeur : {count} sur {of}, la première est la ligne {row}.",
        ),
        fix=Text(
            en="Delete these rows (the whole row, not only what it holds), then export again.",
            fr="Supprimez ces lignes (la ligne entière, pas seulement son contenu), puis exportez de nouveau.",
        ),
        repairable=True,
    ),
    Cause(
        id="row-too-long",
        title=Text(en="Rows with too many cells", fr="Lignes avec trop de cellules"),
        text=Text(
            en="Row {row} has {cells} cells for {columns} columns. Such rows: {count} of {of}.",
            fr="La ligne {row} a {cells} cellules pour {columns} colonnes. Lignes dans ce cas : {count} sur {of}.",
        ),
        fix=Text(
            en="A text that holds the separator must stand between double quotes; saving from a spreadsheet adds them.",
            fr="Un texte qui contient le séparateur doit être entre guillemets doubles ; un enregistrement depuis un tableur les ajoute.",
        ),
        effort="medium",
    ),
    Cause(
        id="row-too-short",
        title=Text(en="Rows with too few cells", fr="Lignes avec trop peu de cellules"),
        text=Text(
            en="Row {row} has {cells} cells for {columns} columns. Such rows: {count} of {of}.",
            fr="La ligne {row} a {cells} cellules pour {columns} colonnes. Lignes dans ce cas : {count} sur {of}.",
        ),
        fix=Text(
            en="Look for a line break inside a text, or for missing separators, then save again from a spreadsheet.",
            fr="Cherchez un retour à la ligne dans un texte, ou des séparateurs manquants, puis enregistrez de nouveau depuis un tableur.",
        ),
        effort="medium",
    ),
    Cause(
        id="duplicate-row",
        title=Text(en="Rows written twice", fr="Lignes en double"),
        text=Text(
            en="Row {row} is the same as row {earlier}, cell for cell. Repeated rows: {count} of {of}.",
            fr="La ligne {row} est identique à la ligne {earlier}, cellule par cellule. Lignes répétées : {count} sur {of}.",
        ),
        fix=Text(
            en="Keep one of them: in Excel, Data > Remove Duplicates; in LibreOffice, Data > Duplicates.",
            fr="N’en gardez qu’une : dans Excel, Données > Supprimer les doublons ; dans LibreOffice, Données > Doublons.",
        ),
        repairable=True,
    ),
    Cause(
        id="value-duplicate",
        title=Text(en="A unique value found twice", fr="Valeur unique présente deux fois"),
        text=Text(
            en="Column “{column}”: “{value}” (row {row}) is already in row {earlier}. Repeated values: {count} of {of}.",
            fr="Colonne « {column} » : « {value} » (ligne {row}) est déjà à la ligne {earlier}. Valeurs répétées : {count} sur {of}.",
        ),
        fix=Text(
            en="Give each record its own value, or remove the row if it was written twice.",
            fr="Donnez à chaque fiche sa propre valeur, ou supprimez la ligne si elle est en double.",
        ),
        effort="medium",
    ),
    Cause(
        id="key-duplicate",
        title=Text(
            en="Two rows with the same identifier", fr="Deux lignes avec le même identifiant"
        ),
        text=Text(
            en="The key “{column}” of row {row} (“{value}”) is already in row {earlier}. Repeated keys: {count} of {of}.",
            fr="La clé « {column} » de la ligne {row} (« {value} ») est déjà à la ligne {earlier}. Clés répétées : {count} sur {of}.",
        ),
        fix=Text(
            en="Give each record its own identifier, or remove the row if it was written twice.",
            fr="Donnez à chaque fiche son propre identifiant, ou supprimez la ligne si elle est en double.",
        ),
        effort="medium",
    ),
    Cause(
        id="key-empty",
        title=Text(en="Rows without an identifier", fr="Lignes sans identifiant"),
        text=Text(
            en="The key “{column}” is empty: {count} rows of {of}, the first is row {row}.",
            fr="La clé « {column} » est vide : {count} sur {of}, à partir de la ligne {row}.",
        ),
        fix=Text(
            en="Give each of these records an identifier of its own.",
            fr="Donnez à chacune de ces fiches un identifiant bien à elle.",
        ),
        effort="medium",
    ),
    Cause(
        id="foreign-key-unknown",
        title=Text(en="References to nothing", fr="Renvois vers rien"),
        text=Text(
            en="Column “{column}”: “{value}” (row {row}) refers to a row that is not in the file: {count} of {of}.",
            fr="Colonne « {column} » : « {value} » (ligne {row}) renvoie à une ligne absente du fichier : {count} sur {of}.",
        ),
        fix=Text(
            en="Add the row referred to, or correct the reference.",
            fr="Ajoutez la ligne visée, ou corrigez le renvoi.",
        ),
        effort="medium",
    ),
    Cause(
        id="columns-disagree",
        title=Text(
            en="Two columns that contradict each other", fr="Deux colonnes qui se contredisent"
        ),
        text=Text(
            en="Row {row} breaks the rule “{column} {others}”; values: {value}. Such rows: {count} of {of}.",
            fr="La ligne {row} ne respecte pas la règle « {column} {others} » ; valeurs : {value}. Lignes dans ce cas : {count} sur {of}.",
        ),
        fix=Text(
            en="Check both columns in these rows: one figure or date is mistyped, or the two were swapped.",
            fr="Vérifiez les deux colonnes de ces lignes : un chiffre ou une date est mal saisi, ou les deux sont inversés.",
        ),
        effort="medium",
    ),
    Cause(
        id="sum-differs",
        title=Text(en="Totals that do not add up", fr="Totaux inexacts"),
        text=Text(
            en="In row {row}, “{column}” {others} is not true; values: {value}. Such rows: {count} of {of}.",
            fr="À la ligne {row}, « {column} » {others} est faux ; valeurs : {value}. Lignes dans ce cas : {count} sur {of}.",
        ),
        fix=Text(
            en="Check the figures of these rows against the deed, the total first.",
            fr="Vérifiez les chiffres de ces lignes dans l’acte, le total d’abord.",
        ),
        effort="medium",
    ),
    Cause(
        id="columns-half-filled",
        title=Text(
            en="Columns that go together, half filled", fr="Colonnes liées, remplies à moitié"
        ),
        text=Text(
            en="“{column}” goes with {others}: all filled or all empty. Row {row} has some only. Such rows: {count} of {of}.",
            fr="« {column} » va avec {others} : tout est rempli ou tout est vide. La ligne {row} n’en a qu’une partie. Lignes dans ce cas : {count} sur {of}.",
        ),
        fix=Text(
            en="Complete these rows, or empty all of these columns.",
            fr="Complétez ces lignes, ou videz toutes ces colonnes.",
        ),
        effort="medium",
    ),
    Cause(
        id="one-of-missing",
        title=Text(en="Neither of two identifiers", fr="Aucun des deux identifiants"),
        text=Text(
            en="“{column}” or {others} must be filled; in row {row} neither is. Such rows: {count} of {of}.",
            fr="« {column} » ou {others} doit être rempli ; à la ligne {row}, rien ne l’est. Lignes dans ce cas : {count} sur {of}.",
        ),
        fix=Text(
            en="Fill one of the two columns in each row.",
            fr="Remplissez l’une des deux colonnes à chaque ligne.",
        ),
        effort="medium",
    ),
    Cause(
        id="column-empty",
        title=Text(en="A column without any value", fr="Une colonne sans aucune valeur"),
        text=Text(
            en="Column “{column}” is empty from top to bottom.",
            fr="La colonne « {column} » est vide de haut en bas.",
        ),
        fix=Text(
            en="Fill it in; if there is nothing to say and the schema does not require it, leave it out.",
            fr="Remplissez-la ; s’il n’y a rien à dire et que le schéma ne l’exige pas, retirez-la.",
        ),
        effort="medium",
    ),
    Cause(
        id="json-line",
        title=Text(en="A line that is not JSON", fr="Une ligne qui n’est pas du JSON"),
        text=Text(
            en="Lines that are no JSON, each a record lost: {count} of {of}; the first is row {row}: “{value}”.",
            fr="Lignes qui ne sont pas du JSON, autant de fiches perdues : {count} sur {of} ; la première est la ligne {row} : « {value} ».",
        ),
        fix=Text(
            en="Write each record on one line of its own, with quotation marks round its texts and no comma at the end; begin with row {row}.",
            fr="Écrivez chaque fiche sur une seule ligne, les textes entre guillemets et sans virgule à la fin ; commencez par la ligne {row}.",
        ),
        effort="medium",
    ),
    Cause(
        id="keys-late",
        title=Text(
            en="Fields that only some records have",
            fr="Champs présents dans certaines fiches seulement",
        ),
        text=Text(
            en="These keys first appear deep in the file and were not read: {keys}.",
            fr="Ces clés n’apparaissent que loin dans le fichier et n’ont pas été lues : {keys}.",
        ),
        fix=Text(
            en="Give every record the same keys, with null where there is no value.",
            fr="Donnez à toutes les fiches les mêmes clés, avec null quand il n’y a pas de valeur.",
        ),
        effort="medium",
    ),
)
