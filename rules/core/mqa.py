"""Dry run of data.europa.eu's metadata quality score (MQA): 23 metrics, 405 points.

``points`` counts what is surely won; ``at_most`` adds what we could not know (30 points always:
only data.europa.eu can hold the portal's export against DCAT-AP), so the true figure lies between.
Of several distributions the best one counts, for interoperability on its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rules.core.dry_run import Answer
from rules.core.evidence import Evidence
from rules.core.mqa_metrics import METRICS, Metric, Pillar

TOTAL = sum(metric.points for metric in METRICS)
RATINGS = ((351, "Excellent"), (221, "Good"), (121, "Sufficient"), (0, "Bad"))
"""Lowest number of points of each word, as data.europa.eu documents them."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One metric and its answer."""

    metric: Metric
    answer: Answer

    @property
    def points(self) -> int:
        """Points surely won."""
        return self.metric.points if self.answer.status == "met" else 0

    @property
    def at_most(self) -> int:
        """Points won if what we could not know turns out well."""
        return 0 if self.answer.status == "not_met" else self.metric.points


@dataclass(frozen=True, slots=True)
class Forecast:
    """The whole breakdown, in data.europa.eu's order."""

    marks: tuple[Mark, ...]

    @property
    def points(self) -> int:
        """Points surely won, 0..405."""
        return sum(mark.points for mark in self.marks)

    @property
    def at_most(self) -> int:
        """Most points that it can be."""
        return sum(mark.at_most for mark in self.marks)

    def of(self, pillar: Pillar) -> tuple[Mark, ...]:
        """Give the metrics of one dimension."""
        return tuple(mark for mark in self.marks if mark.metric.pillar is pillar)


def foretell(*distributions: Evidence) -> Forecast | None:
    """Foretell the score of one dataset from each of its files; ``None`` without metadata."""
    each = [
        tuple(Mark(metric, metric.ask(seen, seen.metadata)) for metric in METRICS)
        for seen in distributions
        if seen.metadata is not None
    ]
    if not each:
        return None
    best = max(each, key=_worth)
    open_ = max(each, key=lambda marks: _worth(_technical(marks)))
    return Forecast(
        tuple(
            o if b.metric.pillar is Pillar.INTEROPERABILITY else b
            for b, o in zip(best, open_, strict=True)
        )
    )


def rating_of(points: int) -> str:
    """Give data.europa.eu's word for a number of points."""
    return next(word for floor, word in RATINGS if points >= floor)


def _worth(marks: Sequence[Mark]) -> tuple[int, int]:
    return sum(mark.points for mark in marks), sum(mark.at_most for mark in marks)


def _technical(marks: Sequence[Mark]) -> list[Mark]:
    return [mark for mark in marks if mark.metric.pillar is Pillar.INTEROPERABILITY]
