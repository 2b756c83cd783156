"""E-mail and web addresses, telephones, opening hours, headings of acts."""

from __future__ import annotations

from rules.core.cause import Cause
from rules.core.text import Text

CONTACT_CAUSES = (
    Cause(
        id="email-bad",
        title=Text(en="E-mail addresses that cannot work", fr="Adresses électroniques invalides"),
        text=Text(
            en="Column “{column}”: “{value}” (row {row}) is no e-mail address: {count} of {of}.",
            fr="Colonne « {column} » : « {value} » (ligne {row}) n’est pas une adresse électronique : {count} sur {of}.",
        ),
        fix=Text(
            en="Write one whole address, as in mairie@exemple.fr: no space, no accent, no name around it.",
            fr="Écrivez une adresse complète, comme mairie@exemple.fr : sans espace, sans accent, sans nom autour.",
        ),
        repairable=True,
    ),
    Cause(
        id="email-several",
        title=Text(en="Several addresses in one cell", fr="Plusieurs adresses dans une cellule"),
        text=Text(
            en="Column “{column}”: several e-mail addresses together, as in “{value}” (row {row}): {count} of {of}.",
            fr="Colonne « {column} » : plusieurs adresses électroniques ensemble, comme « {value} » (ligne {row}) : {count} sur {of}.",
        ),
        fix=Text(
            en="Keep one address per cell, that of the service rather than that of a person.",
            fr="Gardez une adresse par cellule, celle du service plutôt que celle d’une personne.",
        ),
    ),
    Cause(
        id="url-no-scheme",
        title=Text(en="Web addresses without https://", fr="Adresses web sans https://"),
        text=Text(
            en="Column “{column}”: “{value}” (row {row}) lacks its beginning: {count} of {of}.",
            fr="Colonne « {column} » : il manque le début de « {value} » (ligne {row}) : {count} sur {of}.",
        ),
        fix=Text(
            en="Open the page in a browser and copy the whole address, https:// included.",
            fr="Ouvrez la page dans un navigateur et copiez l’adresse entière, https:// compris.",
        ),
    ),
    Cause(
        id="url-bad",
        title=Text(en="Web addresses that cannot work", fr="Adresses web invalides"),
        text=Text(
            en="Column “{column}”: “{value}” (row {row}) is no web address: {count} of {of}.",
            fr="Colonne « {column} » : « {value} » (ligne {row}) n’est pas une adresse web : {count} sur {of}.",
        ),
        fix=Text(
            en="Put one whole address, copied from a browser; without a page, leave the cell empty.",
            fr="Mettez une seule adresse entière, copiée depuis un navigateur ; sans page, laissez la cellule vide.",
        ),
        effort="medium",
    ),
    Cause(
        id="phone-bad",
        title=Text(
            en="Telephone numbers that cannot be dialled", fr="Numéros de téléphone impossibles"
        ),
        text=Text(
            en="Column “{column}”: “{value}” (row {row}) is no valid telephone number: {count} of {of}.",
            fr="Colonne « {column} » : « {value} » (ligne {row}) n’est pas un numéro de téléphone valide : {count} sur {of}.",
        ),
        fix=Text(
            en="Write ten digits (0102030405), or the country code first (+33102030405).",
            fr="Écrivez dix chiffres (0102030405), ou l’indicatif d’abord (+33102030405).",
        ),
        effort="medium",
    ),
    Cause(
        id="phone-several",
        title=Text(en="Several numbers in one cell", fr="Plusieurs numéros dans une cellule"),
        text=Text(
            en="Column “{column}”: several telephone numbers together, as in “{value}” (row {row}): {count} of {of}.",
            fr="Colonne « {column} » : plusieurs numéros de téléphone ensemble, comme « {value} » (ligne {row}) : {count} sur {of}.",
        ),
        fix=Text(
            en="Keep one number per cell, the one that the public should call.",
            fr="Gardez un numéro par cellule, celui que le public doit appeler.",
        ),
    ),
    Cause(
        id="opening-hours-bad",
        title=Text(
            en="Opening hours written for people only", fr="Horaires lisibles par les seuls humains"
        ),
        text=Text(
            en="Column “{column}”: “{value}” (row {row}) does not follow the OpenStreetMap notation: {count} of {of}.",
            fr="Colonne « {column} » : « {value} » (ligne {row}) ne suit pas la notation d’OpenStreetMap : {count} sur {of}.",
        ),
        fix=Text(
            en="Write days in English, two letters, and 24-hour times: “Mo-Fr 08:30-12:00,13:30-17:00”; always open: “24/7”.",
            fr="Écrivez les jours en anglais, en deux lettres, et les heures sur 24 : « Mo-Fr 08:30-12:00,13:30-17:00 » ; toujours ouvert : « 24/7 ».",
        ),
        effort="medium",
    ),
    Cause(
        id="nomenclature-slash",
        title=Text(en="Headings of acts without a slash", fr="Matières d’actes sans barre oblique"),
        text=Text(
            en="Column “{column}”: “{value}” (row {row}) lacks the “/” between heading and subject: {count} of {of}.",
            fr="Colonne « {column} » : il manque à « {value} » (ligne {row}) la barre « / » entre matière et sous-matière : {count} sur {of}.",
        ),
        fix=Text(
            en="Write the heading, a slash, the subject: “Finances locales/Subventions”.",
            fr="Écrivez la matière, une barre, la sous-matière : « Finances locales/Subventions ».",
        ),
        effort="medium",
    ),
    Cause(
        id="nomenclature-spaces",
        title=Text(en="Spaces around the slash", fr="Espaces autour de la barre oblique"),
        text=Text(
            en="Column “{column}”: spaces around the “/” in “{value}” (row {row}): {count} of {of}.",
            fr="Colonne « {column} » : espaces autour de la barre « / » dans « {value} » (ligne {row}) : {count} sur {of}.",
        ),
        fix=Text(
            en="Write “{fixed}”. Find and Replace does it for the whole column.",
            fr="Écrivez « {fixed} ». Rechercher et remplacer le fait pour toute la colonne.",
        ),
        repairable=True,
    ),
    Cause(
        id="nomenclature-unknown",
        title=Text(en="Unknown headings of acts", fr="Matières d’actes inconnues"),
        text=Text(
            en="Column “{column}”: “{value}” (row {row}) does not begin with one of the nine headings of @CTES: {count} of {of}.",
            fr="Colonne « {column} » : « {value} » (ligne {row}) ne commence pas par l’une des neuf matières d’@CTES : {count} sur {of}.",
        ),
        fix=Text(
            en="Begin with one of the nine headings, such as “Finances locales” or “Urbanisme”, then a slash.",
            fr="Commencez par l’une des neuf matières, comme « Finances locales » ou « Urbanisme », puis une barre.",
        ),
        effort="medium",
    ),
    Cause(
        id="year-interval-bad",
        title=Text(en="Years written otherwise", fr="Années écrites autrement"),
        text=Text(
            en="Column “{column}”: a year (2023) or two years in order (2023/2024) are due, not “{value}” (row {row}): {count} of {of}.",
            fr="Colonne « {column} » : on attend une année (2023) ou deux années dans l’ordre (2023/2024), pas « {value} » (ligne {row}) : {count} sur {of}.",
        ),
        fix=Text(
            en="Write both years in full, the earlier first, with a slash between them: 2023/2024.",
            fr="Écrivez les deux années en entier, la plus ancienne d’abord, séparées par une barre : 2023/2024.",
        ),
        repairable=True,
    ),
)
