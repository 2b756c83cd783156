"""API keys: how one is written, checked and remembered. Pure but for the dice.

``qd_<id>_<secret>_<checksum>``, all in base 62. The prefix lets secret scanners find a key that leaked;
the checksum tells a typing error, or an invention, without asking the database. Only the SHA-256 of
the secret is kept: 256 bits need no slow hash, nobody can go through them.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from binascii import crc32
from dataclasses import dataclass
from string import ascii_letters, digits
from typing import Literal, get_args

Scope = Literal["submit", "read:private", "catalog", "webhook", "admin"]
SCOPES: tuple[Scope, ...] = get_args(Scope)
PREFIX = "qd"
_BASE = digits + ascii_letters
_ID, _SECRET, _SUM = 10, 43, 6
"""Characters of each part; 43 of base 62 hold 256 bits."""
_SHAPE = re.compile(
    rf"{PREFIX}_([0-9A-Za-z]{{{_ID}}})_([0-9A-Za-z]{{{_SECRET}}})_([0-9A-Za-z]{{{_SUM}}})"
)


@dataclass(frozen=True, slots=True)
class Minted:
    """A new key: ``text`` is shown once, ``id`` and ``digest`` are kept."""

    id: str
    digest: str
    text: str

    def __repr__(self) -> str:
        """Name the key without giving it away."""
        return f"Minted({self.id})"


@dataclass(frozen=True, slots=True)
class Presented:
    """A key that somebody shows, well formed; whether it opens anything is another question."""

    id: str
    digest: str


def mint() -> Minted:
    """Make a new key."""
    id_, secret = _dice(_ID), _dice(_SECRET)
    body = f"{PREFIX}_{id_}_{secret}"
    return Minted(id_, _digest(secret), f"{body}_{_checksum(body)}")


def read(text: str) -> Presented | None:
    """Take a key apart; ``None`` where it cannot be one of ours."""
    found = _SHAPE.fullmatch(text)
    if found is None or _checksum(text.rpartition("_")[0]) != found[3]:
        return None
    return Presented(found[1], _digest(found[2]))


def same(left: str, right: str) -> bool:
    """Compare two digests in a time that tells nothing."""
    return hmac.compare_digest(left, right)


def _dice(length: int) -> str:
    return "".join(secrets.choice(_BASE) for _ in range(length))


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _checksum(body: str) -> str:
    number, written = crc32(body.encode()), ""
    for _ in range(_SUM):
        number, rest = divmod(number, len(_BASE))
        written = _BASE[rest] + written
    return written
