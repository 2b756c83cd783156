"""The kinds of values that settings have."""

from __future__ import annotations

from datetime import timedelta
from ipaddress import IPv4Network, IPv6Network
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_settings import NoDecode

from app.portal import Portal, read_portals, told_apart

Network = IPv4Network | IPv6Network


def _split(value: Any) -> Any:
    """Take commas apart."""
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


def _seconds(value: Any) -> Any:
    """Take a plain number for seconds: what everyone writes in an environment file."""
    try:
        return float(value) if isinstance(value, str) else value
    except ValueError:
        return value  # ISO 8601, or something for pydantic to refuse


Seconds = Annotated[
    timedelta, BeforeValidator(_seconds), Field(gt=timedelta(0), le=timedelta(hours=1))
]
"""A duration: seconds as a number, or ISO 8601 (``PT30S``); at most an hour."""
Listed = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split)]
"""Words with commas between them."""
Ports = Annotated[tuple[int, ...], NoDecode, BeforeValidator(_split)]
"""Port numbers with commas between them."""
Networks = Annotated[tuple[Network, ...], NoDecode, BeforeValidator(_split)]
"""Networks with commas between them."""
Portals = Annotated[
    tuple[Portal, ...], NoDecode, BeforeValidator(read_portals), AfterValidator(told_apart)
]
"""Portals, as a JSON list."""
