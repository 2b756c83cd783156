"""The kinds of values that settings have."""

from __future__ import annotations

from datetime import timedelta
from ipaddress import IPv4Network, IPv6Network
from typing import Annotated, Any

from pydantic import BeforeValidator, Field
from pydantic_settings import NoDecode

Network = IPv4Network | IPv6Network


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
Listed = Annotated[tuple[str, ...], NoDecode]
"""Words with commas between them."""
