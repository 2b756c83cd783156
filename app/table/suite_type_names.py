"""What the names of types mean that suites use: Python's, NumPy's, SQL's and Spark's.

Great Expectations asks how a frame was read. A file was not read yet: here a type asks of each cell
whether it can be read as such.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

_NAMES = {
    "text": "str string object object_ text varchar nvarchar char nchar utf8 category",
    "integer": "int integer bigint smallint tinyint mediumint long short byte int_ "
    "int8 int16 int32 int64 uint8 uint16 uint32 uint64",
    "number": "float number numeric decimal real double float_ float16 float32 float64",
    "boolean": "bool boolean bool_",
    "date": "date",
    "datetime": "datetime datetime64 timestamp timestamptz",
}
_MEANINGS: Mapping[str, str] = MappingProxyType(
    {name: meaning for meaning, names in _NAMES.items() for name in names.split()}
)
_EXTRA = re.compile(r"[(\[].*\Z|type\Z| precision\Z", re.DOTALL)
"""``datetime64[ns]``, ``DECIMAL(10, 2)``, ``StringType``, ``DOUBLE PRECISION``."""


def meaning_of(name: str) -> str | None:
    """Tell what a type's name means: text integer number boolean date datetime; ``None``: nothing known."""
    bare = name.strip().lower()
    while bare not in _MEANINGS and (shorter := _EXTRA.sub("", bare).strip()) != bare:
        bare = shorter
    return _MEANINGS.get(bare)
