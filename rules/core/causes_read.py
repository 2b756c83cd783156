"""The file itself: its characters, its header, its quotes, its last line."""

from __future__ import annotations

from rules.core.cause import Cause
from rules.core.text import Text

_SAVE_UTF8 = Text(
    en="Export the file again as “CSV UTF-8” (in LibreOffice: character set Unicode (UTF-8)).",
    fr="Exportez de nouveau le fichier au format « CSV UTF-8 » (dans LibreOffice : jeu de caractères Unicode (UTF-8)).",
)

READ_CAUSES = (
    Cause(
        id="encoding-not-utf8",
        title=Text(en="The text is not in UTF-8", fr="Le texte n’est pas en UTF-8"),
        text=Text(
            en="The file is in {encoding}. Tools that expect UTF-8 show “{value}” instead of “{fixed}” (row {row}).",
            fr="Le fichier est en {encoding}. Les outils qui attendent de l’UTF-8 affichent « {value} » au lieu de « {fixed} » (ligne {row}).",
        ),
        fix=_SAVE_UTF8,
        repairable=True,
    ),
    Cause(
        id="encoding-utf16",
        title=Text(en="The text is in UTF-16", fr="Le texte est en UTF-16"),
        text=Text(
            en="The file is in {encoding}, as Excel’s “Unicode text” writes it. Most tools cannot open it as it is.",
            fr="Le fichier est en {encoding}, comme l’écrit le format « Texte Unicode » d’Excel. La plupart des outils ne peuvent pas l’ouvrir tel quel.",
        ),
        fix=_SAVE_UTF8,
        repairable=True,
    ),
    Cause(
        id="encoding-mixed",
        title=Text(en="Two encodings in one file", fr="Deux encodages dans un même fichier"),
        text=Text(
            en="The file is in UTF-8, but for some lines in {other}: {count} of {of}. At row {row}, “{fixed}” shows as “{value}”.",
            fr="Le fichier est en UTF-8, sauf des lignes en {other} : {count} sur {of}. À la ligne {row}, « {fixed} » s’affiche « {value} ».",
        ),
        fix=Text(
            en="Type these lines again, beginning with row {row}, or paste them from the original; then save everything as “CSV UTF-8”.",
            fr="Ressaisissez ces lignes, à commencer par la ligne {row}, ou recopiez-les depuis l’original ; puis enregistrez le tout en « CSV UTF-8 ».",
        ),
        effort="medium",
        repairable=True,
    ),
    Cause(
        id="mojibake",
        title=Text(en="Garbled accents", fr="Accents illisibles"),
        text=Text(
            en="Some lines have letters such as “Ã©” in place of “é”: {count} of {of}. At row {row}: “{value}”.",
            fr="Des lignes portent des signes comme « Ã© » à la place de « é » : {count} sur {of}. À la ligne {row} : « {value} ».",
        ),
        fix=Text(
            en="Put the right letters back: “{value}” becomes “{fixed}”. To avoid it next time, choose UTF-8 as the encoding when you open or import a CSV.",
            fr="Rétablissez les bonnes lettres : « {value} » devient « {fixed} ». Pour l’éviter la prochaine fois, choisissez l’encodage UTF-8 à l’ouverture ou à l’import d’un CSV.",
        ),
        repairable=True,
    ),
    Cause(
        id="letters-lost",
        title=Text(en="Letters lost for good", fr="Lettres perdues"),
        text=Text(
            en="Some lines have “�” where there was a letter: {count} of {of}. At row {row}: “{value}”.",
            fr="Des lignes portent « � » à la place d’une lettre : {count} sur {of}. À la ligne {row} : « {value} ».",
        ),
        fix=Text(
            en="The letters cannot be found again in this file: export it anew from the original software, as “CSV UTF-8”.",
            fr="Ces lettres ne peuvent plus être retrouvées dans ce fichier : exportez-le de nouveau depuis le logiciel d’origine, en « CSV UTF-8 ».",
        ),
        effort="medium",
    ),
    Cause(
        id="preamble-rows",
        title=Text(
            en="The column names are not on the first row",
            fr="Les noms de colonnes ne sont pas sur la première ligne",
        ),
        text=Text(
            en="The column names come at row {header_row} only. Rows above them, titles or blank: {count}.",
            fr="Les noms de colonnes n’arrivent qu’à la ligne {header_row}. Lignes au-dessus, titres ou lignes vides : {count}.",
        ),
        fix=Text(
            en="Delete everything above row {header_row}; put the title and the notes in the description of the dataset.",
            fr="Supprimez tout ce qui précède la ligne {header_row} ; mettez le titre et les notes dans la description du jeu de données.",
        ),
        repairable=True,
    ),
    Cause(
        id="no-header",
        title=Text(en="No column names", fr="Pas de noms de colonnes"),
        text=Text(
            en="Row {row} should name the columns, but it looks like data: it begins with “{value}”.",
            fr="La ligne {row} devrait nommer les colonnes, mais elle ressemble à des données : elle commence par « {value} ».",
        ),
        fix=Text(
            en="Insert a first row with the name of each column.",
            fr="Insérez une première ligne avec le nom de chaque colonne.",
        ),
    ),
    Cause(
        id="blank-label",
        title=Text(en="Columns without a name", fr="Colonnes sans nom"),
        text=Text(
            en="Columns without a name: {count} of {of} (position: {positions}).",
            fr="Colonnes sans nom : {count} sur {of} (position : {positions}).",
        ),
        fix=Text(
            en="Name each of these columns on row {row}, or delete it if it is empty.",
            fr="Nommez chacune de ces colonnes à la ligne {row}, ou supprimez-la si elle est vide.",
        ),
    ),
    Cause(
        id="duplicate-label",
        title=Text(en="Several columns with the same name", fr="Plusieurs colonnes de même nom"),
        text=Text(
            en="The name “{value}” of column {first_position} comes again at column: {positions}. Names that repeat another: {count} of {of}.",
            fr="Le nom « {value} » de la colonne {first_position} revient en colonne : {positions}. Noms qui en répètent un autre : {count} sur {of}.",
        ),
        fix=Text(
            en="Give each column a name of its own; if two columns hold the same thing, delete one.",
            fr="Donnez à chaque colonne un nom bien à elle ; si deux colonnes contiennent la même chose, supprimez-en une.",
        ),
    ),
    Cause(
        id="padded-label",
        title=Text(
            en="Blanks around column names", fr="Espaces parasites dans les noms de colonnes"
        ),
        text=Text(
            en="Column names with a blank before or after, or a line break inside: {count} of {of}, such as “{value}”.",
            fr="Noms de colonnes précédés ou suivis d’un espace, ou coupés par un saut de ligne : {count} sur {of}, comme « {value} ».",
        ),
        fix=Text(
            en="Remove what is too much: “{value}” becomes “{fixed}”.",
            fr="Supprimez ce qui est en trop : « {value} » devient « {fixed} ».",
        ),
        repairable=True,
    ),
    Cause(
        id="orphan-quote",
        title=Text(en="A quotation mark that is never closed", fr="Un guillemet jamais refermé"),
        text=Text(
            en="A quotation mark opens on line {line} of the file (row {row}) and swallows what follows as a single cell: “{value}”. Lines swallowed: {count} of {of}.",
            fr="Un guillemet s’ouvre à la ligne {line} du fichier (enregistrement {row}) et avale la suite comme une seule cellule : « {value} ». Lignes avalées : {count} sur {of}.",
        ),
        fix=Text(
            en='Open the file in a text editor and remove the quotation mark " on line {line}, or close it at the end of the text.',
            fr='Ouvrez le fichier dans un éditeur de texte et supprimez le guillemet " de la ligne {line}, ou refermez-le à la fin du texte.',
        ),
        effort="medium",
    ),
    Cause(
        id="totals-row",
        title=Text(en="A totals line under the data", fr="Une ligne de total sous les données"),
        text=Text(
            en="Row {row} is a total (“{value}”): whoever adds up the column counts everything twice.",
            fr="La ligne {row} est un total (« {value} ») : qui additionne la colonne compte tout en double.",
        ),
        fix=Text(
            en="Delete row {row}: totals can be computed from the data.",
            fr="Supprimez la ligne {row} : les totaux se calculent à partir des données.",
        ),
        repairable=True,
    ),
    Cause(
        id="other-sheets",
        title=Text(en="Other sheets were not read", fr="D’autres feuilles n’ont pas été lues"),
        text=Text(
            en="Only the sheet “{sheet}” was read. The workbook has other sheets with a table: {others}.",
            fr="Seule la feuille « {sheet} » a été lue. Le classeur a d’autres feuilles avec un tableau : {others}.",
        ),
        fix=Text(
            en="Publish one file per sheet: most tools read the first one only.",
            fr="Publiez une feuille par fichier : la plupart des outils ne lisent que la première.",
        ),
        effort="medium",
    ),
)
