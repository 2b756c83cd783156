"""Coordinates that cannot be read, or lie elsewhere."""

from __future__ import annotations

from rules.core.cause import Cause
from rules.core.text import Text

PLACE_CAUSES = (
    Cause(
        id="coordinates-format",
        title=Text(en="Coordinates written otherwise", fr="Coordonnées écrites autrement"),
        text=Text(
            en="Column “{column}”: “{value}” (row {row}) holds two numbers, but not as the schema writes them: {count} of {of}.",
            fr="Colonne « {column} » : « {value} » (ligne {row}) contient deux nombres, mais pas écrits comme le veut le schéma : {count} sur {of}.",
        ),
        fix=Text(
            en="Write “{fixed}”: longitude first, then latitude, with decimal points.",
            fr="Écrivez « {fixed} » : la longitude d’abord, puis la latitude, avec des points décimaux.",
        ),
        repairable=True,
    ),
    Cause(
        id="coordinates-bad",
        title=Text(en="Coordinates that cannot be read", fr="Coordonnées illisibles"),
        text=Text(
            en="Column “{column}”: longitude and latitude are due, not “{value}” (row {row}): {count} of {of}.",
            fr="Colonne « {column} » : on attend une longitude et une latitude, pas « {value} » (ligne {row}) : {count} sur {of}.",
        ),
        fix=Text(
            en="Write two decimal numbers, longitude then latitude: “2.35,48.85”. A right click on a web map gives them.",
            fr="Écrivez deux nombres décimaux, longitude puis latitude : « 2.35,48.85 ». Un clic droit sur une carte en ligne les donne.",
        ),
        effort="medium",
    ),
    Cause(
        id="coordinates-swapped",
        title=Text(en="Latitude and longitude swapped", fr="Latitude et longitude inversées"),
        text=Text(
            en="Column “{column}”: “{value}” (row {row}) lies in France only if its two numbers change places: {count} of {of}.",
            fr="Colonne « {column} » : « {value} » (ligne {row}) n’est en France que si l’on inverse ses deux nombres : {count} sur {of}.",
        ),
        fix=Text(
            en="Put longitude first: “{value}” becomes “{fixed}”.",
            fr="Mettez la longitude d’abord : « {value} » devient « {fixed} ».",
        ),
        repairable=True,
    ),
    Cause(
        id="coordinates-outside",
        title=Text(en="Places outside France", fr="Lieux situés hors de France"),
        text=Text(
            en="Column “{column}”: “{value}” (row {row}) is not in France: {count} of {of}.",
            fr="Colonne « {column} » : « {value} » (ligne {row}) n’est pas en France : {count} sur {of}.",
        ),
        fix=Text(
            en="Check the point on a map; planar coordinates (Lambert 93) must first be converted to degrees (WGS 84).",
            fr="Vérifiez le point sur une carte ; des coordonnées planes (Lambert 93) sont d’abord à convertir en degrés (WGS 84).",
        ),
        effort="medium",
    ),
)
