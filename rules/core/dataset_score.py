"""How the files of a dataset add up: the arithmetic that its verdict and its advice share."""

from __future__ import annotations

from collections.abc import Iterable
from math import fsum

from rules.core.grading import AT_MOST_B, Verdict, ended


def mean_score(verdicts: Iterable[Verdict]) -> float | None:
    """Give the mean of the scores measured, at most a B while one file cannot be used."""
    measured = [(v.score, ended(v)) for v in verdicts if v.score is not None]
    if not measured:
        return None
    mean = fsum(score for score, _ in measured) / len(measured)
    return round(min(mean, AT_MOST_B if any(broken for _, broken in measured) else 100.0), 1)


def mean_documentation(verdicts: Iterable[Verdict]) -> float | None:
    """Give the mean of the documentation scores measured."""
    measured = [v.documentation.score for v in verdicts if v.documentation.score is not None]
    return round(fsum(measured) / len(measured), 1) if measured else None
