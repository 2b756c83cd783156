"""A request as it is sent."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ask:
    """What is sent: a request whole, its body in hand."""

    url: str
    headers: tuple[tuple[str, str], ...]
    method: str = "GET"
    body: bytes = b""
