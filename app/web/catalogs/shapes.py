"""The public shapes of catalogues and runs. Keys are frozen; add, never rename."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from app.store.catalog_model import Harvest, Kind, Policy, RunState
from app.web.shape import Shape
from rules.core.grading import Grade
from rules.core.text import Lang


class CatalogOrder(BaseModel):
    """Body of ``POST /v1/catalogs``."""

    model_config = ConfigDict(extra="forbid")

    url: str = Field(
        min_length=1,
        max_length=8192,
        description="A portal’s home page, its API, an organisation’s page, or a file that lists datasets.",
    )
    kind: Kind | None = Field(default=None, description="Left out: found out by asking.")
    title: str = Field(default="", max_length=300)
    schedule: str | None = Field(
        default=None,
        max_length=100,
        description="Five cron fields, in UTC; empty: only when asked; left out: as it was.",
        examples=["0 3 * * 1"],
    )
    policy: Policy = Field(default="due", description="Of the runs that the schedule starts.")


class RunOrder(BaseModel):
    """Body of ``POST /v1/catalogs/{id}/runs``."""

    model_config = ConfigDict(extra="forbid")

    policy: Policy = Field(
        default="due",
        description="`due`: never assessed, described anew, or expected to have changed; "
        "`changed`: never assessed or described anew; `failed`: without a current grade; `all`.",
    )
    harvest: Harvest = Field(
        default="auto",
        description="How the catalogue is listed first: `full`, only `changes` since last time, "
        "`none`, or `auto`: what is needed.",
    )


class CatalogLinksShape(Shape):
    """Where to look next."""

    self: str
    report: str
    datasets: str
    summary: str
    badge: str
    export_csv: str


class TroubleShape(Shape):
    """A page or an entry of the catalogue that could not be used."""

    url: str
    code: str
    reason: str | None


class RunLinksShape(Shape):
    """Where to look next."""

    self: str
    events: str
    catalog: str
    datasets: str


class ItemsShape(Shape):
    """What has become of the assessments that a run asked for."""

    ordered: int
    """All that it asked for."""
    merged: int
    """Of these: somebody else was waiting for them already."""
    queued: int
    running: int
    succeeded: int
    failed: int
    cancelled: int


class ListingShape(Shape):
    """What listing the catalogue has come to."""

    pages: int
    total: int | None
    """What the portal says that it lists; null where it does not say."""
    seen: int
    added: int
    changed: int
    gone: int
    troubles: int


class RunShape(Shape):
    """One pass over a catalogue, from the moment it is accepted."""

    id: str
    catalog: str
    state: RunState
    state_text: str
    policy: Policy
    harvest: Harvest
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    retry_at: datetime | None
    """When the portal is asked again, where it wanted to be left alone."""
    listing: ListingShape
    items: ItemsShape
    share: float | None
    """Part of the assessments asked for that has ended, 0..1; null before any."""
    code: str | None
    """What cut the listing short."""
    reason: str | None
    troubles: list[TroubleShape]
    """The first of them; ``listing.troubles`` counts all."""
    lang: Lang
    links: RunLinksShape


class CatalogShape(Shape):
    """A portal's list of datasets."""

    id: str
    url: str
    title: str | None
    kind: Kind | None
    """Null until it has been asked."""
    datasets: int
    schedule: str | None
    policy: Policy
    next_run_at: datetime | None
    created_at: datetime | None
    harvested_at: datetime | None
    run: RunShape | None
    """The newest one."""
    lang: Lang
    links: CatalogLinksShape


class CatalogItem(Shape):
    """A catalogue in brief."""

    id: str
    url: str
    title: str | None
    kind: Kind | None
    harvested_at: datetime | None
    report: str


class CatalogPage(Shape):
    """Some catalogues, newest first; ``next`` asks for those that follow."""

    items: list[CatalogItem]
    next: str | None


class RunPage(Shape):
    """A catalogue's runs, newest first."""

    items: list[RunShape]


class MemberShape(Shape):
    """One dataset of a catalogue, in brief."""

    id: str
    """``/v1/datasets/{id}``."""
    url: str
    title: str | None
    organisation: str | None
    organisation_id: str | None
    themes: list[str]
    formats: list[str]
    schemas: list[str]
    grade: Grade | None
    score: float | None
    stale: bool
    """True where the newest look measured nothing: the grade is an earlier one."""
    outcome: str | None
    """What ended the newest look early, ``ok``, or null before any."""
    reason: str | None
    assessment: str | None
    assessed_at: datetime | None
    updated_at: datetime | None
    due_at: datetime | None
    report: str


class MemberPage(Shape):
    """Some datasets of a catalogue, in a steady order; ``next`` asks for those that follow."""

    items: list[MemberShape]
    next: str | None


GradeWanted = Literal["A", "B", "C", "D", "E", "none"]
