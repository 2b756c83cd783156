"""API keys kept: made, found, rotated, revoked. Secrets never come here, only their hashes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import update
from sqlmodel import Session, col, or_, select

from app.api_key import SCOPES, Minted, Scope, same
from app.errors import NotFound, Problem
from app.store.engine import Engines
from app.store.key_tables import ApiKeyRow
from app.store.outage import answering
from rules.core.text import Text

MOST_LIVE = 2
"""Live keys of one owner: the one in use, and the one that takes its place."""
_SELDOM = timedelta(hours=1)
_TOO_MANY = Text(
    en="“{owner}” has two live keys already: revoke one first (qualidata keys list).",
    fr="« {owner} » a déjà deux clés en service : révoquez-en une d’abord (qualidata keys list).",
)
_UNKNOWN = Text(
    en="There is no live key “{name}” (qualidata keys list shows them).",
    fr="Aucune clé en service ne s’appelle « {name} » (voir qualidata keys list).",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """What is known of a key, without its secret."""

    id: str
    owner: str
    scopes: tuple[Scope, ...]
    created_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    last_used_at: datetime | None = None

    @property
    def expired(self) -> bool:
        """Tell whether its time is over."""
        return self.expires_at is not None and self.expires_at <= datetime.now(UTC)

    @property
    def live(self) -> bool:
        """Tell whether it opens anything."""
        return self.revoked_at is None and not self.expired

    def opens(self, scope: Scope) -> bool:
        """Tell whether it may do so; ``admin`` may do everything."""
        return self.live and (scope in self.scopes or "admin" in self.scopes)


class Keys:
    """Any call raises ``Unavailable`` while the database does not answer."""

    def __init__(self, engines: Engines) -> None:
        self._engines = engines

    def add(
        self, minted: Minted, owner: str, scopes: Sequence[Scope], lasts: timedelta | None
    ) -> ApiKey:
        """Keep a new key. Raises ``Problem`` where the owner has two live ones."""
        with answering(), Session(self._engines.write) as session, session.begin():
            if len(_live(session, owner)) >= MOST_LIVE:
                raise Problem("too_many_keys", _TOO_MANY, status=409, facts={"owner": owner[:80]})
            return _written(session, minted, owner, scopes, lasts)

    def rotate(self, minted: Minted, owner: str, overlap: timedelta) -> ApiKey:
        """Keep a key that takes the place of the owner’s own, which lives on for the overlap.

        It opens the same, and lasts as long as that one did. Raises ``Problem``.
        """
        with answering(), Session(self._engines.write) as session, session.begin():
            live = _live(session, owner)
            if not live:
                raise _unknown(owner)
            if len(live) >= MOST_LIVE:
                raise Problem("too_many_keys", _TOO_MANY, status=409, facts={"owner": owner[:80]})
            old = live[0]
            ends = datetime.now(UTC) + overlap
            lasts = old.expires_at - old.created_at if old.expires_at else None
            old.expires_at = min(old.expires_at, ends) if old.expires_at else ends
            session.add(old)
            return _written(session, minted, owner, _scopes(old.scopes), lasts)

    def revoke(self, name: str) -> ApiKey:
        """Close a key for good. Raises ``NotFound`` where no live key has this id."""
        with answering(), Session(self._engines.write) as session, session.begin():
            row = session.get(ApiKeyRow, name)
            if row is None or not _key(row).live:
                raise _unknown(name)
            row.revoked_at = datetime.now(UTC)
            session.add(row)
            return _key(row)

    def all(self) -> tuple[ApiKey, ...]:
        """Give every key, newest first."""
        with answering(), Session(self._engines.read) as session:
            rows = session.exec(select(ApiKeyRow).order_by(col(ApiKeyRow.created_at).desc()))
            return tuple(map(_key, rows))

    def find(self, id_: str, digest: str) -> ApiKey | None:
        """Give the key that was shown, live or not; ``None`` where it is not ours."""
        with answering(), Session(self._engines.read) as session:
            row = session.get(ApiKeyRow, id_)
            return _key(row) if row and same(row.digest, digest) else None

    def used(self, key: ApiKey) -> None:
        """Note that a key is in use: once an hour, whatever it does."""
        now = datetime.now(UTC)
        if key.last_used_at and now - key.last_used_at < _SELDOM:
            return
        last = col(ApiKeyRow.last_used_at)
        note = (
            update(ApiKeyRow)
            .where(col(ApiKeyRow.id) == key.id, or_(last.is_(None), last < now - _SELDOM))
            .values(last_used_at=now)
        )
        with answering(), self._engines.write.begin() as connection:
            connection.execute(note)


def _live(session: Session, owner: str) -> list[ApiKeyRow]:
    rows = session.exec(
        select(ApiKeyRow).where(ApiKeyRow.owner == owner).order_by(col(ApiKeyRow.created_at).desc())
    )
    return [row for row in rows if _key(row).live]


def _written(
    session: Session,
    minted: Minted,
    owner: str,
    scopes: Sequence[Scope],
    lasts: timedelta | None,
) -> ApiKey:
    now = datetime.now(UTC)
    row = ApiKeyRow(
        id=minted.id,
        owner=owner,
        digest=minted.digest,
        scopes=" ".join(sorted(set(scopes), key=SCOPES.index)),
        created_at=now,
        expires_at=now + lasts if lasts else None,
        revoked_at=None,
        last_used_at=None,
    )
    session.add(row)
    return _key(row)


def _key(row: ApiKeyRow) -> ApiKey:
    return ApiKey(
        id=row.id,
        owner=row.owner,
        scopes=_scopes(row.scopes),
        created_at=row.created_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
        last_used_at=row.last_used_at,
    )


def _scopes(text: str) -> tuple[Scope, ...]:
    held = text.split()
    return tuple(scope for scope in SCOPES if scope in held)


def _unknown(name: str) -> NotFound:
    problem = NotFound(_UNKNOWN)
    problem.facts["name"] = name[:80]
    return problem
