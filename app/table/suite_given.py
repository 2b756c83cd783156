"""A suite that someone gives with an order: taken as it is, unless it is none at all.

What in it may not run is told with the results, expectation by expectation; a suite that cannot be
read is the order's own fault.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from app.errors import BadRequest
from app.table.suite import MAX_SUITE, read_suite
from rules.core.text import Text

_NO_SUITE = Text(
    en="“expectations” is no expectation suite: send a JSON object with a list “expectations” of at most 2 MB, as Great Expectations writes it.",
    fr="« expectations » n’est pas une suite d’attentes : envoyez un objet JSON avec une liste « expectations », de 2 Mo au plus, comme Great Expectations l’écrit.",
)


def given_suite(stated: Mapping[str, object]) -> str:
    """Write a suite down as JSON text. Raises ``BadRequest`` (422 suite_malformed)."""
    try:
        text = json.dumps(stated, allow_nan=False)
    except (TypeError, ValueError, RecursionError):
        text = ""
    if len(text) > MAX_SUITE or read_suite(text).fault:
        raise BadRequest("suite_malformed", _NO_SUITE, status=422)
    return text
