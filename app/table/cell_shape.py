"""What one cell looks like, at a glance: enough to tell a header from the data under it."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, time

from app.table.records import Cell

STRONG = frozenset({"date", "decimal", "long", "email", "url"})
"""Shapes that a column's label never has, but for a date or a year set as a label."""
NUMBERS = frozenset({"integer", "decimal", "long"})
_LONG = 9
"""Digits from which a number is an identifier (SIREN, SIRET, phone), not a label or a year."""

_SHAPES = (
    ("integer", re.compile(r"[+-]?\d+|[+-]?\d{1,3}(?:[ \xa0\u202f]\d{3})+")),
    ("decimal", re.compile(r"[+-]?[\d \xa0\u202f]*\d[.,]\d+ ?[%€]?|[+-]?\d[\d \xa0\u202f]* ?[%€]")),
    ("date", re.compile(r"\d{4}-\d\d?-\d\d?(?:[T ][\d:.]+.{0,6})?|\d\d?[/.-]\d\d?[/.-]\d{2,4}")),
    ("email", re.compile(r"[^@\s]+@[^@\s]+\.\w+")),
    ("url", re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)),
)


def shape(cell: Cell) -> str:
    """Name a cell's shape: blank text integer long decimal date email url boolean structure."""
    if isinstance(cell, str):
        return _shape_of_text(cell.strip())
    if cell is None:
        return "blank"
    if isinstance(cell, bool):
        return "boolean"
    if isinstance(cell, int):
        return "integer"
    if isinstance(cell, date | time):
        return "date"
    return "structure" if isinstance(cell, list | dict) else "decimal"


def _shape_of_text(text: str) -> str:
    if not text:
        return "blank"
    if len(text) > 200:  # noqa: PLR2004 # nothing above is that long, and patterns cost
        return "text"
    for name, pattern in _SHAPES:
        if pattern.fullmatch(text):
            digits = sum(map(str.isdigit, text))
            return "long" if name == "integer" and digits >= _LONG else name
    return "text"


def blank(cell: Cell) -> bool:
    """Tell whether nothing is written in a cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def written(cell: Cell) -> str:
    """Write a cell as a label or a sample shows it."""
    return cell if isinstance(cell, str) else "" if cell is None else str(cell)


def plain(label: str) -> str:
    """Reduce a label to what people mean: no case, accents, blanks or punctuation."""
    folded = unicodedata.normalize("NFKD", label.casefold())
    return "".join(char for char in folded if char.isalnum())
