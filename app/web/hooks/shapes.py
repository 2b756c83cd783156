"""Webhooks as callers see them. Keys are frozen; add, never rename."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.web.shape import Shape
from rules.core.text import Lang

URL_MAX = 8192
EventName = Literal["assessment.completed", "grade.changed", "run.completed"]
_Address = Annotated[str, Field(max_length=URL_MAX)]
_Events = Annotated[list[EventName], Field(min_length=1, max_length=3)]


class FiltersShape(BaseModel):
    """Of what happens, what to be told of; null: of everything. All that are given must hold."""

    model_config = ConfigDict(extra="forbid")

    dataset: _Address | None = Field(default=None, description="Only this address.")
    prefix: _Address | None = Field(default=None, description="Only addresses that begin so.")
    catalog: Annotated[str, Field(max_length=100)] | None = Field(
        default=None, description="Only this catalogue, by its id: its runs and its datasets."
    )
    below: Literal["A", "B", "C", "D"] | None = Field(
        default=None, description="Only grades worse than this letter."
    )
    only_drops: bool = Field(default=False, description="Only where the grade fell.")


class WebhookOrder(BaseModel):
    """Body of ``POST /v1/webhooks``."""

    model_config = ConfigDict(extra="forbid")

    url: str = Field(min_length=1, max_length=URL_MAX, description="Where to send messages.")
    events: _Events = Field(default=["assessment.completed", "grade.changed", "run.completed"])
    filters: FiltersShape = Field(default_factory=FiltersShape)
    label: str = Field(default="", max_length=200, description="A name for people.")


class WebhookPatch(BaseModel):
    """Body of ``PATCH /v1/webhooks/{id}``: what is not given stays."""

    model_config = ConfigDict(extra="forbid")

    events: _Events | None = None
    filters: FiltersShape | None = None
    label: Annotated[str, Field(max_length=200)] | None = None
    enabled: bool | None = Field(default=None, description="Switch on or off.")


class WebhookLinksShape(Shape):
    """Where to look next."""

    self: str
    deliveries: str


class WebhookShape(Shape):
    """Someone who is told."""

    id: str
    url: str
    """Without the values in its query: they may be secrets of the receiver’s."""
    label: str | None
    events: list[EventName]
    filters: FiltersShape
    state: Literal["enabled", "disabled"]
    reason: Literal["asked", "gone", "failing"] | None
    """Why it is disabled: somebody asked, its receiver answered 410, or it took nothing."""
    reason_text: str | None
    created_at: datetime
    delivered_at: datetime | None
    secret: str | None = None
    """Told once: when it is made, and when it is replaced."""
    lang: Lang
    links: WebhookLinksShape


class WebhookList(Shape):
    """All webhooks, oldest first."""

    items: list[WebhookShape]


class TryShape(Shape):
    """One time that a message was sent."""

    at: datetime
    status: int | None
    code: str | None
    reason: str | None
    seconds: float


class DeliveryShape(Shape):
    """A message and what became of it."""

    id: str
    """``webhook-id``: the same at every try."""
    event: EventName | Literal["webhook.test"]
    state: Literal["waiting", "sending", "paused", "delivered", "failed", "dropped"]
    created_at: datetime
    next_at: datetime | None
    """When it is sent next, where it waits."""
    ended_at: datetime | None
    attempts: int
    status: int | None
    code: str | None
    dataset: str | None
    assessment: str | None
    tries: list[TryShape]


class DeliveryPage(Shape):
    """Messages, newest first; ``next`` asks for those that follow."""

    items: list[DeliveryShape]
    next: str | None
