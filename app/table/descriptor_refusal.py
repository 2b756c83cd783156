"""Why something is no Table Schema at all, said so that its author finds the place."""

from __future__ import annotations

from rules.core.text import Fact, Text

NOT_AN_OBJECT = Text(en="it is not a JSON object", fr="ce n’est pas un objet JSON")
NOT_JSON = Text(en="it is not JSON", fr="ce n’est pas du JSON")
NO_FIELDS = Text(
    en="it has no list of fields (fields)", fr="il n’a pas de liste de champs (fields)"
)
TOO_MANY_FIELDS = Text(
    en="it has more than {most} fields", fr="il compte plus de {most} champs (fields)"
)
FIELD_NOT_AN_OBJECT = Text(
    en="its field no. {place} is not a JSON object",
    fr="son champ nº {place} n’est pas un objet JSON",
)
FIELD_WITHOUT_NAME = Text(
    en="one of its fields has no usable name (name)",
    fr="l’un de ses champs n’a pas de nom utilisable (name)",
)
NAME_NOT_TEXT = Text(
    en="the name of one of its fields holds characters that no text can hold",
    fr="le nom de l’un de ses champs contient des caractères qu’aucun texte ne peut contenir",
)
NAME_TWICE = Text(
    en="two of its fields are called “{name}”", fr="deux de ses champs s’appellent « {name} »"
)
UNKNOWN_TYPE = Text(
    en="its field “{name}” has the type “{type}”, which Table Schema does not know",
    fr="son champ « {name} » est de type « {type} », que Table Schema ne connaît pas",
)
OTHER_KIND = Text(
    en="it describes “{type}” and not a table", fr="il décrit « {type} » et non un tableau"
)


class NoTableSchema(ValueError):
    """A descriptor of which nothing can be used; ``why`` is the end of a sentence."""

    def __init__(self, why: Text, **facts: Fact) -> None:
        super().__init__(why.en)
        self.why = why
        self.facts = facts
