"""Catalogues: add, list, forget; what a member's portal said of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select
from sqlmodel import col

from app.store import catalog_rows as rows
from app.store import catalog_sql as sql
from app.store.catalog_keep import Kept, Seen, write
from app.store.catalog_model import Catalog, Draft, Filter, Member
from app.store.catalog_pages import after_of, cursor_after, members_query
from app.store.catalog_tables import MemberRow
from app.store.engine import Engines
from app.store.outage import answering
from app.store.work_rows import clock

_CHUNK = 2000
COUNT = (
    select(func.count())
    .select_from(MemberRow)
    .where(col(MemberRow.catalog_id) == bindparam("id"), ~col(MemberRow.gone))
)
_MOST_LABELS = 50


class Catalogs:
    """Every call is made of short transactions. Any raises ``Unavailable`` in an outage."""

    def __init__(self, engines: Engines) -> None:
        self._engines = engines

    def add(self, given: Catalog, *, scheduled: bool = True) -> Catalog:
        """Keep a catalogue; known already, its title and, if ``scheduled``, its schedule change."""
        with answering(), self._engines.write.begin() as connection:
            facts = {
                "id": given.id,
                "url": given.url,
                "kind": given.kind,
                "title": given.title,
                "schedule": given.schedule,
                "policy": given.policy,
                "next": given.next_at.timestamp() if given.next_at else None,
                "now": clock(connection),
                "scheduled": scheduled,
            }
            connection.execute(sql.ADD, facts)
            return rows.catalog(connection.execute(sql.GET, {"id": given.id}).one())

    def get(self, catalog_id: str) -> Catalog | None:
        """Give one catalogue."""
        with answering(), self._engines.read.connect() as connection:
            row = connection.execute(sql.GET, {"id": catalog_id}).first()
        return None if row is None else rows.catalog(row)

    def all(self, *, limit: int = 50, after: str = "") -> tuple[tuple[Catalog, ...], str]:
        """Give catalogues, newest first, and the cursor of the next page or ``""``.

        Raises ``BadRequest`` on a cursor that is not ours.
        """
        before, id_ = after_of(after) if after else (9e18, "")
        with answering(), self._engines.read.connect() as connection:
            given = {"before": before, "id": id_, "most": limit + 1}
            found = connection.execute(sql.ALL, given).all()
        page = tuple(rows.catalog(row) for row in found[:limit])
        more = len(found) > limit
        return page, cursor_after(found[limit - 1].created_at, page[-1].id) if more else ""

    def drop(self, catalog_id: str) -> bool:
        """Forget a catalogue, a chunk at a time; assessments stay. Tell whether it was there."""
        given = {"id": catalog_id, "most": _CHUNK}
        while True:
            with answering(), self._engines.write.begin() as connection:
                if connection.execute(sql.DROP_SOME, given).rowcount < _CHUNK:
                    break
        with answering(), self._engines.write.begin() as connection:
            connection.execute(sql.DROP_BATCHES, {"id": catalog_id})
            return connection.execute(sql.DROP, {"id": catalog_id}).rowcount > 0

    def members(
        self, catalog_id: str, wanted: Filter, *, limit: int = 100, after: str = ""
    ) -> tuple[tuple[Member, ...], str]:
        """Give members in one steady order, and the cursor of the next page or ``""``.

        Raises ``BadRequest`` on a cursor that is not ours.
        """
        start = int(after_of(after)[0]) if after else 0
        query, facts = members_query(catalog_id, wanted)
        with answering(), self._engines.read.connect() as connection:
            found = connection.execute(query, {**facts, "after": start, "most": limit + 1}).all()
            page = found[:limit]
            labelled = _labels(connection, [row.number for row in page])
        members = tuple(_labelled(rows.member(row), labelled.get(row.number, {})) for row in page)
        return members, cursor_after(page[-1].number, "") if len(found) > limit else ""

    def stream(
        self, catalog_id: str, wanted: Filter, *, chunk: int = 500
    ) -> Iterator[tuple[Member, ...]]:
        """Give every member, chunk by chunk; no transaction stays open between two."""
        cursor, first = "", True
        while cursor or first:
            first = False
            page, cursor = self.members(catalog_id, wanted, limit=chunk, after=cursor)
            yield page

    def count(self, catalog_id: str) -> int:
        """Count what it lists."""
        with answering(), self._engines.read.connect() as connection:
            return int(connection.execute(COUNT, {"id": catalog_id}).scalar_one())

    def record(self, catalog_id: str, key: str) -> bytes | None:
        """Give what the portal said of a member, as the harvest packed it."""
        with answering(), self._engines.read.connect() as connection:
            given = {"catalog": catalog_id, "key": key}
            found = connection.execute(sql.RECORD, given).scalar()
        return bytes(found) if found is not None else None

    def take_in(self, catalog_id: str, drafts: Sequence[Draft]) -> Kept:
        """Keep entries of a list that is no address, outside any run."""
        with answering(), self._engines.write.begin() as connection:
            return write(connection, Seen(catalog_id), drafts, clock(connection))

    def recognised(self, catalog_id: str, kind: str, start: str, title: str = "") -> None:
        """Note what a catalogue is, and where to begin."""
        with answering(), self._engines.write.begin() as connection:
            connection.execute(sql.KNOWN, {"id": catalog_id, "kind": kind, "start": start})
            if title:
                connection.execute(sql.TITLED, {"id": catalog_id, "title": title[:300]})

    def due(self) -> tuple[tuple[Catalog, float], ...]:
        """Give catalogues whose scheduled time has come, each with that time."""
        with answering(), self._engines.read.connect() as connection:
            found = connection.execute(sql.DUE, {"now": clock(connection)}).all()
        return tuple((rows.catalog(row), row.next_at) for row in found)

    def reschedule(self, catalog_id: str, was: float, following: datetime | None) -> bool:
        """Set the next time; tell whether nobody else did it first."""
        given = {
            "id": catalog_id,
            "was": was,
            "next": following.timestamp() if following else None,
        }
        with answering(), self._engines.write.begin() as connection:
            return connection.execute(sql.NEXT, given).rowcount > 0


def _labels(connection: Connection, numbers: list[int]) -> dict[int, dict[str, list[str]]]:
    found: dict[int, dict[str, list[str]]] = {}
    if numbers:
        for row in connection.execute(sql.MEMBER_LABELS, {"numbers": numbers}):
            kinds = found.setdefault(row.member, {})
            values = kinds.setdefault(row.kind, [])
            if len(values) < _MOST_LABELS:
                values.append(row.value)
    return found


def _labelled(member: Member, labels: dict[str, list[str]]) -> Member:
    return replace(
        member,
        themes=tuple(labels.get("theme", ())),
        formats=tuple(labels.get("format", ())),
        schemas=tuple(labels.get("schema", ())),
    )
