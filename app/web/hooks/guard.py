"""Who may manage webhooks: the one place to ask for a key."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends


async def owner() -> str:
    """Give whose webhooks these are; empty: those of whoever may write."""
    return ""


Owner = Annotated[str, Depends(owner)]
