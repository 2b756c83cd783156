"""What becomes of a message after a try: taken, tried later, or given up. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.collect.post import Receipt
from app.store import Errand, Sent

GONE = 410
_MISSING = frozenset({404, GONE})
_GROWTH = 5.0
_LONGEST = 86_400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Persistence:
    """How often and how long apart a receiver is tried."""

    attempts: int
    delay: float


def settled(errand: Errand, receipt: Receipt, persistence: Persistence, chance: float) -> Sent:
    """Decide from what came back. ``chance`` 0..1 keeps those who wait apart.

    Anything but a 2xx is tried again: a receiver that is being replaced answers 404 for a while.
    """
    seen = Sent(
        state="delivered", status=receipt.status, code=receipt.code, seconds=receipt.seconds
    )
    if receipt.delivered:
        return seen
    if errand.hook is not None and receipt.status == GONE:
        return replace(seen, state="failed", off="gone")
    if errand.resource is not None and receipt.status in _MISSING:
        return replace(seen, state="dropped", gone=True)
    if errand.attempts + 1 >= persistence.attempts:
        return replace(seen, state="failed", off="failing" if errand.hook else "")
    wait = max(receipt.retry_after, _backoff(errand.attempts, persistence, chance))
    return replace(seen, state="waiting", wait=wait)


def _backoff(attempts: int, persistence: Persistence, chance: float) -> float:
    longest: float = min(persistence.delay * _GROWTH**attempts, _LONGEST)
    return longest * (0.8 + 0.4 * chance)
