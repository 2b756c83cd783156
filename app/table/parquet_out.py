"""Rows as Parquet, in a process of its own: ``python -m app.table.parquet_out FILE``.

JSON Lines come in, the file is written group by group, so that memory knows no number of rows.
The service itself never loads the library.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any

COLUMNS: Mapping[str, str] = {
    "id": "text",
    "url": "text",
    "title": "text",
    "organisation": "text",
    "organisation_id": "text",
    "themes": "texts",
    "formats": "texts",
    "schemas": "texts",
    "grade": "text",
    "score": "number",
    "stale": "flag",
    "outcome": "text",
    "assessment": "text",
    "assessed_at": "instant",
    "updated_at": "instant",
    "due_at": "instant",
    "report": "text",
}
"""What is exported of a catalogue's dataset, and of which type."""
_GROUP = 10_000


def main(path: str, lines: Iterable[str]) -> None:
    """Write the rows that come in."""
    import pyarrow as pa  # noqa: PLC0415 # only this process needs it
    import pyarrow.parquet as pq  # noqa: PLC0415 # the same

    kinds: dict[str, Any] = {
        "text": pa.string(),
        "texts": pa.list_(pa.string()),
        "number": pa.float64(),
        "flag": pa.bool_(),
        "instant": pa.timestamp("ms", tz="UTC"),
    }
    schema = pa.schema([(name, kinds[kind]) for name, kind in COLUMNS.items()])
    rows = (json.loads(line) for line in lines)
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for group in _groups(rows):
            writer.write_table(pa.Table.from_pylist(group, schema=schema))


def _groups(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while group := list(islice(rows, _GROUP)):
        yield [
            {name: _value(row.get(name), kind) for name, kind in COLUMNS.items()} for row in group
        ]


def _value(value: Any, kind: str) -> Any:
    return datetime.fromisoformat(value) if kind == "instant" and value else value


if __name__ == "__main__":
    main(sys.argv[1], sys.stdin)
