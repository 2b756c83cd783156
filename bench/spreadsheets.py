"""Time our reading and judging of a workbook beside frictionless', each in a process of its own.

    .venv/bin/python bench/spreadsheets.py                # 50,000 rows of 16 columns
    .venv/bin/python bench/spreadsheets.py --rows 200000
    .venv/bin/python bench/spreadsheets.py --profile      # where our time goes
    .venv/bin/python bench/spreadsheets.py --shared       # texts as Excel writes them: in a list

The workbook holds the SCDL-like rows of `bench/engine.py` typed as a spreadsheet types them (days,
numbers, booleans, identifiers as text) and a column of latitudes; clean and with 0.1 % of wrong
cells. Seconds are those from the file's name to the verdict, imports aside (given on their own).
Ours finds more than frictionless does: causes, corrections, profile, repeated rows, mangled text.
"""

from __future__ import annotations

import argparse
import cProfile
import csv
import gc
import json
import pstats
import re
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

from engine import ROOT, SCHEMA, peak, write

LATITUDE = {"name": "latitude", "type": "number", "constraints": {"minimum": 41, "maximum": 52}}
WANTED = {"fields": [*SCHEMA["fields"], LATITUDE]}
TYPED: dict[str, Callable[[str], object]] = {
    "number": float,
    "integer": int,
    "date": date.fromisoformat,
    "boolean": lambda text: {"oui": True, "non": False}[text],
}


def workbook(path: Path, rows: int, wrong: float) -> None:
    """Write the rows as a workbook; a wrong cell stays the text that it is."""
    import openpyxl

    flat = path.with_suffix(".csv")
    write(flat, rows, wrong, "utf-8")
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Subventions")
    with flat.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file, delimiter=";")
        sheet.append([*next(lines), "latitude"])
        types = [TYPED.get(field["type"], str) for field in SCHEMA["fields"]]
        for at, line in enumerate(lines):
            cells = [typed(*pair) for pair in zip(types, line, strict=False)]
            sheet.append([*cells, 43 + at % 70_000 / 10_000] if len(cells) == len(types) else cells)
    book.save(path)


_INLINE = re.compile(rb' t="inlineStr"><is><t(?: xml:space="preserve")?>([^<]*)</t></is></c>')
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SHARED = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"


def share(path: Path) -> None:
    """Put the texts of a workbook's cells into one list, as Excel does."""
    known: dict[bytes, int] = {}

    def numbered(cell: re.Match[bytes]) -> bytes:
        return b' t="s"><v>%d</v></c>' % known.setdefault(cell[1], len(known))

    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheets = [name for name in parts if name.startswith("xl/worksheets/")]
    parts |= {name: _INLINE.sub(numbered, parts[name]) for name in sheets}
    texts = b"".join(b'<si><t xml:space="preserve">%b</t></si>' % text for text in known)
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{_MAIN}">'.encode() + texts + b"</sst>"
    listed = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_SHARED}"/></Types>'
    linked = (
        f'<Relationship Id="texts" Type="{_RELATED}" Target="sharedStrings.xml"/></Relationships>'
    )
    for name, end, more in (
        ("[Content_Types].xml", b"</Types>", listed),
        ("xl/_rels/workbook.xml.rels", b"</Relationships>", linked),
    ):
        if b"sharedStrings" not in parts[name]:
            parts[name] = parts[name].replace(end, more.encode())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as written:
        for name, data in parts.items():
            written.writestr(name, data)


def typed(make: Callable[[str], object], text: str) -> object:
    """Type one cell as a person's spreadsheet would."""
    with suppress(ValueError, KeyError):
        return make(text) if text else None
    return text


def ours(path: str) -> Callable[[], int]:
    import app.table.engine.sheets  # imported where a sheet is big
    import app.table.warm_light  # noqa: F401 # by the service, before it forks
    from app.table.descriptor import rebuild
    from app.table.inspect import inspect_file
    from app.table.model import SchemaSpec, TableJob
    from rules.core.evidence import SchemaRef

    spec = SchemaSpec(ref=SchemaRef(name="s"), descriptor=json.dumps(rebuild(WANTED)))
    job = TableJob(path=path, name="f.xlsx", schema=spec)
    return lambda: sum(f.count for f in inspect_file(job).findings if f.severity == "error")


def frictionless(path: str) -> Callable[[], int]:
    import openpyxl  # noqa: F401 # frictionless imports it when it first reads
    from frictionless import Resource, Schema, system

    system.trusted = True
    schema = Schema.from_descriptor(WANTED)
    return lambda: Resource(path=path, schema=schema).validate(limit_errors=10**9).stats["errors"]


TOOLS = {"ours": ours, "frictionless": frictionless}


def measure(tool: str, path: str, *, profiled: bool) -> None:
    """Run one tool in this process, and print what it took as JSON."""
    start = time.perf_counter()
    run = TOOLS[tool](path)
    gc.freeze()  # as the parent of a job's process does
    ready, before = time.perf_counter(), time.process_time()
    watch = cProfile.Profile()
    errors = watch.runcall(run) if profiled else run()
    took = {"imports": ready - start, "s": time.perf_counter() - ready}
    took |= {"cpu": time.process_time() - before, "errors": errors, "rss": peak()}
    print(json.dumps(took))
    if profiled:
        pstats.Stats(watch).sort_stats("tottime").print_stats(25)


def show(path: Path, rows: int) -> None:
    """Run both on one workbook."""
    results = {}
    for tool in TOOLS:
        command = [sys.executable, __file__, "--measure", tool, str(path)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        results[tool] = json.loads(done.stdout.splitlines()[-1])
    base = results["frictionless"]
    for tool, took in results.items():
        print(
            f"  {tool:<14}{took['s']:8.2f}{took['cpu']:8.2f}{took['imports']:9.2f}"
            f"{rows / took['s']:12,.0f}{base['s'] / took['s']:8.1f}{base['cpu'] / took['cpu']:10.1f}"
            f"{took['rss']:9.0f}{took['errors']:9d}",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--profile", action="store_true", help="show where our time goes")
    parser.add_argument(
        "--shared", action="store_true", help="texts in a list, as Excel writes them"
    )
    parser.add_argument("--measure", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.measure:
        measure(*asked.measure, profiled=asked.profile)
        return
    with tempfile.TemporaryDirectory() as folder:
        for wrong in (0, 0.001):
            path = Path(folder) / "f.xlsx"
            workbook(path, asked.rows, wrong)
            if asked.shared:
                share(path)
            state = "0.1 % wrong" if wrong else "clean"
            print(f"{asked.rows:,} rows, {state}, {path.stat().st_size / 1e6:.1f} MB")
            if asked.profile:
                measure("ours", str(path), profiled=True)
                return
            print(
                f"{'':16}{'s':>8}{'cpu s':>8}{'imports':>9}{'rows/s':>12}{'x wall':>8}{'x cpu':>10}"
                f"{'RSS MB':>9}{'errors':>9}"
            )
            show(path, asked.rows)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
