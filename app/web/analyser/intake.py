"""An announcement turned into an order, unless it is the echo of what we wrote there."""

from __future__ import annotations

import asyncio
import json
from hashlib import blake2b

from app.assess import Order
from app.collect.metadata import read_metadata
from app.jobs import Priority, Terms
from app.portal import Portal
from app.store import Announcement
from app.web.analyser.shapes import DocumentShape, ResourceEventShape
from app.web.context import Context
from rules.core.assessment import dataset_id

_DATA = frozenset({None, "", "main"})
"""Kinds of resources that count for their dataset; others are noted, and never assessed."""


async def take_in(event: ResourceEventShape, portal: Portal | None, parts: Context) -> None:
    """Order an assessment of what was announced. Raises ``Problem`` where that cannot be done."""
    document = event.document
    assert document is not None
    order = _order(event, document, portal)
    said = Announcement(
        portal=portal.url if portal else "",
        resource_id=str(event.resource_id),
        dataset_id=event.dataset_id,
        dataset=dataset_id(order.url),
        host=_host(portal, parts),
        digest=_digest(document),
    )
    known = parts.store.announced
    if await asyncio.to_thread(known.is_echo, said):
        return
    # Known before it is assessed, so that the grade finds its way back; as said only once the
    # order is taken, so that an announcement that failed is no echo when it is repeated.
    await asyncio.to_thread(known.note, said, seen=False)
    if document.type in _DATA:
        await parts.desk.take(order, Terms(priority=Priority.PUBLISH, wait=0))
    await asyncio.to_thread(known.note, said)


async def put_away(resource_id: str, portal: Portal | None, parts: Context) -> bool:
    """Take note that a resource is gone; false: it was not known."""
    url = portal.url if portal else ""
    return await asyncio.to_thread(parts.store.announced.forget, url, resource_id)


def _order(event: ResourceEventShape, document: DocumentShape, portal: Portal | None) -> Order:
    """Ask the portal for the whole record: the licence and the frequency are the dataset's."""
    dataset, resource = event.dataset_id, event.resource_id
    if portal is None:
        stated = document.model_dump(by_alias=True, mode="json", exclude={"extras", "harvest"})
        return Order(url=document.url.strip(), metadata=read_metadata(stated))
    if portal.kind == "ckan":
        return Order(url=f"{portal.url}/dataset/{dataset}/resource/{resource}")
    return Order(url=f"{portal.url}/api/1/datasets/{dataset}/resources/{resource}/")


def _host(portal: Portal | None, parts: Context) -> str:
    if portal is None or not portal.key.get_secret_value():
        return ""
    return parts.desk.receiver(portal.url)


def _digest(document: DocumentShape) -> str:
    """Tell announcements apart by all but the extras: those are written by programs like us."""
    stated = document.model_dump(by_alias=True, mode="json", exclude={"extras"})
    text = json.dumps(stated, sort_keys=True, separators=(",", ":"))
    return blake2b(text.encode(), digest_size=16).hexdigest()
