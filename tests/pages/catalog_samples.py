"""Catalogues written by hand, with everything a stranger may put into them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from app.jobs import Progress
from app.store.catalog_model import Catalog, Member, Run, Trouble
from app.web.catalogs import shapes_summary as shapes
from app.web.catalogs.pages import CatalogView, catalog_page, catalogs_page
from app.web.catalogs.present import run_shape
from app.web.catalogs.socle import SOCLE
from app.web.page_data import FormValues, PageError

NOW = datetime(2026, 11, 23, 10, 5, tzinfo=UTC)
BASE = "https://qualidata.example"
GRADES = {"A": 3, "B": 2, "C": 0, "D": 1, "E": 1}


def catalog_pages(nasty, endless):
    """Give every kind of page, by name, as a function of the language."""
    catalog = Catalog(
        id="a" * 32, url="https://data.town.example/", kind="ckan", title=nasty, harvested_at=NOW
    )
    dropped = Catalog(id="b" * 32, url="urn:sha256:" + "0" * 64, title=endless)
    return {
        "catalogs": lambda lang: catalogs_page(
            (catalog, dropped),
            "next",
            lang,
            PageError(text=nasty, field="url"),
            FormValues(url=nasty),
        ),
        "no_catalogs": lambda lang: catalogs_page((), "", lang),
        "catalog": lambda lang: catalog_page(_view(catalog, nasty, endless, lang, live=True), lang),
        "catalog_done": lambda lang: catalog_page(_view(dropped, "x", endless, lang), lang),
        "catalog_new": lambda lang: catalog_page(_empty(catalog, lang), lang),
        "organisation": lambda lang: catalog_page(
            _view(catalog, nasty, endless, lang, org="x"), lang
        ),
    }


def _view(catalog, nasty, endless, lang, *, live=False, org=None):
    run = Run(
        number=1,
        id="r" * 32,
        catalog=catalog.id,
        policy="due",
        harvest="auto",
        state="assessing" if live else "failed",
        created_at=NOW,
        started_at=NOW,
        ended_at=None if live else NOW,
        worker="",
        not_before=datetime.now(UTC) + timedelta(days=1),
        cursor="",
        after=0,
        pages=1,
        seen=10,
        added=10,
        changed=0,
        gone=0,
        troubles=2,
        ordered=10,
        merged=0,
        total=10,
        done=5,
        failed=1,
        code="" if live else "catalog_loops",
    )
    told = (Trouble(url=nasty, code="catalog_entry_malformed"), Trouble(url=endless, code="x"))
    progress = Progress(run=run, states={"queued": 3, "succeeded": 5}, troubles=told)
    members = tuple(
        Member(
            number=n,
            dataset=f"{n:032x}",
            url=f"https://data.town.example/{n}.csv",
            title=title,
            organisation=nasty,
            org="x",
            grade=grade,
            score=score,
            stale=n == 1,
            outcome="ok",
            code="",
            assessment="a" if grade else None,
            assessed_at=NOW if grade else None,
            updated=NOW,
            due_at=NOW,
            gone=False,
        )
        for n, (title, grade, score) in enumerate(
            [(nasty, "A", 95.0), ("", "E", 0.0), (endless, None, None)]
        )
    )
    return CatalogView(
        catalog=catalog,
        summary=_summary(catalog, nasty, endless, lang, org),
        runs=[run_shape(progress, lang, BASE)],
        members=members,
        cursor="next",
        base=BASE,
    )


def _empty(catalog, lang):
    summary = _summary(catalog, "", "", lang, None).model_copy(
        update={
            "median": None,
            "graded": 0,
            "organisations": [],
            "themes": [],
            "formats": [],
            "fixes": [],
            "trend": shapes.TrendsShape(months_3=None, months_12=None),
        }
    )
    return CatalogView(catalog=catalog, summary=summary, runs=[], members=(), cursor="", base=BASE)


def _summary(catalog, nasty, endless, lang, org):
    group = {"datasets": 10, "assessed": 9, "graded": 7, "median": 81.5, "grades": GRADES}
    then = shapes.TrendShape(month="2026-08", median=80.0, graded=5, change=1.5)
    trend = shapes.TrendsShape(months_3=then, months_12=None)
    items = [
        shapes.SocleItemShape(
            schema_name=name,
            title=title.say(lang),
            status="published" if n < 2 else "missing",
            source=("declared", "detected")[n] if n < 2 else None,
            datasets=1,
            dataset="d" if n < 2 else None,
            grade="D" if n < 1 else None,
            score=40.0,
            updated_at=NOW,
            age_days=12 if n else None,
            peers=3,
            report=None,
        )
        for n, (name, title) in enumerate(SOCLE.items())
    ]
    start = shapes.StartShape(schema_name="scdl/budget", reason="mend", text="Commencez ici.")
    socle = shapes.SocleShape(published=2, missing=10, items=items, start=start)
    organisations = [
        shapes.OrganisationShape(id=id_, name=name, trend=trend, socle=socle, report=BASE, **group)
        for id_, name in [("x", nasty), ("y", endless), ("", None)]
    ]
    labels = [shapes.GroupShape(id=name, name=name, **group) for name in (nasty, endless, "csv")]
    fixes = [
        shapes.FixShape(rule="r", cause=None, title="Titre", text="Texte.", datasets=3, gain=gain)
        for gain in (12.5, None)
    ]
    return shapes.SummaryShape(
        catalog=catalog.id,
        organisation=org,
        trend=trend,
        organisations=organisations[:1] if org else organisations,
        organisations_total=3,
        themes=labels,
        formats=labels[2:],
        fixes=fixes,
        computed_at=NOW,
        lang=lang,
        **group,
    )
