"""What does not fit in a request, said in the reader's language instead of pydantic's English."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel

from rules.core.text import Fact, Lang, Text

_MOST, _MOST_UNKNOWN = 20, 5
"""Faults listed; of keys that nobody knows, fewer: their names are a stranger's."""
_PLAIN = re.compile(r"[A-Za-z0-9_.:-]{1,40}")
_OTHER = Text(en="This value does not fit here.", fr="Cette valeur ne convient pas ici.")
_TEXTS: Mapping[str, Text] = {
    "missing": Text(en="This is required.", fr="Cet élément est obligatoire."),
    "extra_forbidden": Text(
        en="Nothing of this name is expected here.", fr="Rien de ce nom n’est attendu ici."
    ),
    "string_type": Text(en="A text is expected.", fr="Un texte est attendu."),
    "string_too_short": Text(
        en="This text is too short: at least {min_length} characters.",
        fr="Ce texte est trop court : {min_length} caractères au moins.",
    ),
    "string_too_long": Text(
        en="This text is too long: at most {max_length} characters.",
        fr="Ce texte est trop long : {max_length} caractères au plus.",
    ),
    "string_pattern_mismatch": Text(
        en="This text is not written as expected.", fr="Ce texte n’est pas écrit comme attendu."
    ),
    "string_unicode": Text(
        en="This text holds characters that do not exist.",
        fr="Ce texte contient des caractères qui n’existent pas.",
    ),
    "int_type": Text(en="A whole number is expected.", fr="Un nombre entier est attendu."),
    "float_type": Text(en="A number is expected.", fr="Un nombre est attendu."),
    "bool_type": Text(en="true or false is expected.", fr="true ou false est attendu."),
    "dict_type": Text(
        en="An object is expected: {{…}}.", fr="Un objet est attendu : {{…}}."
    ),
    "list_type": Text(en="A list is expected: […].", fr="Une liste est attendue : […]."),
    "datetime_type": Text(
        en="A date is expected, such as 2026-11-23 or 2026-11-23T10:00:00Z.",
        fr="Une date est attendue, par exemple 2026-11-23 ou 2026-11-23T10:00:00Z.",
    ),
    "url_type": Text(
        en="A web address is expected: https://…", fr="Une adresse web est attendue : https://…"
    ),
    "literal_error": Text(en="One of these is expected: {expected}.", fr="Valeurs possibles : {expected}."),
    "greater_than_equal": Text(en="At least {ge} is expected.", fr="{ge} est le minimum."),
    "greater_than": Text(en="More than {gt} is expected.", fr="Une valeur supérieure à {gt} est attendue."),
    "less_than_equal": Text(en="At most {le} is expected.", fr="{le} est le maximum."),
    "less_than": Text(en="Less than {lt} is expected.", fr="Une valeur inférieure à {lt} est attendue."),
    "too_short": Text(
        en="Too few items: at least {min_length}.", fr="Trop peu d’éléments : {min_length} au moins."
    ),
    "too_long": Text(
        en="Too many items: at most {max_length}.", fr="Trop d’éléments : {max_length} au plus."
    ),
    "json_invalid": Text(en="The body is not JSON.", fr="Le corps de la requête n’est pas du JSON."),
}  # fmt: skip
_SAME = {
    "int_parsing": "int_type",
    "int_parsing_size": "int_type",
    "int_from_float": "int_type",
    "float_parsing": "float_type",
    "finite_number": "float_type",
    "decimal_parsing": "float_type",
    "bool_parsing": "bool_type",
    "mapping_type": "dict_type",
    "model_type": "dict_type",
    "model_attributes_type": "dict_type",
    "dataclass_type": "dict_type",
    "tuple_type": "list_type",
    "set_type": "list_type",
    "enum": "literal_error",
    "url_parsing": "url_type",
    "url_scheme": "url_type",
    "json_type": "json_invalid",
}


class FieldError(BaseModel):
    """One part of the request that does not fit."""

    pointer: str
    code: str
    detail: str


def faults_of(errors: Iterable[Mapping[str, Any]], lang: Lang) -> list[FieldError]:
    """Say what does not fit; neither the input nor its context is given back."""
    found: list[FieldError] = []
    unknown = 0
    for error in errors:
        code = str(error["type"])
        unknown += code == "extra_forbidden"
        if code == "extra_forbidden" and unknown > _MOST_UNKNOWN:
            continue
        found.append(
            FieldError(pointer=_pointer(error["loc"]), code=code, detail=_said(error, lang))
        )
        if len(found) == _MOST:
            break
    return found


def _said(error: Mapping[str, Any], lang: Lang) -> str:
    code = str(error["type"])
    if code.startswith(("datetime", "date_", "time", "timezone")):
        code = "datetime_type"
    text = _TEXTS.get(_SAME.get(code, code), _OTHER)
    facts = {name: _fact(value) for name, value in dict(error.get("ctx") or {}).items()}
    try:
        return text.say(lang, facts)
    except KeyError:  # a bound of another kind than ours: the code says the rest
        return _OTHER.say(lang)


def _fact(value: object) -> Fact:
    """Write a bound of ours; pydantic lists words as ``'a', 'b' or 'c'``, in English."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    return str(value).replace(" or ", ", ")[:200]


def _pointer(location: Iterable[int | str]) -> str:
    """Point to the place; a name that no field of ours could have is not repeated."""
    parts = (str(part) for part in location)
    return "/" + "/".join(part if _PLAIN.fullmatch(part) else "?" for part in parts)
