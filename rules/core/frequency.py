"""Update frequencies: the vocabularies portals speak, and the days they allow.

Days are udata's whole-period tolerances (data.gouv.fr), so that a publisher is never held to
more than the national portal asks. Placeholder order: shortest period first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from rules.core.text import Text


@dataclass(frozen=True, slots=True)
class Frequency:
    """One promised frequency. ``id`` is udata's; ``days`` is ``None`` where it promises no date."""

    id: str
    eu: str
    """Code in the EU frequency authority list (``ANNUAL``)."""
    days: float | None
    title: Text
    never: bool = False
    """True where no further update is ever expected (never, not planned, punctual)."""


_TABLE = (
    Frequency("daily", "DAILY", 1, Text(en="daily", fr="quotidienne")),
    Frequency("annual", "ANNUAL", 365, Text(en="yearly", fr="annuelle")),
    Frequency("irregular", "IRREG", None, Text(en="irregular", fr="irrégulière")),
    Frequency("never", "NEVER", None, Text(en="never updated", fr="jamais mise à jour"), never=True),
)

FREQUENCIES: Mapping[str, Frequency] = MappingProxyType({f.id: f for f in _TABLE})


def parse_frequency(raw: str) -> str:
    """Give the canonical id of a stated frequency, or ``""``: the unknown is never guessed."""
    return raw if raw in FREQUENCIES else ""
