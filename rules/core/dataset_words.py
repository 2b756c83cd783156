"""Why a resource of a dataset is left out, and what a portal says of a dataset: in words."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from rules.core.text import Lang, Text

LEFT_OUT: Mapping[str, Text] = MappingProxyType(
    {
        "documentation": Text(
            en="documentation, as the portal says", fr="documentation, d’après le portail"
        ),
        "document": Text(
            en="a document to read, beside the data", fr="un document à lire, à côté des données"
        ),
        "page": Text(en="a web page, not a file", fr="une page web, pas un fichier"),
        "service": Text(
            en="a service that is queried, not a file", fr="un service à interroger, pas un fichier"
        ),
        "code": Text(en="source code", fr="du code source"),
        "not_main": Text(
            en="not a main file, as the portal says",
            fr="pas un fichier principal, d’après le portail",
        ),
        "multipart": Text(
            en="one table cut into several files, which are not put together here",
            fr="un tableau découpé en plusieurs fichiers, qui ne sont pas réunis ici",
        ),
        "no_address": Text(
            en="no web address (https://…) is given for it",
            fr="aucune adresse web (https://…) n’est indiquée",
        ),
        "twice": Text(
            en="the same address as another file", fr="la même adresse qu’un autre fichier"
        ),
        "too_many": Text(
            en="beyond the number of files checked at once",
            fr="au-delà du nombre de fichiers évalués en une fois",
        ),
    }
)
NOTES: Mapping[str, Text] = MappingProxyType(
    {
        "archived": Text(
            en="The portal lists this dataset as archived.",
            fr="Le portail indique que ce jeu de données est archivé.",
        )
    }
)


def left_out_text(reason: str, lang: Lang) -> str:
    """Say why a resource is left out; a reason of another version is shown as it is."""
    return LEFT_OUT[reason].say(lang) if reason in LEFT_OUT else reason


def note_text(code: str, lang: Lang) -> str:
    """Say what the portal says; a code of another version is shown as it is."""
    return NOTES[code].say(lang) if code in NOTES else code
