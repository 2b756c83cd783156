"""Counts of work by all workers together: they only ever rise, whoever comes and goes."""

from __future__ import annotations

import json
from collections.abc import Mapping

from sqlalchemy import select, text
from sqlmodel import col

from app.store.engine import Engines
from app.store.outage import answering
from app.store.upkeep_tables import TallyRow

Series = tuple[str, tuple[tuple[str, str], ...]]
"""A name and its labels."""
_ADD = text(
    """INSERT INTO tally (name, labels, value) VALUES (:name, :labels, :value)
ON CONFLICT (name, labels) DO UPDATE SET value = tally.value + excluded.value"""
)
_ALL = select(col(TallyRow.name), col(TallyRow.labels), col(TallyRow.value)).where(
    col(TallyRow.name).startswith("qualidata_")  # beside the counts lies the roll of workers
)


class Tallies:
    """Every call is one short transaction. Any raises ``Unavailable`` in an outage."""

    def __init__(self, engines: Engines) -> None:
        self._engines = engines

    def add(self, more: Mapping[Series, float]) -> None:
        """Add to counts; in one order for everybody, so that no two wait for each other."""
        rows = [
            {"name": name, "labels": json.dumps(labels), "value": value}
            for (name, labels), value in sorted(more.items())
        ]
        with answering(), self._engines.write.begin() as connection:
            connection.execute(_ADD, rows)

    def all(self) -> Mapping[Series, float]:
        """Give every count."""
        with answering(), self._engines.read.connect() as connection:
            return {
                (row.name, tuple((str(k), str(v)) for k, v in json.loads(row.labels))): row.value
                for row in connection.execute(_ALL)
            }
