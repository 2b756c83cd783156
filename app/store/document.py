"""An assessment as one text, and back: the same value, whatever strangers' files hold."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from pydantic import TypeAdapter

from rules.core.assessment import Assessment

_SHAPE = TypeAdapter(Assessment)


def pack(assessment: Assessment) -> str:
    """Write the assessment as JSON in pure ASCII.

    Escaped, U+0000 and lone surrogates pass unharmed through any database's text column;
    PostgreSQL's JSONB refuses both, and pydantic's own JSON the latter. Raises
    ``ValidationError`` or ``TypeError`` on what could not be read again: nothing such is stored.
    """
    # A dataset's files are kept as assessments of their own, each under its own address.
    plain = _SHAPE.dump_python(replace(assessment, parts=()), warnings="none")
    text = json.dumps(plain, separators=(",", ":"), default=_plain)
    unpack(text)
    return text


def unpack(text: str) -> Assessment:
    """Read what ``pack`` wrote, also of an older version whose fields have since been added to.

    Keys unknown here (a newer version wrote them) are left aside. Raises ``ValidationError``.
    """
    return _SHAPE.validate_python(json.loads(text))


def visible(text: str) -> str:
    """Replace what no text column takes (U+0000, lone surrogates) by a visible U+FFFD."""
    clean = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return clean.replace("\0", "\ufffd")


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} has no place in an assessment")
