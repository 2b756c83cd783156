"""Time the block engine on files made for it, beside the plain path, frictionless and a raw scan.

    .venv/bin/python bench/engine.py                      # 100,000 and 1,000,000 rows
    .venv/bin/python bench/engine.py --peers              # and other tools, in `.bench/`
    .venv/bin/python bench/engine.py --rows 10000000 --only "ours, block engine" "raw Polars scan"
    .venv/bin/python bench/engine.py --schema scdl/subventions      # as shipped: checks, a suite

Files are like SCDL subventions: 15 columns, quoted texts with separators and line feeds, a unique
number; clean and with 0.1 % of wrong cells and some broken rows; UTF-8 and Latin-1. Each figure is
of a fresh process, the best of --runs. Seconds are those from the file's name and the schema's JSON
to the verdict, imports aside (given on their own: a job's process is forked from one that has
them); CPU counts all threads; RSS is the process' peak. “ours, command line” is all that a person
waits for: `qualidata score`, interpreter, imports, walls, verdict, grade and report included (what
its processes take together is not counted). “x fl.” is frictionless' time over ours, “/ scan” ours
over the raw scan's. Ours finds more than frictionless does: causes, corrections,
profile, repeated rows, mangled text. A busy machine spoils all of it: its load is printed.
"""

from __future__ import annotations

import argparse
import gc
import json
import math
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
from peers.home import PEERS
from peers.home import command as peer_command

ROOT = Path(__file__).resolve().parent.parent
TOWNS = ["Nîmes", "Béziers", "Sète", "Lunel", "L’Haÿ-les-Roses", "Orléans", "Le Mans", "Mâcon"]
CLUBS = ["Club de football", "Comité des fêtes", "Théâtre", "Foyer rural", "Amicale des aînés"]
AIMS = [
    "Fonctionnement annuel",
    '"Projet ""Été"""',
    '"Aide à l\'emploi; année 2"',
    '"Séjour jeunes\nannée 2"',
    "Rénovation du local",
]
NATURES = ["aide en numéraire", "aide en nature"]
WRONG = ["", "abc", "N/A", "31/12/2020", "1 234,56", "12,5", " 12 ", "1_000", "-3", "2021-02-30"]
WRONG += ["NaN", "1e3", "é" * 120, "oui ", "OUI", "007", "12.0", "None", "9" * 21]
BATCH = 100_000


def text(name, **constraints):
    return {"name": name, "type": "string", "constraints": constraints}


SCHEMA = {
    "fields": [
        text("nomAttribuant", required=True),
        text("idAttribuant", required=True, pattern=r"\d{14}"),
        {"name": "dateConvention", "type": "date", "constraints": {"required": True}},
        text("referenceDecision", maxLength=40),
        text("nomBeneficiaire", required=True, maxLength=100),
        text("idBeneficiaire", pattern=r"^\d{14}$"),
        text("rnaBeneficiaire", pattern=r"(W\d{9}|[0-9]{9})"),
        text("objet", required=True, minLength=3),
        {"name": "montant", "type": "number", "constraints": {"required": True, "minimum": 0}},
        text("nature", required=True, enum=NATURES),
        text("conditionsVersement", enum=["unique", "échelonné", "autre"]),
        text("datesPeriodeVersement", pattern=r"\d{4}-\d{2}-\d{2}(/\d{4}-\d{2}-\d{2})?"),
        {"name": "idRAE", "type": "integer", "constraints": {"unique": True, "minimum": 1}},
        {
            "name": "notificationUE",
            "type": "boolean",
            "trueValues": ["oui"],
            "falseValues": ["non"],
        },
        {"name": "pourcentageSubvention", "type": "number", "constraints": {"maximum": 1}},
    ]
}


def write(path: Path, rows: int, wrong: float, encoding: str) -> None:
    """Write a file of so many rows, a share of its cells wrong, some rows broken."""
    draw = np.random.default_rng(rows)
    with path.open("w", encoding=encoding, errors="replace", newline="") as file:
        file.write(";".join(field["name"] for field in SCHEMA["fields"]) + "\n")
        for first in range(0, rows, BATCH):
            columns = _columns(draw, first, min(BATCH, rows - first))
            if wrong:
                _spoil(draw, columns, wrong)
            lines = list(map(";".join, zip(*columns, strict=True)))
            for at in draw.integers(0, len(lines), int(wrong * len(lines) / 20)):
                lines[at] = ["", lines[at] + ";x", lines[at].rpartition(";")[0]][at % 3]
            file.write("\n".join(lines) + "\n")


