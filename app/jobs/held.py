"""A job in hand: what it has come to, as its worker tells the table now and then."""

from __future__ import annotations

import asyncio
import logging
from time import monotonic

from app.assess import Watch
from app.jobs.endings import MOST_CRASHES
from app.logs import mark
from app.meters import attempted, took
from app.store import Claim, Mark, Unavailable, Work
from rules.core.assessment import Assessment

log = logging.getLogger(__name__)

log = logging.getLogger(__name__)


class Held(Watch):
    """Looks on while the line does a job."""

    def __init__(self, claim: Claim, work: Work) -> None:
        self.claim = claim
        self._work = work
        self._step, self._bytes, self._rows, self._content = "starting", 0, 0, ""
        self._timed, self._since = "starting", monotonic()
        self._told = self.mark()
        self.closing = False
        """True once its end is being written: it can no longer be lost."""

    def begin(self) -> None:
        """Put the job's id on every log line of this task."""
        mark(job_id=self.claim.id)

    def write(self) -> None:
        """Hear that its end is being written."""
        self.closing = True
        self.clock("storing")

    def ended(self, state: str, assessment: Assessment | None) -> None:
        """Hear how it ended; count and log that."""
        self.clock("done")
        attempted(state, assessment)
        grade = assessment.verdict.grade if assessment else None
        log.info("job %s, grade %s", state, grade or "none")

    def step(self, name: str) -> None:
        """Hear that a step begins."""
        self._step = name
        self.clock(name)

    def clock(self, name: str) -> None:
        """Count the time of the step that ends here, and begin another one's."""
        now = monotonic()
        took(self._timed, now - self._since)
        self._timed, self._since = name, now

    def taken(self, size: int) -> None:
        """Hear how many bytes are there."""
        self._bytes = size

    def read(self, rows: int) -> None:
        """Hear how many rows there are."""
        self._rows = rows

    async def may_read(self, mark: str) -> bool:
        """Refuse what killed its readers too often."""
        self._content = mark
        try:
            crashes = await asyncio.to_thread(self._work.crashes, mark)
        except Unavailable:
            return True
        if crashes >= MOST_CRASHES:
            log.warning("quarantined: %s killed its reader %d times", mark, crashes)
        return crashes < MOST_CRASHES

    def mark(self) -> Mark:
        """Say how far it is."""
        return Mark(
            claim=self.claim,
            step=self._step,
            bytes=self._bytes,
            rows=self._rows,
            content=self._content,
        )

    def news(self) -> Mark | None:
        """Say how far it is, unless that was said before."""
        mark = self.mark()
        if mark == self._told:
            return None
        self._told = mark
        return mark
