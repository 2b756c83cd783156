"""Words of the reports that machines read and people are shown."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from rules.core.text import Text

CI: Mapping[str, Text] = MappingProxyType(
    {
        "grade": Text(en="Grade", fr="Note"),
        "graded": Text(en="The file was graded", fr="Le fichier a été noté"),
        "at_least": Text(en="The grade is at least {grade}", fr="La note est d’au moins {grade}"),
        "below": Text(
            en="Grade {grade} ({score} of 100), below {wanted}",
            fr="Note {grade} ({score} sur 100), en dessous de {wanted}",
        ),
        "ungraded": Text(en="The file could not be graded", fr="Le fichier n’a pas pu être noté"),
        "met": Text(en="{title}: met at {share}%", fr="{title} : respecté à {share} %"),
        "row": Text(en="row {row}: {value}", fr="ligne {row} : {value}"),
        "fixed": Text(en="row {row}: {value} → {fixed}", fr="ligne {row} : {value} → {fixed}"),
        "found": Text(
            en="{message} (found: {count} of {of})", fr="{message} (trouvé : {count} sur {of})"
        ),
        "column": Text(en="[{column}] {message}", fr="[{column}] {message}"),
        "to_do": Text(en="To do: {text}", fr="À faire : {text}"),
        "gain": Text(en="To do: {text} (+{gain} points)", fr="À faire : {text} (+{gain} points)"),
        "more": Text(en="and more: {count}", fr="et d’autres encore : {count}"),
        "not_measured": Text(en="Not measured: {reason}", fr="Non mesuré : {reason}"),
    }
)