def _columns(draw, first: int, rows: int) -> list[list[str]]:
    number = np.arange(first, first + rows)
    days = (np.datetime64("2015-01-01") + draw.integers(0, 3500, rows)).astype(str).tolist()
    amounts = np.round(draw.lognormal(8, 1.2, rows), 2).tolist()

    def pick(values, shares=None):
        return [values[i] for i in draw.choice(len(values), rows, p=shares)]

    towns, clubs = pick(TOWNS), pick(CLUBS)
    return [
        [f"Commune de {town}" for town in towns],
        [f"{2130000000000 + len(town):014}" for town in towns],
        days,
        [f"DEL-{day[:4]}-{n % 100_000:05}" for day, n in zip(days, number.tolist(), strict=True)],
        [f"{club} de {town}" for club, town in zip(clubs, towns, strict=True)],
        list(map(str, draw.integers(10**13, 10**14 - 1, rows).tolist())),
        [f"W{n:09}" for n in draw.integers(0, 10**9, rows).tolist()],
        pick(AIMS, [0.39, 0.05, 0.05, 0.01, 0.5]),
        [f"{amount:.2f}" for amount in amounts],
        pick(NATURES, [0.9, 0.1]),
        pick(["unique", "échelonné", "autre"]),
        [f"{day}/{day}" for day in days],
        list(map(str, (number + 1).tolist())),
        pick(["oui", "non"], [0.1, 0.9]),
        [f"{share:.2f}" for share in draw.random(rows).tolist()],
    ]


def _spoil(draw, columns: list[list[str]], share: float) -> None:
    for column in columns:
        for at in np.flatnonzero(draw.random(len(column)) < share):
            column[at] = WRONG[at % len(WRONG)]


def stated(name: str) -> tuple[dict[str, object], str]:
    """Give a descriptor and its suite: this bench's own, or those of a schema that is shipped.

    frictionless looks at the fields alone: it knows neither checks nor suites. The numbers made
    for SIRETs are random, so that nearly all of them are wrong.
    """
    if not name:
        return SCHEMA, ""
    folder = ROOT / "schemas" / name
    suite = folder / "expectations.json"
    descriptor = json.loads((folder / "schema.json").read_text(encoding="utf-8"))
    return descriptor, suite.read_text(encoding="utf-8") if suite.exists() else ""


def ours(path: str, _encoding: str, schema: str, *, bulk: bool) -> Callable[[], int]:
    import app.table.warm_light
    from app.table.descriptor import rebuild
    from app.table.inspect import inspect_file
    from app.table.model import Limits, SchemaSpec, TableJob
    from rules.core.evidence import SchemaRef

    if bulk:
        import app.table.engine.door  # noqa: F401
    descriptor, suite = stated(schema)
    spec = SchemaSpec(
        ref=SchemaRef(name="s"), descriptor=json.dumps(rebuild(descriptor)), suite=suite
    )
    limits = Limits(max_rows=10**9, bulk_from=1 if bulk else None)
    job = TableJob(path=path, name="f.csv", schema=spec, limits=limits)
    return lambda: sum(f.count for f in inspect_file(job).findings if f.severity == "error")


def command_line(path: str, _encoding: str, schema: str) -> Callable[[], int]:
    given = schema or str(Path(path).parent / "schema.json")
    words = [sys.executable, "-m", "app.cli", "score", path, "--schema", given, "--format", "json"]

    def run() -> int:
        said = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False).stdout
        found = json.loads(said)["findings"]
        return sum(f["count"] for f in found if f["severity"] == "error")

    return run


def frictionless(path: str, encoding: str, schema: str) -> Callable[[], int]:
    from frictionless import Dialect, Resource, Schema, system
    from frictionless.formats import CsvControl

    system.trusted = True
    dialect = Dialect(controls=[CsvControl(delimiter=";")])

    def run() -> int:
        fields = Schema.from_descriptor(stated(schema)[0])
        resource = Resource(path=path, schema=fields, dialect=dialect, encoding=encoding)
        return resource.validate(limit_errors=0).stats["errors"]

    return run


def scan(path: str, encoding: str, _schema: str) -> Callable[[], int]:
    import polars as pl

    def run() -> int:
        text = encoding if encoding == "utf-8" else "utf8-lossy"
        read = pl.scan_csv(
            path,
            separator=";",
            infer_schema=False,
            encoding="utf8" if text == "utf-8" else "utf8-lossy",
            truncate_ragged_lines=True,
        )
        return read.select(pl.all().str.len_bytes().sum()).collect(engine="streaming").height - 1

    return run


