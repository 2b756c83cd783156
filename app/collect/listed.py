"""The list of files in a portal's answer, as udata and CKAN write it."""

from __future__ import annotations

from collections.abc import Mapping

from app.collect.plain import plain
from rules.core.listed import Listed

MOST = 1000
"""Files kept of one dataset."""
_LONGEST = 100
_REMOTE = {"remote": True, "file": False}
_CHECK = "check:available"


def read_listed(value: object) -> tuple[Listed, ...] | None:
    """Read ``resources``; ``None`` where it is no list of files (udata's API v2 gives a link)."""
    if not isinstance(value, list):
        return None
    found = tuple(_one(item) for item in value[:MOST] if isinstance(item, Mapping))
    return found if found or not value else None


def _one(item: Mapping[object, object]) -> Listed:
    extras = item.get("extras")
    checks = extras if isinstance(extras, Mapping) else {}
    return Listed(
        format=_word(item.get("format")),
        kind=_word(item.get("type")),
        described=bool(_word(item.get("description"))),
        remote=_REMOTE.get(_word(item.get("filetype"))),
        # udata takes a check without an answer (null) as a failure, and no check as none.
        available=bool(checks[_CHECK]) if _CHECK in checks else None,
    )


def _word(value: object) -> str:
    return plain(value, _LONGEST) if isinstance(value, str) else ""
