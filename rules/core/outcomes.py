"""One vocabulary for what can go wrong: every code, whose problem it is, and what it costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from rules.core.text import Text

Whose = Literal["origin", "file", "request", "us"]
Effect = Literal["dead", "not_data", "unmeasured", "refused"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One code. ``dead`` and ``not_data`` end in grade E, ``unmeasured`` in no grade at all.

    ``refused`` answers the request with ``status`` and stores nothing.
    """

    code: str
    whose: Whose
    effect: Effect
    retry: bool
    text: Text
    """What happened, for a clerk. May use {status} and {detail}."""
    fix: Text
    """What to do about it."""
    status: int = 422
    """HTTP status of the answer where the effect is ``refused``."""


_TABLE = (
    Outcome(
        code="http_status",
        whose="origin",
        effect="dead",
        retry=False,
        text=Text(
            en="The server answered with error {status} instead of the file.",
            fr="Le serveur a répondu par l’erreur {status} au lieu du fichier.",
        ),
        fix=Text(
            en="Check that the link opens the file in a browser where you are not logged in.",
            fr="Vérifiez que le lien ouvre bien le fichier dans un navigateur où vous n’êtes pas connecté.",
        ),
    ),
    Outcome(
        code="no_rows",
        whose="file",
        effect="not_data",
        retry=False,
        text=Text(
            en="The file has a header but not a single row of data.",
            fr="Le fichier a un en-tête mais aucune ligne de données.",
        ),
        fix=Text(
            en="Export the file again with its rows.",
            fr="Exportez de nouveau le fichier avec ses lignes.",
        ),
    ),
)

OUTCOMES: Mapping[str, Outcome] = MappingProxyType({o.code: o for o in _TABLE})

_PASSING = frozenset({408, 425, 429})
"""Statuses below 500 that say “later”, not “never”."""


def effect_of(code: str, status: int | None = None) -> Effect:
    """Give what a code does to the grade; a server's passing trouble never makes a bad grade."""
    if code == "http_status" and status is not None and (status >= 500 or status in _PASSING):  # noqa: PLR2004
        return "unmeasured"
    return OUTCOMES[code].effect if code in OUTCOMES else "unmeasured"
