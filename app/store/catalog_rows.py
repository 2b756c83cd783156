"""Between rows of the tables of catalogues and values."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

from app.store.catalog_model import Catalog, Draft, Member, Run
from app.store.document import visible

_TITLE_MAX, _URL_MAX = 500, 8192
_DATES = frozenset({"created_at", "started_at", "ended_at", "not_before"})
_CATALOG_DATES = frozenset({"next_at", "created_at", "harvested_at", "whole_at"})


def moment(seconds: float | None) -> datetime | None:
    """Read an instant; one that no calendar holds is none."""
    try:
        return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def catalog(row: Any) -> Catalog:
    """Read a row of ``catalog``."""
    values: dict[str, Any] = {}
    for field in fields(Catalog):
        value = getattr(row, field.name)
        values[field.name] = moment(value) if field.name in _CATALOG_DATES else value
    return Catalog(**values)


def run(row: Any) -> Run:
    """Read a row of ``run``."""
    values: dict[str, Any] = {"catalog": row.catalog_id}
    for field in fields(Run):
        if field.name != "catalog":
            value = getattr(row, field.name)
            values[field.name] = moment(value) if field.name in _DATES else value
    return Run(**values)


def member(row: Any) -> Member:
    """Read a row of ``catalog_dataset``; labels come separately."""
    return Member(
        number=row.number,
        dataset=row.dataset,
        url=row.url,
        title=row.title,
        organisation=row.organisation,
        org=row.org,
        grade=row.grade,
        score=row.score,
        stale=bool(row.stale),
        outcome=row.outcome,
        code=row.code,
        assessment=row.assessment_id,
        assessed_at=moment(row.assessed_at),
        updated=moment(row.updated if row.updated is not None else row.modified),
        due_at=moment(row.due_at),
        gone=bool(row.gone),
    )


def member_facts(draft: Draft, catalog_id: str, run_number: int, now: float) -> dict[str, object]:
    """Write an entry as parameters."""
    return {
        "catalog": catalog_id,
        "key": draft.key,
        "url": visible(draft.url)[:_URL_MAX],
        "dataset": draft.dataset,
        "host": visible(draft.host),
        "title": visible(draft.title)[:_TITLE_MAX],
        "organisation": visible(draft.organisation)[:_TITLE_MAX],
        "org": draft.org,
        "modified": draft.modified,
        "digest": draft.digest,
        "request": draft.request,
        "record": draft.record,
        "code": draft.code,
        "now": now,
        "run": run_number,
    }


def labels(draft: Draft) -> tuple[tuple[str, str], ...]:
    """Give what the portal labels an entry with."""
    pairs = (
        *(("theme", theme) for theme in draft.themes),
        *(("format", name) for name in draft.formats),
        *(("schema", name) for name in draft.schemas),
    )
    return tuple(dict.fromkeys((kind, visible(value)[:300]) for kind, value in pairs if value))
