"""What goes in and out of the tables of catalogues: small frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from rules.core.grading import Grade

Policy = Literal["due", "changed", "failed", "all"]
"""Which members a run assesses: those due again, described anew, last seen ill, or every one."""
Harvest = Literal["auto", "full", "changes", "none"]
"""How a run lists the catalogue first."""
RunState = Literal[
    "queued", "harvesting", "choosing", "assessing", "succeeded", "failed", "cancelled"
]
Kind = Literal["ckan", "udata", "opendatasoft", "dcat", "datajson", "list"]
WHOLE = "*"
"""Stands for the whole catalogue where organisations are told apart."""

_TRUSTED = timedelta(days=7)
"""How long lists of changes are believed before everything is listed again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog:
    """A portal's list of datasets."""

    id: str
    url: str
    kind: str = ""
    start: str = ""
    title: str = ""
    schedule: str = ""
    policy: Policy = "due"
    next_at: datetime | None = None
    created_at: datetime | None = None
    harvested_at: datetime | None = None
    whole_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One entry of a catalogue as a harvest found it, ready to be kept."""

    key: str
    url: str
    dataset: str
    host: str
    title: str
    organisation: str
    org: str
    modified: float | None
    digest: str
    request: str
    record: bytes | None
    code: str
    themes: tuple[str, ...]
    formats: tuple[str, ...]
    schemas: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """A page or an entry that could not be used."""

    url: str
    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """What one step of a harvest brings: entries, troubles, and where to go on."""

    drafts: tuple[Draft, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    cursor: str
    page: bool = True
    """Whether a page is through with it."""
    total: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One pass over a catalogue."""

    number: int
    id: str
    catalog: str
    policy: Policy
    harvest: Harvest
    state: RunState
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    worker: str
    not_before: datetime
    cursor: str
    after: int
    pages: int
    seen: int
    added: int
    changed: int
    gone: int
    troubles: int
    ordered: int
    merged: int
    total: int | None
    done: int
    failed: int
    code: str

    @property
    def ended(self) -> bool:
        """Tell whether nothing more will happen to it."""
        return self.ended_at is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One dataset of a catalogue, in brief."""

    number: int
    dataset: str
    url: str
    title: str
    organisation: str
    org: str
    grade: Grade | None
    score: float | None
    stale: bool
    outcome: str
    """``ok``, empty before any look, or a code (``http_status:404``)."""
    code: str
    assessment: str | None
    assessed_at: datetime | None
    updated: datetime | None
    due_at: datetime | None
    gone: bool
    themes: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    schemas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which members are asked for; empty or ``None``: all."""

    org: str | None = None
    theme: str = ""
    format: str = ""
    schema: str = ""
    grade: str = ""
    """A letter, or ``none``."""
    stale: bool | None = None
    gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Grades of a group of datasets."""

    key: str
    name: str
    members: int = 0
    assessed: int = 0
    median: float | None = None
    grades: tuple[int, int, int, int, int] = (0, 0, 0, 0, 0)
    """How many A, B, C, D, E."""

    @property
    def graded(self) -> int:
        """How many have a grade."""
        return sum(self.grades)


@dataclass(frozen=True, slots=True, kw_only=True)
class TopFix:
    """One fix, over all the datasets that need it."""

    rule: str
    cause: str
    datasets: int
    gain: float
    """Points, added up over the datasets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """How a group stood some months ago."""

    org: str
    month: str
    median: float | None
    graded: int
    members: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """A schema that an organisation's datasets follow or say they do."""

    org: str
    schema: str
    source: str
    grade: Grade | None
    score: float | None
    dataset: str
    """Its best one."""
    title: str
    updated: datetime | None
    datasets: int = 1


def whole_harvest(catalog: Catalog, run: Run) -> bool:
    """Tell whether a run lists everything: what it then does not see is gone."""
    if run.harvest == "auto":
        seen = catalog.whole_at
        return catalog.harvested_at is None or seen is None or run.created_at - seen > _TRUSTED
    return run.harvest == "full"
