"""Dry run of data.gouv.fr's metadata score: udata's nine criteria, a ninth each.

As udata counts: a frequency without a period is always kept, one day late is on time, one open
file or one described file is enough, a link that the portal never checked counts as good.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from rules.core.dry_run import Answer, Question, held, stated, unknown
from rules.core.evidence import Evidence, Metadata
from rules.core.frequency import FREQUENCIES
from rules.core.freshness import aware
from rules.core.outcomes import effect_of

DESCRIPTION_LENGTH = 100
"""Characters that a description must exceed."""
CLOSED_FORMATS = frozenset({"", "pdf", "doc", "docx", "word", "xls", "excel", "xlsx"})
"""Formats that udata does not call open; none at all is one of them."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One of the nine: its key in udata's ``quality`` block, and the question."""

    id: str
    ask: Question


@dataclass(frozen=True, slots=True)
class Check:
    """One criterion and its answer."""

    criterion: Criterion
    answer: Answer


@dataclass(frozen=True, slots=True)
class Forecast:
    """The nine criteria, in udata's order."""

    checks: tuple[Check, ...]

    @property
    def score(self) -> float:
        """Share of the nine surely met, 0..1."""
        return self._share("met")

    @property
    def at_most(self) -> float:
        """Share met if what we could not know turns out well."""
        return self._share("met", "unknown")

    def _share(self, *counted: str) -> float:
        return sum(check.answer.status in counted for check in self.checks) / len(self.checks)


def foretell(seen: Evidence) -> Forecast | None:
    """Foretell the score of the dataset; ``None`` without metadata."""
    said = seen.metadata
    if said is None:
        return None
    return Forecast(tuple(Check(criterion, criterion.ask(seen, said)) for criterion in CRITERIA))


def _licence(_: Evidence, said: Metadata) -> Answer:
    return held(said.licence.strip())


def _temporal(_: Evidence, said: Metadata) -> Answer:
    return held(said.temporal.strip())


def _spatial(_: Evidence, said: Metadata) -> Answer:
    return held(said.spatial.strip() or said.granularity.strip())


def _frequency(_: Evidence, said: Metadata) -> Answer:
    return held(said.frequency in FREQUENCIES, stated=stated(said.frequency_raw))


def _on_time(seen: Evidence, said: Metadata) -> Answer:
    """Hold the last update against the frequency; without a frequency udata counts nothing."""
    served = seen.access.last_modified if seen.access else None
    last, known = said.modified or served, FREQUENCIES.get(said.frequency)
    facts = {
        "date": last.date().isoformat() if last else "—",
        "frequency": stated(said.frequency_raw or said.frequency),
    }
    if known is None or known.days is None:
        return held(known, **facts)
    if last is None:
        return unknown("no_date", **facts)
    due = aware(last) + timedelta(days=known.days)
    return held((due - aware(seen.seen_at)).days >= -1, **facts)


def _description(_: Evidence, said: Metadata) -> Answer:
    length = len(said.description)
    return held(length > DESCRIPTION_LENGTH, length=length, enough=DESCRIPTION_LENGTH)


def _open_format(seen: Evidence, said: Metadata) -> Answer:
    if said.resources is not None:
        formats = [file.format for file in said.resources]
    else:
        formats = [said.format or (seen.file.format if seen.file else "")]
        if not formats[0]:
            return unknown("format_unknown", format="—")
    met = any(name.strip().lower() not in CLOSED_FORMATS for name in formats)
    named = dict.fromkeys(name.strip().upper() for name in formats if name.strip())
    return held(met, format=stated(", ".join(named)))


def _available(seen: Evidence, said: Metadata) -> Answer:
    """Trust the portal's checks of the files it links to; else our own of the one assessed."""
    if said.resources == ():
        return held(met=False, count=0)
    listed = said.resources or ()
    if any(file.remote is not None for file in listed):
        dead = sum(file.available is False for file in listed if file.remote)
        return held(not dead, count=dead)
    if seen.access is None:
        return unknown(seen.gaps.get("access", "no_access"), count="—")
    outcome = seen.access.outcome
    if outcome == "ok" or effect_of(outcome, seen.access.status) in {"dead", "not_data"}:
        return held(outcome == "ok", count=int(outcome != "ok"))
    return unknown(outcome, count="—")


def _documented(_: Evidence, said: Metadata) -> Answer:
    if said.resources is None:
        return unknown("resources_not_told")
    return held(
        any(listed.described or listed.kind == "documentation" for listed in said.resources)
    )


CRITERIA = (
    Criterion("license", _licence),
    Criterion("temporal_coverage", _temporal),
    Criterion("spatial", _spatial),
    Criterion("update_frequency", _frequency),
    Criterion("update_fulfilled_in_time", _on_time),
    Criterion("dataset_description_quality", _description),
    Criterion("has_open_format", _open_format),
    Criterion("all_resources_available", _available),
    Criterion("resources_documentation", _documented),
)
