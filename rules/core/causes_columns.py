"""Columns against the schema, and the schema against itself."""

from __future__ import annotations

from rules.core.cause import Cause
from rules.core.text import Text

_TELL_AUTHORS = Text(
    en="Nothing to change in the file: tell the authors of the schema.",
    fr="Rien à changer dans le fichier : signalez-le aux auteurs du schéma.",
)

COLUMN_CAUSES = (
    Cause(
        id="label-near",
        title=Text(en="A column name almost right", fr="Un nom de colonne presque juste"),
        text=Text(
            en="The column “{label}” is read as “{field}”: the schema spells it so.",
            fr="La colonne « {label} » est lue comme « {field} » : c’est ainsi que le schéma l’écrit.",
        ),
        fix=Text(
            en="Rename the column to “{field}”, letter for letter.",
            fr="Renommez la colonne en « {field} », à la lettre près.",
        ),
        repairable=True,
    ),
    Cause(
        id="labels-near",
        title=Text(en="Column names almost right", fr="Des noms de colonnes presque justes"),
        text=Text(
            en="Column names that the schema spells otherwise: {count} of {of}, such as “{value}”, read as “{fixed}”.",
            fr="Noms de colonnes que le schéma écrit autrement : {count} sur {of}, comme « {value} », lu comme « {fixed} ».",
        ),
        fix=Text(
            en="Copy the header from the schema over yours: “{value}” becomes “{fixed}”, and so on.",
            fr="Recopiez l’en-tête du schéma à la place du vôtre : « {value} » devient « {fixed} », et ainsi de suite.",
        ),
        repairable=True,
    ),
    Cause(
        id="column-missing-required",
        title=Text(en="A required column is missing", fr="Une colonne obligatoire manque"),
        text=Text(
            en="The schema requires the column “{field}”; the file has none of that name.",
            fr="Le schéma exige la colonne « {field} » ; le fichier n’en a aucune de ce nom.",
        ),
        fix=Text(
            en="Add the column “{field}” and fill it in; if it is there under another name, rename it.",
            fr="Ajoutez la colonne « {field} » et remplissez-la ; si elle existe sous un autre nom, renommez-la.",
        ),
        effort="medium",
    ),
    Cause(
        id="column-missing-optional",
        title=Text(en="An optional column is missing", fr="Une colonne facultative manque"),
        text=Text(
            en="The file does not have the optional column “{field}”.",
            fr="Le fichier n’a pas la colonne facultative « {field} ».",
        ),
        fix=Text(
            en="Add the column “{field}”, even empty, so that all files of this schema look alike.",
            fr="Ajoutez la colonne « {field} », même vide, pour que tous les fichiers de ce schéma se ressemblent.",
        ),
        repairable=True,
    ),
    Cause(
        id="column-extra",
        title=Text(en="A column unknown to the schema", fr="Une colonne inconnue du schéma"),
        text=Text(
            en="The schema does not know: “{label}”.",
            fr="Le schéma ne connaît pas : « {label} ».",
        ),
        fix=Text(
            en="Remove it or publish it in another file; if it belongs to the schema under another name, rename it.",
            fr="Retirez-la ou publiez-la dans un autre fichier ; si elle existe au schéma sous un autre nom, renommez-la.",
        ),
    ),
    Cause(
        id="columns-reordered",
        title=Text(en="Columns in another order", fr="Colonnes dans un autre ordre"),
        text=Text(
            en="All columns are there, but not in the order of the schema.",
            fr="Toutes les colonnes sont là, mais pas dans l’ordre du schéma.",
        ),
        fix=Text(
            en="Put the columns in this order: {order}.",
            fr="Rangez les colonnes dans cet ordre : {order}.",
        ),
        repairable=True,
    ),
    Cause(
        id="check-unusable",
        title=Text(
            en="A check of the schema is badly set", fr="Un contrôle du schéma est mal réglé"
        ),
        text=Text(
            en="The check “{check}” of the schema could not be run: its parameters name no column or no comparison that it knows.",
            fr="Le contrôle « {check} » du schéma n’a pas pu être fait : ses réglages ne désignent ni colonne ni comparaison connues.",
        ),
        fix=_TELL_AUTHORS,
    ),
    Cause(
        id="check-unknown",
        title=Text(en="An unknown check in the schema", fr="Un contrôle inconnu dans le schéma"),
        text=Text(
            en="Nobody here knows the check “{check}” that the schema asks for: it was not made.",
            fr="Le contrôle « {check} » demandé par le schéma n’est pas connu ici : il n’a pas été fait.",
        ),
        fix=_TELL_AUTHORS,
    ),
    Cause(
        id="check-no-list",
        title=Text(en="A check without its list", fr="Un contrôle sans sa liste"),
        text=Text(
            en="The check “{check}” needs an official list that is not kept here: it was not made.",
            fr="Le contrôle « {check} » demande une liste officielle qui n’est pas tenue ici : il n’a pas été fait.",
        ),
        fix=Text(
            en="Nothing to change in the file; these values were neither confirmed nor refused.",
            fr="Rien à changer dans le fichier ; ces valeurs n’ont été ni confirmées ni refusées.",
        ),
    ),
    Cause(
        id="constraint-unusable",
        title=Text(
            en="A rule of the schema makes no sense", fr="Une règle du schéma n’a pas de sens"
        ),
        text=Text(
            en="Column “{column}”: the schema’s “{key}” cannot be read; it was left out.",
            fr="Colonne « {column} » : le « {key} » du schéma est illisible ; il a été laissé de côté.",
        ),
        fix=_TELL_AUTHORS,
    ),
    Cause(
        id="schema-key-ignored",
        title=Text(
            en="A part of the schema was left out", fr="Une partie du schéma a été laissée de côté"
        ),
        text=Text(
            en="The schema’s “{key}” could not be used ({reason}).",
            fr="Le « {key} » du schéma n’a pas pu être utilisé ({reason}).",
        ),
        fix=_TELL_AUTHORS,
    ),
    Cause(
        id="pattern-too-slow",
        title=Text(
            en="A pattern of the schema takes too long", fr="Un motif du schéma est trop lent"
        ),
        text=Text(
            en="Column “{column}”: the schema’s pattern takes too long on these values; it was left out.",
            fr="Colonne « {column} » : le motif du schéma est trop lent sur ces valeurs ; il a été laissé de côté.",
        ),
        fix=_TELL_AUTHORS,
    ),
)
