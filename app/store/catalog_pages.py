"""Lists of a catalogue's members: which ones, from where on."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode

from sqlalchemy import TextClause, text

from app.errors import BadRequest
from app.store.catalog_model import Filter
from app.store.cursor import BAD_CURSOR
from app.store.document import visible

_LABELLED = (
    "EXISTS (SELECT 1 FROM catalog_label AS l WHERE l.member = m.number "
    "AND l.catalog_id = :catalog AND l.kind = '{kind}' AND l.value = :{kind})"
)
_COLUMNS = (
    "m.number, m.dataset, m.url, m.title, m.organisation, m.org, m.modified, m.grade, m.score, "
    "m.stale, m.outcome, m.code, m.assessment_id, m.assessed_at, m.updated, m.due_at, m.gone"
)


def members_query(catalog_id: str, wanted: Filter) -> tuple[TextClause, dict[str, object]]:
    """Write the question for some members, by number; ``:after`` and ``:most`` are still open."""
    where = [
        "m.catalog_id = :catalog",
        "m.number > :after",
        "m.gone" if wanted.gone else "NOT m.gone",
    ]
    facts: dict[str, object] = {"catalog": catalog_id}
    if wanted.org is not None:
        where.append("m.org = :org")
        facts["org"] = visible(wanted.org)
    for kind in ("theme", "format", "schema"):
        value = getattr(wanted, kind)
        if value:
            where.append(_LABELLED.format(kind=kind))
            facts[kind] = visible(value)
    if wanted.grade:
        where.append("m.grade IS NULL" if wanted.grade == "none" else "m.grade = :grade")
        facts |= {} if wanted.grade == "none" else {"grade": wanted.grade}
    if wanted.stale is not None:
        where.append("m.stale" if wanted.stale else "NOT m.stale")
    chosen = " AND ".join(where)
    written = (
        f"SELECT {_COLUMNS} FROM catalog_dataset AS m WHERE {chosen} ORDER BY m.number LIMIT :most"  # noqa: S608 # no outside text
    )
    return text(written), facts


def cursor_after(place: float, id_: str) -> str:
    """Write the place just after a row."""
    return urlsafe_b64encode(f"{place!r} {id_}".encode()).decode().rstrip("=")


def after_of(cursor: str) -> tuple[float, str]:
    """Read a cursor. Raises ``BadRequest`` where it is not ours."""
    try:
        place = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
        at, id_ = place.split(" ")
        value = float(at)
        if not 0 <= value <= 1 << 62 or (id_ and not id_.isalnum()):  # NaN fails both
            raise ValueError("no place")  # noqa: TRY301 # one end for all that is not ours
    except ValueError as error:
        raise BadRequest("bad_cursor", BAD_CURSOR, status=400) from error
    return value, id_
