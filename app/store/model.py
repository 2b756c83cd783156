"""What the store answers with, beside whole assessments: small frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rules.core.grading import Grade


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """One assessment that earned a grade."""

    assessment: str
    assessed_at: datetime
    grade: Grade
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A dataset and its newest assessment, in brief: what a badge or a list line shows."""

    id: str
    url: str
    title: str
    assessment: str
    assessed_at: datetime
    grade: Grade | None
    score: float | None
    graded: Graded | None
    """The newest assessment that earned a grade: this one or an earlier one; ``None``: never any."""

    @property
    def stale(self) -> bool:
        """Tell whether the grade to show is an earlier one, since the newest look gave none."""
        return self.graded is not None and self.graded.assessment != self.assessment


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of a dataset's history."""

    assessment: str
    assessed_at: datetime
    grade: Grade | None
    score: float | None
    coverage: float
    policy: str
    sha256: str
    """Of the content; empty where none was read."""
    limits: tuple[str, ...]
