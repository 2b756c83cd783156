"""Numbers that are not written, or not as large, as the schema asks."""

from __future__ import annotations

from rules.core.cause import Cause
from rules.core.text import Text

NUMBER_CAUSES = (
    Cause(
        id="number-comma",
        title=Text(en="Decimal comma", fr="Virgule décimale"),
        text=Text(
            en="Column “{column}”: numbers with a decimal comma, like “{value}” (row {row}): {count} of {of}.",
            fr="Colonne « {column} » : nombres à virgule, comme « {value} » (ligne {row}) : {count} sur {of}.",
        ),
        fix=Text(
            en="The schema wants a point: “{value}” becomes “{fixed}”. Select the column, then Edit > Find and Replace: “,” by “.”.",
            fr="Le schéma veut un point : « {value} » devient « {fixed} ». Sélectionnez la colonne, puis Édition > Rechercher et remplacer : « , » par « . ».",
        ),
        repairable=True,
    ),
    Cause(
        id="number-point",
        title=Text(
            en="Decimal point where a comma is due", fr="Point décimal au lieu d’une virgule"
        ),
        text=Text(
            en="Column “{column}”: numbers with a decimal point, like “{value}” (row {row}): {count} of {of}. This schema asks for a comma.",
            fr="Colonne « {column} » : nombres à point décimal, comme « {value} » (ligne {row}) : {count} sur {of}. Ce schéma demande une virgule.",
        ),
        fix=Text(
            en="Write “{fixed}”. Select the column, then Edit > Find and Replace: “.” by “,”.",
            fr="Écrivez « {fixed} ». Sélectionnez la colonne, puis Édition > Rechercher et remplacer : « . » par « , ».",
        ),
        repairable=True,
    ),
    Cause(
        id="number-spaces",
        title=Text(en="Spaces inside numbers", fr="Espaces dans les nombres"),
        text=Text(
            en="Column “{column}”: numbers whose thousands are set apart, like “{value}” (row {row}): {count} of {of}.",
            fr="Colonne « {column} » : nombres avec séparateur de milliers, comme « {value} » (ligne {row}) : {count} sur {of}.",
        ),
        fix=Text(
            en="Write “{fixed}”, without any space. In a spreadsheet: Format > Cells > Number, untick the thousands separator.",
            fr="Écrivez « {fixed} », sans espace. Dans le tableur : Format > Cellules > Nombre, décochez le séparateur de milliers.",
        ),
        repairable=True,
    ),
    Cause(
        id="number-grouped",
        title=Text(en="Thousands separators", fr="Séparateurs de milliers"),
        text=Text(
            en="Column “{column}”: points or commas between thousands, as in “{value}” (row {row}): {count} of {of}.",
            fr="Colonne « {column} » : points ou virgules entre les milliers, comme dans « {value} » (ligne {row}) : {count} sur {of}.",
        ),
        fix=Text(
            en="Write “{fixed}”. In a spreadsheet: Format > Cells > Number, untick the thousands separator.",
            fr="Écrivez « {fixed} ». Dans le tableur : Format > Cellules > Nombre, décochez le séparateur de milliers.",
        ),
        repairable=True,
    ),
    Cause(
        id="number-currency",
        title=Text(en="A currency after the amount", fr="Une monnaie à côté du montant"),
        text=Text(
            en="Column “{column}”: amounts with their currency, like “{value}” (row {row}): {count} of {of}.",
            fr="Colonne « {column} » : montants avec leur monnaie, comme « {value} » (ligne {row}) : {count} sur {of}.",
        ),
        fix=Text(
            en="Keep the number alone: “{fixed}”. In a spreadsheet, give the column the Number format instead of Currency.",
            fr="Gardez le nombre seul : « {fixed} ». Dans le tableur, donnez à la colonne le format Nombre au lieu de Monétaire.",
        ),
        repairable=True,
    ),
    Cause(
        id="number-percent",
        title=Text(en="A percent sign", fr="Un signe pour cent"),
        text=Text(
            en="Column “{column}”: percentages like “{value}” (row {row}) instead of numbers: {count} of {of}.",
            fr="Colonne « {column} » : pourcentages comme « {value} » (ligne {row}) au lieu de nombres : {count} sur {of}.",
        ),
        fix=Text(
            en="Remove the sign and write what the schema asks for: a share (0.5) or a number of hundredths (50).",
            fr="Retirez le signe et écrivez ce que le schéma demande : une part (0.5) ou un nombre de centièmes (50).",
        ),
    ),
    Cause(
        id="number-unit",
        title=Text(
            en="A unit or words beside the number", fr="Une unité ou des mots à côté du nombre"
        ),
        text=Text(
            en="Column “{column}”: “{value}” (row {row}) is more than a number: {count} of {of}.",
            fr="Colonne « {column} » : « {value} » (ligne {row}) n’est pas un nombre seul : {count} sur {of}.",
        ),
        fix=Text(
            en="Keep the number alone, in the unit that the schema names (12 k€ is 12000).",
            fr="Gardez le nombre seul, dans l’unité que le schéma indique (12 k€ s’écrit 12000).",
        ),
    ),
    Cause(
        id="number-text",
        title=Text(en="Text where a number is due", fr="Du texte au lieu d’un nombre"),
        text=Text(
            en="Column “{column}”: no number can be read in “{value}” (row {row}): {count} of {of}.",
            fr="Colonne « {column} » : aucun nombre lisible dans « {value} » (ligne {row}) : {count} sur {of}.",
        ),
        fix=Text(
            en="Write one number per cell, in figures, or leave the cell empty. Remarks belong in another column.",
            fr="Écrivez un seul nombre par cellule, en chiffres, ou laissez la cellule vide. Les remarques ont leur place dans une autre colonne.",
        ),
        effort="medium",
    ),
    Cause(
        id="integer-decimal",
        title=Text(en="Decimals on whole numbers", fr="Décimales sur des nombres entiers"),
        text=Text(
            en="Column “{column}”: whole numbers are due, without decimals; “{value}” (row {row}) has some: {count} of {of}.",
            fr="Colonne « {column} » : on attend des entiers, sans décimales ; « {value} » (ligne {row}) en a : {count} sur {of}.",
        ),
        fix=Text(
            en="Show no decimals: Format > Cells > Number, 0 decimal places, then export again.",
            fr="N’affichez aucune décimale : Format > Cellules > Nombre, 0 décimale, puis exportez de nouveau.",
        ),
        repairable=True,
    ),
    Cause(
        id="integer-fraction",
        title=Text(
            en="Fractions where whole numbers are due", fr="Nombres à décimales au lieu d’entiers"
        ),
        text=Text(
            en="Column “{column}”: “{value}” (row {row}) is not a whole number: {count} of {of}.",
            fr="Colonne « {column} » : « {value} » (ligne {row}) n’est pas un nombre entier : {count} sur {of}.",
        ),
        fix=Text(
            en="Check what is counted and in which unit, then round to a whole number.",
            fr="Vérifiez ce qui est compté et dans quelle unité, puis arrondissez à l’entier.",
        ),
        effort="medium",
    ),
    Cause(
        id="numbers-as-text",
        title=Text(en="Codes stored as numbers", fr="Codes enregistrés comme des nombres"),
        text=Text(
            en="Column “{column}”: texts are due, the file holds numbers or dates, like {value} (row {row}): {count} of {of}.",
            fr="Colonne « {column} » : on attend du texte, le fichier contient des nombres ou des dates, comme {value} (ligne {row}) : {count} sur {of}.",
        ),
        fix=Text(
            en="Select the column, choose Format > Cells > Text, and type the codes again: leading zeros stay.",
            fr="Sélectionnez la colonne, choisissez Format > Cellules > Texte, puis ressaisissez les codes : les zéros du début resteront.",
        ),
    ),
    Cause(
        id="percent-not-share",
        title=Text(en="Percentages instead of shares", fr="Pourcentages au lieu de parts"),
        text=Text(
            en="Column “{column}”: the largest value allowed is {limit}, “{value}” (row {row}) looks like a percentage: {count} of {of}.",
            fr="Colonne « {column} » : la valeur maximale est {limit}, « {value} » (ligne {row}) semble être un pourcentage : {count} sur {of}.",
        ),
        fix=Text(
            en="Divide by 100: “{value}” becomes “{fixed}”.",
            fr="Divisez par 100 : « {value} » devient « {fixed} ».",
        ),
        repairable=True,
    ),
    Cause(
        id="too-small",
        title=Text(en="Values below the limit", fr="Valeurs sous la limite"),
        text=Text(
            en="Column “{column}”: the schema sets a lower limit of {limit}; “{value}” (row {row}) is below: {count} of {of}.",
            fr="Colonne « {column} » : le schéma fixe un minimum de {limit} ; « {value} » (ligne {row}) est en dessous : {count} sur {of}.",
        ),
        fix=Text(
            en="Check these rows: sign, unit, a misplaced decimal point, or a date typed wrongly.",
            fr="Vérifiez ces lignes : un signe, une unité, un séparateur décimal mal placé ou une date mal saisie.",
        ),
        effort="medium",
    ),
    Cause(
        id="too-large",
        title=Text(en="Values above the limit", fr="Valeurs au-dessus de la limite"),
        text=Text(
            en="Column “{column}”: the schema sets an upper limit of {limit}; “{value}” (row {row}) is above: {count} of {of}.",
            fr="Colonne « {column} » : le schéma fixe un maximum de {limit} ; « {value} » (ligne {row}) le dépasse : {count} sur {of}.",
        ),
        fix=Text(
            en="Check these rows: unit, a misplaced decimal point, or a date typed wrongly.",
            fr="Vérifiez ces lignes : une unité, un séparateur décimal mal placé ou une date mal saisie.",
        ),
        effort="medium",
    ),
)
