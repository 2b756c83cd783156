"""Places to go on from, given to strangers and taken back with care."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime

from app.errors import BadRequest
from app.store.document import visible
from app.store.model import Head
from rules.core.text import Text

END_OF_TIME = datetime.max.replace(tzinfo=UTC)
BAD_CURSOR = Text(
    en="The page cursor is not one of ours: start again from the first page.",
    fr="Ce curseur de page n’est pas l’un des nôtres : reprenez à la première page.",
)


def cursor_of(head: Head) -> str:
    """Write the place just after a dataset."""
    place = f"{head.assessed_at.isoformat()} {head.id}"
    return urlsafe_b64encode(place.encode()).decode().rstrip("=")


def place_of(cursor: str) -> tuple[datetime, str]:
    """Read the instant and the id in a cursor. Raises ``BadRequest`` where they are not there."""
    try:
        place = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        at, id_ = place.split(" ")
        return utc(datetime.fromisoformat(at)), visible(id_)
    except ValueError as error:
        raise BadRequest("bad_cursor", BAD_CURSOR, status=400) from error


def utc(moment: datetime) -> datetime:
    """Give an instant in UTC: a naive one is taken as such, one beyond the calendar is cut."""
    if moment.utcoffset() is None:
        return moment.replace(tzinfo=UTC)
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return END_OF_TIME if moment.year > 1 else datetime.min.replace(tzinfo=UTC)
