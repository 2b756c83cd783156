"""Catalogues from the command line: on the database of the settings, beside a service or without."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from rich.console import Console

from app.collect.addresses import tidied
from app.collect.portals.harvest.walk import Unusable
from app.errors import BadRequest, NotFound, Problem
from app.jobs import Catalogues, Overseer, Plan, Progress, Runner, open_yard
from app.jobs.catalog_entry import catalog_id
from app.jobs.catalogues import NO_CATALOG
from app.redact import redact_text
from app.settings import Settings
from app.store import Store
from app.store.catalog_model import Catalog, Filter, Harvest, Policy, Run
from app.web.catalogs.bar import following
from app.web.catalogs.console import print_catalogs, print_summary
from app.web.catalogs.exports import Form, parquet, written
from app.web.catalogs.summary import Wanted, summarise
from app.web.catalogs.words import reason_of
from rules.core.outcomes import OUTCOMES
from rules.core.text import Lang, Text

if TYPE_CHECKING:
    from app.jobs import Yard

GRACE = 10.0
"""Seconds that assessments in hand get to end by themselves."""


_OUTPUT_NEEDED = Text(
    en="Parquet is no text: name a file with --output.",
    fr="Parquet n’est pas du texte : indiquez un fichier avec --output.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunWanted:
    """What a run from the command line is asked to do."""

    which: str
    policy: Policy
    harvest: Harvest
    slots: int
    lang: Lang


def add(settings: Settings, plan: Plan) -> str:
    """Add a catalogue after asking what it is, or a file that lists addresses; give its line.

    Raises ``Problem`` where it is neither.
    """
    path = Path(plan.url)
    if "://" not in plan.url and path.is_file():
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        named = replace(plan, title=plan.title or path.name)
        catalog = asyncio.run(_add_list(settings, named, path.resolve(), digest))
    else:
        catalog = asyncio.run(_add(settings, plan))
    return f"{catalog.id}  {catalog.kind or '–'}  {redact_text(catalog.title or catalog.url)}"


def run(settings: Settings, wanted: RunWanted) -> bool:
    """Run over a catalogue until it is done; tell whether all went well. Raises ``Problem``."""
    if sys.stderr.isatty():
        logging.getLogger("app").setLevel(logging.ERROR)  # the bar says it already
    progress = asyncio.run(_run(settings, wanted))
    if progress is None:
        return False
    with _store(settings) as store:
        asked = Wanted(
            catalog=progress.run.catalog, lang=wanted.lang, base=settings.public_base_url
        )
        print_summary(summarise(store, asked), _console())
    reason = reason_of(progress.run.code, wanted.lang)
    if reason:
        Console(stderr=True).print(f"{progress.run.code}: {reason}", highlight=False)
    return progress.run.state == "succeeded"


def show(settings: Settings, which: str, organisation: str | None, form: str, lang: Lang) -> None:
    """Print a summary. Raises ``NotFound``."""
    with _store(settings) as store:
        catalog = _known(store, which)
        base = settings.public_base_url
        asked = Wanted(catalog=catalog.id, org=organisation, lang=lang, base=base)
        summary = summarise(store, asked)
    if form == "json":
        sys.stdout.write(summary.model_dump_json(by_alias=True, indent=2) + "\n")
    else:
        print_summary(summary, _console(), redact_text(catalog.title or catalog.url))


def list_all(settings: Settings) -> None:
    """Print every catalogue, newest first."""
    with _store(settings) as store:
        cursor, first = "", True
        while cursor or first:
            found, cursor = store.catalogs.all(limit=200, after=cursor)
            print_catalogs(found, _console())
            first = False


def export(
    settings: Settings, which: str, organisation: str | None, form: str, output: Path | None
) -> None:
    """Write an export to a file or to the screen. Raises ``Problem``."""
    with _store(settings) as store:
        catalog, wanted = _known(store, which), Filter(org=organisation)
        base = settings.public_base_url
        if form == "parquet":
            if output is None:
                raise BadRequest("output_needed", _OUTPUT_NEEDED)
            parquet(store.catalogs.stream(catalog.id, wanted), base, output)
            return
        pieces = written(store, catalog.id, wanted, cast(Form, form), base)
        if output is None:
            sys.stdout.writelines(pieces)
            return
        with output.open("w", encoding="utf-8", newline="") as file:
            file.writelines(pieces)


async def _add(settings: Settings, plan: Plan) -> Catalog:
    async with open_yard(settings, at_work=False) as yard:
        url = tidied(plan.url)
        try:
            found = await yard.harvester.recognise(url, plan.kind)
        except Unusable as failure:
            raise _unknown(failure) from failure
        title = plan.title or found.title
        asked = replace(plan, url=url, kind=found.kind, title=title)
        catalog = await Catalogues(yard).add(asked)
        keep = yard.store.catalogs.recognised
        await asyncio.to_thread(keep, catalog.id, found.kind, found.start)
        return catalog


async def _add_list(settings: Settings, plan: Plan, path: Path, digest: str) -> Catalog:
    async with open_yard(settings, at_work=False) as yard:
        return await Catalogues(yard).add_list(path, digest, plan.title)


async def _run(settings: Settings, wanted: RunWanted) -> Progress | None:
    stopped = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, stopped.set)
    async with open_yard(settings, at_work=True) as yard:
        catalogues = Catalogues(yard)
        catalog = await catalogues.get(_id(wanted.which))
        run = await _begun(yard, catalogues, catalog, wanted)
        runner = Runner(yard, wanted.slots)
        async with runner.running(GRACE), Overseer(yard).running():
            return await following(
                catalogues.follow(catalog.id, run.id), stopped, catalog.title, wanted.lang
            )


async def _begun(yard: Yard, catalogues: Catalogues, catalog: Catalog, wanted: RunWanted) -> Run:
    """Begin a run; one under way is carried on with."""
    try:
        return await catalogues.start(catalog.id, wanted.policy, wanted.harvest)
    except Problem as problem:
        if problem.code != "run_in_progress":
            raise
    (live,) = await asyncio.to_thread(yard.store.runs.of, catalog.id, 1)
    return live


def _unknown(failure: Unusable) -> Problem:
    outcome = OUTCOMES.get(failure.code, OUTCOMES["internal"])
    return Problem(failure.code, outcome.text, facts={"status": "—", "detail": "—"})


def _id(which: str) -> str:
    return catalog_id(tidied(which)) if ":" in which else which


def _known(store: Store, which: str) -> Catalog:
    found = store.catalogs.get(_id(which)[:64])
    if found is None:
        raise NotFound(NO_CATALOG)
    return found


@contextmanager
def _store(settings: Settings) -> Iterator[Store]:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    store = Store(settings.database)
    try:
        store.migrate()
        yield store
    finally:
        store.close()


def _console() -> Console:
    out = sys.stdout
    return Console(file=out, width=None if out.isatty() else 120)
