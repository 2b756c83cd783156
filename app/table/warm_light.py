"""What the light nursery imports before it forks, and a first tiny table to warm it all up."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import suppress
from tempfile import NamedTemporaryFile

from app.table import JOB, TableJob
from app.table.job import run
from app.table.layout import with_schema
from app.table.records import Record, Records
from app.table.validate import check
from rules.core.evidence import File

_LATE = ("python_calamine", "app.table.columnar", "app.table.suite_run", "numpy.ma")
"""Imported where a file needs it; the last one by Polars when it first meets an array."""
for _name in _LATE:
    importlib.import_module(_name)

_DESCRIPTOR: dict[str, object] = {
    "fields": [
        {"name": "text", "type": "string", "constraints": {"required": True, "pattern": "[a-z]+"}},
        {"name": "number", "type": "number", "constraints": {"minimum": 0}},
        {"name": "date", "type": "date"},
        {"name": "mail", "type": "string", "format": "email"},
        {"name": "url", "type": "string", "format": "uri"},
        {"name": "siret", "type": "string", "customCheck": "siret"},
        {"name": "phone", "type": "string", "customCheck": "phone-number-value"},
        {"name": "hours", "type": "string", "customCheck": "opening-hours-value"},
    ]
}
_ROWS = (
    ("a", "1", "2026-01-01", "a@b.fr", "https://b.fr", "73282932000074", "0102030405", "24/7"),
    ("1", "x", "01/02/2026", "a@é", "http://é", "1", "2", "3"),
)


def _body() -> Iterator[Record]:
    for row, cells in enumerate(_ROWS, start=2):
        yield Record(row, cells)


def _warm() -> None:
    """Validate two rows: libraries load their tables when first used, not when imported."""
    labels = ("text", "number", "date", "mail", "url", "siret", "phone", "hours")
    records = Records(
        file=File(format="csv", header_row=1), labels=labels, body=_body(), typed=False
    )
    check(records, with_schema(labels, _DESCRIPTOR, frozenset(), 1, 1), 1)


def _warm_whole() -> None:
    """Go once the whole way of a small file: what is touched now costs no job a page of its own."""
    with suppress(OSError), NamedTemporaryFile(suffix=".csv") as file:
        rows = (f"{n},Lieu {n},{n / 2},2026-01-{n % 28 + 1:02}" for n in range(100))
        file.write("\n".join(("id,nom,montant,date", *rows)).encode())
        file.flush()
        job = TableJob(path=file.name, name="warm.csv", media_type="text/csv")
        run(JOB.dump_json(job))


_warm()
_warm_whole()
