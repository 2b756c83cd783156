"""SIRET and SIREN numbers that are wrong, mostly at the hands of a spreadsheet."""

from __future__ import annotations

from rules.core.cause import Cause
from rules.core.text import Text

_AS_TEXT = Text(
    en="Format the column as Text before you paste or export, then take the numbers again from their source: the lost digits cannot be guessed.",
    fr="Donnez à la colonne le format Texte avant de coller ou d’exporter, puis reprenez les numéros à la source : les chiffres perdus ne se devinent pas.",
)
_LOOK_UP = Text(
    en="Look the number up on annuaire-entreprises.data.gouv.fr and copy it whole.",
    fr="Cherchez le numéro sur annuaire-entreprises.data.gouv.fr et recopiez-le en entier.",
)

ID_CAUSES = (
    Cause(
        id="siret-excel-scientific",
        title=Text(
            en="SIRET turned into powers of ten", fr="SIRET transformés en puissances de dix"
        ),
        text=Text(
            en="Column “{column}”: a spreadsheet has made “{value}” of a SIRET (row {row}): {count} of {of}.",
            fr="Colonne « {column} » : le tableur a fait d’un SIRET « {value} » (ligne {row}) : {count} sur {of}.",
        ),
        fix=_AS_TEXT,
        effort="medium",
    ),
    Cause(
        id="siret-rounded",
        title=Text(en="SIRET rounded by the spreadsheet", fr="SIRET arrondis par le tableur"),
        text=Text(
            en="Column “{column}”: “{value}” (row {row}) ends in zeros and is no valid SIRET, its last digits are lost: {count} of {of}.",
            fr="Colonne « {column} » : « {value} » (ligne {row}) finit par des zéros et n’est pas un SIRET valide, ses derniers chiffres sont perdus : {count} sur {of}.",
        ),
        fix=_AS_TEXT,
        effort="medium",
    ),
    Cause(
        id="siret-short",
        title=Text(en="SIRET without their first zeros", fr="SIRET sans leurs premiers zéros"),
        text=Text(
            en="Column “{column}”: “{value}” (row {row}) has lost the zeros it began with: {count} of {of}.",
            fr="Colonne « {column} » : « {value} » (ligne {row}) a perdu ses zéros du début : {count} sur {of}.",
        ),
        fix=Text(
            en="Write “{fixed}”, 14 digits. Format the column as Text so that the zeros stay.",
            fr="Écrivez « {fixed} », sur 14 chiffres. Donnez à la colonne le format Texte pour garder les zéros.",
        ),
        repairable=True,
    ),
    Cause(
        id="siret-spaced",
        title=Text(en="SIRET with spaces or dashes", fr="SIRET avec des espaces ou des tirets"),
        text=Text(
            en="Column “{column}”: 14 digits in a row are due, not “{value}” (row {row}): {count} of {of}.",
            fr="Colonne « {column} » : on attend 14 chiffres d’un seul tenant, pas « {value} » (ligne {row}) : {count} sur {of}.",
        ),
        fix=Text(
            en="Write “{fixed}”. Select the column, then Edit > Find and Replace: a space by nothing.",
            fr="Écrivez « {fixed} ». Sélectionnez la colonne, puis Édition > Rechercher et remplacer : un espace par rien.",
        ),
        repairable=True,
    ),
    Cause(
        id="siret-decimal",
        title=Text(en="SIRET with decimals", fr="SIRET avec des décimales"),
        text=Text(
            en="Column “{column}”: “{value}” (row {row}) was taken for a number: {count} of {of}.",
            fr="Colonne « {column} » : « {value} » (ligne {row}) a été pris pour un nombre : {count} sur {of}.",
        ),
        fix=Text(
            en="Write “{fixed}”, 14 digits and nothing else. Format the column as Text.",
            fr="Écrivez « {fixed} », 14 chiffres et rien d’autre. Donnez à la colonne le format Texte.",
        ),
        repairable=True,
    ),
    Cause(
        id="siret-is-siren",
        title=Text(en="SIREN where a SIRET is due", fr="SIREN au lieu de SIRET"),
        text=Text(
            en="Column “{column}”: “{value}” (row {row}) is the SIREN of the organisation, not the SIRET of one of its places: {count} of {of}.",
            fr="Colonne « {column} » : « {value} » (ligne {row}) est le SIREN de l’organisme, pas le SIRET d’un établissement : {count} sur {of}.",
        ),
        fix=Text(
            en="Add the five digits of the establishment (NIC): look it up on annuaire-entreprises.data.gouv.fr.",
            fr="Ajoutez les cinq chiffres de l’établissement (NIC) : ils sont sur annuaire-entreprises.data.gouv.fr.",
        ),
        effort="medium",
    ),
    Cause(
        id="siret-checksum",
        title=Text(en="SIRET that cannot exist", fr="SIRET impossibles"),
        text=Text(
            en="Column “{column}”: “{value}” (row {row}) has 14 digits but its check digit is wrong: {count} of {of}.",
            fr="Colonne « {column} » : « {value} » (ligne {row}) a 14 chiffres mais sa clé de contrôle est fausse : {count} sur {of}.",
        ),
        fix=_LOOK_UP,
        effort="medium",
    ),
    Cause(
        id="siret-length",
        title=Text(en="SIRET of a wrong length", fr="SIRET de mauvaise longueur"),
        text=Text(
            en="Column “{column}”: a SIRET has 14 digits, unlike “{value}” (row {row}): {count} of {of}.",
            fr="Colonne « {column} » : un SIRET a 14 chiffres, ce n’est pas le cas de « {value} » (ligne {row}) : {count} sur {of}.",
        ),
        fix=_LOOK_UP,
        effort="medium",
    ),
    Cause(
        id="siret-other",
        title=Text(en="Cells that are no SIRET", fr="Cellules qui ne sont pas des SIRET"),
        text=Text(
            en="Column “{column}”: a SIRET, 14 digits, is due; found “{value}” (row {row}): {count} of {of}.",
            fr="Colonne « {column} » : on attend un SIRET, 14 chiffres ; on trouve « {value} » (ligne {row}) : {count} sur {of}.",
        ),
        fix=_LOOK_UP,
        effort="medium",
    ),
    Cause(
        id="siren-short",
        title=Text(en="SIREN without their first zeros", fr="SIREN sans leurs premiers zéros"),
        text=Text(
            en="Column “{column}”: “{value}” (row {row}) has lost the zeros it began with: {count} of {of}.",
            fr="Colonne « {column} » : « {value} » (ligne {row}) a perdu ses zéros du début : {count} sur {of}.",
        ),
        fix=Text(
            en="Write “{fixed}”, 9 digits. Format the column as Text so that the zeros stay.",
            fr="Écrivez « {fixed} », sur 9 chiffres. Donnez à la colonne le format Texte pour garder les zéros.",
        ),
        repairable=True,
    ),
    Cause(
        id="siren-spaced",
        title=Text(en="SIREN with other characters", fr="SIREN avec d’autres caractères"),
        text=Text(
            en="Column “{column}”: 9 digits in a row are due, not “{value}” (row {row}): {count} of {of}.",
            fr="Colonne « {column} » : on attend 9 chiffres d’un seul tenant, pas « {value} » (ligne {row}) : {count} sur {of}.",
        ),
        fix=Text(
            en="Write “{fixed}”, nothing else. Format the column as Text.",
            fr="Écrivez « {fixed} », rien d’autre. Donnez à la colonne le format Texte.",
        ),
        repairable=True,
    ),
    Cause(
        id="siren-is-siret",
        title=Text(en="SIRET where a SIREN is due", fr="SIRET au lieu de SIREN"),
        text=Text(
            en="Column “{column}”: “{value}” (row {row}) is a SIRET; a SIREN is its first nine digits: {count} of {of}.",
            fr="Colonne « {column} » : « {value} » (ligne {row}) est un SIRET ; le SIREN en est les neuf premiers chiffres : {count} sur {of}.",
        ),
        fix=Text(
            en="Write “{fixed}”. In a spreadsheet, =LEFT(A2,9) does it for the whole column.",
            fr="Écrivez « {fixed} ». Dans le tableur, =GAUCHE(A2;9) le fait pour toute la colonne.",
        ),
        repairable=True,
    ),
    Cause(
        id="siren-checksum",
        title=Text(en="SIREN that cannot exist", fr="SIREN impossibles"),
        text=Text(
            en="Column “{column}”: “{value}” (row {row}) has 9 digits but its check digit is wrong: {count} of {of}.",
            fr="Colonne « {column} » : « {value} » (ligne {row}) a 9 chiffres mais sa clé de contrôle est fausse : {count} sur {of}.",
        ),
        fix=_LOOK_UP,
        effort="medium",
    ),
    Cause(
        id="siren-length",
        title=Text(en="SIREN of a wrong length", fr="SIREN de mauvaise longueur"),
        text=Text(
            en="Column “{column}”: a SIREN has 9 digits, unlike “{value}” (row {row}): {count} of {of}.",
            fr="Colonne « {column} » : un SIREN a 9 chiffres, ce n’est pas le cas de « {value} » (ligne {row}) : {count} sur {of}.",
        ),
        fix=_LOOK_UP,
        effort="medium",
    ),
    Cause(
        id="siren-other",
        title=Text(en="Cells that are no SIREN", fr="Cellules qui ne sont pas des SIREN"),
        text=Text(
            en="Column “{column}”: a SIREN, 9 digits, is due; found “{value}” (row {row}): {count} of {of}.",
            fr="Colonne « {column} » : on attend un SIREN, 9 chiffres ; on trouve « {value} » (ligne {row}) : {count} sur {of}.",
        ),
        fix=_LOOK_UP,
        effort="medium",
    ),
)
