"""What judging one expectation gave, whoever judged it: plain figures, and the first wrong rows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the engine answered: success, the counted cells or the observed figure."""

    success: bool
    looked: int = 0
    """Cells or rows that were judged."""
    wrong: int = 0
    positions: tuple[int, ...] = ()
    """Where the first wrong ones stand, counting from 0."""
    rows: tuple[int, ...] = ()
    """Their ordinals in the file."""
    shown: tuple[str, ...] = ()
    """What is written there."""
    values: tuple[object, ...] = ()
    """What was judged there; of a set of distinct values, the strange ones."""
    observed: object = None
    unmet: float | None = None
    """Share of a set or of quantiles that is not as expected, where that is what was judged."""
    elements: int | None = None
    """Rows in all, where cells or rows were judged."""
    missing: int | None = None
    """Cells or rows left out because they are empty; ``None`` where none is left out."""
    strange: int | None = None
    """Different values that are not in the set."""
    absent: int | None = None
    """Members of the set that never come."""
    lacking: tuple[object, ...] = ()
    """The first of them."""
    details: str = ""
    """What else Great Expectations tells of a table's columns, as JSON."""
    native: bool = True
    """False where Great Expectations answered."""
