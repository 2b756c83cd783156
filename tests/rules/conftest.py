"""Random evidence: anything that a publisher, a server and a file could show us, good or bad."""

from __future__ import annotations

from datetime import timedelta
from string import Formatter

import pytest
from hypothesis import strategies as st

from rules import RULES
from rules.core.causes import CAUSES as CORE_CAUSES
from rules.core.evidence import (
    Access,
    Column,
    Conformance,
    Evidence,
    ExpectationResult,
    Expectations,
    File,
    Finding,
    Metadata,
    SchemaRef,
    Table,
)
from rules.core.rule import SEEN

COLUMNS = ("montant", "dateConvention", "idBeneficiaire", "objet", "")
CAUSES = (
    "column-missing-required",
    "label-near",
    "column-extra",
    "columns-reordered",
    "date-dmy",
    "number-comma",
    "required-empty",
    "mojibake",
    "encoding-not-utf8",
)
EVERY_RULE = (*(rule.id for rule in RULES), "schema_notes")
COUNTING = tuple(rule.id for rule in RULES if "findings" in rule.needs)
FACTS = {
    name: "x"
    for cause in CORE_CAUSES.values()
    for text in (cause.title, cause.text, cause.fix)
    for _, name, _, _ in Formatter().parse(text.en + text.fr)
    if name and name not in {"column", "count", "of", "row", "value", "fixed"}
}
"""Whatever a cause's sentences may name beside what every finding has."""
EXPECTED = ("expect_table_row_count_to_be_between", "expect_column_values_to_be_between")

moments = st.none() | st.integers(-400, 4000).map(lambda days: SEEN - timedelta(days=days))
names = st.sampled_from(("", "annual", "monthly", "daily", "irregular", "never", "unheard-of"))
words = st.sampled_from(("", "lov2", "cc-by-nc", "Subventions aux associations", "x" * 300))
outcomes = st.sampled_from(("ok",) * 6 + ("http_status", "dns_failed", "empty", "unheard_of"))

accesses = st.builds(
    Access,
    url=st.sampled_from(("https://a.example/b.csv", "http://a.example/b.csv")),
    outcome=outcomes,
    status=st.sampled_from((None, 200, 404, 429, 503)),
    media_type=st.sampled_from(("", "text/csv", "text/plain", "application/pdf")),
    size_stated=st.booleans(),
    last_modified=moments,
)
files = st.builds(
    File,
    outcome=outcomes,
    format=st.sampled_from(("csv", "csv", "csv", "xlsx", "kml", "zip", "pdf", "")),
    encoding=st.sampled_from(("utf-8", "windows-1252", "")),
)
metadata = st.builds(
    Metadata,
    title=words,
    description=words,
    publisher=words,
    contact=words,
    licence=words,
    frequency=names,
    frequency_raw=words,
    modified=moments,
    keywords=st.lists(words, max_size=4).map(tuple),
    declared_schema=st.sampled_from(("", "scdl/subventions")),
)
schemas = st.builds(
    SchemaRef,
    name=st.just("scdl/subventions"),
    source=st.sampled_from(("declared", "given", "detected")),
    frequency=names,
    dates=st.sampled_from(((), ("dateConvention",), ("dateConvention", "objet"))),
)
conformances = st.builds(
    Conformance,
    schema=schemas,
    cells=st.integers(0, 900),
    required_cells=st.integers(0, 900),
    keyed_rows=st.sampled_from((0, 90)),
)
results = st.builds(
    ExpectationResult,
    type=st.sampled_from(EXPECTED),
    column=st.sampled_from(COLUMNS),
    dimension=st.sampled_from(("completeness", "schema")),
    success=st.sampled_from((True, False, None)),
    share=st.none() | st.floats(0, 1),
)
suites = st.builds(
    Expectations, suite=st.just("s"), engine=st.just("gx"), results=st.lists(results).map(tuple)
)


@st.composite
def tables(draw):
    rows = draw(st.integers(0, 300))
    columns = tuple(
        Column(
            position=place,
            label=label,
            field=draw(st.sampled_from((label, ""))),
            required=draw(st.booleans()),
            filled=draw(st.integers(0, rows)),
            last_date=(m := draw(moments)) and m.date(),
        )
        for place, label in enumerate(draw(st.lists(st.sampled_from(COLUMNS), max_size=5)), start=1)
    )
    return Table(rows=rows, columns=columns, complete=draw(st.booleans()))


@st.composite
def findings(draw):
    of = draw(st.integers(0, 300))
    return Finding(
        rule=draw(st.sampled_from(COUNTING) | st.sampled_from(EVERY_RULE)),
        code=draw(st.sampled_from(("type-error", *EXPECTED))),
        cause=draw(st.sampled_from(CAUSES)),
        severity=draw(st.sampled_from(("error", "error", "warning", "info"))),
        column=draw(st.sampled_from(COLUMNS)),
        count=draw(st.integers(1, 400)),
        of=of,
        rows=draw(st.sampled_from(((), (2,), (14, 15)))),
        facts=FACTS,
    )


def evidence_of(all_findings):
    return st.builds(
        Evidence,
        seen_at=st.just(SEEN),
        access=st.none() | accesses,
        file=st.none() | files,
        metadata=st.none() | metadata,
        table=st.none() | tables(),
        conformance=st.none() | conformances,
        expectations=st.none() | suites,
        findings=all_findings,
        proposal=st.none() | schemas,
        gaps=st.sampled_from(({}, {"table": "not_tabular", "conformance": "not_tabular"})),
    )


@pytest.fixture(scope="session")
def any_evidence():
    """Give a strategy of evidence with any findings, sensible or not."""
    return evidence_of(st.lists(findings(), max_size=12).map(tuple))


@pytest.fixture(scope="session")
def graded_evidence():
    """Give a strategy of evidence that no outcome ends: everything was read, with many findings."""
    fine = st.just("ok")
    return st.builds(
        Evidence,
        seen_at=st.just(SEEN),
        access=st.builds(Access, url=st.just("http://a.example/b.csv"), outcome=fine),
        file=st.builds(
            File, format=st.sampled_from(("csv", "csv", "xlsx", "pdf")), encoding=st.just("utf-8")
        ),
        metadata=metadata,
        table=tables().filter(lambda table: table.rows > 0),
        conformance=st.none() | conformances,
        expectations=st.none() | suites,
        findings=st.lists(findings(), max_size=12).map(tuple),
    )
