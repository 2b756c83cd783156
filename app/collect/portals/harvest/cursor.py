"""Where a harvest is: written after every page, so that anyone may go on from there. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from pydantic import TypeAdapter

from app.collect.portals.harvest.item import Portion

SIZE = 100
"""Entries asked for at once, where the portal lets us say so."""
MOST_BARREN = 2
"""Pages in a row without anything new after which a catalogue is going round in circles."""
_MOST_SKIPS = 20
"""Single entries in a row that no way of asking brings: the portal is ill, not the entry."""
_PAGED = frozenset({"ckan", "udata", "opendatasoft"})
_ODS_MOST = 10_000
"""Explore v2.1 goes no further; its export of the whole catalogue does."""
_STEP = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """A place in a catalogue."""

    kind: str
    base: str
    """The address without the words for pages; of a document, its own."""
    start: int = 0
    size: int = SIZE
    since: datetime | None = None
    """Only what changed since; ``None``: all of it."""
    tries: int = 0
    """Times that this very page failed."""
    skips: int = 0
    barren: int = 0
    asked: int = 0
    """Pages behind us."""
    missed: bool = False
    """True once a page or a part of one could not be had: what was not seen may still be there."""

    @property
    def paged(self) -> bool:
        """Tell whether the place is a number of ours rather than an address of theirs."""
        return self.kind in _PAGED and not self.exported

    @property
    def whole(self) -> bool:
        """Tell whether what was not seen on this way is gone."""
        return self.since is None and not self.missed

    @property
    def exported(self) -> bool:
        """Tell whether it is Opendatasoft's export, one document for all."""
        return self.kind == "opendatasoft" and "/catalog/exports/" in self.base

    @property
    def url(self) -> str:
        """The address of the page."""
        if not self.paged:
            return self.base
        words = _WORDS[self.kind](self)
        parts = urlsplit(self.base)
        kept = [(k, v) for k, v in parse_qsl(parts.query) if k not in words]
        merged = urlencode([*kept, *((k, v) for k, v in words.items() if v)])
        return urlunsplit((parts.scheme, parts.netloc, parts.path, merged, ""))


CURSOR = TypeAdapter(Cursor)


def begin(kind: str, start: str, since: datetime | None) -> Cursor:
    """Begin; where a kind cannot say what changed since, everything is listed."""
    return Cursor(kind=kind, base=start, since=since if kind in _PAGED else None)


def following(cursor: Cursor, page: Portion, fresh: int) -> Cursor | None:
    """Give the place after a page that was read to its end; ``None``: that was all.

    ``page`` is the whole of it, ``count`` its entries. ``fresh``: those not seen before in this run.
    """
    barren = 0 if fresh else cursor.barren + 1
    base = replace(cursor, tries=0, skips=0, barren=barren, asked=cursor.asked + 1)
    if cursor.paged:
        return _next_number(base, page)
    following_url = _own(cursor.base, page.next)
    if cursor.kind != "dcat" or not following_url or following_url == cursor.base:
        return None
    return replace(base, base=following_url)


def loops(cursor: Cursor) -> bool:
    """Tell whether a catalogue only repeats itself."""
    return cursor.barren >= MOST_BARREN


def narrower(cursor: Cursor) -> Cursor | None:
    """Ask for less after a page that cannot be had; ``None``: that would not help."""
    if cursor.paged and cursor.size > 1:
        return replace(cursor, size=max(1, cursor.size // _STEP), tries=0)
    return None


def skipped(cursor: Cursor) -> Cursor | None:
    """Go past the one entry that cannot be had; ``None``: nothing helps."""
    if not cursor.paged or cursor.skips + 1 >= _MOST_SKIPS:
        return None
    start = cursor.start + cursor.size
    skips = cursor.skips + 1
    size = min(_widest(start), cursor.size) if skips > 1 else _widest(start)
    return replace(cursor, start=start, size=size, tries=0, skips=skips, missed=True)


def _next_number(cursor: Cursor, page: Portion) -> Cursor | None:
    start = cursor.start + cursor.size
    if not page.count or (page.total is not None and start >= page.total and page.total >= 0):
        return None
    if cursor.kind == "udata" and cursor.since and page.oldest and page.oldest < cursor.since:
        return None  # the newest come first there: what follows is older still
    if cursor.kind == "opendatasoft" and (page.total or 0) > _ODS_MOST and not cursor.since:
        return replace(cursor, base=_export(cursor.base), start=0, barren=0)
    return replace(cursor, start=start, size=_widest(start))


def _widest(start: int) -> int:
    """Give the largest page that begins there: after a narrow place, pages widen again."""
    size = SIZE
    while start % size:
        size //= _STEP
    return max(1, size)


def _own(base: str, stated: str) -> str:
    """Read the next page's address; whatever site it names, ours is the one that is asked."""
    if not stated:
        return ""
    try:
        here, there = urlsplit(base), urlsplit(urljoin(base, stated))
    except ValueError:
        return ""
    return urlunsplit((here.scheme, here.netloc, there.path, there.query, ""))


def _export(base: str) -> str:
    parts = urlsplit(base)
    path = parts.path.replace("/catalog/datasets", "/catalog/exports/json")
    return urlunsplit((parts.scheme, parts.netloc, path, parts.query, ""))


def _ckan(cursor: Cursor) -> dict[str, str]:
    words = {"rows": str(cursor.size), "start": str(cursor.start), "sort": "id asc"}
    if cursor.since:
        stated = dict(parse_qsl(urlsplit(cursor.base).query)).get("fq", "")
        changed = f"metadata_modified:[{_utc(cursor.since)} TO *]"
        words |= {"fq": f"{stated} {changed}".strip(), "sort": "metadata_modified asc"}
    return words


def _udata(cursor: Cursor) -> dict[str, str]:
    return {
        "page": str(cursor.start // cursor.size + 1),
        "page_size": str(cursor.size),
        "sort": "-last_update" if cursor.since else "created",
    }


def _ods(cursor: Cursor) -> dict[str, str]:
    words = {"limit": str(cursor.size), "offset": str(cursor.start), "order_by": "dataset_id"}
    if cursor.since:
        words["where"] = f"modified >= date'{_utc(cursor.since)}'"
    return words


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


_WORDS = {"ckan": _ckan, "udata": _udata, "opendatasoft": _ods}
