"""Whether a point lies in France: boxes around the metropole and five overseas départements."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

OUTSIDE = "french-gps-coordinates"
REVERSED = "reversed-french-gps-coordinates"
_BOXES = (
    (-5.2, 9.7, 41.2, 51.2),  # metropole and Corsica
    (-61.9, -60.9, 15.7, 16.6),  # 971
    (-61.3, -60.7, 14.3, 15.0),  # 972
    (-54.7, -51.5, 2.0, 6.0),  # 973
    (55.1, 55.9, -21.5, -20.8),  # 974
    (44.9, 45.4, -13.1, -12.5),  # 976
)
"""West, east, south, north in degrees."""
Point = tuple[Decimal, Decimal]


def in_france(longitude: Decimal, latitude: Decimal) -> bool:
    """Tell whether one of the boxes holds the point."""
    return any(
        west <= longitude <= east and south <= latitude <= north
        for west, east, south, north in _BOXES
    )


def point_of(value: object) -> Point | None:
    """Read a point: a pair of numbers, or the text “lon,lat”; ``None`` where it is none."""
    parts = value.strip(" []()").split(",") if isinstance(value, str) else value
    if not isinstance(parts, Sequence) or len(parts) != 2:  # noqa: PLR2004
        return None
    try:
        first, second = (Decimal(str(part).strip()) for part in parts)
    except InvalidOperation:
        return None
    return (first, second) if first.is_finite() and second.is_finite() else None


def french_place_fault(value: object) -> str:
    """Give ``""`` for a point in France, else the error code: outside, or reversed."""
    point = point_of(value)
    if point is None:
        return OUTSIDE
    if in_france(*point):
        return ""
    return REVERSED if in_france(point[1], point[0]) else OUTSIDE
