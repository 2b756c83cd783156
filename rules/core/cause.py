"""What there is to say about one cause of trouble."""

from __future__ import annotations

from dataclasses import dataclass

from rules.core.rule import Effort
from rules.core.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One pattern of trouble. Every text may use {column} {count} {of} {row} {value} {fixed}.

    ``{row}``, ``{value}`` and ``{fixed}`` are those of the first sample (``—`` where there is none);
    a finding's own facts are offered too.
    """

    id: str
    title: Text
    """The trouble, in a few words: title of the finding and of the suggestion."""
    text: Text
    """What is wrong, with the concrete value and row."""
    fix: Text
    """What to change, and how."""
    effort: Effort = "low"
    repairable: bool = False
    """True where a corrected value can be computed without guessing."""
