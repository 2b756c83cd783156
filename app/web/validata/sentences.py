"""What each error tells a clerk, in French, as Markdown: what is expected, then what to write."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.table import CellError

Field = Mapping[str, object]
_LISTED = 30
_LONGEST = 200
_FORMS: Mapping[str, str] = {
    "siret": "SIRET",
    "siren": "SIREN",
    "rna": "RNA",
    "code-commune-insee": "code commune INSEE",
    "code-postal": "code postal",
}


def message_of(error: CellError, field: Field) -> str:
    """Say what is expected of a cell or a row, and the right value where it is sure."""
    said = _expected(error, field)
    if error.fixed is None or code(error.fixed) in said:
        return said
    return f"{said}\n\n**Valeur proposée** : {code(error.fixed)}"


def code(text: object) -> str:
    """Write a stranger's text so that no Markdown in it takes effect."""
    flat = " ".join(str(text).replace("`", "'").split())
    return f"`{flat if len(flat) <= _LONGEST else flat[: _LONGEST - 1] + '…'}`"


def _expected(error: CellError, field: Field) -> str:
    if error.fault == "type":
        by_type = _BY_TYPE.get(str(field.get("type", "string")), _other_type)
        return by_type(error, field)
    by_fault = _BY_FAULT.get(error.fault) or _BY_CODE.get(error.code)
    return by_fault(error, field) if by_fault else _custom(error, field)


def _limit(error: CellError, field: Field) -> object:
    stated = field.get("constraints")
    return stated.get(error.fault, "") if isinstance(stated, Mapping) else ""


def _text(_error: CellError, field: Field) -> str:
    return _BY_FORMAT.get(str(field.get("format", "")), "La valeur doit être un texte.")


def _date(error: CellError, field: Field) -> str:
    shape = str(field.get("format", "default"))
    if shape not in {"default", "any", "%Y-%m-%d"}:
        return f"La date doit suivre le format {code(shape)} du schéma."
    if error.fixed:
        return f"Écrivez la date ainsi : {code(error.fixed)} (`aaaa-mm-jj`)."
    return "La date doit être écrite sous la forme `aaaa-mm-jj`, par exemple `2026-05-31`."


def _number(error: CellError, _field: Field) -> str:
    if any("," in cell for cell in error.cells) and error.fixed:
        return f"Le séparateur décimal à utiliser est le point : écrivez {code(error.fixed)}."
    if any("," in cell for cell in error.cells):
        return "Le séparateur décimal à utiliser est le point, comme dans `10.5`."
    return "La valeur doit être un nombre, sans unité, sans espace : par exemple `10.5`."


def _boolean(_error: CellError, field: Field) -> str:
    yes, no = (_words(field, key) for key in ("trueValues", "falseValues"))
    if not yes or not no:
        return "Les valeurs acceptées sont `true` (vrai) et `false` (faux)."
    return f"Les valeurs acceptées sont {yes} (vrai) et {no} (faux)."


def _words(field: Field, key: str) -> str:
    values = field.get(key)
    return ", ".join(map(code, values)) if isinstance(values, list) else ""


def _other_type(_error: CellError, field: Field) -> str:
    return f"La valeur ne se lit pas comme le type {code(field.get('type', 'any'))} du schéma."


def _length(error: CellError, field: Field) -> str:
    bound = "au moins" if error.fault == "minLength" else "au plus"
    length = len(error.cells[0]) if error.cells else 0
    return f"Longueur attendue : {bound} {_limit(error, field)} caractère(s), contre {length} ici."


def _bound(error: CellError, field: Field) -> str:
    words = {
        "minimum": "au moins égale à",
        "exclusiveMinimum": "supérieure à",
        "maximum": "au plus égale à",
        "exclusiveMaximum": "inférieure à",
    }
    return f"La valeur doit être {words[error.fault]} {_limit(error, field)}."


def _pattern(error: CellError, field: Field) -> str:
    said = f"{code(error.cells[0])} ne suit pas la forme que le schéma impose."
    if field.get("example"):
        said += f"\n\n**Exemple donné par le schéma** : {code(field['example'])}"
    return f"{said}\n\n**Détail technique** : expression régulière {code(_limit(error, field))}"


def _enum(error: CellError, field: Field) -> str:
    values = _limit(error, field)
    listed = values if isinstance(values, list) else []
    more = [f"- … et {len(listed) - _LISTED} autre(s)"] if len(listed) > _LISTED else []
    shown = [f"- {code(value)}" for value in listed[:_LISTED]]
    return "\n".join(["Les valeurs autorisées sont :", *shown, *more])


