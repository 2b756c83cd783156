"""Counting what is wrong: every defect is counted, only rows and samples are capped."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from rules.core.evidence import Finding, Sample, Severity
from rules.core.text import NO_FACTS, Fact

ROWS = 100
"""Most row numbers kept of one finding."""
_MANY = 500
"""Beyond so many findings each keeps less, so that the answer stays small."""
_FEW_ROWS, _FEW_SAMPLES = 10, 3


class Fault(NamedTuple):
    """What is wrong with one value: error code, cause, and the right value where it is sure."""

    code: str
    cause: str
    fixed: str | None = None
    facts: Mapping[str, Fact] = NO_FACTS
    name: str = ""
    """What was broken: ``type``, the name of a constraint, or of a check."""


class Key(NamedTuple):
    """What makes defects one finding."""

    rule: str
    code: str
    cause: str
    column: str


@dataclass(slots=True)
class Group:
    """One finding in the making."""

    severity: Severity
    facts: Mapping[str, Fact]
    count: int = 0
    rows: list[int] = field(default_factory=list)
    samples: dict[str, Sample] = field(default_factory=dict)
    """By value, so that the samples show different troubles."""


class Tally:
    """Defects grouped by rule, code, cause and column."""

    def __init__(self, samples: int) -> None:
        """Keep at most so many samples of one finding."""
        self._samples = samples
        self.groups: dict[Key, Group] = {}

    def add(
        self,
        key: Key,
        sample: Sample,
        facts: Mapping[str, Fact] = NO_FACTS,
        severity: Severity = "error",
    ) -> None:
        """Count one defect, in the row of its sample."""
        group = self.groups.get(key)
        if group is None:
            group = self.groups[key] = Group(severity, facts)
        group.count += 1
        row = sample.row
        if len(group.rows) < ROWS:
            group.rows.append(row)
        if len(group.samples) < self._samples and sample.value not in group.samples:
            group.samples[sample.value] = sample

    def merge(self, key: Key, group: Group) -> None:
        """Add a whole group to the one of that key."""
        into = self.groups.get(key)
        if into is None:
            self.groups[key] = group
            return
        into.count += group.count
        into.rows = sorted({*into.rows, *group.rows})[:ROWS]
        samples = sorted((into.samples | group.samples).values(), key=lambda s: s.row)
        into.samples = {sample.value: sample for sample in samples[: self._samples]}

    def findings(self, looked_at: Callable[[Key], int]) -> tuple[Finding, ...]:
        """Write the findings down; ``looked_at`` says of how many cells or rows each is a part."""
        few = len(self.groups) > _MANY
        return tuple(
            Finding(
                rule=key.rule,
                code=key.code,
                cause=key.cause,
                severity=group.severity,
                column=key.column,
                count=group.count,
                of=max(looked_at(key), group.count),
                rows=tuple(group.rows[: _FEW_ROWS if few else ROWS]),
                samples=_best_first(group)[: _FEW_SAMPLES if few else None],
                facts=group.facts,
            )
            for key, group in self.groups.items()
        )


def _best_first(group: Group) -> tuple[Sample, ...]:
    """Put samples with a sure correction first: the sentences quote the first one."""
    return tuple(sorted(group.samples.values(), key=lambda s: (s.fixed is None, s.row)))
