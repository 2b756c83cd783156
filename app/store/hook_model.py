"""What goes in and out of the outbox: small frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from rules.core.grading import Grade

Event = Literal["assessment.completed", "grade.changed", "run.completed", "webhook.test"]
HookState = Literal["enabled", "disabled", "spent"]
DeliveryState = Literal["waiting", "sending", "paused", "delivered", "failed", "dropped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Of what happens, what a receiver wants to hear of; empty: of everything."""

    dataset: str = ""
    """One address."""
    prefix: str = ""
    """Addresses that begin so."""
    catalog: str = ""
    """One catalogue's runs and the datasets that it lists, by its id."""
    below: str = ""
    """Grades worse than this letter."""
    drops: bool = False
    """Only where the grade fell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewHook:
    """Someone to be told from now on."""

    id: str
    url: str
    host: str
    secret: str
    owner: str = ""
    label: str = ""
    events: tuple[Event, ...] = ()
    filters: Filters = field(default_factory=Filters)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hook(NewHook):
    """Someone who is told."""

    state: HookState
    reason: str
    former: str
    """The secret before; empty where it signs no more."""
    created_at: datetime
    delivered_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HookChange:
    """What to change of a webhook; ``None``: leave it."""

    label: str | None = None
    events: tuple[Event, ...] | None = None
    filters: Filters | None = None
    enabled: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunNews:
    """A run over a catalogue that has ended."""

    catalog: str
    run: str
    state: str
    assessed: int = 0
    failed: int = 0
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What happened. Facts only, all of them public."""

    event: Event
    at: datetime
    dataset: str = ""
    url: str = ""
    title: str = ""
    assessment: str = ""
    grade: Grade | None = None
    score: float | None = None
    coverage: float | None = None
    policy: str = ""
    limits: tuple[str, ...] = ()
    before: Grade | None = None
    """The grade before, where one had been earned."""
    before_score: float | None = None
    before_assessment: str = ""
    job: str = ""
    job_state: str = ""
    code: str = ""
    """Why there is no grade, or why the job did not end well."""
    run: RunNews | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """One time that a message was sent."""

    at: datetime
    status: int | None = None
    code: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A message and what became of it."""

    number: int
    id: str
    webhook: str
    event: Event
    state: DeliveryState
    created_at: datetime
    due: datetime
    ended_at: datetime | None
    attempts: int
    status: int | None
    code: str
    tries: tuple[Try, ...]
    news: News


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalResource:
    """A resource that a portal announced, and what was last written there."""

    id: str
    portal: str
    resource_id: str
    dataset_id: str
    dataset: str
    pushed: str
    deleted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """A message taken up by a worker: to a webhook, or to a portal’s resource."""

    number: int
    id: str
    worker: str
    taken: int
    attempts: int
    news: News
    hook: Hook | None = None
    resource: PortalResource | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """How a worker lets go of a message: ended, or ``waiting`` again after ``wait`` seconds."""

    state: DeliveryState
    status: int | None = None
    code: str = ""
    seconds: float = 0.0
    wait: float = 0.0
    off: Literal["", "gone", "failing"] = ""
    """Why its webhook is switched off, where this was the last straw."""
    pushed: str = ""
    """Digest of what the portal took."""
    gone: bool = False
    """The portal no longer has the resource."""
    tried: bool = True
    """False where nothing needed to be sent."""
