"""How much each caller has asked lately, in points; a window of one minute that slides.

Counted in this process's memory: several API processes count each for itself.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from app.settings import Settings

WINDOW = 60
"""Seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What a caller may still ask for."""

    policy: str
    most: int
    left: int
    resets: int
    """Seconds to the end of the minute that runs."""
    wait: int = 0
    """Seconds until what was asked for fits; 0: it did."""

    @property
    def headers(self) -> dict[str, str]:
        """Say it as draft-ietf-httpapi-ratelimit-headers-10 does."""
        return {
            "ratelimit-policy": f'"{self.policy}";q={self.most};w={WINDOW}',
            "ratelimit": f'"{self.policy}";r={self.left};t={self.resets}',
        }


class Meter:
    """Counts points for each caller."""

    def __init__(self, settings: Settings) -> None:
        """Begin with nothing counted."""
        self._storage = MemoryStorage()
        self._limiter = SlidingWindowCounterRateLimiter(self._storage)
        rates = {"anonymous": settings.rate_anonymous, "key": settings.rate_key}
        self._items = {
            name: RateLimitItemPerMinute(rate, namespace=name)
            for name, rate in rates.items()
            if rate
        }

    def spend(self, policy: str, who: str, points: int) -> Allowance | None:
        """Take points off what a caller has left; ``None`` where nothing is counted."""
        item = self._items.get(policy)
        if item is None or not points:
            return None
        fits = self._limiter.hit(item, who, cost=points)
        key, most = item.key_for(who), item.amount
        before, before_left, now, now_left = self._storage.get_sliding_window(key, WINDOW)
        rest = max(0.0, now_left - WINDOW)
        used = before * before_left / WINDOW + now
        return Allowance(
            policy=policy,
            most=most,
            left=max(0, most - math.ceil(used)),
            resets=math.ceil(rest),
            wait=0 if fits else wait_for(most - points, (before, before_left), now, rest),
        )


def wait_for(room: int, before: tuple[int, float], now: int, rest: float) -> int:
    """Give the seconds until no more than ``room`` points count.

    ``before``: points of the last minute, and the seconds for which they still fade; ``now``: those
    of this minute, which begin to fade after ``rest`` seconds.
    """
    count, fading = before
    if count and now <= room:
        return max(1, math.ceil(fading - (room - now) * WINDOW / count))
    return max(1, math.ceil(rest + WINDOW - room * WINDOW / max(now, 1)))