TOOLS: dict[str, Callable[[str, str, str], Callable[[], int]]] = {
    "raw Polars scan": scan,
    "ours, block engine": partial(ours, bulk=True),
    "ours, plain path": partial(ours, bulk=False),
    "ours, command line": command_line,
    "frictionless": frictionless,
}


def measure(tool: str, path: str, encoding: str, schema: str) -> None:
    """Run one tool in this process, and print what it took as JSON."""
    start = time.perf_counter()
    run = TOOLS[tool](path, encoding, schema)
    gc.freeze()  # as the parent of a job's process does
    ready, before = time.perf_counter(), time.process_time()
    errors = run()
    took = {"imports": ready - start, "s": time.perf_counter() - ready}
    took |= {"cpu": time.process_time() - before, "errors": errors}
    took["rss"] = peak()
    if tool == "ours, command line":
        took |= {"cpu": math.nan, "rss": math.nan}
    print(json.dumps(took))


def peak() -> float:
    """Give the process' own peak in MB: getrusage would count its parent's."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    line = next(x for x in status.read_text().splitlines() if x.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def best(tool: str, path: Path, encoding: str, schema: str, runs: int) -> dict[str, float] | None:
    """Run a tool some times, each in a process of its own, and keep the quickest."""
    found = []
    for _ in range(runs if tool != "frictionless" else 1):
        command = [sys.executable, __file__, "--measure", tool, str(path), encoding, schema]
        if tool in PEERS:
            command = peer_command(tool, str(path), encoding, str(path.parent / "schema.json"))
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode:
            print(f"  {tool:<20} failed: {done.stderr.strip().splitlines()[-1:]}")
            return None
        found.append(json.loads(done.stdout.splitlines()[-1]))
    return min(found, key=lambda took: took["s"])


def show(path: Path, rows: int, encoding: str, tools: list[str], asked: argparse.Namespace) -> None:
    """Run every tool on one file, and print a line of each."""
    found = {tool: best(tool, path, encoding, asked.schema, asked.runs) for tool in tools}
    results = {tool: took for tool, took in found.items() if took}
    base = results.get("frictionless", {}).get("s")
    mine = results.get("ours, block engine", {}).get("s")
    scanned = results.get("raw Polars scan", {}).get("s")
    for tool, took in results.items():
        ratio = f"{base / took['s']:8.1f}" if base else "       –"
        ratio += f"{took['s'] / scanned:8.1f}" if scanned else "       –"
        ratio += f"{took['s'] / mine:8.2f}" if mine else "       –"
        speed = f"{rows / took['s']:12,.0f}"
        print(
            f"  {tool:<20}{took['s']:9.2f}{took['cpu']:9.2f}{took['imports']:9.2f}{speed}{ratio}"
            f"{took['rss']:9.0f}{took['errors']:9d}",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--rows", type=int, nargs="*", default=[100_000, 1_000_000])
    parser.add_argument("--only", nargs="*", choices=list(TOOLS), default=list(TOOLS))
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--encodings", nargs="*", default=["utf-8", "latin-1"])
    parser.add_argument("--peers", action="store_true", help="time other tools too")
    parser.add_argument(
        "--schema", default="", help="a shipped schema that fits, such as scdl/subventions"
    )
    parser.add_argument("--measure", nargs=4, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    tools = [*asked.only, *(PEERS if asked.peers else ())]
    if asked.measure:
        measure(*asked.measure)
        return
    print(
        f"{'':22}{'s':>9}{'cpu s':>9}{'imports':>9}{'rows/s':>12}{'x fl.':>8}{'/ scan':>8}{'/ ours':>8}"
        f"{'RSS MB':>9}{'errors':>9}"
    )
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "schema.json").write_text(
            json.dumps(stated(asked.schema)[0]), encoding="utf-8"
        )
        for rows in asked.rows:
            for encoding in asked.encodings:
                for wrong in (0, 0.001):
                    path = Path(folder) / "f.csv"
                    write(path, rows, wrong, encoding)
                    state = "0.1 % wrong" if wrong else "clean"
                    size = path.stat().st_size / 1e6
                    busy = f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
                    print(f"{rows:,} rows, {encoding}, {state}, {size:.0f} MB, {busy}")
                    show(path, rows, encoding, tools, asked)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
