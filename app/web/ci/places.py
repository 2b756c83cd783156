"""Where a finding is, for tools that open a file at a line: the file's address, and its lines."""

from __future__ import annotations

import csv
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from app.redact import redact_url
from app.web.linked.addresses import iri
from app.web.shapes import AssessmentShape, ResourceShape

_TEXTS = frozenset({"csv", "tsv"})
_PACKED = (b"\x1f\x8b", b"PK")
"""How gzip and zip begin: their lines are not those of the table inside."""
_CELL_MAX = 1 << 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The file that was assessed."""

    uri: str
    """Relative to the working directory where the file lies below it (a checkout, in CI)."""
    relative: bool
    lines: Mapping[int, int] = field(default_factory=dict)
    """First line of a row. They differ as soon as a quoted cell above spans lines; a row that is
    not in here has no line that we know of: workbooks, JSON, compressed and fetched files."""


def place_of(source: str, shape: AssessmentShape) -> Place:
    """Find the file's place; lines only where it is delimited text that can be read again."""
    if "://" in source:
        source = redact_url(source)
        named = iri(source)
        return Place(uri=named.value if named else _escaped(source), relative=False)
    path = Path(os.path.normpath(Path.cwd() / source))
    rows = {row for finding in shape.findings for row in finding.rows}
    lines = _lines(path, shape.resource, rows) if shape.resource and rows else {}
    try:
        return Place(uri=_escaped(path.relative_to(Path.cwd())), relative=True, lines=lines)
    except ValueError:
        return Place(uri=f"file://{_escaped(path)}", relative=False, lines=lines)


def _escaped(path: str | Path) -> str:
    return quote(os.fsencode(str(path).encode(errors="replace").decode()), safe="/")


def _lines(path: Path, resource: ResourceShape, rows: set[int]) -> dict[int, int]:
    """Count lines as the reader counts rows (both by ``csv.reader``), up to the last row asked for."""
    found: dict[int, int] = {}
    if resource.format not in _TEXTS or not resource.encoding or not resource.delimiter:
        return found
    before, last = csv.field_size_limit(_CELL_MAX), max(rows)
    try:
        with path.open("rb") as raw:
            if raw.read(2) in _PACKED:
                return found
        with path.open(encoding=resource.encoding, errors="replace", newline="") as text:
            reader, line = csv.reader(text, delimiter=resource.delimiter), 1
            for row, _ in enumerate(reader, 1):
                if row in rows:
                    found[row] = line
                if row >= last:
                    break
                line = reader.line_num + 1
    except (OSError, LookupError, csv.Error):  # gone, or an encoding that has no codec here
        return {}
    finally:
        csv.field_size_limit(before)
    return found
