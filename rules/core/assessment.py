"""Everything known about one resource at one time: what is stored, shown and sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from uuid import uuid4

from rules.core.advice import Plan, Suggestion, advise
from rules.core.evidence import Evidence
from rules.core.grading import Grade, Verdict, judge
from rules.core.rule import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetRef:
    """What was assessed: the address is its identity (``urn:sha256:…`` for a dropped file)."""

    id: str
    url: str
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceGrade:
    """One file of a dataset of several, in brief; its own assessment holds the rest."""

    id: str
    """Id of its address, under which its own assessments are kept."""
    url: str
    title: str = ""
    assessment: str = ""
    grade: Grade | None = None
    score: float | None = None
    limits: tuple[str, ...] = ()
    format: str = ""
    media_type: str = ""
    bytes: int | None = None
    sha256: str = ""
    rows: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A resource that is not assessed; ``reason`` is a key of :mod:`rules.core.dataset_words`."""

    url: str
    title: str = ""
    reason: str
    outcome: str = ""
    """``ok``, or why its link did not answer a glance; empty: nobody looked."""
    bytes: int | None = None
    """Its size, where its server states it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """Evidence, verdict and advice of one dataset at one instant. Facts only, no sentences."""

    id: str
    dataset: DatasetRef
    evidence: Evidence
    verdict: Verdict
    suggestions: tuple[Suggestion, ...]
    plan: Plan
    resources: tuple[ResourceGrade, ...] = ()
    """The files assessed, where the dataset has several: it aggregates them."""
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[str, ...] = ()
    """What else the portal says that a reader must know: ``archived``."""
    aliases: tuple[str, ...] = ()
    """Other addresses of the same dataset: as it was asked for, its API's, its file's."""
    parts: tuple[Assessment, ...] = ()
    """The files' own assessments, just made: kept beside this one, never inside it."""


def dataset_id(url: str) -> str:
    """Give the stable id of an address: 128 bits that tell nothing about it."""
    return blake2b(
        url.encode(errors="surrogatepass"), digest_size=16, person=b"qualidata"
    ).hexdigest()


def conclude(url: str, evidence: Evidence, rules: Iterable[Rule], title: str = "") -> Assessment:
    """Judge the evidence and draw the advice from it. Pure but for the new id."""
    book = tuple(rules)
    verdict = judge(evidence, book)
    suggestions, plan = advise(evidence, book, verdict)
    title = title or (evidence.metadata.title if evidence.metadata else "")
    name = evidence.file.name if evidence.file else ""
    return Assessment(
        id=uuid4().hex,
        dataset=DatasetRef(id=dataset_id(url), url=url, title=title or name),
        evidence=evidence,
        verdict=verdict,
        suggestions=suggestions,
        plan=plan,
    )
