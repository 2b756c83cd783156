"""What a page of a catalogue changes in its members, and what is ordered of it: one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import Connection

from app.store import catalog_rows as rows
from app.store import catalog_sql as sql
from app.store import work_sql
from app.store.catalog_model import Draft, Run
from app.store.work_model import BATCH, Submission
from app.store.work_rows import facts


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of some entries."""

    numbers: tuple[int, ...] = ()
    fresh: int = 0
    """Seen for the first time in this run."""
    added: int = 0
    changed: int = 0


@dataclass(frozen=True, slots=True)
class Seen:
    """Which catalogue is being listed, and in which run; 0: by hand, outside any."""

    catalog: str
    number: int = 0


def write(connection: Connection, seen: Seen, drafts: Sequence[Draft], now: float) -> Kept:
    """Keep entries: new ones, those described anew, and those that are as they were."""
    by_key = {draft.key: draft for draft in drafts}
    if not by_key:
        return Kept()
    asked = {"catalog": seen.catalog, "keys": list(by_key)}
    known = {row.key: row for row in connection.execute(sql.LISTED_BEFORE, asked)}
    new = [d for key, d in by_key.items() if key not in known]
    changed = [d for key, d in by_key.items() if key in known and known[key].digest != d.digest]
    for statement, some in ((sql.INSERT, new), (sql.REWRITE, changed)):
        if some:
            given = [rows.member_facts(d, seen.catalog, seen.number, now) for d in some]
            connection.execute(statement, given)
    if known:
        numbers = [row.number for row in known.values()]
        connection.execute(sql.TOUCH, {"run": seen.number, "numbers": numbers})
    every = {row.key: row for row in connection.execute(sql.LISTED_BEFORE, asked)}
    _label(connection, seen.catalog, {every[d.key].number: d for d in (*new, *changed)})
    return Kept(
        numbers=tuple(row.number for row in every.values()),
        fresh=len(new) + sum(row.seen_run != seen.number for row in known.values()),
        added=len(new),
        changed=len(changed),
    )


def order(connection: Connection, run: Run, numbers: Sequence[int], now: float) -> tuple[int, int]:
    """Order what the policy picks of these members; give how many, and how many waited already."""
    if not numbers:
        return 0, 0
    asked = {"numbers": list(numbers), "run": run.number}
    more = {"now": now} if run.policy == "due" else {}
    picked = connection.execute(sql.PICK[run.policy], {**asked, **more}).all()
    connection.execute(sql.JUDGED, asked)
    if not picked:
        return 0, 0
    given = [
        facts(
            Submission(
                id=uuid4().hex,
                topic=f"c:{row.dataset}",
                dataset=row.dataset,
                url=row.url,
                host=row.host,
                request=row.request,
                priority=BATCH,
            ),
            now,
            busy=False,
            batch=run.id,
        )
        for row in picked
    ]
    added = connection.execute(work_sql.ADD, given).rowcount
    return len(picked), len(picked) - max(0, added)


def _label(connection: Connection, catalog: str, drafts: dict[int, Draft]) -> None:
    if not drafts:
        return
    connection.execute(sql.UNLABEL, {"numbers": list(drafts)})
    given = [
        {"catalog": catalog, "kind": kind, "value": value, "member": number}
        for number, draft in drafts.items()
        for kind, value in rows.labels(draft)
    ]
    if given:
        connection.execute(sql.LABEL, given)
