"""A year or an interval of years: “2023/2024”."""

from __future__ import annotations

import re
from collections.abc import Callable

from app.table.cells import as_text

CODE = "year-interval-value"
_INTERVAL = re.compile(r"([0-9]{4})(?:/([0-9]{4}))?", re.ASCII)


def year_interval(*, year_alone: bool) -> Callable[[object], str]:
    """Check “AAAA/AAAA” with the first year before the second, or “AAAA” where that is allowed."""

    def fault(value: object) -> str:
        match = _INTERVAL.fullmatch(as_text(value) or "")
        if match is None:
            return CODE
        first, second = match.groups()
        good = year_alone if second is None else first < second
        return "" if good else CODE

    return fault
