"""Times, years, months and instants that are not written as the schema asks."""

from __future__ import annotations

from rules.core.cause import Cause
from rules.core.text import Text

TIME_CAUSES = (
    Cause(
        id="datetime-format",
        title=Text(en="Date and time written otherwise", fr="Date et heure écrites autrement"),
        text=Text(
            en="Column “{column}”: dates with time written like “{value}” (row {row}): {count} of {of}.",
            fr="Colonne « {column} » : dates avec heure écrites comme « {value} » (ligne {row}) : {count} sur {of}.",
        ),
        fix=Text(
            en="Write the date, a T, then hours, minutes and seconds: “{value}” becomes “{fixed}”.",
            fr="Écrivez la date, un T, puis heures, minutes et secondes : « {value} » devient « {fixed} ».",
        ),
        repairable=True,
    ),
    Cause(
        id="datetime-no-time",
        title=Text(en="The time of day is missing", fr="Il manque l’heure"),
        text=Text(
            en="Column “{column}”: dates without a time, like “{value}” (row {row}): {count} of {of}.",
            fr="Colonne « {column} » : dates sans heure, comme « {value} » (ligne {row}) : {count} sur {of}.",
        ),
        fix=Text(
            en="Add the time after a T, as in 2023-12-31T08:30:00.",
            fr="Ajoutez l’heure après un T, comme dans 2023-12-31T08:30:00.",
        ),
        effort="medium",
    ),
    Cause(
        id="datetime-other",
        title=Text(
            en="Cells that are no date with time",
            fr="Cellules qui ne sont pas des dates avec heure",
        ),
        text=Text(
            en="Column “{column}”: no date with time can be read in “{value}” (row {row}): {count} of {of}.",
            fr="Colonne « {column} » : ni date ni heure lisibles dans « {value} » (ligne {row}) : {count} sur {of}.",
        ),
        fix=Text(
            en="Write date and time as in 2023-12-31T08:30:00.",
            fr="Écrivez la date et l’heure comme dans 2023-12-31T08:30:00.",
        ),
        effort="medium",
    ),
    Cause(
        id="datetime-timezone",
        title=Text(en="Times that cannot be compared", fr="Heures que l’on ne peut pas comparer"),
        text=Text(
            en="Column “{column}”: the schema’s limit ({limit}) has no time zone, “{value}” (row {row}) has one: {count} of {of}.",
            fr="Colonne « {column} » : la limite du schéma ({limit}) n’a pas de fuseau horaire, « {value} » (ligne {row}) en a un : {count} sur {of}.",
        ),
        fix=Text(
            en="Write every time in the same way, without Z or +01:00 at the end.",
            fr="Écrivez toutes les heures de la même façon, sans Z ni +01:00 à la fin.",
        ),
    ),
    Cause(
        id="time-format",
        title=Text(en="Times written otherwise", fr="Heures écrites autrement"),
        text=Text(
            en="Column “{column}”: times written like “{value}” (row {row}): {count} of {of}.",
            fr="Colonne « {column} » : heures écrites comme « {value} » (ligne {row}) : {count} sur {of}.",
        ),
        fix=Text(
            en="Write hours, minutes and seconds: “{value}” becomes “{fixed}”. In a spreadsheet, use the format HH:MM:SS.",
            fr="Écrivez heures, minutes et secondes : « {value} » devient « {fixed} ». Dans le tableur, choisissez le format HH:MM:SS.",
        ),
        repairable=True,
    ),
    Cause(
        id="time-other",
        title=Text(en="Cells that are no time of day", fr="Cellules qui ne sont pas des heures"),
        text=Text(
            en="Column “{column}”: no time can be read in “{value}” (row {row}): {count} of {of}.",
            fr="Colonne « {column} » : aucune heure lisible dans « {value} » (ligne {row}) : {count} sur {of}.",
        ),
        fix=Text(
            en="Write the time as in 08:30:00, or leave the cell empty.",
            fr="Écrivez l’heure comme dans 08:30:00, ou laissez la cellule vide.",
        ),
        effort="medium",
    ),
    Cause(
        id="year-other",
        title=Text(
            en="Cells that are not a year alone", fr="Cellules qui ne sont pas une année seule"
        ),
        text=Text(
            en="Column “{column}”: a year on four digits is due, not “{value}” (row {row}): {count} of {of}.",
            fr="Colonne « {column} » : on attend une année sur quatre chiffres, pas « {value} » (ligne {row}) : {count} sur {of}.",
        ),
        fix=Text(
            en="Write the year alone, as in 2023. In a spreadsheet, give the column the Text format, not a date format.",
            fr="Écrivez l’année seule, comme dans 2023. Dans le tableur, donnez à la colonne le format Texte, pas un format de date.",
        ),
        repairable=True,
    ),
    Cause(
        id="month-other",
        title=Text(en="Months written otherwise", fr="Mois écrits autrement"),
        text=Text(
            en="Column “{column}”: a year and a month are due, as in 2023-12, not “{value}” (row {row}): {count} of {of}.",
            fr="Colonne « {column} » : on attend une année et un mois, comme dans 2023-12, pas « {value} » (ligne {row}) : {count} sur {of}.",
        ),
        fix=Text(
            en="Write the year, a dash, then the month on two digits: 2023-12.",
            fr="Écrivez l’année, un tiret, puis le mois sur deux chiffres : 2023-12.",
        ),
        repairable=True,
    ),
)
