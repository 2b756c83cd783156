"""Say who is told of what; read what they were told; have it said again."""

from __future__ import annotations

import asyncio
from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, Path, Query, Response

from app.collect.addresses import tidied
from app.jobs import new_secret
from app.store import HookChange, NewHook
from app.web.context import Parts, Reader
from app.web.hooks.guard import Owner
from app.web.hooks.present import delivery_shape, filters_of, webhook_shape
from app.web.hooks.shapes import (
    DeliveryPage,
    DeliveryShape,
    WebhookList,
    WebhookOrder,
    WebhookPatch,
    WebhookShape,
)
from app.web.problems import RESPONSES

_NEWEST = 2**62
router = APIRouter(prefix="/v1/webhooks", tags=["webhooks"], responses=RESPONSES)
Id = Annotated[str, Path(max_length=64)]
Cursor = Annotated[int, Query(ge=0, le=_NEWEST, description="Cursor of the page before.")]


@router.post("", operation_id="createWebhook", status_code=201)
async def create(
    order: WebhookOrder, parts: Parts, lang: Reader, owner: Owner, response: Response
) -> WebhookShape:
    """Register an address to be told. Its secret is in this answer, and never shown again."""
    url, secret = tidied(order.url), new_secret()
    new = NewHook(
        id=f"wh_{uuid4().hex}",
        url=url,
        host=parts.desk.receiver(url),
        secret=secret,
        owner=owner,
        label=order.label,
        events=tuple(dict.fromkeys(order.events)),
        filters=filters_of(order.filters),
    )
    hook = await asyncio.to_thread(parts.store.hooks.add, new, parts.settings.webhook_most)
    response.headers["location"] = f"/v1/webhooks/{hook.id}"
    return webhook_shape(hook, lang, parts.settings.public_base_url, secret)


@router.get("", operation_id="listWebhooks")
async def every(parts: Parts, lang: Reader, owner: Owner) -> WebhookList:
    """List the webhooks, oldest first."""
    hooks = await asyncio.to_thread(parts.store.hooks.every, owner)
    base = parts.settings.public_base_url
    return WebhookList(items=[webhook_shape(hook, lang, base) for hook in hooks])


@router.get("/{webhook_id}", operation_id="getWebhook")
async def read(webhook_id: Id, parts: Parts, lang: Reader, owner: Owner) -> WebhookShape:
    """Show one webhook: whether it is switched on, and if not, why."""
    hook = await asyncio.to_thread(parts.store.hooks.one, webhook_id, owner)
    return webhook_shape(hook, lang, parts.settings.public_base_url)


@router.patch("/{webhook_id}", operation_id="changeWebhook")
async def change(
    webhook_id: Id, patch: WebhookPatch, parts: Parts, lang: Reader, owner: Owner
) -> WebhookShape:
    """Change a webhook, or switch it on or off. On again, it is sent what has been waiting."""
    wanted = HookChange(
        label=patch.label,
        events=tuple(dict.fromkeys(patch.events)) if patch.events else None,
        filters=filters_of(patch.filters) if patch.filters else None,
        enabled=patch.enabled,
    )
    hook = await asyncio.to_thread(parts.store.hooks.change, webhook_id, owner, wanted)
    return webhook_shape(hook, lang, parts.settings.public_base_url)


@router.delete("/{webhook_id}", operation_id="deleteWebhook", status_code=204)
async def remove(webhook_id: Id, parts: Parts, owner: Owner) -> None:
    """Forget a webhook, its log and what waits for it."""
    await asyncio.to_thread(parts.store.hooks.remove, webhook_id, owner)


@router.post("/{webhook_id}/secret", operation_id="rotateWebhookSecret")
async def rotate(webhook_id: Id, parts: Parts, lang: Reader, owner: Owner) -> WebhookShape:
    """Replace the secret. For a day, messages carry a signature by either one."""
    secret = new_secret()
    hook = await asyncio.to_thread(parts.store.hooks.rotate, webhook_id, owner, secret)
    return webhook_shape(hook, lang, parts.settings.public_base_url, secret)


@router.post("/{webhook_id}/test", operation_id="testWebhook", status_code=202)
async def test(webhook_id: Id, parts: Parts, lang: Reader, owner: Owner) -> DeliveryShape:
    """Send a test message; its log tells what the receiver answered."""
    return delivery_shape(await asyncio.to_thread(parts.store.hooks.test, webhook_id, owner), lang)


@router.get("/{webhook_id}/deliveries", operation_id="listDeliveries")
async def deliveries(
    webhook_id: Id,
    parts: Parts,
    lang: Reader,
    owner: Owner,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    after: Cursor = _NEWEST,
) -> DeliveryPage:
    """Read the log: what was sent, newest first, with every try; kept for a month."""
    found = await asyncio.to_thread(parts.store.hooks.log, webhook_id, owner, limit + 1, after)
    page = found[:limit]
    return DeliveryPage(
        items=[delivery_shape(one, lang) for one in page],
        next=str(page[-1].number) if len(found) > limit else None,
    )


@router.post(
    "/{webhook_id}/deliveries/{message_id}/resend", operation_id="resendDelivery", status_code=202
)
async def resend(
    webhook_id: Id, message_id: Id, parts: Parts, lang: Reader, owner: Owner
) -> DeliveryShape:
    """Send a message once more, under its own id, whatever became of it before."""
    again = parts.store.hooks.again
    return delivery_shape(await asyncio.to_thread(again, webhook_id, owner, message_id), lang)
