"""Titles and tags of errors, as readers of Validata's reports know them."""

from __future__ import annotations

from collections.abc import Mapping

_BY_FAULT: Mapping[str, str] = {
    "required": "Valeur manquante",
    "unique": "Valeur dupliquée",
    "minLength": "Valeur trop courte",
    "maxLength": "Valeur trop longue",
    "minimum": "Valeur trop petite",
    "exclusiveMinimum": "Valeur trop petite",
    "maximum": "Valeur trop grande",
    "exclusiveMaximum": "Valeur trop grande",
    "pattern": "Format incorrect",
    "enum": "Valeur incorrecte",
    "opening-hours-value": "Horaires d'Ouverture Incorrects",
    "one-of-required": "Un Élement Requis",
    "phone-number-value": "Numéro de Téléphone Incorrect",
    "year-interval-value": "Année ou Intervalle d'Années Incorrect",
    "compare-columns-value": "Comparaison de Colonnes Incorrecte",
    "sum-columns-value": "Somme de Colonnes Incorrecte",
    "cohesive-columns-value": "Colonnes Incohérentes",
    "french-gps-coordinates": "Coordonnées Hors de France",
    "coordonnees-gps-francaises": "Coordonnées Hors de France",
}
_BY_TYPE: Mapping[str, str] = {
    "string": "Format de texte incorrect",
    "number": "Format de nombre incorrect",
    "integer": "Format de nombre entier incorrect",
    "boolean": "Valeur booléenne incorrecte",
    "date": "Format de date incorrect",
    "datetime": "Format de date et heure incorrect",
    "time": "Format d'heure incorrect",
    "year": "Format d'année incorrect",
    "yearmonth": "Format de mois incorrect",
    "duration": "Format de durée incorrect",
    "array": "Format de liste incorrect",
    "list": "Format de liste incorrect",
    "object": "Format d'objet JSON incorrect",
    "geopoint": "Format de coordonnées incorrect",
    "geojson": "Format GeoJSON incorrect",
}
_BY_FORMAT: Mapping[str, str] = {
    "email": "Format d'adresse électronique incorrect",
    "uri": "Format d'adresse internet incorrect",
    "uuid": "Format d'identifiant UUID incorrect",
}
_BY_CODE: Mapping[str, str] = {
    "blank-row": "Ligne vide",
    "extra-cell": "Valeur surnuméraire",
    "missing-cell": "Valeur manquante",
    "primary-key": "Clé primaire incorrecte",
    "foreign-key": "Clé étrangère incorrecte",
    "missing-label": "Colonne manquante",
    "duplicate-label": "En-têtes dupliquées",
    "blank-label": "En-tête vide",
    "source-error": "Source de données illisible",
}
_CELL = ["#table", "#row", "#cell"]
_LABEL = ["#table", "#header", "#label"]
_TAGS: Mapping[str, list[str]] = {
    "type-error": _CELL,
    "constraint-error": _CELL,
    "unique-error": _CELL,
    "extra-cell": _CELL,
    "missing-cell": _CELL,
    "blank-row": ["#table", "#row"],
    "primary-key": ["#table", "#row"],
    "foreign-key": ["#table", "#row"],
    "missing-label": _LABEL,
    "blank-label": _LABEL,
    "duplicate-label": [],
    "source-error": ["#file", "#content"],
}


def title_of(code: str, fault: str = "", kind: str = "", shape: str = "") -> str:
    """Give an error's title; ``kind`` and ``shape`` are the field's type and format."""
    if fault == "type":
        by_shape = _BY_FORMAT.get(shape) if kind == "string" else None
        return by_shape or _BY_TYPE.get(kind, "Format incorrect")
    return _BY_CODE.get(code) or _BY_FAULT.get(fault, "Format Invalide")


def tags_of(code: str, *, whole_row: bool = False) -> list[str]:
    """Give an error's tags; those of custom checks begin with the body's."""
    known = _TAGS.get(code)
    if known is not None:
        return list(known)
    return ["#body", "#table", "#row"] if whole_row else ["#body", *_CELL]
