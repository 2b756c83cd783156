"""Whether a point lies in France: boxes around the metropole and five overseas départements."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

OUTSIDE = "french-gps-coordinates"
REVERSED = "reversed-french-gps-coordinates"
_BOXES = (
    (-5.141277, 9.560091, 41.333571, 51.088989),  # metropole and Corsica
    (-61.809839, -61.001959, 15.832041, 16.514488),  # 971
    (-61.229033, -60.809655, 14.388646, 14.878723),  # 972
    (-54.60239, -51.619041, 2.111055, 5.748138),  # 973
    (55.216526, 55.836654, -21.389631, -20.8718),  # 974
    (45.01833, 45.299985, -13.005254, -12.63659),  # 976
)
"""West, east, south, north in degrees, as Validata 0.13 has them; the edges are outside."""
Point = tuple[Decimal, Decimal]


def in_france(longitude: Decimal, latitude: Decimal) -> bool:
    """Tell whether one of the boxes holds the point."""
    return any(
        west < longitude < east and south < latitude < north for west, east, south, north in _BOXES
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
