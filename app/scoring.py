"""One assessment from the command line: the same line as the service, without its memory."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from app.assess import Line, Order, Watch
from app.collect.addresses import tidied
from app.collect.fetch import Fetcher
from app.collect.metadata import read_metadata
from app.collect.portals.resolve import Portals
from app.collect.schemas import KnownSchema, SchemaLibrary
from app.errors import BadRequest
from app.sandbox import Sandbox
from app.settings import Settings
from app.table import SchemaSpec
from app.table.schema_suite import suite_of
from app.table.suite_given import given_suite
from app.web.ci.places import place_of
from app.web.looking_on import LookingOn
from app.web.present import present
from rules.core.assessment import Assessment
from rules.core.grading import Grade
from rules.core.text import Lang, Text

if TYPE_CHECKING:
    from app.web.shapes import AssessmentShape

_NO_FILE = Text(en="There is no file “{name}”.", fr="Le fichier « {name} » n’existe pas.")
_FOLDER = Text(
    en="“{name}” is a folder: name one of its files.",
    fr="« {name} » est un dossier : indiquez l’un de ses fichiers.",
)
_NOT_WRITABLE = Text(
    en="The report cannot be written to “{name}”: choose a file name in an existing folder.",
    fr="Impossible d’écrire le rapport dans « {name} » : "
    "indiquez un nom de fichier dans un dossier existant.",
)
_NOT_JSON = Text(en="“{name}” is not a JSON object.", fr="« {name} » n’est pas un objet JSON.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What the command line asked for."""

    source: str
    schema: str | None = None
    expectations: str = "on"
    """``on``, ``off``, or a file with a suite."""
    metadata: Path | None = None
    frequency: str | None = None
    lang: Lang = "fr"


def run(request: Request, settings: Settings, sandbox: Sandbox) -> AssessmentShape:
    """Assess the source. Raises ``Problem`` where the request is at fault."""
    _hush_registries()
    order = _order(request)
    with LookingOn(request.source[:100], request.lang) as watch:
        found = asyncio.run(_assess(order, settings, sandbox, watch))
    return present(found, request.lang)


def _hush_registries() -> None:
    """Keep quiet about registries where nobody asked for them; a log of one's own still hears."""
    logging.getLogger("app.collect.registry").addHandler(logging.NullHandler())


def known_schemas(settings: Settings, *, registries: bool) -> tuple[KnownSchema, ...]:
    """List the schemas shipped here and, where asked, those of the registries."""

    async def listed() -> tuple[KnownSchema, ...]:
        fetcher = Fetcher(settings)
        try:
            library = SchemaLibrary(fetcher, settings)
            return await library.known() if registries else library.shipped()
        finally:
            await fetcher.close()

    return asyncio.run(listed())


def descriptor(settings: Settings, reference: str) -> str:
    """Give a schema's descriptor as indented JSON."""
    return json.dumps(
        json.loads(_found(settings, reference).descriptor), ensure_ascii=False, indent=2
    )


def schema_suite(settings: Settings, reference: str) -> str:
    """Give a schema as an expectation suite, as indented JSON."""
    spec = _found(settings, reference)
    return suite_of(spec.ref.name, json.loads(spec.descriptor), spec.suite)


def _found(settings: Settings, reference: str) -> SchemaSpec:
    _hush_registries()

    async def find() -> SchemaSpec:
        fetcher = Fetcher(settings)
        try:
            return await SchemaLibrary(fetcher, settings).find(_schema(reference), source="given")
        finally:
            await fetcher.close()

    return asyncio.run(find())


@dataclass(frozen=True, slots=True)
class Report:
    """What the command line wants to be told."""

    form: str
    """``text json html junit sarif``."""
    source: str
    """The file or address as it was given."""
    fail_under: Grade | None = None


def check_output(output: Path) -> None:
    """See beforehand that a report can be written. Raises ``BadRequest``, writes nothing."""
    there = output if output.exists() else output.parent
    if output.is_dir() or not output.parent.is_dir() or not os.access(there, os.W_OK):
        raise _not_writable(output)


def write_report(shape: AssessmentShape, report: Report, output: Path | None) -> None:
    """Write the report in one form, to a file or to standard output. Raises ``BadRequest``."""
    try:
        _write(shape, report, output)
    except OSError:
        if output is None:  # a reader who has gone away, not a place that was badly chosen
            raise
        raise _not_writable(output) from None


def _not_writable(output: Path) -> BadRequest:
    return BadRequest("output_not_writable", _NOT_WRITABLE, facts={"name": str(output)[:200]})


def _write(shape: AssessmentShape, report: Report, output: Path | None) -> None:
    if report.form == "text":
        with output.open("w", encoding="utf-8") if output else nullcontext(sys.stdout) as out:
            from app.web.console import print_report  # noqa: PLC0415

            print_report(shape, Console(file=out, width=None if out.isatty() else 120))
        return
    text = _written(shape, report)
    if output:
        output.write_text(text + "\n", encoding="utf-8")
    else:
        sys.stdout.write(text + "\n")


def _written(shape: AssessmentShape, report: Report) -> str:
    if report.form == "html":
        from app.web.pages import report_page  # noqa: PLC0415

        return report_page(shape, (), shape.lang, standalone=True)
    if report.form == "junit":
        from app.web.ci.junit import junit  # noqa: PLC0415

        return junit(shape, place_of(report.source, shape).uri, report.fail_under)
    if report.form == "sarif":
        from app.web.ci.sarif import sarif  # noqa: PLC0415

        return sarif(shape, place_of(report.source, shape))
    return shape.model_dump_json(by_alias=True, indent=2)


async def _assess(order: Order, settings: Settings, sandbox: Sandbox, watch: Watch) -> Assessment:
    fetcher = Fetcher(settings)
    portals = Portals(fetcher, settings, quiet=True)
    try:
        line = Line(
            settings=settings,
            fetcher=fetcher,
            schemas=SchemaLibrary(fetcher, settings),
            sandbox=sandbox,
            portals=portals,
        )
        return await line.assess(order, watch)
    finally:
        portals.close()
        await fetcher.close()


def _order(request: Request) -> Order:
    stated = _stated(request)
    schema = _schema(request.schema) if request.schema else None
    named = request.expectations not in {"on", "off"}
    suite = given_suite(_json_file(Path(request.expectations))) if named else ""
    if "://" in request.source:
        return Order(
            url=tidied(request.source),
            schema=schema,
            metadata=read_metadata(stated),
            expectations=request.expectations != "off",
            suite=suite,
        )
    path = Path(request.source)
    if path.is_dir():
        raise BadRequest("is_a_folder", _FOLDER, facts={"name": request.source[:200]})
    if not path.is_file():
        raise BadRequest("no_such_file", _NO_FILE, facts={"name": request.source[:200]})
    return Order(
        path=path,
        name=path.name,
        schema=schema,
        metadata=read_metadata(stated) if stated else None,
        expectations=request.expectations != "off",
        suite=suite,
    )


def _stated(request: Request) -> dict[str, object]:
    stated = dict(_json_file(request.metadata)) if request.metadata else {}
    if request.frequency:
        stated["frequency"] = request.frequency
    return stated


def _schema(reference: str) -> str | Mapping[str, object]:
    """Read a schema that is a file of the caller's own; anything else is looked up."""
    path = Path(reference)
    if "://" not in reference and reference.endswith(".json") and path.is_file():
        return _json_file(path)
    return reference


def _json_file(path: Path) -> Mapping[str, object]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        content = None
    if not isinstance(content, dict):
        raise BadRequest("not_json", _NOT_JSON, facts={"name": str(path)[:200]})
    return content
