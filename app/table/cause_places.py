"""How coordinates went wrong: written otherwise, latitude first, or out of France."""

from __future__ import annotations

import json
import re

from app.table.coordinates import in_france, point_of
from app.table.guess import Guess

_NUMBER = r"([-+]?\d{1,3}(?:\.\d+)?)"
_TWO = re.compile(rf"{_NUMBER}\s*[ ,;|/]\s*{_NUMBER}", re.ASCII)


def guess_point(text: str, shape: str) -> Guess:
    """Say what is wrong with a text that should be a point, longitude first."""
    two = _TWO.fullmatch(text.strip(" []()"))
    if two is None:
        return Guess("coordinates-bad")
    return Guess("coordinates-format", _write(two[1], two[2], shape))


def guess_place(text: str, shape: str) -> Guess:
    """Say whether a point outside France would lie inside, its two numbers exchanged."""
    point = point_of(text)
    if point is None:
        return guess_point(text, shape)
    longitude, latitude = point
    if in_france(latitude, longitude):
        return Guess("coordinates-swapped", _write(str(latitude), str(longitude), shape))
    return Guess("coordinates-outside")


def _write(longitude: str, latitude: str, shape: str) -> str:
    if shape == "array":
        return f"[{longitude}, {latitude}]"
    if shape == "object":
        return json.dumps({"lon": float(longitude), "lat": float(latitude)})
    return f"{longitude},{latitude}"
