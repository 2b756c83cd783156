"""Webhooks and their log in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from app.redact import closed, redact_url
from app.store import Delivery, Filters, Hook, Try
from app.web.hooks.shapes import (
    DeliveryShape,
    EventName,
    FiltersShape,
    TryShape,
    WebhookLinksShape,
    WebhookShape,
)
from rules.core.outcomes import OUTCOMES
from rules.core.text import Lang, Text

_REASONS: Mapping[str, Text] = {
    "asked": Text(en="Switched off by hand.", fr="Désactivé à la main."),
    "gone": Text(
        en="The receiver answered 410: it no longer wants to be told.",
        fr="Le destinataire a répondu 410 : il ne souhaite plus être averti.",
    ),
    "failing": Text(
        en="The receiver took nothing, try after try. What waits is sent once you switch it on again.",
        fr="Le destinataire n’a rien accepté, essai après essai. Ce qui attend partira quand vous le réactiverez.",
    ),
}
_TRIED: Mapping[str, Text] = {
    "deadline": Text(
        en="The receiver did not answer in the time allowed.",
        fr="Le destinataire n’a pas répondu dans le temps imparti.",
    ),
    "http_status": Text(
        en="The receiver answered {status}: only 200 to 299 counts as taken.",
        fr="Le destinataire a répondu {status} : seuls 200 à 299 valent accusé de réception.",
    ),
    "truncated": Text(
        en="The receiver broke off the connection before it answered.",
        fr="Le destinataire a coupé la connexion avant de répondre.",
    ),
}
"""What outcomes say of downloads does not fit what is sent."""


def webhook_shape(hook: Hook, lang: Lang, base: str, secret: str | None = None) -> WebhookShape:
    """Show a webhook; its secret only where it is new."""
    home = f"{base}/v1/webhooks/{hook.id}"
    reason = _REASONS.get(hook.reason)
    return WebhookShape.model_validate(
        {
            "id": hook.id,
            "url": closed(hook.url),
            "label": hook.label or None,
            "events": list(hook.events),
            "filters": filters_shape(hook.filters),
            "state": hook.state,
            "reason": hook.reason or None,
            "reason_text": reason.say(lang) if reason else None,
            "created_at": hook.created_at,
            "delivered_at": hook.delivered_at,
            "secret": secret,
            "lang": lang,
            "links": WebhookLinksShape(self=home, deliveries=f"{home}/deliveries"),
        }
    )


def filters_shape(filters: Filters) -> FiltersShape:
    """Show what a webhook is told of."""
    return FiltersShape.model_validate(
        {
            "dataset": redact_url(filters.dataset) or None,
            "prefix": redact_url(filters.prefix) or None,
            "catalog": filters.catalog or None,
            "below": filters.below or None,
            "only_drops": filters.drops,
        }
    )


def filters_of(shape: FiltersShape) -> Filters:
    """Take what a webhook wants to be told of."""
    return Filters(
        dataset=shape.dataset or "",
        prefix=shape.prefix or "",
        catalog=shape.catalog or "",
        below=shape.below or "",
        drops=shape.only_drops,
    )


def delivery_shape(delivery: Delivery, lang: Lang) -> DeliveryShape:
    """Show a message and its tries."""
    news = delivery.news
    return DeliveryShape(
        id=delivery.id,
        event=cast("EventName", delivery.event),
        state=delivery.state,
        created_at=delivery.created_at,
        next_at=delivery.due if delivery.state == "waiting" else None,
        ended_at=delivery.ended_at,
        attempts=delivery.attempts,
        status=delivery.status,
        code=delivery.code or None,
        dataset=news.dataset or None,
        assessment=news.assessment or None,
        tries=[_try(one, lang) for one in delivery.tries],
    )


def _try(one: Try, lang: Lang) -> TryShape:
    known = OUTCOMES.get(one.code)
    text = _TRIED.get(one.code) or (known.text if known else None)
    facts = {"status": str(one.status or "—"), "detail": "—"}
    return TryShape(
        at=one.at,
        status=one.status,
        code=one.code or None,
        reason=text.say(lang, facts) if text else None,
        seconds=one.seconds,
    )
