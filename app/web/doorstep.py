"""The application as the server meets it: what comes before the framework, from the outside in.

The read path answers what it has; every other request gets an id and is counted and logged; who
writes sees what they wrote; then the framework.
"""

from __future__ import annotations

from typing import Any

from starlette.types import Receive, Scope, Send

from app.settings import Settings
from app.web.accounts import Accounts
from app.web.described import Described
from app.web.fresh import Fresh
from app.web.read_path import ReadPath
from app.web.shelf import Shelf


class Doorstep(Described):
    """An application with its doorstep."""

    def __init__(self, settings: Settings, **more: Any) -> None:
        super().__init__(**more)
        lifetime = settings.read_cache_ttl.total_seconds()
        self.shelf = Shelf(int(settings.read_cache_size), lifetime)
        self.fresh = Fresh(super().__call__, self.shelf)
        self.way_in = ReadPath(Accounts(self.fresh), self.shelf)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take a request in."""
        await self.way_in(scope, receive, send)
