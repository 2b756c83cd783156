"""Dates that are not written as the schema asks."""

from __future__ import annotations

from rules.core.cause import Cause
from rules.core.text import Text

DATE_CAUSES = (
    Cause(
        id="date-dmy",
        title=Text(en="Dates written day first", fr="Dates écrites jour d’abord"),
        text=Text(
            en="Column “{column}”: dates written like “{value}” (row {row}): {count} of {of}.",
            fr="Colonne « {column} » : dates écrites comme « {value} » (ligne {row}) : {count} sur {of}.",
        ),
        fix=Text(
            en="Write dates year first: “{value}” becomes “{fixed}”. In a spreadsheet, format the column as YYYY-MM-DD.",
            fr="Écrivez l’année d’abord : « {value} » devient « {fixed} ». Dans le tableur, donnez à la colonne le format AAAA-MM-JJ.",
        ),
        repairable=True,
    ),
    Cause(
        id="date-mdy",
        title=Text(en="Dates written month first", fr="Dates écrites mois d’abord"),
        text=Text(
            en="Column “{column}”: dates written the American way, like “{value}” (row {row}): {count} of {of}.",
            fr="Colonne « {column} » : dates écrites à l’américaine, comme « {value} » (ligne {row}) : {count} sur {of}.",
        ),
        fix=Text(
            en="Write “{fixed}”. Before you export, set the spreadsheet’s language to French and the column’s format to YYYY-MM-DD.",
            fr="Écrivez « {fixed} ». Avant l’export, réglez la langue du tableur sur le français et le format de la colonne sur AAAA-MM-JJ.",
        ),
        repairable=True,
    ),
    Cause(
        id="date-short-year",
        title=Text(en="Years on two digits", fr="Années sur deux chiffres"),
        text=Text(
            en="Column “{column}”: dates whose year has two digits, like “{value}” (row {row}): {count} of {of}.",
            fr="Colonne « {column} » : dates dont l’année n’a que deux chiffres, comme « {value} » (ligne {row}) : {count} sur {of}.",
        ),
        fix=Text(
            en="Write the year in full and first: “{value}” becomes “{fixed}”.",
            fr="Écrivez l’année en entier et en premier : « {value} » devient « {fixed} ».",
        ),
        repairable=True,
    ),
    Cause(
        id="date-separator",
        title=Text(en="Dates with other separators", fr="Dates avec d’autres séparateurs"),
        text=Text(
            en="Column “{column}”: dates whose parts are not on two digits or not joined by dashes, like “{value}” (row {row}): {count} of {of}.",
            fr="Colonne « {column} » : dates dont les parties ne sont pas sur deux chiffres ou pas reliées par des tirets, comme « {value} » (ligne {row}) : {count} sur {of}.",
        ),
        fix=Text(
            en="Write “{fixed}”: year, month and day joined by dashes.",
            fr="Écrivez « {fixed} » : année, mois et jour reliés par des tirets.",
        ),
        repairable=True,
    ),
    Cause(
        id="date-with-time",
        title=Text(en="A time after the date", fr="Une heure après la date"),
        text=Text(
            en="Column “{column}”: dates followed by a time, like “{value}” (row {row}): {count} of {of}.",
            fr="Colonne « {column} » : dates suivies d’une heure, comme « {value} » (ligne {row}) : {count} sur {of}.",
        ),
        fix=Text(
            en="Keep the date alone: “{fixed}”. In a spreadsheet, format the column as YYYY-MM-DD.",
            fr="Gardez la date seule : « {fixed} ». Dans le tableur, donnez à la colonne le format AAAA-MM-JJ.",
        ),
        repairable=True,
    ),
    Cause(
        id="date-excel-serial",
        title=Text(en="Dates turned into numbers", fr="Dates devenues des nombres"),
        text=Text(
            en="Column “{column}”: “{value}” (row {row}) is how a spreadsheet counts days, not a date: {count} of {of}.",
            fr="Colonne « {column} » : « {value} » (ligne {row}) est un nombre de jours compté par le tableur, pas une date : {count} sur {of}.",
        ),
        fix=Text(
            en="“{value}” stands for {fixed}. Select the column, choose Format > Cells > Date > YYYY-MM-DD, then export again.",
            fr="« {value} » veut dire {fixed}. Sélectionnez la colonne, choisissez Format > Cellules > Date > AAAA-MM-JJ, puis exportez de nouveau.",
        ),
        repairable=True,
    ),
    Cause(
        id="date-text",
        title=Text(en="Dates written in words", fr="Dates écrites en toutes lettres"),
        text=Text(
            en="Column “{column}”: texts instead of dates, like “{value}” (row {row}): {count} of {of}.",
            fr="Colonne « {column} » : des phrases au lieu de dates, comme « {value} » (ligne {row}) : {count} sur {of}.",
        ),
        fix=Text(
            en="Write the date alone, in figures: “{fixed}”. Words such as the name of the meeting belong in another column.",
            fr="Écrivez la date seule, en chiffres : « {fixed} ». Le nom de la commission ou de la séance a sa place dans une autre colonne.",
        ),
        repairable=True,
    ),
    Cause(
        id="date-several",
        title=Text(en="Several dates in one cell", fr="Plusieurs dates dans une cellule"),
        text=Text(
            en="Column “{column}”: cells that hold several dates, like “{value}” (row {row}): {count} of {of}.",
            fr="Colonne « {column} » : cellules qui contiennent plusieurs dates, comme « {value} » (ligne {row}) : {count} sur {of}.",
        ),
        fix=Text(
            en="One date per cell: repeat the row for each date, or keep the one that the column’s title asks for.",
            fr="Une seule date par cellule : répétez la ligne pour chaque date, ou gardez celle que le titre de la colonne demande.",
        ),
        effort="medium",
    ),
    Cause(
        id="date-impossible",
        title=Text(en="Dates that do not exist", fr="Dates qui n’existent pas"),
        text=Text(
            en="Column “{column}”: “{value}” (row {row}) is in no calendar: {count} of {of}.",
            fr="Colonne « {column} » : « {value} » (ligne {row}) n’est dans aucun calendrier : {count} sur {of}.",
        ),
        fix=Text(
            en="Look up the right date in the deed itself; leave the cell empty if there is none.",
            fr="Retrouvez la bonne date dans l’acte lui-même ; laissez la cellule vide s’il n’y en a pas.",
        ),
        effort="medium",
    ),
    Cause(
        id="date-year-only",
        title=Text(
            en="A year where a full date is due", fr="Une année au lieu d’une date complète"
        ),
        text=Text(
            en="Column “{column}”: cells that give the year only, like “{value}” (row {row}): {count} of {of}.",
            fr="Colonne « {column} » : cellules qui ne donnent que l’année, comme « {value} » (ligne {row}) : {count} sur {of}.",
        ),
        fix=Text(
            en="Complete month and day, as in 2023-12-31; the deed has them.",
            fr="Complétez le mois et le jour, comme dans 2023-12-31 ; ils figurent dans l’acte.",
        ),
        effort="medium",
    ),
    Cause(
        id="date-month-only",
        title=Text(en="A month where a full date is due", fr="Un mois au lieu d’une date complète"),
        text=Text(
            en="Column “{column}”: cells without a day, like “{value}” (row {row}): {count} of {of}.",
            fr="Colonne « {column} » : cellules sans le jour, comme « {value} » (ligne {row}) : {count} sur {of}.",
        ),
        fix=Text(
            en="Complete the day, as in 2023-12-31; the deed has it.",
            fr="Complétez le jour, comme dans 2023-12-31 ; il figure dans l’acte.",
        ),
        effort="medium",
    ),
    Cause(
        id="date-other",
        title=Text(en="Cells that are no date", fr="Cellules qui ne sont pas des dates"),
        text=Text(
            en="Column “{column}”: no date can be read in “{value}” (row {row}): {count} of {of}.",
            fr="Colonne « {column} » : aucune date lisible dans « {value} » (ligne {row}) : {count} sur {of}.",
        ),
        fix=Text(
            en="Write the date as in 2023-12-31, or leave the cell empty if there is none.",
            fr="Écrivez la date comme dans 2023-12-31, ou laissez la cellule vide s’il n’y en a pas.",
        ),
        effort="medium",
    ),
)
