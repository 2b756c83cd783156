"""Between rows of the outbox and values."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from pydantic import TypeAdapter

from app.store.document import visible
from app.store.hook_model import (
    Delivery,
    Errand,
    Filters,
    Hook,
    NewHook,
    News,
    PortalResource,
    Try,
)

_NEWS = TypeAdapter(News)
_TRIES = TypeAdapter(tuple[Try, ...])


def hook(row: Any) -> Hook:
    """Read a row of ``webhook``; a former secret whose time is over is left out."""
    now = datetime.now(UTC).timestamp()
    return Hook(
        id=row.id,
        url=row.url,
        host=row.host,
        secret=row.secret,
        owner=row.owner,
        label=row.label,
        events=tuple(row.events.split()),
        filters=Filters(
            dataset=row.dataset,
            prefix=row.prefix,
            catalog=row.catalog,
            below=row.below,
            drops=bool(row.drops),
        ),
        state=row.state,
        reason=row.reason,
        former=row.former if row.former_until > now else "",
        created_at=_instant(row.created_at),
        delivered_at=_moment(row.delivered_at),
    )


def hook_facts(new: NewHook, now: float, job: str = "") -> dict[str, object]:
    """Write a new webhook as parameters; ``job``: it is told of that one only."""
    return {
        "id": new.id,
        "owner": new.owner,
        "url": new.url,
        "host": new.host,
        "label": visible(new.label),
        "secret": new.secret,
        "now": now,
        "job": job,
        **told(new),
    }


def told(new: NewHook) -> dict[str, object]:
    """Write what a webhook is told of as parameters."""
    filters = new.filters
    return {
        "events": " ".join(new.events),
        "dataset": visible(filters.dataset),
        "prefix": visible(filters.prefix),
        "catalog": visible(filters.catalog),
        "below": filters.below,
        "drops": filters.drops,
    }


def delivery(row: Any) -> Delivery:
    """Read a row of ``delivery`` that belongs to a webhook."""
    return Delivery(
        number=row.number,
        id=row.id,
        webhook=row.webhook_id,
        event=row.event,
        state=row.state,
        created_at=_instant(row.created_at),
        due=_instant(row.due),
        ended_at=_moment(row.ended_at),
        attempts=row.attempts,
        status=row.status,
        code=row.code,
        tries=tries(row.tries),
        news=_NEWS.validate_json(row.facts),
    )


def errand(row: Any, to: Hook | PortalResource | None) -> Errand:
    """Read what was taken up."""
    return Errand(
        number=row.number,
        id=row.id,
        worker=row.worker,
        taken=row.taken,
        attempts=row.attempts,
        news=_NEWS.validate_json(row.facts),
        hook=to if isinstance(to, Hook) else None,
        resource=to if isinstance(to, PortalResource) else None,
    )


def resource(row: Any) -> PortalResource:
    """Read a row of ``portal_resource``."""
    return PortalResource(
        id=row.id,
        portal=row.portal,
        resource_id=row.resource_id,
        dataset_id=row.dataset_id,
        dataset=row.dataset,
        pushed=row.pushed,
        deleted=bool(row.deleted),
    )


def pack_news(news: News) -> str:
    """Write what happened as JSON in pure ASCII: a stranger's title may hold anything."""
    return _NEWS.dump_json(news, ensure_ascii=True).decode()


def tries(text: str) -> tuple[Try, ...]:
    """Read the tries of a message."""
    return _TRIES.validate_json(text)


def pack_tries(every: tuple[Try, ...]) -> str:
    """Write the tries of a message, the newest ones."""
    return _TRIES.dump_json(every[-_MOST_TRIES:]).decode()


_MOST_TRIES = 50


def _instant(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else _instant(seconds)
