"""Tables made in a test, and the corpus of real files (read from outside, never kept here)."""

import csv
import io
import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.table.descriptor import rebuild
from app.table.layout import Layout, with_schema, without_schema
from app.table.records import Record, Records
from app.table.validate import Checked, check
from rules.core.evidence import File, Finding

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"


@dataclass(frozen=True)
class Outcome:
    """What one table gave."""

    layout: Layout
    checked: Checked
    findings: tuple[Finding, ...]

    def of(self, *, cause: str = "", column: str | None = None, code: str = "") -> list[Finding]:
        return [
            f
            for f in self.findings
            if cause in ("", f.cause) and column in (None, f.column) and code in ("", f.code)
        ]

    @property
    def errors(self) -> list[Finding]:
        return [f for f in self.findings if f.severity == "error"]

    @property
    def places(self) -> set[tuple[int, str, str]]:
        """Row, column and code of every error; rows must be few enough to be all kept."""
        return {(row, f.column, f.code) for f in self.errors for row in f.rows}


def look(labels, rows, descriptor=None, *, typed=False, samples=20, asked=frozenset()) -> Outcome:
    records = Records(
        file=File(format="csv", header_row=1),
        labels=tuple(labels),
        body=(Record(i, tuple(cells)) for i, cells in enumerate(rows, start=2)),
        typed=typed,
    )
    layout = (
        without_schema(records.labels)
        if descriptor is None
        else with_schema(records.labels, rebuild(descriptor), asked, 1, samples)
    )
    checked = check(records, layout, samples)
    return Outcome(layout, checked, (*layout.findings, *checked.findings))


def look_at_column(values, field, **options) -> Outcome:
    """Check one column, whose field is given without its name."""
    return look(["c"], [[v] for v in values], {"fields": [{"name": "c", **field}]}, **options)


def read_csv(path: Path) -> list[list[str]]:
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252")
    delimiter = max(",;\t|", key=text.split("\n", 1)[0].count)
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


@pytest.fixture(name="look", scope="session")
def _look():
    return look


@pytest.fixture(name="look_at_column", scope="session")
def _look_at_column():
    return look_at_column


@pytest.fixture(name="read_csv", scope="session")
def _read_csv():
    return read_csv


@pytest.fixture(scope="session")
def corpus() -> Path:
    if not CORPUS.is_dir():
        pytest.skip("the corpus of real files lies beside the repository; it is not here")
    return CORPUS


@pytest.fixture(scope="session")
def schema_of(corpus):
    def schema(name: str):
        (path,) = sorted((corpus / "registry" / name / "latest").glob("*.json"))
        return json.loads(path.read_text(encoding="utf-8"))

    return schema
