"""What udata sends, and what it is answered, key by key."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints

_Id = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z_-]{1,100}$")]
_Object = dict[str, JsonValue]


class DocumentShape(BaseModel):
    """A resource as its portal describes it."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str
    url: str
    format: str | None = None
    title: str | None = None
    schema_: _Object | None = Field(default=None, alias="schema")
    description: str | None = None
    filetype: str | None = None
    type: str | None = None
    mime: str | None = None
    filesize: int | None = None
    checksum_type: str | None = None
    checksum_value: str | None = None
    created_at: datetime | None = None
    last_modified: datetime | None = None
    extras: _Object | None = None
    harvest: _Object | None = None


class ResourceEventShape(BaseModel):
    """A word of udata: a resource is there, or has changed."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    dataset_id: _Id
    resource_id: UUID
    document: DocumentShape | None = None


def echoed(document: DocumentShape) -> dict[str, Any]:
    """Answer with the resource as it was understood: the keys that were sent, instants as text."""
    stated = document.model_dump(by_alias=True, exclude_unset=True)
    return {k: v.isoformat() if isinstance(v, datetime) else v for k, v in stated.items()}