def _custom(error: CellError, _field: Field) -> str:
    return f"La valeur ne respecte pas le format {_FORMS.get(error.fault, code(error.fault))}."


def _says(sentence: str) -> Callable[[CellError, Field], str]:
    return lambda _error, _field: sentence


def _others(sentence: str) -> Callable[[CellError, Field], str]:
    return lambda error, _field: sentence.format(
        others=code(error.others), column=code(error.column)
    )


_BY_FORMAT: Mapping[str, str] = {
    "email": "La valeur doit être une adresse électronique, comme `mairie@exemple.fr`.",
    "uri": "La valeur doit être une adresse internet complète, comme `https://www.exemple.fr`.",
    "uuid": "La valeur doit être un identifiant UUID.",
}
_BY_TYPE: Mapping[str, Callable[[CellError, Field], str]] = {
    "string": _text,
    "number": _number,
    "integer": _says("La valeur doit être un nombre entier, sans décimale, sans espace : `10`."),
    "boolean": _boolean,
    "date": _date,
    "datetime": _says("La date et l’heure s’écrivent ainsi : `2026-05-31T14:30:00Z`."),
    "time": _says("L’heure s’écrit ainsi : `14:30:00`."),
    "year": _says("L’année s’écrit avec quatre chiffres : `2026`."),
    "yearmonth": _says("Le mois s’écrit ainsi : `2026-05`."),
    "duration": _says("La durée s’écrit selon ISO 8601 : `P1Y2M` pour un an et deux mois."),
    "array": _says('La liste s’écrit en JSON : `["un", "deux"]`.'),
    "list": _says("La liste ne se lit pas : vérifiez le séparateur de ses éléments."),
    "object": _says("La valeur doit être un objet JSON, entre accolades."),
    "geopoint": _says(
        "Les coordonnées s’écrivent dans l’ordre que le schéma indique : `2.35,48.85`."
    ),
    "geojson": _says("La valeur doit être un objet GeoJSON valide."),
}
_BY_FAULT: Mapping[str, Callable[[CellError, Field], str]] = {
    "required": _says("La valeur est obligatoire : remplissez cette cellule."),
    "unique": _says("Cette valeur est déjà présente plus haut ; chacune doit être unique."),
    "minLength": _length,
    "maxLength": _length,
    "minimum": _bound,
    "exclusiveMinimum": _bound,
    "maximum": _bound,
    "exclusiveMaximum": _bound,
    "pattern": _pattern,
    "enum": _enum,
    "opening-hours-value": _says(
        "Les horaires s’écrivent selon [OpenStreetMap]"
        "(https://wiki.openstreetmap.org/wiki/Key:opening_hours) : `Mo-Fr 09:00-17:00`."
    ),
    "phone-number-value": _says(
        "Ce n’est pas un numéro de téléphone valide, comme `01 23 45 67 89`."
    ),
    "year-interval-value": _says(
        "Écrivez deux années croissantes séparées par une barre : `2025/2026`."
    ),
    "compare-columns-value": _others("Il faut que : {column} {others}."),
    "sum-columns-value": _others("Il faut que : {column} {others}."),
    "cohesive-columns-value": _others(
        "Ces colonnes se remplissent toutes ensemble, ou pas du tout : {column}, {others}."
    ),
    "one-of-required": _others("Remplissez au moins une de ces colonnes : {others}."),
    "french-gps-coordinates": _says(
        "Ce point n’est pas en France : vérifiez l’ordre des coordonnées (longitude, latitude)."
    ),
    "coordonnees-gps-francaises": _says("Ce point n’est pas en France : vérifiez les coordonnées."),
}
_BY_CODE: Mapping[str, Callable[[CellError, Field], str]] = {
    "blank-row": _says("Cette ligne est vide : supprimez-la."),
    "extra-cell": _says("Cette cellule dépasse la dernière colonne : vérifiez les séparateurs."),
    "missing-cell": _says("La ligne s’arrête avant cette colonne : vérifiez les séparateurs."),
    "primary-key": _says("La clé de cette ligne est vide, ou déjà prise par une ligne au-dessus."),
    "foreign-key": _says("Cette ligne renvoie à une autre qui n’est pas dans le fichier."),
}
