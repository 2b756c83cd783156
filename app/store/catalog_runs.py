"""Runs over catalogues: one lists, chooses and orders; whoever dies in the middle is replaced.

A page of a catalogue, the orders that come of it and the place to go on are one transaction: after
any crash nothing is lost and nothing is ordered twice.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, TextClause
from sqlmodel import insert

from app.store import catalog_rows as rows
from app.store import catalog_sql as sql
from app.store.catalog_keep import Kept, Seen, order, write
from app.store.catalog_model import Harvest, Leaf, Policy, Run, Trouble
from app.store.engine import Engines
from app.store.hook_model import RunNews
from app.store.outage import answering
from app.store.outbox import announce_run
from app.store.work_rows import clock
from app.store.work_tables import BatchRow

MOST_TROUBLES = 1000
"""Most troubles of one run that are kept one by one; all are counted."""
_CHUNK = 500


class Lost(Exception):
    """The run was cancelled, or is another worker's by now."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who works on a run, and for how long that is believed without a word."""

    worker: str
    lease: float


class Runs:
    """Every call is made of short transactions. Any raises ``Unavailable`` in an outage."""

    def __init__(self, engines: Engines) -> None:
        self._engines = engines

    def start(
        self, run_id: str, catalog_id: str, policy: Policy, harvest: Harvest
    ) -> tuple[Run, bool]:
        """Begin a run; where one is under way, give that one and ``False``."""
        with answering(), self._engines.write.begin() as connection:
            now = clock(connection)
            wanted = {"policy": policy, "harvest": harvest}
            given = {"id": run_id, "catalog": catalog_id, "now": now, **wanted}
            new = connection.execute(sql.START, given).first() is not None
            if new:
                connection.execute(insert(BatchRow).values(id=run_id, created_at=now))
            found = connection.execute(sql.LIVE, {"catalog": catalog_id}).one()
            return rows.run(found), new

    def get(self, run_id: str) -> Run | None:
        """Give one run."""
        with answering(), self._engines.read.connect() as connection:
            row = connection.execute(sql.RUN, {"id": run_id}).first()
        return None if row is None else rows.run(row)

    def of(self, catalog_id: str, most: int = 20) -> tuple[Run, ...]:
        """Give a catalogue's runs, newest first."""
        with answering(), self._engines.read.connect() as connection:
            found = connection.execute(sql.RUNS, {"catalog": catalog_id, "most": most}).all()
        return tuple(rows.run(row) for row in found)

    def troubles(self, run_id: str, most: int = 100) -> tuple[Trouble, ...]:
        """Give what could not be used, oldest first."""
        with answering(), self._engines.read.connect() as connection:
            found = connection.execute(sql.TROUBLES, {"run": run_id, "most": most}).all()
        return tuple(Trouble(url=row.url, code=row.code, detail=row.detail) for row in found)

    def take(self, holder: Holder) -> Run | None:
        """Take up a run that waits, or that a dead worker left."""
        with answering(), self._engines.write.begin() as connection:
            now = clock(connection)
            given = {"worker": holder.worker, "until": now + holder.lease, "now": now}
            row = connection.execute(sql.TAKE[connection.dialect.name], given).first()
            return None if row is None else rows.run(row)

    def beat(self, run: Run, holder: Holder) -> bool:
        """Say that its worker lives; tell whether it is still its own."""
        with answering(), self._engines.write.begin() as connection:
            given = {**_who(run, holder), "until": clock(connection) + holder.lease}
            return connection.execute(sql.BEAT, given).first() is not None

    def release(self, run: Run, holder: Holder) -> None:
        """Let go of a run in the middle, for another worker."""
        with answering(), self._engines.write.begin() as connection:
            connection.execute(sql.RELEASE, _who(run, holder))

    def turn(self, run: Run, holder: Holder, leaf: Leaf) -> Kept:
        """Keep what a page brought, order what the policy picks of it, note where to go on.

        Raises ``Lost`` where the run is no longer this worker's: then nothing is kept.
        """
        with answering(), self._engines.write.begin() as connection:
            now = self._held(connection, run, holder)
            kept = write(connection, Seen(run.catalog, run.number), leaf.drafts, now)
            ordered, merged = order(connection, run, kept.numbers, now)
            _note(connection, run, leaf.troubles)
            counts = {
                "cursor": leaf.cursor,
                "pages": int(leaf.page),
                "troubles": len(leaf.troubles),
                "total": leaf.total,
                "seen": kept.fresh,
                "added": kept.added,
                "changed": kept.changed,
                "ordered": ordered,
                "merged": merged,
                "until": now + holder.lease,
            }
            connection.execute(sql.TURN, {**_who(run, holder), **counts})
            return kept

    def listed(self, run: Run, holder: Holder, *, code: str, whole: bool) -> None:
        """End the listing: members that were not seen are gone, if all of it was. Raises ``Lost``."""
        gone = self._sweep_gone(run, holder) if whole else 0
        with answering(), self._engines.write.begin() as connection:
            now = self._held(connection, run, holder)
            given = {"code": code, "gone": gone, "until": now + holder.lease}
            connection.execute(sql.LISTED, {**_who(run, holder), **given})
            if not code and run.harvest != "none" and run.started_at:
                at = {"id": run.catalog, "at": run.started_at.timestamp()}
                connection.execute(sql.HARVESTED, at)
                if whole:
                    connection.execute(sql.SEEN_WHOLE, at)

    def choose(self, run: Run, holder: Holder, after: int) -> int | None:
        """Order what the policy picks of the next members; give where to go on, ``None`` at the end.

        Raises ``Lost``.
        """
        with answering(), self._engines.write.begin() as connection:
            now = self._held(connection, run, holder)
            given = {"catalog": run.catalog, "after": after, "most": _CHUNK}
            numbers = [row.number for row in connection.execute(sql.AHEAD, given)]
            if not numbers:
                connection.execute(sql.CHOSE, _who(run, holder))
                return None
            ordered, merged = order(connection, run, numbers, now)
            facts = {"after": numbers[-1], "ordered": ordered, "merged": merged}
            until = {"until": now + holder.lease}
            connection.execute(sql.CHOSEN, {**_who(run, holder), **facts, **until})
            return int(numbers[-1])

    def rest(self, run: Run, holder: Holder, seconds: float, cursor: str) -> None:
        """Put a run aside because its portal asked for patience."""
        with answering(), self._engines.write.begin() as connection:
            given = {"until": clock(connection) + seconds, "cursor": cursor}
            connection.execute(sql.REST, {**_who(run, holder), **given})

    def fail(self, run: Run, holder: Holder, code: str) -> None:
        """End a run that cannot go on."""
        with answering(), self._engines.write.begin() as connection:
            given = {"code": code, "now": clock(connection)}
            _ended(connection, sql.FAIL, {**_who(run, holder), **given})

    def over(self) -> tuple[Run, ...]:
        """Give runs all of whose orders have ended."""
        with answering(), self._engines.read.connect() as connection:
            return tuple(rows.run(row) for row in connection.execute(sql.OVER))

    def end(self, run: Run) -> Run | None:
        """Close a run, its orders counted; ``None``: someone else did."""
        with answering(), self._engines.write.begin() as connection:
            state = "failed" if run.code and not (run.seen or run.ordered) else "succeeded"
            facts = {"id": run.id, "now": clock(connection), "state": state}
            return _ended(connection, sql.END, facts)

    def cancel(self, run: Run) -> Run | None:
        """Cancel what has not ended; ``None``: there was nothing to cancel."""
        with answering(), self._engines.write.begin() as connection:
            return _ended(connection, sql.CANCEL, {"id": run.id, "now": clock(connection)})

    def _held(self, connection: Connection, run: Run, holder: Holder) -> float:
        found = connection.execute(sql.OURS[connection.dialect.name], _who(run, holder)).first()
        if found is None:
            raise Lost
        return clock(connection)

    def _sweep_gone(self, run: Run, holder: Holder) -> int:
        gone, after = 0, 0
        while True:
            with answering(), self._engines.write.begin() as connection:
                self._held(connection, run, holder)
                given = {"catalog": run.catalog, "run": run.number, "after": after, "most": _CHUNK}
                found = connection.execute(sql.GONE, given).all()
            gone += len(found)
            if len(found) < _CHUNK:
                return gone
            after = max(row.number for row in found)


def _ended(connection: Connection, end: TextClause, facts: dict[str, object]) -> Run | None:
    """Write an end, and tell who wants to hear of it, in one transaction."""
    row = connection.execute(end, facts).first()
    if row is None:
        return None
    run = rows.run(row)
    title = connection.execute(sql.TITLE, {"id": run.catalog}).scalar() or ""
    told = RunNews(
        catalog=run.catalog,
        run=run.id,
        state=run.state,
        assessed=run.done,
        failed=run.failed,
        title=title,
    )
    announce_run(connection, told)
    return run


def _who(run: Run, holder: Holder) -> dict[str, object]:
    return {"number": run.number, "worker": holder.worker}


def _note(connection: Connection, run: Run, troubles: tuple[Trouble, ...]) -> None:
    room = max(0, MOST_TROUBLES - run.troubles)
    told = [
        {"run": run.id, "url": t.url[:2000], "code": t.code[:80], "detail": t.detail[:300]}
        for t in troubles[:room]
    ]
    if told:
        connection.execute(sql.TROUBLE, told)
