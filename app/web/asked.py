"""How a caller wants to be answered: RFC 7240 ``Prefer``, and the ``Idempotency-Key``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated

from fastapi import Header

from app.errors import BadRequest
from rules.core.text import Text

LONGEST_WAIT = 60
USUAL_WAIT = 20
_KEY = re.compile(r"[!#-\[\]-~]{1,255}")
"""Visible ASCII but for the quote and the backslash, which the quoted form would have to escape."""
_BAD_KEY = Text(
    en="An Idempotency-Key is 1 to 255 visible ASCII characters, with or without quotes round it.",
    fr="Une clé « Idempotency-Key » compte de 1 à 255 caractères ASCII visibles, entre guillemets droits ou non.",
)


_KeyHeader = Header(description="Sent again with the same order, it answers with the same job.")
_PreferHeader = Header(description="`wait=N` (seconds, at most 60), `respond-async`, or both.")


@dataclass(frozen=True, slots=True)
class Wishes:
    """How long the caller waits, in seconds; which wishes that follows; under which key."""

    wait: int = USUAL_WAIT
    applied: str = ""
    key: str = ""


def wishes(
    prefer: Annotated[list[str] | None, _PreferHeader] = None,
    idempotency_key: Annotated[str | None, _KeyHeader] = None,
) -> Wishes:
    """Read a request's wishes. Raises ``BadRequest`` on a key that is none."""
    wait, applied = read_preference(", ".join(prefer or ()))
    return Wishes(wait, applied, read_key(idempotency_key))


def read_preference(header: str) -> tuple[int, str]:
    """Give the wait and what was applied; wishes that make no sense are left aside (RFC 7240)."""
    stated: dict[str, str] = {}
    for part in header.split(","):
        name, _, value = part.split(";")[0].partition("=")
        stated.setdefault(name.strip().lower(), value.strip().strip('"'))
    seconds, later = stated.get("wait", ""), "respond-async" in stated
    if not (seconds.isascii() and seconds.isdecimal()):
        return (0, "respond-async") if later else (USUAL_WAIT, "")
    wait = min(int(seconds[:9]), LONGEST_WAIT)
    return wait, f"respond-async, wait={wait}" if later else f"wait={wait}"


def read_key(header: str | None) -> str:
    """Read an ``Idempotency-Key``, quoted or not; empty where none is given."""
    if header is None:
        return ""
    key = header.strip()
    if len(key) > 1 and key[0] == key[-1] == '"':
        key = key[1:-1]
    if not _KEY.fullmatch(key):
        raise BadRequest("idempotency_key_invalid", _BAD_KEY, status=400)
    return key
