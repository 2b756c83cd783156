"""A portal that announces what it publishes here, and takes the grade back."""

from __future__ import annotations

import json
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator

_SHORTEST = 16


class Portal(BaseModel):
    """One portal, as the operator states it."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    url: str
    """Its address, before ``/api``."""
    kind: Literal["udata", "ckan"] = "udata"
    token: SecretStr
    """What it sends as ``Authorization: Bearer``: it tells portals apart."""
    key: SecretStr = SecretStr("")
    """API key of an account that may edit its resources; empty: nothing is written back."""
    validation_report: bool = True
    """Whether ``validation-report:*`` is written too, beside our own ``quality:*`` (udata)."""
    lang: Literal["fr", "en"] = Field(default="fr")
    """Language of what is written back."""

    @field_validator("url")
    @classmethod
    def _address(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")) or "?" in value or "#" in value:
            raise ValueError("a portal's address starts with http:// or https://, without a query")
        return value.rstrip("/")

    @field_validator("token")
    @classmethod
    def _long(cls, value: SecretStr) -> SecretStr:
        if len(value.get_secret_value()) < _SHORTEST:
            raise ValueError(f"a portal's token has at least {_SHORTEST} characters")
        return value


def read_portals(value: Any) -> Any:
    """Read portals written as JSON; what else it is, is for pydantic to judge."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value or "[]")
    except (ValueError, RecursionError):
        raise ValueError("portals are a list, written as JSON") from None


def told_apart(value: tuple[Portal, ...]) -> tuple[Portal, ...]:
    """Refuse portals with the same token: it is all that tells them apart."""
    if len({portal.token.get_secret_value() for portal in value}) < len(value):
        raise ValueError("each portal has a token of its own: it tells them apart")
    return value
