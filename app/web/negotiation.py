"""Which form a caller wants, from its ``Accept`` header (RFC 9110, 12.5.1)."""

from __future__ import annotations

from collections.abc import Sequence

_MOST = 32
"""Parts of the header that are looked at."""


def choose(accept: str, offered: Sequence[str]) -> str:
    """Pick the media type liked best; the first offered where none, or any, is asked for.

    Of equal wishes the more exact wins, then the one named earlier.
    """
    wishes = [_wish(part) for part in accept.split(",")[:_MOST]]
    best, chosen = (0.0, 0, 0), offered[0]
    for media_type in offered:
        fits = [
            (_exactness(pattern, media_type), -position, q)
            for position, (pattern, q) in enumerate(wishes)
            if _exactness(pattern, media_type)
        ]
        if not fits:
            continue
        exactness, position, q = max(fits)  # the most exact wish speaks for this type
        if q > 0 and (q, exactness, position) > best:
            # A wildcard names nothing: among what it allows, our own order decides.
            best, chosen = (q, exactness, position), media_type
    return chosen


def _wish(part: str) -> tuple[str, float]:
    media_type, *parameters = (piece.strip().lower() for piece in part.split(";"))
    stated = next((p[2:] for p in parameters if p.startswith("q=")), "1")
    try:
        q = float(stated)
    except ValueError:
        q = 0.0
    return media_type, q if 0 <= q <= 1 else 0.0


def _exactness(pattern: str, media_type: str) -> int:
    """Say how exactly a pattern names a type: 3, 2 for a whole family, 1 for all, 0 for not."""
    if pattern == media_type:
        return 3
    if pattern == f"{media_type.partition('/')[0]}/*":
        return 2
    return 1 if pattern == "*/*" else 0
