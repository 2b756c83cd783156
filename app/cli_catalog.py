"""``qualidata catalog add | run | show | export``: whole portals from the command line."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from app.settings import Settings
from rules.core.text import Lang

catalog_app = typer.Typer(
    help="Whole catalogues: list a portal, assess all of it, sum it up.", no_args_is_help=True
)
FAILED = 2


class CatalogKind(StrEnum):
    """What a catalogue may be."""

    CKAN = "ckan"
    UDATA = "udata"
    OPENDATASOFT = "opendatasoft"
    DCAT = "dcat"
    DATAJSON = "datajson"
    LIST = "list"


class RunPolicy(StrEnum):
    """Which datasets a run assesses."""

    DUE = "due"
    CHANGED = "changed"
    FAILED = "failed"
    ALL = "all"


class Listing(StrEnum):
    """How a run lists the catalogue first."""

    AUTO = "auto"
    FULL = "full"
    CHANGES = "changes"
    NONE = "none"


class ExportForm(StrEnum):
    """Forms of an export."""

    CSV = "csv"
    PARQUET = "parquet"
    JSONL = "jsonl"
    TTL = "ttl"


class ShowForm(StrEnum):
    """Forms of a summary."""

    TEXT = "text"
    JSON = "json"


class Spoken(StrEnum):
    """Languages of every sentence."""

    FR = "fr"
    EN = "en"


_Which = Annotated[str, typer.Argument(help="Id or address of the catalogue.")]
_Lang = Annotated[Spoken, typer.Option("--lang", help="Language of the sentences.")]
_Organisation = Annotated[
    str | None, typer.Option(help="Only this organisation (its id, as show gives it).")
]


def _said(lang: Spoken) -> Lang:
    return lang.value


@catalog_app.command("add")
def add(
    source: Annotated[str, typer.Argument(help="Address of a portal, or a CSV list of addresses.")],
    kind: Annotated[CatalogKind | None, typer.Option(help="Left out: found out by asking.")] = None,
    title: Annotated[str, typer.Option(help="What to call it.")] = "",
    schedule: Annotated[
        str | None, typer.Option(help="Five cron fields in UTC; “” for none any more.")
    ] = None,
    policy: Annotated[RunPolicy, typer.Option(help="Of scheduled runs.")] = RunPolicy.DUE,
    lang: _Lang = Spoken.FR,  # noqa: ARG001 # refusals are said in it, by the command line itself
) -> None:
    """Add a catalogue, after asking what it is; print its id."""
    from app.cataloguing import add as run  # noqa: PLC0415
    from app.jobs import Plan  # noqa: PLC0415

    plan = Plan(
        url=source,
        kind=kind.value if kind else "",
        title=title,
        schedule=schedule,
        policy=policy.value,
    )
    typer.echo(run(Settings(), plan))


@catalog_app.command("run")
def run_(
    which: _Which,
    policy: Annotated[RunPolicy, typer.Option(help="Which datasets to assess.")] = RunPolicy.DUE,
    harvest: Annotated[Listing, typer.Option(help="How to list them first.")] = Listing.AUTO,
    slots: Annotated[int, typer.Option(min=1, max=256, help="Assessments at once.")] = 2,
    lang: _Lang = Spoken.FR,
) -> None:
    """Run over a catalogue, here and now; a run under way is carried on with.

    Stop it with Ctrl+C and begin again: nothing is done twice. Exit code: 0 done, 2 failed.
    """
    from app.cataloguing import RunWanted, run  # noqa: PLC0415

    wanted = RunWanted(
        which=which, policy=policy.value, harvest=harvest.value, slots=slots, lang=_said(lang)
    )
    if not run(Settings(), wanted):
        raise typer.Exit(FAILED)


@catalog_app.command("show")
def show(
    which: Annotated[
        str, typer.Argument(help="Id or address of a catalogue; left out: lists them all.")
    ] = "",
    organisation: _Organisation = None,
    form: Annotated[ShowForm, typer.Option("--format", help="Form of the answer.")] = ShowForm.TEXT,
    lang: _Lang = Spoken.FR,
) -> None:
    """Sum up a catalogue, or one organisation in it; or list the catalogues."""
    from app.cataloguing import list_all  # noqa: PLC0415
    from app.cataloguing import show as run  # noqa: PLC0415

    if which:
        run(Settings(), which, organisation, form.value, _said(lang))
    else:
        list_all(Settings())


@catalog_app.command("export")
def export(
    which: _Which,
    form: Annotated[ExportForm, typer.Option("--format", help="Form.")] = ExportForm.CSV,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write it there, not to the screen.")
    ] = None,
    organisation: _Organisation = None,
) -> None:
    """Write out the datasets of a catalogue with their grades."""
    from app.cataloguing import export as run  # noqa: PLC0415

    run(Settings(), which, organisation, form.value, output)
