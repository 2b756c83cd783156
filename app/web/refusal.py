"""What every refusal of the API has."""

from __future__ import annotations

from dataclasses import dataclass

from rules.core.outcome import Whose
from rules.core.text import Text


@dataclass(frozen=True, slots=True)
class Refusal:
    """One code: its HTTP status, whose problem it is, whether to try again unchanged, what to do."""

    status: int
    whose: Whose
    retry: bool
    fix: Text
