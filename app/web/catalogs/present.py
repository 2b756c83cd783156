"""From catalogues, runs and members to their public shapes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import cast

from app.expurgated import expurgated
from app.jobs import Progress
from app.store.catalog_model import Catalog, Kind, Member, Run, Trouble
from app.web.catalogs import shapes
from app.web.catalogs.words import STATES, reason_of
from rules.core.text import Lang


def run_shape(progress: Progress, lang: Lang, base: str) -> shapes.RunShape:
    """Put a run into words and figures."""
    progress = expurgated(progress)
    run = progress.run
    own = f"{base}/v1/catalogs/{run.catalog}"
    waits = run.not_before > datetime.now(UTC) and not run.ended
    return shapes.RunShape(
        id=run.id,
        catalog=run.catalog,
        state=run.state,
        state_text=STATES[run.state].say(lang),
        policy=run.policy,
        harvest=run.harvest,
        created_at=run.created_at,
        started_at=run.started_at,
        ended_at=run.ended_at,
        retry_at=run.not_before if waits else None,
        listing=_listing(run),
        items=_items(progress),
        share=_share(progress),
        code=run.code or None,
        reason=reason_of(run.code, lang),
        troubles=[_trouble(trouble, lang) for trouble in progress.troubles],
        lang=lang,
        links=shapes.RunLinksShape(
            self=f"{own}/runs/{run.id}",
            events=f"{own}/runs/{run.id}/events",
            catalog=own,
            datasets=f"{own}/datasets",
        ),
    )


def catalog_shape(
    catalog: Catalog, datasets: int, newest: Progress | None, lang: Lang, base: str
) -> shapes.CatalogShape:
    """Put a catalogue into words and figures."""
    catalog = expurgated(catalog)
    own = f"{base}/v1/catalogs/{catalog.id}"
    return shapes.CatalogShape(
        id=catalog.id,
        url=catalog.url,
        title=catalog.title or None,
        kind=_kind(catalog),
        datasets=datasets,
        schedule=catalog.schedule or None,
        policy=catalog.policy,
        next_run_at=catalog.next_at,
        created_at=catalog.created_at,
        harvested_at=catalog.harvested_at,
        run=run_shape(newest, lang, base) if newest else None,
        lang=lang,
        links=shapes.CatalogLinksShape(
            self=own,
            report=f"{base}/catalogs/{catalog.id}",
            datasets=f"{own}/datasets",
            summary=f"{own}/summary",
            badge=f"{own}/badge.svg",
            export_csv=f"{own}/export.csv",
        ),
    )


def catalog_item(catalog: Catalog, base: str) -> shapes.CatalogItem:
    """Put a catalogue into one line."""
    catalog = expurgated(catalog)
    return shapes.CatalogItem(
        id=catalog.id,
        url=catalog.url,
        title=catalog.title or None,
        kind=_kind(catalog),
        harvested_at=catalog.harvested_at,
        report=f"{base}/catalogs/{catalog.id}",
    )


def member_shape(member: Member, lang: Lang, base: str) -> shapes.MemberShape:
    """Put a dataset of a catalogue into one line."""
    member = expurgated(member)
    return shapes.MemberShape(
        id=member.dataset,
        url=member.url,
        title=member.title or None,
        organisation=member.organisation or None,
        organisation_id=member.org or None,
        themes=list(member.themes),
        formats=list(member.formats),
        schemas=list(member.schemas),
        grade=member.grade,
        score=member.score,
        stale=member.stale,
        outcome=member.outcome.partition(":")[0] or None,
        reason=reason_of(member.outcome, lang),
        assessment=member.assessment,
        assessed_at=member.assessed_at,
        updated_at=member.updated,
        due_at=member.due_at,
        report=f"{base}/datasets/{member.dataset}",
    )


def _listing(run: Run) -> shapes.ListingShape:
    return shapes.ListingShape(
        pages=run.pages,
        total=run.total,
        seen=run.seen,
        added=run.added,
        changed=run.changed,
        gone=run.gone,
        troubles=run.troubles,
    )


def _items(progress: Progress) -> shapes.ItemsShape:
    run, states = progress.run, progress.states
    return shapes.ItemsShape(
        ordered=run.ordered,
        merged=run.merged,
        queued=states.get("queued", 0),
        running=states.get("running", 0),
        succeeded=progress.done,
        failed=progress.failed,
        cancelled=states.get("cancelled", 0),
    )


def _share(progress: Progress) -> float | None:
    """Give the part of its own orders that has ended."""
    mine = progress.run.ordered - progress.run.merged
    ended = progress.done + progress.failed + progress.states.get("cancelled", 0)
    return min(1.0, ended / mine) if mine > 0 else None


def _trouble(trouble: Trouble, lang: Lang) -> shapes.TroubleShape:
    reason = reason_of(trouble.code, lang)
    return shapes.TroubleShape(url=trouble.url, code=trouble.code, reason=reason)


def _kind(catalog: Catalog) -> Kind | None:
    return cast(Kind, catalog.kind) if catalog.kind else None
