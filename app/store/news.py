"""What has been assessed since the last look, by whichever process: one look-up by key."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlmodel import col, func

from app.store.engine import Engines
from app.store.outage import answering
from app.store.tables import AssessmentRow, DatasetRow

_MOST = 5000
_BACK = 200
"""Numbers looked at again: on PostgreSQL a lower one may be committed after a higher one."""
_number = col(AssessmentRow.number)
_NEWEST = select(func.max(_number))
_SINCE: Select[*tuple[Any, ...]] = (
    select(_number, col(AssessmentRow.dataset_id), col(DatasetRow.id).label("also"))
    .join(DatasetRow, col(DatasetRow.assessment_id) == col(AssessmentRow.id), isouter=True)
    .where(_number > bindparam("after"))
    .order_by(_number)
    .limit(_MOST)
)


class Newcomers:
    """One reader's place in the row of assessments. Raises ``Unavailable`` in an outage."""

    def __init__(self, engines: Engines) -> None:
        self._engines = engines
        self._last: int | None = None
        self._seen: set[int] = set()

    def look(self) -> frozenset[str] | None:
        """Give the datasets assessed since the last look; ``None``: too many to name, or a first look."""
        if self._last is None:
            self._last = self._newest()
            return None
        after = max(0, self._last - _BACK)
        with answering(), self._engines.read.connect() as connection:
            found = list(connection.execute(_SINCE, {"after": after}))
        if len(found) == _MOST:
            self._last, self._seen = self._newest(), set()
            return None
        fresh = [row for row in found if row.number not in self._seen]
        self._seen = {row.number for row in found}
        self._last = max([self._last, *self._seen])
        return frozenset(id_ for row in fresh for id_ in (row.dataset_id, row.also) if id_)

    def _newest(self) -> int:
        with answering(), self._engines.read.connect() as connection:
            return int(connection.execute(_NEWEST).scalar() or 0)
