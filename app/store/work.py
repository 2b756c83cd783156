"""The table of work: orders go in, workers take them up, and let go of them again.

Whoever holds an item says so by its worker's name and its count of attempts; whoever lost it (its
lease ran out, someone cancelled) finds that nothing more can be written, not even a result.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import Connection, select
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from app.errors import Problem
from app.store import outbox, work_rows
from app.store import work_sql as sql
from app.store.engine import Engines
from app.store.keep import Kept
from app.store.migrate import UnknownRevision
from app.store.outage import answering
from app.store.outbox import Change
from app.store.tables import DatasetRow
from app.store.work_admit import Admission
from app.store.work_claim import Chooser, unusual
from app.store.work_end import close, reclaim
from app.store.work_model import Bid, Claim, End, Job, Mark, Submission
from app.store.work_rows import clock, facts
from rules.core.assessment import Assessment
from rules.core.text import Text

KEY_LIFE = 24 * 3600.0
"""Seconds that an idempotency key is remembered."""
_TRIES = 4
_MISMATCH = Text(
    en="This Idempotency-Key was used for another order less than a day ago: use a new one.",
    fr="Cette clé « Idempotency-Key » a servi à une autre demande il y a moins d’un jour : prenez-en une nouvelle.",
)


class Work:
    """Every call is one short transaction and may come from any thread or process.

    Any call raises ``Unavailable`` while the database does not answer.
    """

    def __init__(self, engines: Engines, head: str | None) -> None:
        """Take the doors, and the revision of the tables that this version speaks to."""
        self._engines = engines
        self._head = head
        self.admission = Admission(engines, self._check)
        """For the engine, where there is one."""

    def submit(self, ask: Submission) -> str:
        """Take an order in; give the id of its job, which may be one that waits already.

        Raises ``Problem`` (422 idempotency_mismatch) where its key stands for another order.
        """
        with answering(), self._engines.write.begin() as connection:
            now = clock(connection)
            if ask.key:
                known = _remembered(connection, ask, now)
                if known:
                    if ask.callback:
                        outbox.follow_again(connection, ask.callback, known)
                    return known
            given = facts(ask, now, busy=bool(ask.quiet) and _busy(connection, ask, now))
            job_id = str(connection.execute(sql.MERGE, given).scalar_one())
            if ask.callback:
                outbox.follow(connection, ask.callback, job_id)
            if ask.key and job_id != ask.id:
                connection.execute(sql.POINT, {"key": ask.key, "id": job_id})
            return job_id

    def claim(self, bid: Bid) -> tuple[tuple[Claim, ...], str]:
        """Take up as many items as the bid has slots; give them, and where to go on round."""
        with answering(), self._engines.write.begin() as connection:
            self._check(connection.execute(sql.REVISION).scalar())
            kind = connection.dialect.name
            if kind == "postgresql":
                connection.execute(sql.CLAIM_ALONE, {"lock": sql.CLAIM_LOCK})
            now = clock(connection)
            running = connection.execute(sql.RUNNING)
            chooser = Chooser(connection, bid, now, running, unusual(connection, now))
            numbers = chooser.choose()
            if not numbers:
                return (), chooser.after
            taken = {
                "numbers": numbers,
                "worker": bid.worker,
                "until": now + bid.lease,
                "now": now,
            }
            found = {row.number: row for row in connection.execute(sql.TAKE[kind], taken)}
        claims = (work_rows.claim(found[n], bid.worker) for n in numbers if n in found)
        return tuple(claims), chooser.after

    def beat(self, worker: str, lease: float, marks: Iterable[Mark] = ()) -> dict[str, int]:
        """Say that a worker lives and how far it is; give what it still holds: id to attempts."""
        with answering(), self._engines.write.begin() as connection:
            for mark in marks:
                connection.execute(sql.MARK, _progress(mark))
            until = clock(connection) + lease
            held = connection.execute(sql.BEAT, {"worker": worker, "until": until})
            return {row.id: row.attempts for row in held}

    def finish(self, mark: Mark, end: End, assessment: Assessment | None = None) -> Job | None:
        """Let go of an item and keep its result, both or neither; ``None``: it was not ours any more."""
        ready = Kept(assessment) if assessment else None
        for attempt in range(1, _TRIES + 1):
            try:
                with answering(), self._engines.write.begin() as connection:
                    row = close(connection, mark, end, ready.id if ready else None)
                    if row is None:
                        return None
                    changes = ready.keep(connection) if ready else ()
                    job = work_rows.job(row)
                    well = mark.claim.host if end.host_well else ""
                    return replace(job, news=_tell(connection, job, changes, well))
            except IntegrityError:  # the same topic came to wait just now: look again
                if attempt == _TRIES:
                    raise
        return None

    def reap(self, most_losses: int, lease: float = 60.0) -> tuple[Job, ...]:
        """Put back what dead workers held; what cost as many as that has failed for good.

        ``lease`` is how long a living worker's word holds, in seconds: what is held for much longer
        was so by a clock that has been put back since.
        """
        for _ in range(_TRIES):
            try:
                with answering(), self._engines.write.begin() as connection:
                    return reclaim(connection, most_losses, lease)
            except IntegrityError:
                continue
        return ()

    def crashes(self, content: str) -> int:
        """Tell how often reading this very content, as it was read, killed its reader."""
        with answering(), self._engines.read.connect() as connection:
            return int(connection.execute(sql.CRASHES, {"content": content}).scalar() or 0)

    def job(self, job_id: str) -> Job | None:
        """Give one job."""
        with answering(), self._engines.read.connect() as connection:
            row = connection.execute(sql.JOB, {"id": job_id}).first()
        return None if row is None else work_rows.job(row)

    def cancel(self, job_id: str) -> Job | None:
        """Cancel what has not ended; ``None``: there was nothing to cancel."""
        with answering(), self._engines.write.begin() as connection:
            given = {"id": job_id, "now": clock(connection)}
            row = connection.execute(sql.CANCEL, given).first()
            return None if row is None else work_rows.job(row)

    def _check(self, found: str | None) -> None:
        """Take nothing up from tables that a newer version has changed."""
        if found != self._head:
            raise UnknownRevision(str(found))


def _tell(connection: Connection, job: Job, changes: tuple[Change, ...], well: str) -> bool:
    """Put what came out into the outbox; what is tried again is not told yet.

    ``well`` is the host that answered as it should, if one did: it is trusted again. Tells whether
    there may be something to send.
    """
    datasets = [id_ for change in changes for id_ in change.ids]
    asked = {"host": well, "job": job.id, "datasets": datasets}
    hearers = connection.execute(sql.HEARERS, asked).one()
    if hearers.ill:
        connection.execute(sql.WELL, {"host": well})
    if not job.ended:
        return False
    if hearers.followers or job.successor:
        outbox.job_ended(connection, job, changes)
    if hearers.hooks or hearers.portals:
        outbox.announce(connection, changes, job)
    return bool(hearers.followers or hearers.hooks or hearers.portals)


def _progress(mark: Mark) -> dict[str, object]:
    claim = mark.claim
    return {
        "number": claim.number,
        "worker": claim.worker,
        "attempts": claim.attempts,
        "step": mark.step,
        "bytes": mark.bytes,
        "rows": mark.rows,
        "content": mark.content,
    }


def _remembered(connection: Connection, ask: Submission, now: float) -> str | None:
    """Note the key for this order; give the job that it stands for, where it is known already."""
    new = {
        "key": ask.key,
        "fingerprint": ask.fingerprint,
        "id": ask.id,
        "expires": now + KEY_LIFE,
        "now": now,
    }
    if connection.execute(sql.REMEMBER, new).first() is not None:
        return None
    known = connection.execute(sql.REMEMBERED, {"key": ask.key}).one()
    if known.fingerprint != ask.fingerprint:
        raise Problem("idempotency_mismatch", _MISMATCH)
    return str(known.job_id)


def _busy(connection: Connection, ask: Submission, now: float) -> bool:
    if connection.execute(sql.BUSY_TOPIC, {"topic": ask.topic}).first() is not None:
        return True
    last = connection.execute(
        select(col(DatasetRow.assessed_at)).where(col(DatasetRow.id) == ask.dataset)
    ).scalar()
    return last is not None and last.timestamp() > now - ask.quiet
