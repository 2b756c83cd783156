"""Time our own judging of expectations beside Great Expectations on pandas, and compare the answers.

    .venv/bin/python bench/expectations.py                # 1,000,000 rows
    .venv/bin/python bench/expectations.py --rows 100000

One suite of the expectations that we translate, over the SCDL-like file of bench/engine.py with 0.1 %
of wrong cells. Both start from the file's name, each in a fresh process, imports aside. Ours is the
whole inspection of the file (profile, repeated rows, encoding … included), so that the time of the
suite alone is given too: what the inspection takes more than without it. Great Expectations gets a
frame of its own kinds of columns (texts, numbers, days), made the quickest way that pandas has.
Compared, expectation by expectation: success, counts, percentages, and every row listed.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import subprocess
import sys
import tempfile
import time
import warnings
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NUMBER = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?"
EVERY = 10**9


def item(kind, **kwargs):
    return {"type": f"expect_{kind}", "kwargs": kwargs}


NATURES = ["aide en numéraire", "aide en nature"]
SUITE = [
    item("table_row_count_to_be_between", min_value=1),
    item("column_values_to_not_be_null", column="nomAttribuant"),
    item("column_values_to_not_be_null", column="montant", mostly=0.99),
    item("column_values_to_be_null", column="objet", mostly=0),
    item("column_values_to_match_regex", column="idAttribuant", regex=r"^\d{14}$"),
    item("column_values_to_match_regex", column="idBeneficiaire", regex=r"^\d{14}$", mostly=0.9),
    item("column_values_to_not_match_regex", column="objet", regex=r"^\s"),
    item("column_values_to_match_regex_list", column="rnaBeneficiaire", regex_list=[r"^W\d{9}$", r"^\d{9}$"]),
    item("column_values_to_be_in_set", column="nature", value_set=NATURES),
    item("column_values_to_not_be_in_set", column="nature", value_set=["N/A", "abc"]),
    item("column_value_lengths_to_be_between", column="nomBeneficiaire", max_value=100),
    item("column_value_lengths_to_equal", column="idBeneficiaire", value=14),
    item("column_values_to_be_between", column="montant", min_value=0, strict_min=True),
    item("column_values_to_be_between", column="dateConvention", min_value="2015-06-01", max_value="2024-01-01"),
    item("column_values_to_match_strftime_format", column="dateConvention", strftime_format="%Y-%m-%d"),
    item("column_values_to_be_unique", column="idRAE"),
    item("compound_columns_to_be_unique", column_list=["referenceDecision", "idAttribuant"]),
    item("column_min_to_be_between", column="montant", min_value=0),
    item("column_max_to_be_between", column="montant", max_value=1e6),
    item("column_mean_to_be_between", column="montant", min_value=100, max_value=1e6),
    item("column_median_to_be_between", column="montant", min_value=100),
    item("column_sum_to_be_between", column="pourcentageSubvention", min_value=100),
    item("column_distinct_values_to_be_in_set", column="nature", value_set=NATURES),
    item("column_unique_value_count_to_be_between", column="idRAE", min_value=1),
]  # fmt: skip


def ours(path, *, suite, every=False):
    """Inspect the file, with or without the suite; give what each expectation came to."""
    import app.table.engine.door  # noqa: F401 # imports aside
    from app.table import suite_run
    from app.table.inspect import inspect_file
    from app.table.model import Limits, TableJob

    kept = {}
    if every:
        suite_run.Native = partial(suite_run.Native, most=EVERY)
    written = suite_run.SuiteRun._written  # noqa: SLF001 # the answers as they are

    def keep(self, answers):
        kept.update(answers)
        return written(self, answers)

    suite_run.SuiteRun._written = keep  # noqa: SLF001
    text = json.dumps({"name": "bench", "expectations": SUITE}) if suite else ""
    job = TableJob(path=path, name="f.csv", suite=text, limits=Limits(max_rows=EVERY, bulk_from=1))

    def run():
        inspect_file(job)
        return [_ours(kept[place]) for place in sorted(kept)]

    return run


def _ours(answer):
    from app.table.suite_result import figures

    if answer.elements is not None:
        return {"success": answer.success, **figures(answer), "rows": list(answer.positions)}
    seen = answer.observed if answer.strange is None else answer.strange
    return {"success": answer.success, "observed": seen}


def great_expectations(path):
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    warnings.simplefilter("ignore")
    import great_expectations as gx
    import pandas as pd
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False, metric_calculations=False)
    asset = context.data_sources.add_pandas("t").add_dataframe_asset("f")
    whole = asset.add_batch_definition_whole_dataframe("w")

    def run():
        frame = pd.read_csv(path, sep=";", dtype="str", keep_default_na=False, na_values=[""])
        for name in ("montant", "pourcentageSubvention"):
            good = frame[name].str.fullmatch(NUMBER)
            frame[f"{name}:number"] = pd.to_numeric(frame[name].where(good), errors="coerce")
        days = pd.to_datetime(frame["dateConvention"], format="%Y-%m-%d", errors="coerce")
        frame["dateConvention:date"] = days.dt.date.astype(object).where(days.notna(), None)
        made = gx.ExpectationSuite(name="bench", expectations=[_typed(one) for one in SUITE])
        done = whole.get_batch({"dataframe": frame}).validate(made, result_format="COMPLETE")
        answers = {r.expectation_config.meta["place"]: _theirs(r) for r in done.results}
        return [answers[place] for place in range(len(SUITE))]

    return run


def _typed(one):
    """Point an expectation at the column of its kind."""
    kwargs = dict(one["kwargs"])
    name, kind = kwargs.get("column"), one["type"]
    if "between" in kind and name in {"montant", "pourcentageSubvention"} and "length" not in kind:
        kwargs["column"] = f"{name}:number"
    if kind == "expect_column_values_to_be_between" and name == "dateConvention":
        kwargs["column"] = f"{name}:date"
    return {**one, "kwargs": kwargs, "meta": {"place": SUITE.index(one)}}


def _theirs(result):
    found = result.result
    if "element_count" not in found:
        seen = found.get("observed_value")
        seen = found.get("unexpected_count") if seen is None else seen
        return {
            "success": bool(result.success),
            "observed": seen.item() if hasattr(seen, "item") else seen,
        }
    kept = ("element_count", "unexpected_count", "unexpected_percent", "missing_count")
    kept += ("missing_percent", "unexpected_percent_total", "unexpected_percent_nonmissing")
    figures = {key: found[key] for key in kept if key in found}
    return {
        "success": bool(result.success),
        **figures,
        "rows": list(found["unexpected_index_list"]),
    }


TOOLS = {
    "ours, no suite": partial(ours, suite=False),
    "ours, with the suite": partial(ours, suite=True),
    "ours, every row listed": partial(ours, suite=True, every=True),
    "Great Expectations": great_expectations,
}


def write(path, rows):
    """Write the file: wrong cells, no broken rows."""
    import engine
    import numpy as np

    draw = np.random.default_rng(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(";".join(field["name"] for field in engine.SCHEMA["fields"]) + "\n")
        for first in range(0, rows, engine.BATCH):
            columns = engine._columns(draw, first, min(engine.BATCH, rows - first))  # noqa: SLF001
            engine._spoil(draw, columns, 0.001)  # noqa: SLF001
            file.write("\n".join(map(";".join, zip(*columns, strict=True))) + "\n")


def measure(tool, path, out):
    import engine

    run = TOOLS[tool](path)
    start, before = time.perf_counter(), time.process_time()
    answers = run()
    took = {"s": time.perf_counter() - start, "cpu": time.process_time() - before}
    Path(out).write_bytes(pickle.dumps(answers))
    print(json.dumps(took | {"rss": engine.peak()}))


def compare(mine, theirs):
    """Say where two answers differ."""
    equal = 0
    for one, left, right in zip(SUITE, mine, theirs, strict=True):
        if left == right:
            equal += 1
            continue
        keys = [key for key in left if left.get(key) != right.get(key)]
        print(f"  {one['type']} {one['kwargs'].get('column', '')}: {keys}")
        for key in keys:
            print(f"    {key}: {str(left.get(key))[:100]} / {str(right.get(key))[:100]}")
    listed = sum(len(answer.get("rows", ())) for answer in mine)
    print(f"{equal} of {len(SUITE)} expectations answered alike, {listed:,} rows listed")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--measure", nargs=3, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.measure:
        measure(*asked.measure)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "f.csv"
        write(path, asked.rows)
        size = path.stat().st_size / 1e6
        print(f"{asked.rows:,} rows, {size:.0f} MB, {len(SUITE)} expectations")
        print(f"{'':26}{'s':>9}{'cpu s':>9}{'RSS MB':>9}")
        took, answers = {}, {}
        for tool in TOOLS:
            out = Path(folder) / "answers"
            command = [sys.executable, __file__, "--measure", tool, str(path), str(out)]
            done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
            took[tool] = json.loads(done.stdout.splitlines()[-1])
            answers[tool] = pickle.loads(out.read_bytes())
            figures = took[tool]
            print(
                f"{tool:26}{figures['s']:9.2f}{figures['cpu']:9.2f}{figures['rss']:9.0f}",
                flush=True,
            )
    for key, name in (("s", "seconds"), ("cpu", "processor seconds")):
        theirs, whole = took["Great Expectations"][key], took["ours, with the suite"][key]
        alone = whole - took["ours, no suite"][key]
        print(
            f"{name}: × {theirs / whole:.1f} with all the rest, × {theirs / alone:.1f} for the suite alone"
        )
    compare(answers["ours, every row listed"], answers["Great Expectations"])


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT), str(ROOT / "bench")]
    main()
