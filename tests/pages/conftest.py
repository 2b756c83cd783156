"""Assessments written by hand (``samples/``) and what becomes of them, pages read back as trees."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest

from app.web import pages
from app.web import shapes_documentation as documentation
from app.web.job_shape import JobDatasetShape, JobLinksShape, JobShape, ProgressShape
from app.web.shapes import (
    AssessmentShape,
    DatasetShape,
    DocumentationShape,
    LimitShape,
    PlanShape,
    ProfileShape,
    ResourceShape,
    SampleShape,
    SchemaShape,
)
from tests.pages.catalog_samples import catalog_pages

NOW = datetime(2026, 11, 23, 10, 5, tzinfo=UTC)
HIT = "document.documentElement.dataset.hit=1"
CANARY = f'</title><script>{HIT}</script><img src=x onerror="{HIT}">\'"</textarea><b id=canary>'
NASTY, ENDLESS = CANARY + "\u202e\u200b\x07", "é" * 5000
URL = "https://data.commune-exemple.fr/exports/subventions-2025.csv"
SAMPLES = Path(__file__).parent / "samples"
SAID = json.loads((SAMPLES / "said.json").read_text(encoding="utf-8"))


def _good(lang):
    text = (SAMPLES / f"good.{lang}.json").read_text(encoding="utf-8")
    return AssessmentShape.model_validate_json(text)


def _without_table(lang, code, said, **changes):
    shape, (text, fix) = _good(lang), said
    unmeasured = {
        "score": None,
        "status": "not_measured",
        "reason": "no_file",
        "reason_text": SAID[lang]["no_file"],
    }
    empty = {
        "schema_": None,
        "limits": [code],
        "limit_texts": [LimitShape(code=code, text=text, fix=fix)],
        "summary": [text, fix],
        "dimensions": [d.model_copy(update=unmeasured) for d in shape.dimensions],
        "documentation": DocumentationShape(score=None),
        "measurements": [],
        "findings": [],
        "suggestions": [],
        "plan": PlanShape(to=None, suggestions=[]),
        "profile": ProfileShape(columns=[]),
        "valid_rows": None,
        "coverage": 0.0,
    }
    return shape.model_copy(update=empty | changes)


def _bad(lang):
    title, text = SAID[lang]["dead"]
    words = {"title": title, "text": text, "column": None, "gain": None, "grade_after": None}
    fix = _good(lang).suggestions[0].model_copy(update=words | {"repairable": False})
    resource = ResourceShape(url=URL)
    changes = {"grade": "E", "score": 0.0, "suggestions": [fix], "resource": resource}
    return _without_table(lang, "http_status", SAID[lang]["dead"], **changes)


def _ungraded(lang):
    dataset = DatasetShape(id="0" * 32, url=URL, title=None)
    changes = {"grade": None, "score": None, "dataset": dataset, "resource": None}
    return _without_table(lang, "headers_timeout", SAID[lang]["down"], **changes)


def _dropped(lang):
    """A file from a clerk's desk: no address, no schema but a likely one, no service behind."""
    proposal = SchemaShape(name="scdl/subventions", title=None, source="detected", fit=0.97)
    dataset = DatasetShape(id="d", url="urn:sha256:" + "9f" * 32, title="subventions.csv")
    changes = {"dataset": dataset, "schema_": None, "proposal": proposal, "links": None}
    return _good(lang).model_copy(update=changes)


def _hostile(lang):
    shape = _good(lang)
    column = {
        "label": NASTY,
        "field": ENDLESS,
        "type": NASTY,
        "top": [(NASTY, 3)],
        "minimum": NASTY,
    }
    sample = SampleShape(row=2, value=NASTY, fixed=ENDLESS)
    finding = {"title": NASTY, "message": NASTY + ENDLESS, "column": NASTY, "code": NASTY}
    changes = {
        "dataset": DatasetShape(id="h", url=f"javascript:{HIT}//{NASTY}", title=NASTY + ENDLESS),
        "resource": ResourceShape(
            url=f"JaVaScRiPt:{HIT}", media_type=NASTY, encoding=NASTY, delimiter=NASTY, rows=3
        ),
        "schema_": SchemaShape(name=NASTY, title=ENDLESS, version=NASTY, source="given"),
        "proposal": SchemaShape(name=NASTY, title=NASTY, source="detected", fit=0.5),
        "summary": [NASTY, ENDLESS],
        "limit_texts": [LimitShape(code=NASTY, text=NASTY, fix=ENDLESS)],
        "dimensions": [
            d.model_copy(update={"title": NASTY, "reason_text": NASTY, "score": None})
            for d in shape.dimensions
        ],
        "measurements": [
            m.model_copy(update={"title": NASTY, "rule": NASTY, "facts": {NASTY: NASTY}})
            for m in shape.measurements
        ],
        "findings": [f.model_copy(update=finding | {"samples": [sample]}) for f in shape.findings],
        "suggestions": [
            s.model_copy(update={"title": NASTY, "text": ENDLESS, "column": NASTY})
            for s in shape.suggestions
        ],
        "documentation": _hostile_documentation(),
        "profile": ProfileShape(
            columns=[c.model_copy(update=column) for c in shape.profile.columns[:3]]
        ),
    }
    return shape.model_copy(update=changes)


