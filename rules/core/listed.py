"""What a portal tells of each file of a dataset, without looking into any."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One file as a portal lists it under its dataset."""

    format: str = ""
    kind: str = ""
    """udata's type: ``main``, ``documentation``, ``update`` …; empty where untold."""
    described: bool = False
    remote: bool | None = None
    """True where the portal only links to it, False where it keeps it; ``None`` where untold."""
    available: bool | None = None
    """What the portal's own last check of the link found; ``None`` where it made none."""
