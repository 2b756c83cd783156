"""The store itself: keep an assessment; ask for one, for the newest, for all in brief."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Executable, Row
from sqlalchemy.exc import SQLAlchemyError

import app.store.hook_tables  # noqa: F401 # alembic compares the tables that it finds imported
from app.store import migrate, queries, rows
from app.store.announced import Announced
from app.store.catalog_figures import Figures
from app.store.catalog_runs import Runs
from app.store.catalogs import Catalogs
from app.store.chores import Chores
from app.store.cursor import END_OF_TIME, cursor_of, place_of, utc
from app.store.document import unpack, visible
from app.store.engine import open_engines, server
from app.store.hooks import Hooks
from app.store.keep import Kept
from app.store.keys import Keys
from app.store.mail import Mail
from app.store.model import Entry, Head
from app.store.news import Newcomers
from app.store.outage import Unavailable, answering
from app.store.outbox import announce
from app.store.retention import Retention
from app.store.roll import Roll
from app.store.tallies import Tallies
from app.store.tending import tend
from app.store.upkeep import Upkeep
from app.store.work import Work
from rules.core.assessment import Assessment, dataset_id
from rules.core.evidence import Evidence

LONGEST_PAGE = 1000


class Store:
    """One database, SQLite or PostgreSQL. Every call is short and may come from any thread.

    Any call raises ``Unavailable`` while the database does not answer.
    """

    def __init__(self, url: str) -> None:
        """Prepare the connections. Raises ``ValueError`` on a database that we do not speak."""
        self._url = url
        self._engines = open_engines(url)
        self._head = migrate.head()
        self.work = Work(self._engines, self._head)
        """What is waiting, running or done."""
        self.server = server(url)
        """Address of the PostgreSQL server in libpq's own words; empty on SQLite."""
        self.upkeep = Upkeep(self._engines)
        self.keys = Keys(self._engines)
        self.tallies = Tallies(self._engines)
        self.roll = Roll(self._engines)
        """Which workers live."""
        self.chores = Chores(self._engines)
        self.retention = Retention(self._engines)
        self.hooks = Hooks(self._engines)
        """Who wants to be told of what."""
        self.mail = Mail(self._engines)
        """What waits to be sent."""
        self.announced = Announced(self._engines)
        """What portals say that they publish."""
        self.catalogs = Catalogs(self._engines)
        self.runs = Runs(self._engines)
        self.figures = Figures(self._engines)
        """Sums over catalogues."""

    def migrate(self) -> None:
        """Bring the tables to this version; any number of instances may try at once."""
        with answering():
            migrate.upgrade(self._url)

    def save(self, assessment: Assessment) -> None:
        """Keep an assessment, once; it becomes its dataset's head unless a newer one is there.

        The assessments of its files are kept with it, and its other addresses lead to it.
        """
        ready = Kept(assessment)
        with answering(), self._engines.write.begin() as connection:
            announce(connection, ready.keep(connection))

    def assessment(self, id: str) -> Assessment | None:  # noqa: A002 # the word of the contract
        """Give one assessment whole."""
        return _whole(self._ask(queries.DOCUMENT, id=visible(id)))

    def latest(self, dataset_id: str) -> Assessment | None:
        """Give a dataset's newest assessment whole."""
        return _whole(self._ask(queries.LATEST, id=visible(dataset_id)))

    def evidence(self, url: str) -> Evidence | None:
        """Give what the newest graded assessment of an address stands on, for whoever asks again.

        ``None`` where there is none, and in an outage: then all is looked at anew.
        """
        try:
            head = self.head(dataset_id(url))
            found = self.assessment(head.graded.assessment) if head and head.graded else None
        except Unavailable:
            return None
        return found.evidence if found else None

    def head(self, dataset_id: str) -> Head | None:
        """Give a dataset and its newest assessment in brief."""
        found = self._ask(queries.HEAD, id=visible(dataset_id))
        return rows.head(found[0]) if found else None

    def history(
        self, dataset_id: str, *, limit: int = 100, before: datetime | None = None
    ) -> tuple[Entry, ...]:
        """Give a dataset's assessments from before an instant (naive: UTC), newest first.

        Those of one same instant are never parted, so that no page boundary loses any: a page
        may then hold more than ``limit``.
        """
        most = _page(limit)
        own, until = visible(dataset_id), utc(before or END_OF_TIME)
        found = self._ask(queries.HISTORY, id=own, before=until, limit=most)
        if len(found) == most:
            last = found[-1]
            found += self._ask(
                queries.SAME_INSTANT, id=own, at=last.assessed_at, number=last.number
            )
        return tuple(rows.entry(row) for row in found)

    def datasets(self, *, limit: int = 50, after: str = "") -> tuple[tuple[Head, ...], str]:
        """Give datasets, most recently assessed first, and the cursor of the next page or ``""``.

        Nothing is given twice, whatever is saved meanwhile: a dataset assessed again moves to the
        front, behind the reader's back. Raises ``BadRequest`` on a cursor that is not ours.
        """
        most = _page(limit)
        if after:
            at, id_ = place_of(after)
            found = self._ask(queries.HEADS_AFTER, at=at, id=id_, limit=most + 1)
        else:
            found = self._ask(queries.HEADS, limit=most + 1)
        heads = tuple(rows.head(row) for row in found[:most])
        return heads, cursor_of(heads[-1]) if len(found) > most else ""

    def ready(self) -> bool:
        """Tell whether the database answers and has the tables of this version."""
        try:
            found = self._ask(queries.REVISION)
        except (Unavailable, SQLAlchemyError):
            return False
        return [row.version_num for row in found] == [self._head]

    def tend(self) -> None:
        """Keep the file of an embedded database small and quick."""
        tend(self._engines)

    def news(self) -> Newcomers:
        """Give a new reader of what is assessed from now on."""
        return Newcomers(self._engines)

    def close(self) -> None:
        """Close every connection."""
        self._engines.close()

    def _ask(self, query: Executable, **facts: object) -> list[Row[*tuple[Any, ...]]]:
        with answering(), self._engines.read.connect() as connection:
            return list(connection.execute(query, facts))


def _page(limit: int) -> int:
    return min(max(limit, 1), LONGEST_PAGE)


def _whole(found: list[Row[*tuple[Any, ...]]]) -> Assessment | None:
    return unpack(found[0].document) if found else None
