"""An order as a text that outlives this process, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import Any

from pydantic import TypeAdapter

from app.assess import Order
from app.jobs.uploads import Uploads
from rules.core.evidence import Metadata


@dataclass(frozen=True, slots=True, kw_only=True)
class _Written:
    url: str = ""
    upload: str = ""
    """Name of the dropped file among the uploads."""
    name: str = ""
    schema: str | dict[str, Any] | None = None
    metadata: Metadata | None = None
    expectations: bool = True
    member: str = ""
    suite: str = ""


_SHAPE = TypeAdapter(_Written)


def pack_order(order: Order) -> str:
    """Write an order as JSON in pure ASCII, which any text column takes."""
    given = dict(order.schema) if isinstance(order.schema, Mapping) else order.schema
    written = _Written(
        url=order.url,
        upload=order.path.name if order.path else "",
        name=order.name,
        schema=given,
        metadata=order.metadata,
        expectations=order.expectations,
        member=order.member,
        suite=order.suite,
    )
    return _dump(_SHAPE.dump_python(written))


def unpack_order(text: str, uploads: Uploads) -> Order:
    """Read what ``pack_order`` wrote. Raises ``ValueError`` on anything else."""
    written = _SHAPE.validate_python(json.loads(text))
    return Order(
        url=written.url,
        path=uploads.path(written.upload) if written.upload else None,
        name=written.name,
        schema=written.schema,
        metadata=written.metadata,
        expectations=written.expectations,
        member=written.member,
        suite=written.suite,
    )


def upload_of(text: str) -> str:
    """Give the name of the dropped file in a packed order; empty where there is none."""
    return str(json.loads(text).get("upload", ""))


def fingerprint(order: Order, url: str) -> str:
    """Tell orders apart: the same question about the same address or the same bytes is one."""
    stated = json.loads(pack_order(order)) | {"upload": "", "url": url}
    return _digest(stated)


def question(order: Order, url: str) -> str:
    """Tell questions apart, whatever else is said of the data: its newest description counts."""
    schema = dict(order.schema) if isinstance(order.schema, Mapping) else order.schema
    stated = {"url": url, "schema": schema, "expectations": order.expectations}
    return _digest(stated | ({"suite": order.suite} if order.suite else {}))


def _digest(stated: object) -> str:
    return blake2b(_dump(stated).encode(), digest_size=16).hexdigest()


def _dump(stated: object) -> str:
    return json.dumps(stated, sort_keys=True, separators=(",", ":"), default=_plain)


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} has no place in an order")
