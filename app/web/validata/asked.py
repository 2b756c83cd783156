"""What a caller of ``/validate`` asks: read from a query or from a form, refused in Validata's shape."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from starlette.datastructures import FormData, UploadFile

from app.collect.addresses import tidied
from app.conformity import Question
from app.errors import BadRequest
from app.web.validata.report import LISTED
from app.web.validata.shapes import OptionsShape, Switch
from rules.core.text import Text

_ROWS = 1_000
"""Most rows handed out, the header among them."""
_YES, _NO = frozenset({"true", "1", "on", "yes"}), frozenset({"false", "0", "off", "no", ""})
_MISSING = Text(en="The parameter “{name}” is missing.", fr="Il manque le paramètre « {name} ».")
_SWITCH = Text(en="“{name}” is either true or false.", fr="« {name} » vaut « true » ou « false ».")
_TOO_LARGE = Text(
    en="The file is larger than we accept.", fr="Le fichier dépasse la taille acceptée."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One call, understood."""

    schema: str
    source: str
    """The address, or the file's name."""
    options: OptionsShape
    question: Question


def from_query(query: Mapping[str, str]) -> Asked:
    """Read a query. Raises ``BadRequest``."""
    schema, url = _needed(query, "schema"), _needed(query, "url")
    options = _options(query)
    return _asked(schema, url, options, Question(url=tidied(url)))


async def from_form(form: FormData, query: Mapping[str, str], scratch: Path, most: int) -> Asked:
    """Read a form whose ``file`` goes to the scratch folder. Raises ``BadRequest``."""
    texts = {**query, **{k: v for k, v in form.multi_items() if isinstance(v, str)}}
    schema, options = _needed(texts, "schema"), _options(texts)
    file = form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        raise _refused("missing_parameter", _MISSING, "file")
    if (file.size or 0) > most:
        raise BadRequest("body_too_large", _TOO_LARGE, status=413)
    name = Path(file.filename.replace("\\", "/")).name[:80]
    path = scratch / "upload"
    await asyncio.to_thread(_keep, file, path)
    return _asked(schema, name, options, Question(path=path, name=name))


def _keep(file: UploadFile, path: Path) -> None:
    file.file.seek(0)
    with path.open("xb") as out:
        shutil.copyfileobj(file.file, out)


def _asked(schema: str, source: str, options: OptionsShape, question: Question) -> Asked:
    asked = Question(
        url=question.url,
        path=question.path,
        name=question.name,
        labels="caseless" if options.ignore_header_case == "true" else "exact",
        errors=LISTED,
        rows=_ROWS if options.include_resource_data == "true" else 0,
    )
    return Asked(schema=schema, source=source, options=options, question=asked)


def _options(texts: Mapping[str, str]) -> OptionsShape:
    return OptionsShape(
        ignore_header_case=_switch(texts, "ignore_header_case"),
        include_resource_data=_switch(texts, "include_resource_data"),
    )


def _switch(texts: Mapping[str, str], name: str) -> Switch:
    value = texts.get(name, "").strip().lower()
    if value in _YES:
        return "true"
    if value not in _NO:
        raise _refused("invalid_parameter", _SWITCH, name)
    return "false"


def _needed(texts: Mapping[str, str], name: str) -> str:
    value = texts.get(name, "").strip()
    if not value:
        raise _refused("missing_parameter", _MISSING, name)
    return value


def _refused(code: str, text: Text, name: str) -> BadRequest:
    return BadRequest(code, text, status=400, facts={"name": name})
