"""What an outcome is: one code, whose problem it is, what it costs, and its words."""

from __future__ import annotations

from dataclasses import dataclass
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
    """True where the same request may well succeed later, nothing changed."""
    text: Text
    """What happened, for a clerk. May use {status} and {detail}."""
    fix: Text
    """What to do about it."""
    title: Text | None = None
    """The same without a figure, where ``text`` needs one."""
    status: int = 422
    """HTTP status of the answer where the effect is ``refused``."""
