"""What goes in and out of the table of work: small frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from app.store.hook_model import NewHook

JobState = Literal["queued", "running", "succeeded", "failed", "cancelled"]
PUBLISH, PERSON, BATCH = 0, 1, 2
UPLOAD = "-"
"""Stands for the host of a dropped file: nobody’s server, so no limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """One order as it comes to the table."""

    id: str
    topic: str
    dataset: str
    url: str
    host: str
    request: str
    priority: int = PERSON
    place: str = ""
    quiet: float = 0.0
    """Seconds that an order waits while its dataset is being, or has just been, assessed."""
    key: str = ""
    """Idempotency key; empty: none."""
    fingerprint: str = ""
    callback: NewHook | None = None
    """Someone to be told when it has ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """An order and what became of it."""

    id: str
    state: JobState
    priority: int
    dataset: str
    url: str
    created_at: datetime
    not_before: datetime
    started_at: datetime | None
    ended_at: datetime | None
    attempts: int
    retries: int
    crashes: int
    losses: int
    step: str
    bytes: int
    rows: int
    assessment: str | None
    code: str
    problem: str
    successor: str
    request: str
    news: bool = field(default=False, compare=False)
    """True where its end, just written, may have put something into the outbox."""

    @property
    def ended(self) -> bool:
        """Tell whether nothing more will happen to it."""
        return self.state not in {"queued", "running"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A priority to look for work in; only items that have been due for ``waited`` seconds."""

    priority: int
    waited: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bid:
    """What a worker can take: how many, and where it looks first."""

    worker: str
    place: str
    slots: int
    lanes: tuple[Lane, ...]
    lease: float
    """Seconds until others may take it over, unless the worker says that it lives."""
    per_host: int
    after: str = ""
    """Host after which to go round, where the head of a lane is blocked."""
    ahead: int = 0
    """Items to hand over ahead for each one that runs, whoever runs it; engines only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One item taken up by a worker."""

    number: int
    id: str
    topic: str
    host: str
    priority: int
    attempts: int
    retries: int
    crashes: int
    losses: int
    request: str
    worker: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """How far a claimed item has come."""

    claim: Claim
    step: str
    bytes: int = 0
    rows: int = 0
    content: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """How a worker lets go of an item: ended, or ``queued`` again after ``wait`` seconds."""

    state: JobState
    code: str = ""
    problem: str = ""
    wait: float = 0.0
    retried: bool = False
    crashed: bool = False
    """The reader died of this content."""
    lost: bool = False
    """The worker died, or we made a mistake: no fault of the content."""
    host_wait: float = 0.0
    """Seconds that the whole host asked for."""
    host_rest: float = 0.0
    """Seconds that batches leave the host in peace the first time; doubled each time in a row."""
    host_well: bool = False
    """The host answered as it should."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """One item for an engine to bring to a worker."""

    number: int
    ticket: float
    """Good for one start, unless the item was handed out anew since."""
    place: str
    """Where a dropped file lies; empty: any worker will do."""
    priority: int
    aged: bool
    """It has waited long: it goes out of turn."""
