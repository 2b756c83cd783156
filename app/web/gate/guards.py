"""What a key must open, and what a call costs: the table that every route is held against.

A route that writes and is not in here is closed to all but ``admin`` where keys are required: what
somebody forgot is shut, not open. ``tests/web/test_keys.py`` walks every route of the service.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.api_key import Scope

SCORE, READ, FREE = 10, 1, 0
"""Points: a check; a look at what is known; what must never be refused."""
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that change nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """How one family of addresses is guarded, by whole segments of its path."""

    path: str
    scope: Scope | None
    """``None``: the route asks for the key itself (a form cannot send a header)."""
    reads: bool = False
    """True: reading sets us to work, or shows what is its owner's: it needs the key too."""
    uploads: bool = False
    """True: takes a file, so its body may be as large as one."""
    points: int = SCORE
    """Of one write."""


GUARDS: tuple[Guard, ...] = (
    Guard(path="/v1/assessments", scope="submit", uploads=True),
    Guard(path="/v1/jobs", scope="submit", points=READ),
    Guard(path="/assess", scope=None, uploads=True),
    Guard(path="/validate", scope="submit", reads=True, uploads=True),
    Guard(path="/v1/catalogs", scope="catalog"),
    Guard(path="/catalogs", scope=None),
    Guard(path="/v1/webhooks", scope="webhook", reads=True, points=READ),
    Guard(path="/api/resources", scope="submit"),
)
CLOSED = Guard(path="", scope="admin")
"""What nobody wrote down above."""
_TOKENS = ("/api/resources", "/metrics")
"""Routes that know tokens of their own, and look at them themselves."""
_FREE = ("/badge", "/static", "/healthz", "/readyz", "/metrics", "/favicon.ico", "/openapi.json")


def takes_tokens(path: str) -> bool:
    """Tell whether a bearer that is no key of ours may be a portal's or a monitor's token."""
    return any(path == own or path.startswith(f"{own}/") for own in _TOKENS)


def guard_of(method: str, path: str) -> Guard | None:
    """Find the guard of a call; ``None`` for plain reading. The longest path wins."""
    fits = [g for g in GUARDS if path == g.path or path.startswith(f"{g.path}/")]
    guard = max(fits, key=lambda g: len(g.path), default=CLOSED)
    if method in SAFE and (method == "OPTIONS" or not guard.reads):
        return None
    return guard


def points_of(method: str, path: str, *, file: bool, forced: bool) -> int:
    """Give what a call costs. A file, or insisting on a fresh look, costs twice as much."""
    if method == "OPTIONS" or path.startswith(_FREE) or path.endswith("/badge.svg"):
        return FREE
    guard = guard_of(method, path)
    if guard is None or method == "DELETE":
        return READ
    points = guard.points if method not in SAFE or guard.points == READ else SCORE
    return points * 2 if file or forced else points


def takes_file(path: str) -> bool:
    """Tell whether a call may bring a file."""
    return any(g.uploads and (path == g.path or path.startswith(f"{g.path}/")) for g in GUARDS)
