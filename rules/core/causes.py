"""The causes behind findings: what to tell the clerk about each, and how hard it is to mend.

One family of causes per file beside this one; a new family is one line here.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from rules.core.cause import Cause
from rules.core.causes_columns import COLUMN_CAUSES
from rules.core.causes_contacts import CONTACT_CAUSES
from rules.core.causes_dates import DATE_CAUSES
from rules.core.causes_expect import EXPECTATION_CAUSES
from rules.core.causes_ids import ID_CAUSES
from rules.core.causes_numbers import NUMBER_CAUSES
from rules.core.causes_places import PLACE_CAUSES
from rules.core.causes_read import READ_CAUSES
from rules.core.causes_rows import ROW_CAUSES
from rules.core.causes_times import TIME_CAUSES
from rules.core.causes_values import VALUE_CAUSES

__all__ = ["CAUSES", "Cause"]

_FAMILIES = (
    READ_CAUSES,
    COLUMN_CAUSES,
    ROW_CAUSES,
    VALUE_CAUSES,
    DATE_CAUSES,
    TIME_CAUSES,
    NUMBER_CAUSES,
    ID_CAUSES,
    CONTACT_CAUSES,
    PLACE_CAUSES,
    EXPECTATION_CAUSES,
)

CAUSES: Mapping[str, Cause] = MappingProxyType({c.id: c for f in _FAMILIES for c in f})
