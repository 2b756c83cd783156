"""Whose webhooks these are: those of the key's owner."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends

from app.web.gate import Caller, needs


async def owner(caller: Annotated[Caller, needs("webhook")]) -> str:
    """Give whose webhooks these are; empty: those of whoever comes without a key."""
    return caller.owner


Owner = Annotated[str, Depends(owner)]
