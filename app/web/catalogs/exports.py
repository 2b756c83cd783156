"""A catalogue's datasets and grades as a file: CSV, JSON Lines, Parquet, Turtle; streamed."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from fastapi import APIRouter, Response
from fastapi.responses import StreamingResponse

from app.errors import Problem
from app.expurgated import expurgated
from app.store import Store
from app.store.catalog_model import Filter, Member
from app.table.parquet_out import COLUMNS
from app.web.catalogs.asked import Chosen, Identifier
from app.web.catalogs.linked import members_triples
from app.web.context import Context, Parts
from app.web.linked.writing import serialise
from app.web.problems import RESPONSES
from app.web.representations import base_of
from app.web.spreadsheet_safe import safe_cell
from rules.core.text import Text

Form = Literal["csv", "jsonl", "parquet", "ttl"]
MEDIA_TYPES: dict[Form, str] = {
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/jsonl",
    "parquet": "application/vnd.apache.parquet",
    "ttl": "text/turtle",
}
_BROKEN = Text(en="The export could not be written.", fr="L’export n’a pas pu être écrit.")
_BLOCK = 1 << 18
_GRAPH = 100
"""Datasets in one piece of a graph: the pen holds a piece at a time."""
Facts = dict[str, Any]
router = APIRouter(prefix="/v1/catalogs", tags=["catalogs"], responses=RESPONSES)


def facts(member: Member, base: str) -> Facts:
    """Give what is exported of a dataset; instants in ISO 8601."""
    member = expurgated(member)
    return {
        "id": member.dataset,
        "url": member.url,
        "title": member.title or None,
        "organisation": member.organisation or None,
        "organisation_id": member.org or None,
        "themes": list(member.themes),
        "formats": list(member.formats),
        "schemas": list(member.schemas),
        "grade": member.grade,
        "score": member.score,
        "stale": member.stale,
        "outcome": member.outcome.partition(":")[0] or None,
        "assessment": member.assessment,
        "assessed_at": _stamp(member.assessed_at),
        "updated_at": _stamp(member.updated),
        "due_at": _stamp(member.due_at),
        "report": f"{base}/datasets/{member.dataset}" if member.assessment else None,
    }


def lines_csv(chunks: Iterator[tuple[Member, ...]], base: str) -> Iterator[str]:
    """Write CSV; what a spreadsheet would run is shown instead."""
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for chunk in chunks:
        for member in chunk:
            told = facts(member, base)
            writer.writerow([safe_cell(_cell(told[name])) for name in COLUMNS])
        yield held.getvalue()
        held.seek(0)
        held.truncate()


def lines_json(chunks: Iterator[tuple[Member, ...]], base: str) -> Iterator[str]:
    """Write one JSON object a line."""
    for chunk in chunks:
        told = (facts(member, base) for member in chunk)
        yield "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in told)


def lines_turtle(chunks: Iterator[tuple[Member, ...]], base: str, catalog: str) -> Iterator[str]:
    """Write Turtle piece by piece: pieces put one after the other are one document."""
    for chunk in chunks:
        for start in range(0, len(chunk), _GRAPH):
            some = chunk[start : start + _GRAPH]
            yield serialise(members_triples(some, base, catalog), "ttl")


def parquet(chunks: Iterator[tuple[Member, ...]], base: str, path: Path) -> None:
    """Write Parquet by a process of its own. Raises ``Problem`` where that fails."""
    words = [sys.executable, "-P", "-m", "app.table.parquet_out", str(path)]
    home = str(Path(__file__).parents[3])
    writer = subprocess.Popen(  # noqa: S603 # our own interpreter and module
        words, stdin=subprocess.PIPE, text=True, encoding="utf-8", env={"PYTHONPATH": home}
    )
    assert writer.stdin is not None
    try:
        with writer.stdin as wire:
            for piece in lines_json(chunks, base):
                wire.write(piece)
    except BrokenPipeError:
        pass  # it has died: its exit code says so
    finally:
        code = writer.wait()
    if code:
        raise Problem("internal", _BROKEN, status=500)


def written(store: Store, catalog: str, wanted: Filter, form: Form, base: str) -> Iterator[str]:
    """Write one of the text forms."""
    chunks = store.catalogs.stream(catalog, wanted)
    if form == "csv":
        return lines_csv(chunks, base)
    return lines_json(chunks, base) if form == "jsonl" else lines_turtle(chunks, base, catalog)


async def _answer(parts: Context, identifier: str, wanted: Filter, form: Form) -> Response:
    catalog = await parts.catalogues.get(identifier)
    name = f"qualidata-{catalog.id[:12]}.{form}"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    if form == "parquet":
        body: Any = await _parquet_body(parts, catalog.id, wanted)
    else:
        base = base_of(parts) if form == "ttl" else parts.settings.public_base_url
        body = written(parts.store, catalog.id, wanted, form, base)
    return StreamingResponse(body, media_type=MEDIA_TYPES[form], headers=headers)


async def _parquet_body(parts: Context, catalog: str, wanted: Filter) -> AsyncIterator[bytes]:
    """Write the whole file first: what fails is then still a refusal, not half a file."""
    folder = tempfile.TemporaryDirectory(prefix="qualidata-export-")
    path = Path(folder.name) / "export.parquet"
    chunks = parts.store.catalogs.stream(catalog, wanted)
    try:
        await asyncio.to_thread(parquet, chunks, parts.settings.public_base_url, path)
    except BaseException:
        folder.cleanup()
        raise

    async def body() -> AsyncIterator[bytes]:
        try:
            with path.open("rb") as file:
                while block := await asyncio.to_thread(file.read, _BLOCK):
                    yield block
        finally:
            folder.cleanup()

    return body()


def _route(form: Form) -> Callable[..., Any]:
    async def export(identifier: Identifier, parts: Parts, wanted: Chosen) -> Response:
        """Give the datasets of a catalogue with their grades, all or those asked for."""
        return await _answer(parts, identifier, wanted, form)

    return export


for _form, _type in MEDIA_TYPES.items():
    router.add_api_route(
        f"/{{identifier}}/export.{_form}",
        _route(_form),
        operation_id=f"exportCatalogAs{_form.capitalize()}",
        summary=f"The datasets of a catalogue as {_type.partition(';')[0]}",
        response_class=Response,
        responses={200: {"content": {_type.partition(";")[0]: {}}}},
    )


def _stamp(at: datetime | None) -> str | None:
    return at.isoformat().replace("+00:00", "Z") if at else None


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "|".join(value) if isinstance(value, list) else str(value)