def _hostile_documentation():
    words = {"id": NASTY, "title": NASTY, "text": ENDLESS, "reason_text": NASTY}
    metric = documentation.MqaMetricShape(
        dimension=NASTY, status="not_met", points=0, max=5, **words
    )
    criterion = documentation.UdataCriterionShape(status="unknown", **words)
    return DocumentationShape(
        score=None,
        mqa=documentation.MqaShape(points=0, rating=NASTY, points_at_most=5, metrics=[metric]),
        udata=documentation.UdataShape(score=0.0, criteria=[criterion]),
    )


def _past(lang):
    scores = (41.0, 52.6, None, 60.1, 74.9, 78.4)
    grades = ("D", "D", None, "C", "C", "B")
    ids = (*(f"{n:032x}" for n in range(5)), _good(lang).id)
    return tuple(
        pages.HistoryPoint(assessed_at=NOW - timedelta(days=30 * (5 - i)), score=s, grade=g, id=k)
        for i, (s, g, k) in enumerate(zip(scores, grades, ids, strict=True))
    )


def _waiting(lang):
    """A job that fetches a hostile address, and is to start again later."""
    links = JobLinksShape(self="/v1/jobs/j", events="", assessment=None, report=None)
    return JobShape(
        id="j" * 32,
        state="queued",
        priority="person",
        dataset=JobDatasetShape(id="d", url=f"javascript:{HIT}//{NASTY}"),
        progress=ProgressShape(step="fetching", step_text="…", bytes=5_000_000, rows=0),
        created_at=NOW,
        started_at=NOW,
        ended_at=None,
        retry_at=NOW + timedelta(minutes=2),
        attempts=1,
        assessment=None,
        code="http_status",
        reason=NASTY,
        superseded_by=None,
        lang=lang,
        links=links,
    )


def _recent(lang):
    titles = ("Subventions", "Délibérations du conseil municipal", NASTY, "")
    graded = zip(titles, ("A", "E", "C", None), (96.0, 12.5, 60.0, None), strict=True)
    return tuple(
        pages.RecentAssessment(
            title=t, url=URL, report=f"/datasets/{i}", grade=g, score=s, assessed_at=NOW
        )
        for i, (t, g, s) in enumerate(graded)
    )


SCHEMAS = (
    pages.SchemaChoice(name="scdl/subventions", title="Subventions", version="2.1.1", fields=16),
    pages.SchemaChoice(name="etalab/irve", url="https://schema.data.gouv.fr/etalab/irve/"),
    pages.SchemaChoice(name=NASTY, title=ENDLESS, version=NASTY, url=f"javascript:{HIT}"),
)
SHAPES = {f.__name__[1:]: f for f in (_good, _bad, _ungraded, _dropped, _hostile)}
REFUSED = pages.PageError(text=NASTY, field="schema")
KEYLESS = pages.PageError(text=NASTY, field="key")
TYPED = pages.FormValues(url=NASTY, schema="inconnu", frequency="annual")
PAGES = {
    **{
        k: lambda lang, f=f: pages.report_page(f(lang), _past(lang), lang)
        for k, f in SHAPES.items()
    },
    "first": lambda lang: pages.report_page(_good(lang), _past(lang)[-1:], lang),
    "new": lambda lang: pages.report_page(_good(lang), (), lang),
    "alone": lambda lang: pages.report_page(_good(lang), _past(lang), lang, standalone=True),
    "home": lambda lang: pages.home_page(_recent(lang), SCHEMAS, lang),
    "refused": lambda lang: pages.home_page((), (), lang, REFUSED, TYPED),
    "keyed": lambda lang: pages.home_page((), SCHEMAS, lang, KEYLESS, pages.FormValues(keyed=True)),
    "rules": pages.rules_page,
    "schemas": lambda lang: pages.schemas_page(SCHEMAS, lang),
    "waiting": lambda lang: pages.waiting_page(_waiting(lang), lang),
    **catalog_pages(NASTY, ENDLESS),
    "error": lambda lang: pages.error_page(NASTY, ENDLESS, 404, lang),
}


@dataclass
class Tree:
    """A page as its reader sees it: tags with attributes, text, and whatever is not well formed."""

    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    text: str = ""
    faults: list[str] = field(default_factory=list)

    def all(self, tag):
        return [attributes for name, attributes in self.tags if name == tag]


class _Reader(HTMLParser):
    VOID = frozenset({"meta", "link", "img", "input", "br"})
    INLINE = frozenset({"a", "abbr", "b", "bdi", "code", "i", "span", "strong", "time"})

    def __init__(self):
        super().__init__()
        self.tree, self.open = Tree(), []

    def handle_starttag(self, tag, attrs):
        self.tree.tags.append((tag, dict(attrs)))
        if len(dict(attrs)) != len(attrs):
            self.tree.faults.append(f"attribute twice in <{tag}>")
        self.tree.text += "" if tag in self.INLINE else " "
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tree.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.tree.faults.append(f"</{tag}> closes nothing")

    def handle_data(self, data):
        self.tree.text += data


def _read(html):
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.tree.faults += [f"<{tag}> never closed" for tag in reader.open]
    return reader.tree


@pytest.fixture(params=["fr", "en"])
def lang(request):
    return request.param


@pytest.fixture(params=list(PAGES))
def page_name(request):
    return request.param


@pytest.fixture(scope="session")
def page_of():
    """Give a page by its name and language."""
    return lambda name, lang: PAGES[name](lang)


@pytest.fixture
def shape_of():
    return lambda name, lang: SHAPES[name](lang)


@pytest.fixture(scope="session")
def read():
    return _read


@pytest.fixture
def canary():
    return NASTY
