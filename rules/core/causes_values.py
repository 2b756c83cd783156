"""Cells against a list, a pattern or a length; blanks, codes and yes-or-no."""

from __future__ import annotations

from rules.core.cause import Cause
from rules.core.text import Text

VALUE_CAUSES = (
    Cause(
        id="enum-near",
        title=Text(en="Values almost in the list", fr="Valeurs presque dans la liste"),
        text=Text(
            en="Column “{column}”: “{value}” (row {row}) is not spelled as in the list of the schema ({allowed}): {count} of {of}.",
            fr="Colonne « {column} » : « {value} » (ligne {row}) n’est pas écrit comme dans la liste du schéma ({allowed}) : {count} sur {of}.",
        ),
        fix=Text(
            en="Write “{fixed}”, letter for letter. Find and Replace does it for the whole column.",
            fr="Écrivez « {fixed} », à la lettre près. Rechercher et remplacer le fait pour toute la colonne.",
        ),
        repairable=True,
    ),
    Cause(
        id="enum-unknown",
        title=Text(en="Values that are not in the list", fr="Valeurs hors de la liste"),
        text=Text(
            en="Column “{column}”: “{value}” (row {row}) is not one of the values allowed: {count} of {of}.",
            fr="Colonne « {column} » : « {value} » (ligne {row}) n’est pas une valeur permise : {count} sur {of}.",
        ),
        fix=Text(
            en="Choose among: {allowed}. In a spreadsheet, a drop-down list (Data > Validity) prevents other values.",
            fr="Choisissez parmi : {allowed}. Dans le tableur, une liste déroulante (Données > Validité) empêche toute autre valeur.",
        ),
        effort="medium",
    ),
    Cause(
        id="boolean-words",
        title=Text(en="Yes and no written otherwise", fr="Oui et non écrits autrement"),
        text=Text(
            en="Column “{column}”: the schema knows {allowed} only, not “{value}” (row {row}): {count} of {of}.",
            fr="Colonne « {column} » : le schéma ne connaît que {allowed}, pas « {value} » (ligne {row}) : {count} sur {of}.",
        ),
        fix=Text(
            en="Write “{fixed}” instead of “{value}”; Find and Replace does it for the whole column.",
            fr="Écrivez « {fixed} » au lieu de « {value} » ; Rechercher et remplacer le fait pour toute la colonne.",
        ),
        repairable=True,
    ),
    Cause(
        id="boolean-other",
        title=Text(en="Neither yes nor no", fr="Ni oui ni non"),
        text=Text(
            en="Column “{column}”: “{value}” (row {row}) is neither yes nor no: {count} of {of}.",
            fr="Colonne « {column} » : « {value} » (ligne {row}) n’est ni oui ni non : {count} sur {of}.",
        ),
        fix=Text(
            en="Write one of these two values: {allowed}.",
            fr="Écrivez l’une de ces deux valeurs : {allowed}.",
        ),
        effort="medium",
    ),
    Cause(
        id="pattern-mismatch",
        title=Text(
            en="Values that do not have the right form", fr="Valeurs qui n’ont pas la bonne forme"
        ),
        text=Text(
            en="Column “{column}”: “{value}” (row {row}) does not have the form that the schema asks for: {count} of {of}.",
            fr="Colonne « {column} » : « {value} » (ligne {row}) n’a pas la forme demandée par le schéma : {count} sur {of}.",
        ),
        fix=Text(
            en="Write these values in the form: {form}.",
            fr="Écrivez ces valeurs sous la forme : {form}.",
        ),
        effort="medium",
    ),
    Cause(
        id="too-long",
        title=Text(en="Texts too long", fr="Textes trop longs"),
        text=Text(
            en="Column “{column}”: texts longer than {limit} characters, like the one in row {row}: {count} of {of}.",
            fr="Colonne « {column} » : textes de plus de {limit} caractères, comme à la ligne {row} : {count} sur {of}.",
        ),
        fix=Text(
            en="Shorten these texts to {limit} characters at most; in a spreadsheet, =LEN(A2) counts them.",
            fr="Raccourcissez ces textes à {limit} caractères au plus ; dans le tableur, =NBCAR(A2) les compte.",
        ),
        effort="medium",
    ),
    Cause(
        id="too-short",
        title=Text(en="Texts too short", fr="Textes trop courts"),
        text=Text(
            en="Column “{column}”: “{value}” (row {row}) has fewer than {limit} characters: {count} of {of}.",
            fr="Colonne « {column} » : « {value} » (ligne {row}) a moins de {limit} caractères : {count} sur {of}.",
        ),
        fix=Text(
            en="Complete these texts; {limit} characters at least are asked for.",
            fr="Complétez ces textes ; {limit} caractères au moins sont demandés.",
        ),
        effort="medium",
    ),
    Cause(
        id="padded-value",
        title=Text(en="Spaces around the value", fr="Espaces autour de la valeur"),
        text=Text(
            en="Column “{column}”: cells that begin or end with a space, like row {row} (“{value}”): {count} of {of}.",
            fr="Colonne « {column} » : cellules qui commencent ou finissent par une espace, comme à la ligne {row} (« {value} ») : {count} sur {of}.",
        ),
        fix=Text(
            en="Remove these spaces: in a spreadsheet, =TRIM(A2) does it for the whole column.",
            fr="Retirez ces espaces : dans le tableur, =SUPPRESPACE(A2) le fait pour toute la colonne.",
        ),
        repairable=True,
    ),
    Cause(
        id="formula-error",
        title=Text(en="A formula that failed", fr="Une erreur de formule"),
        text=Text(
            en="Column “{column}”: a formula shows “{value}” (row {row}) in place of a result: {count} of {of}.",
            fr="Colonne « {column} » : une formule affiche « {value} » (ligne {row}) au lieu d’un résultat : {count} sur {of}.",
        ),
        fix=Text(
            en="Mend the formula in row {row}, or type the value itself; leave the cell empty if there is none.",
            fr="Corrigez la formule de la ligne {row}, ou saisissez la valeur elle-même ; laissez la cellule vide s’il n’y en a pas.",
        ),
        effort="medium",
    ),
    Cause(
        id="placeholder-value",
        title=Text(en="A word for “nothing”", fr="Un mot pour dire « rien »"),
        text=Text(
            en="Column “{column}”: “{value}” (row {row}) only says that there is no value: {count} of {of}.",
            fr="Colonne « {column} » : « {value} » (ligne {row}) dit seulement qu’il n’y a pas de valeur : {count} sur {of}.",
        ),
        fix=Text(
            en="Leave the cell empty where nothing is known; where the column is required, find the value.",
            fr="Laissez la cellule vide quand rien n’est connu ; si la colonne est obligatoire, trouvez la valeur.",
        ),
        repairable=True,
    ),
    Cause(
        id="spaces-inside",
        title=Text(en="Spaces or dashes inside a code", fr="Espaces ou tirets dans un code"),
        text=Text(
            en="Column “{column}”: codes are written in one piece, unlike “{value}” (row {row}): {count} of {of}.",
            fr="Colonne « {column} » : les codes s’écrivent d’un seul tenant, pas comme « {value} » (ligne {row}) : {count} sur {of}.",
        ),
        fix=Text(
            en="Write “{fixed}”. Find and Replace removes the spaces of the whole column.",
            fr="Écrivez « {fixed} ». Rechercher et remplacer retire les espaces de toute la colonne.",
        ),
        repairable=True,
    ),
    Cause(
        id="decimal-tail",
        title=Text(en="Codes taken for numbers", fr="Codes pris pour des nombres"),
        text=Text(
            en="Column “{column}”: “{value}” (row {row}) is a code to which a program has added decimals: {count} of {of}.",
            fr="Colonne « {column} » : « {value} » (ligne {row}) est un code auquel un logiciel a ajouté des décimales : {count} sur {of}.",
        ),
        fix=Text(
            en="Write “{fixed}”. Format the column as Text before you export.",
            fr="Écrivez « {fixed} ». Donnez à la colonne le format Texte avant l’export.",
        ),
        repairable=True,
    ),
    Cause(
        id="zeros-lost",
        title=Text(en="Codes without their first zero", fr="Codes sans leur premier zéro"),
        text=Text(
            en="Column “{column}”: “{value}” (row {row}) has lost the zero it began with: {count} of {of}.",
            fr="Colonne « {column} » : « {value} » (ligne {row}) a perdu son zéro du début : {count} sur {of}.",
        ),
        fix=Text(
            en="Write “{fixed}”. Format the column as Text before you paste or export, so that the zero stays.",
            fr="Écrivez « {fixed} ». Donnez à la colonne le format Texte avant de coller ou d’exporter : le zéro restera.",
        ),
        repairable=True,
    ),
    Cause(
        id="case-differs",
        title=Text(en="Capitals or small letters", fr="Majuscules ou minuscules"),
        text=Text(
            en="Column “{column}”: “{value}” (row {row}) differs from what is asked by its capitals only: {count} of {of}.",
            fr="Colonne « {column} » : « {value} » (ligne {row}) ne diffère de ce qui est demandé que par les majuscules : {count} sur {of}.",
        ),
        fix=Text(
            en="Write “{fixed}”. In a spreadsheet: Format > Text > Uppercase or Lowercase.",
            fr="Écrivez « {fixed} ». Dans le tableur : Format > Texte > Majuscules ou Minuscules.",
        ),
        repairable=True,
    ),
    Cause(
        id="official-code-unknown",
        title=Text(en="Codes that do not exist", fr="Codes inexistants"),
        text=Text(
            en="Column “{column}”: “{value}” (row {row}) is not in the official list, or has not its form: {count} of {of}.",
            fr="Colonne « {column} » : « {value} » (ligne {row}) n’est pas dans la liste officielle, ou n’en a pas la forme : {count} sur {of}.",
        ),
        fix=Text(
            en="Look the code up at its source (INSEE, La Poste, Journal officiel) and copy it as it stands.",
            fr="Cherchez le code à sa source (Insee, La Poste, Journal officiel) et recopiez-le tel quel.",
        ),
        effort="medium",
    ),
    Cause(
        id="json-bad",
        title=Text(en="Lists or shapes that cannot be read", fr="Listes ou tracés illisibles"),
        text=Text(
            en="Column “{column}”: “{value}” (row {row}) is not the structure (JSON) that the schema asks for: {count} of {of}.",
            fr="Colonne « {column} » : « {value} » (ligne {row}) n’est pas la structure (JSON) demandée par le schéma : {count} sur {of}.",
        ),
        fix=Text(
            en='A list is written ["one", "two"], with straight quotes. For shapes, export GeoJSON from the mapping software.',
            fr='Une liste s’écrit ["un", "deux"], avec des guillemets droits. Pour un tracé, exportez en GeoJSON depuis le logiciel de cartographie.',
        ),
        effort="high",
    ),
    Cause(
        id="type-other",
        title=Text(
            en="Values that are not of the right kind", fr="Valeurs qui ne sont pas du bon type"
        ),
        text=Text(
            en="Column “{column}”: “{value}” (row {row}) is not the kind of value that the schema asks for: {count} of {of}.",
            fr="Colonne « {column} » : « {value} » (ligne {row}) n’est pas le genre de valeur demandé par le schéma : {count} sur {of}.",
        ),
        fix=Text(
            en="See the description of this column in the schema, and its example.",
            fr="Voyez la description de cette colonne dans le schéma, et son exemple.",
        ),
        effort="medium",
    ),
)
