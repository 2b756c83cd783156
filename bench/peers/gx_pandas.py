"""Great Expectations on pandas: the same checks as one suite; reading the file included."""

import os
import warnings

import checks
from timing import measure


def suite():
    made = [("column_values_to_not_be_null", {"column": name}) for name in checks.REQUIRED]
    for name, pattern in checks.PATTERNS.items():
        made.append(("column_values_to_match_regex", {"column": name, "regex": pattern}))
    for name, listed in checks.MEMBERS.items():
        made.append(("column_values_to_be_in_set", {"column": name, "value_set": listed}))
    for name, (low, high) in checks.LENGTHS.items():
        bounds = {"column": name, "min_value": low, "max_value": high}
        made.append(("column_value_lengths_to_be_between", bounds))
    for name, (low, high) in checks.BOUNDS.items():
        bounds = {"column": f"{name}:n", "min_value": low, "max_value": high}
        made.append(("column_values_to_be_between", bounds))
    made.append(("column_values_to_be_unique", {"column": checks.UNIQUE}))
    day = {"column": "dateConvention", "strftime_format": "%Y-%m-%d"}
    made.append(("column_values_to_match_strftime_format", day))
    return [{"type": f"expect_{kind}", "kwargs": kwargs} for kind, kwargs in made]


def make(path, encoding):
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
        frame = pd.read_csv(path, sep=";", dtype="str", encoding=encoding, on_bad_lines="skip")
        for name in checks.BOUNDS:
            frame[f"{name}:n"] = pd.to_numeric(frame[name], errors="coerce")
        made = gx.ExpectationSuite(name="s", expectations=suite())
        batch = whole.get_batch({"dataframe": frame})
        done = batch.validate(made, result_format="SUMMARY")
        return sum(result.result.get("unexpected_count", 0) for result in done.results)

    return run


measure(make)
