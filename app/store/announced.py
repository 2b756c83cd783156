"""What portals say that they publish: so that a grade finds its way back, and an echo ends here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from sqlalchemy import Row

from app.store import hook_rows
from app.store import hook_sql as sql
from app.store.document import visible
from app.store.engine import Engines
from app.store.hook_model import PortalResource
from app.store.outage import answering
from app.store.work_rows import clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """A portal's word that a resource is there, or has changed."""

    portal: str
    resource_id: str
    dataset_id: str
    dataset: str
    """Id under which we keep its assessments."""
    host: str
    """``name:port`` of the portal; empty: nothing is written back."""
    digest: str
    """Of all that it says but for what we write there."""


class Announced:
    """Every call is one short transaction. Any raises ``Unavailable`` in an outage."""

    def __init__(self, engines: Engines) -> None:
        self._engines = engines

    def is_echo(self, said: Announcement) -> bool:
        """Tell whether nothing is new but what we, or another program, wrote beside the data."""
        row = self._row(said.portal, said.resource_id)
        return row is not None and not row.deleted and row.seen == said.digest

    def note(self, said: Announcement, *, seen: bool = True) -> None:
        """Remember a resource; ``seen``: also what was said of it, so that an echo is known."""
        with answering(), self._engines.write.begin() as connection:
            connection.execute(
                sql.NOTE,
                {
                    "id": uuid4().hex,
                    "portal": visible(said.portal),
                    "resource": said.resource_id,
                    "dataset_id": visible(said.dataset_id),
                    "dataset": said.dataset,
                    "host": visible(said.host),
                    "writes": bool(said.host),
                    "seen": said.digest if seen else "",
                    "now": clock(connection),
                },
            )

    def forget(self, portal: str, resource_id: str) -> bool:
        """Take note that a resource is gone; false: it was not known."""
        with answering(), self._engines.write.begin() as connection:
            now = clock(connection)
            given = {"portal": visible(portal), "resource": resource_id, "now": now}
            row = connection.execute(sql.FORGOTTEN, given).first()
            if row is not None:
                connection.execute(sql.SILENCE, {"id": row.id, "now": now})
            return row is not None

    def resource(self, portal: str, resource_id: str) -> PortalResource | None:
        """Give a resource as it is known."""
        row = self._row(portal, resource_id)
        return None if row is None else hook_rows.resource(row)

    def _row(self, portal: str, resource_id: str) -> Row[tuple[Any, ...]] | None:
        with answering(), self._engines.read.connect() as connection:
            given = {"portal": visible(portal), "resource": resource_id}
            return connection.execute(sql.KNOWN, given).first()
