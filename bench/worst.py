"""Time the block engine beside frictionless where it has the hardest time, cell by cell.

    .venv/bin/python bench/worst.py --rows 100000

Each line is a file of two columns, an identifier and a column that is wrong, odd or slow
throughout, all of its values different. The two run one after the other in one process; CPU
seconds are given, so that a busy machine does less harm.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CASES: dict[str, tuple[dict[str, object], Callable[[int], str]]] = {
    "mails, right": ({"format": "email"}, lambda n: f"Prenom.NOM{n}@mairie.fr"),
    "mails, odd but right": ({"format": "email"}, lambda n: f"a+b{n}@mairie.fr"),
    "mails, no @": ({"format": "email"}, lambda n: f"personne {n}"),
    "mails, no domain": ({"format": "email"}, lambda n: f"personne{n}@mairie"),
    "mails, two": ({"format": "email"}, lambda n: f"a{n}@b.fr;c@d.fr"),
    "addresses, right": ({"format": "uri"}, lambda n: f"https://www.ville.fr/{n}"),
    "addresses, no scheme": ({"format": "uri"}, lambda n: f"www.ville.fr/{n}"),
    "addresses, odd": ({"format": "uri"}, lambda n: f"http://ville.fr/a b/{n}"),
    "numbers, wrong mark": ({"type": "number"}, lambda n: f"{n},5"),
    "numbers, grouped": (
        {"type": "number", "decimalChar": ",", "groupChar": " "},
        lambda n: f"{n // 1000} {n % 1000:03},5",
    ),
    "numbers, unique": ({"type": "number", "constraints": {"unique": True}}, lambda n: f"{n}.25"),
    "integers, with decimals": ({"type": "integer"}, lambda n: f"{n}.0"),
    "dates, wrong order": ({"type": "date"}, lambda n: f"{n % 28 + 1:02}/{n % 12 + 1:02}/2020"),
    "dates, any": ({"type": "date", "format": "any"}, lambda n: f"{n % 28 + 1} janvier {n % 99}"),
    "texts, too long": ({"constraints": {"maxLength": 3}}, lambda n: f"objet {n}"),
    "texts, not of the list": ({"constraints": {"enum": ["a", "b"]}}, lambda n: f"nature {n}"),
    "codes, wrong pattern": ({"constraints": {"pattern": r"^W\d{9}$"}}, lambda n: f"X{n:09}"),
    "numbers, too small": ({"type": "number", "constraints": {"minimum": 0}}, lambda n: f"-{n}.5"),
    "dates, too early": (
        {"type": "date", "constraints": {"minimum": "2021-01-01"}},
        lambda n: f"{n // 364 % 800 + 1200}-{n % 12 + 1:02}-{n % 28 + 1:02}",
    ),
    "sirets, wrong sum": (
        {"constraints": {"pattern": r"^\d{14}$"}, "customCheck": "siret"},
        lambda n: f"{n * 7919 % 10**14:014}",
    ),
    "look-ahead": ({"constraints": {"pattern": "(?=v).*"}}, lambda n: f"v{n}"),
}


def ours(path: Path, schema: dict[str, object]) -> float:
    from app.table.descriptor import rebuild
    from app.table.inspect import inspect_file
    from app.table.model import Limits, SchemaSpec, TableJob
    from rules.core.evidence import SchemaRef

    spec = SchemaSpec(ref=SchemaRef(name="s"), descriptor=json.dumps(rebuild(schema)))
    job = TableJob(path=str(path), name="f.csv", schema=spec, limits=Limits(bulk_from=1))
    start = time.process_time()
    inspect_file(job)
    return time.process_time() - start


def theirs(path: Path, schema: dict[str, object]) -> float:
    from frictionless import Resource, Schema, system

    system.trusted = True
    start = time.process_time()
    Resource(path=str(path), schema=Schema.from_descriptor(schema)).validate(limit_errors=0)
    return time.process_time() - start


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--only", nargs="*", choices=list(CASES), default=list(CASES))
    asked = parser.parse_args()
    import app.table.engine.door
    import app.table.warm_light  # noqa: F401

    print(f"{'':26}{'ours':>9}{'frictionless':>14}{'ratio':>8}")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "f.csv"
        for name in asked.only:
            field, value = CASES[name]
            rows = "".join(f"{n};{value(n)}\n" for n in range(asked.rows))
            path.write_text(f"id;c\n{rows}", encoding="utf-8")
            fields = [{"name": "id", "type": "integer"}, {"type": "string", **field, "name": "c"}]
            quick, slow = ours(path, {"fields": fields}), theirs(path, {"fields": fields})
            print(f"{name:26}{quick:9.2f}{slow:14.2f}{slow / quick:8.1f}", flush=True)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
