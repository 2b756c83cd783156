"""The command line: ``qualidata score | serve | worker | catalog | migrate | keys | rules | schemas``.

Heavy imports stay inside the commands: ``qualidata score`` must answer in the blink of an eye.
"""

from __future__ import annotations

import sys
from contextlib import closing
from enum import StrEnum
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Literal

import typer
from pydantic import ValidationError

from app.cli_catalog import catalog_app
from app.cli_keys import keys_app
from app.cli_manners import flush, say_version, spoken
from app.cli_service import serve, worker
from app.errors import Problem
from app.settings import Settings

app = typer.Typer(
    name="qualidata",
    help="Grades open data files A to E, says why, and says exactly what to change next.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
schemas_app = typer.Typer(help="The schemas known here.", no_args_is_help=True)
app.add_typer(schemas_app, name="schemas")
app.add_typer(keys_app, name="keys")
app.add_typer(catalog_app, name="catalog")

OK, BELOW, NOT_ASSESSED = 0, 1, 2


class Tongue(StrEnum):
    """Languages of every sentence."""

    FR = "fr"
    EN = "en"


class Form(StrEnum):
    """Forms of a report."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"
    JUNIT = "junit"
    SARIF = "sarif"


class Letter(StrEnum):
    """Grades, best first."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"


LangOption = Annotated[Tongue, typer.Option("--lang", help="Language of the sentences.")]


@app.callback()
def about(
    *,
    version: Annotated[
        bool,
        typer.Option("--version", is_eager=True, callback=say_version, help="Say which version."),
    ] = False,
) -> None:
    """Grade open data files A to E, say why, and say exactly what to change next."""


def main() -> None:
    """Run the command line; a refusal is a sentence and exit code 2, never a trace."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without accents still gets the rest
    try:
        _run()
    finally:
        flush()


def _run() -> None:
    try:
        app()
    except ValidationError as error:  # only the settings are read before a command's own checks
        for fault in error.errors(include_input=False, include_url=False):
            name = "_".join(str(part) for part in fault["loc"]).upper()
            typer.echo(f"qualidata: QUALIDATA_{name}: {fault['msg']}", err=True)
        sys.exit(NOT_ASSESSED)
    except Problem as problem:
        typer.echo(f"qualidata: {problem.code}: {problem.say(spoken())}", err=True)
        sys.exit(NOT_ASSESSED)


@app.command()
def score(  # noqa: PLR0913, PLR0917 # the frozen contract of the command
    source: Annotated[
        str, typer.Argument(help="A file, the address of one, or - for what is piped in.")
    ],
    schema: Annotated[
        str | None, typer.Option(help="Schema: a name (scdl/subventions), an address, or a file.")
    ] = None,
    expectations: Annotated[
        str,
        typer.Option(
            help="on, off, or a file: the schema's expectation suite, none, or one of your own.",
            metavar="on|off|FILE",
        ),
    ] = "on",
    metadata: Annotated[
        Path | None, typer.Option(help="JSON file with what the portal says: title, licence …")
    ] = None,
    frequency: Annotated[str | None, typer.Option(help="Declared update frequency.")] = None,
    form: Annotated[Form, typer.Option("--format", help="Form of the report.")] = Form.TEXT,
    lang: LangOption = Tongue.FR,
    output: Annotated[Path | None, typer.Option(help="Write the report there.")] = None,
    fail_under: Annotated[
        Letter | None, typer.Option(help="Exit with 1 when the grade is worse than this.")
    ] = None,
) -> None:
    """Grade one file or address; no server and no database needed.

    Exit code: 0 graded, 1 below --fail-under, 2 could not be assessed.
    """
    from app.sandbox import for_once  # noqa: PLC0415

    settings = Settings()
    with closing(for_once(settings)) as sandbox:  # whose imports go on beside our own
        from app.piped import NAME, PIPE, file_of  # noqa: PLC0415
        from app.scoring import Report, Request, check_output, run, write_report  # noqa: PLC0415

        if output:
            check_output(output)
        with file_of(source) as file:
            request = Request(
                source=file,
                schema=schema,
                expectations=expectations,
                metadata=metadata,
                frequency=frequency,
                lang=lang.value,
            )
            shape = run(request, settings, sandbox)
    source = NAME if source == PIPE else source
    report = Report(form.value, source, fail_under.value if fail_under else None)
    write_report(shape, report, output)
    if shape.grade is None:
        raise typer.Exit(NOT_ASSESSED)
    raise typer.Exit(BELOW if fail_under and shape.grade > fail_under.value else OK)


app.command()(serve)
app.command()(worker)


@app.command()
def migrate() -> None:
    """Bring the database up to date."""
    from app.store import Store  # noqa: PLC0415

    settings = Settings()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    store = Store(settings.database)
    try:
        store.migrate()
    finally:
        store.close()
    typer.echo("OK")


@app.command()
def rules(lang: LangOption = Tongue.FR) -> None:
    """Print the rule book."""
    from rules.__main__ import book  # noqa: PLC0415

    typer.echo(book(lang.value))


@schemas_app.command("list")
def list_schemas(
    *,
    registries: Annotated[bool, typer.Option(help="Ask the registries too.")] = False,
    lang: LangOption = Tongue.FR,
) -> None:
    """List the schemas shipped here and, with --registries, those of the registries."""
    from app.scoring import known_schemas  # noqa: PLC0415

    for schema in known_schemas(Settings(), registries=registries):
        typer.echo(f"{schema.name:<44} {schema.version:<10} {schema.title.say(lang.value)}")


@schemas_app.command("show")
def show_schema(
    name: Annotated[str, typer.Argument(help="Name, address or file.")],
    form: Annotated[
        Literal["tableschema", "gx"], typer.Option("--format", help="gx: an expectation suite.")
    ] = "tableschema",
) -> None:
    """Print a schema as it is used, or as a suite for Great Expectations."""
    from app.scoring import descriptor, schema_suite  # noqa: PLC0415

    typer.echo((schema_suite if form == "gx" else descriptor)(Settings(), name))


@schemas_app.command("detect")
def detect_schema(
    source: Annotated[str, typer.Argument(help="A file, or the address of one.")],
    lang: LangOption = Tongue.FR,
) -> None:
    """Say which known schema fits a file best, and how well."""
    from app.sandbox import for_once  # noqa: PLC0415

    settings = Settings()
    with closing(for_once(settings)) as sandbox:  # whose imports go on beside our own
        from app.scoring import Request, run  # noqa: PLC0415

        request = Request(source=source, lang=lang.value, expectations="off")
        shape = run(request, settings, sandbox)
    if shape.proposal is None:
        typer.echo("–")
        raise typer.Exit(BELOW)
    fit = round(100 * (shape.proposal.fit or 0))
    typer.echo(f"{shape.proposal.name} {shape.proposal.version or ''}  {fit} %")


if __name__ == "__main__":
    main()
