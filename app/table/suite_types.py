"""The expectation types that we let run, and what each is about; any other is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Dimension = Literal["completeness", "schema"]
Kind = Literal["none", "text", "filled", "number", "bounds", "set", "natural"]
"""How cells are handed over: as text, as whatever is written, as numbers, as whatever the bounds or the
set are made of, or as what all of them can be read as."""


@dataclass(frozen=True, slots=True)
class Known:
    """One expectation type: its arguments, the cells it takes, the cause it speaks of."""

    arguments: frozenset[str]
    kind: Kind
    cause: str
    dimension: Dimension = "schema"


_BOUNDS = "min_value max_value strict_min strict_max"
_TABLE: tuple[tuple[str, str, Kind, str], ...] = (
    # of cells, one by one
    ("column_values_to_not_be_null", "column mostly", "filled", "empty"),
    ("column_values_to_be_null", "column mostly", "filled", "other"),
    ("column_values_to_be_unique", "column mostly", "text", "unique"),
    ("column_values_to_be_of_type", "column mostly type_", "filled", "type"),
    ("column_values_to_be_in_type_list", "column mostly type_list", "filled", "type"),
    ("column_values_to_be_between", f"column mostly {_BOUNDS}", "bounds", "range"),
    ("column_values_to_be_in_set", "column mostly value_set", "set", "set"),
    ("column_values_to_not_be_in_set", "column mostly value_set", "set", "set"),
    ("column_value_lengths_to_equal", "column mostly value", "text", "length"),
    ("column_value_lengths_to_be_between", f"column mostly {_BOUNDS}", "text", "length"),
    ("column_values_to_match_regex", "column mostly regex", "text", "pattern"),
    ("column_values_to_not_match_regex", "column mostly regex", "text", "pattern"),
    ("column_values_to_match_regex_list", "column mostly regex_list match_on", "text", "pattern"),
    ("column_values_to_not_match_regex_list", "column mostly regex_list", "text", "pattern"),
    ("column_values_to_match_strftime_format", "column mostly strftime_format", "text", "pattern"),
    ("column_values_to_be_dateutil_parseable", "column mostly", "text", "pattern"),
    ("column_values_to_be_json_parseable", "column mostly", "text", "pattern"),
    ("column_values_to_be_increasing", "column mostly strictly", "natural", "order"),
    ("column_values_to_be_decreasing", "column mostly strictly", "natural", "order"),
    ("column_value_z_scores_to_be_less_than", "column mostly threshold double_sided", "number", "range"),
    ("column_values_to_not_be_outliers", "column mostly method multiplier", "number", "range"),
    # of rows
    ("column_pair_values_a_to_be_greater_than_b", "column_A column_B mostly or_equal ignore_row_if", "natural", "order"),
    ("column_pair_values_to_be_equal", "column_A column_B mostly ignore_row_if", "natural", "other"),
    ("column_pair_values_to_be_in_set", "column_A column_B mostly value_pairs_set ignore_row_if", "text", "set"),
    ("compound_columns_to_be_unique", "column_list mostly ignore_row_if", "text", "unique"),
    ("multicolumn_sum_to_equal", "column_list mostly sum_total ignore_row_if", "number", "other"),
    ("multicolumn_values_to_be_equal", "column_list mostly ignore_row_if", "text", "other"),
    ("select_column_values_to_be_unique_within_record", "column_list mostly ignore_row_if", "text", "other"),
    # of a whole column
    ("column_min_to_be_between", f"column {_BOUNDS}", "bounds", "statistic"),
    ("column_max_to_be_between", f"column {_BOUNDS}", "bounds", "statistic"),
    ("column_mean_to_be_between", f"column {_BOUNDS}", "number", "statistic"),
    ("column_median_to_be_between", f"column {_BOUNDS}", "number", "statistic"),
    ("column_stdev_to_be_between", f"column {_BOUNDS}", "number", "statistic"),
    ("column_sum_to_be_between", f"column {_BOUNDS}", "number", "statistic"),
    ("column_quantile_values_to_be_between", "column quantile_ranges", "number", "statistic"),
    ("column_unique_value_count_to_be_between", f"column {_BOUNDS}", "text", "statistic"),
    ("column_proportion_of_unique_values_to_be_between", f"column {_BOUNDS}", "text", "unique-share"),
    ("column_proportion_of_non_null_values_to_be_between", f"column {_BOUNDS}", "filled", "filled-share"),
    ("column_distinct_values_to_be_in_set", "column value_set", "set", "distinct"),
    ("column_distinct_values_to_contain_set", "column value_set", "set", "distinct"),
    ("column_distinct_values_to_equal_set", "column value_set", "set", "distinct"),
    ("column_most_common_value_to_be_in_set", "column value_set ties_okay", "set", "distinct"),
    ("column_to_exist", "column", "none", "column"),
    # of the table
    ("table_row_count_to_be_between", _BOUNDS, "none", "rows"),
    ("table_row_count_to_equal", "value", "none", "rows"),
    ("table_column_count_to_be_between", "min_value max_value", "none", "columns"),
    ("table_column_count_to_equal", "value", "none", "columns"),
    ("table_columns_to_match_ordered_list", "column_list", "none", "columns"),
    ("table_columns_to_match_set", "column_set exact_match", "none", "columns"),
)  # fmt: skip
_COMPLETENESS = frozenset({"empty", "filled-share", "rows", "column", "columns"})
_PREFIX = "expect_"

KNOWN: Mapping[str, Known] = MappingProxyType(
    {
        _PREFIX + name: Known(
            arguments=frozenset(arguments.split()),
            kind=kind,
            cause=f"expectation-{cause}",
            dimension="completeness" if cause in _COMPLETENESS else "schema",
        )
        for name, arguments, kind, cause in _TABLE
    }
)
"""None of these reads anything but the frame, runs a query or evaluates a text as code."""
NEEDED = frozenset(
    {"value", "regex", "regex_list", "strftime_format", "threshold", "double_sided", "sum_total"}
    | {"quantile_ranges", "type_", "type_list", "value_pairs_set"}
)
"""Arguments without which an expectation that takes them says nothing."""
FOREIGN = frozenset(
    _PREFIX + name
    for name in (
        "column_value_z_scores_to_be_less_than",
        "column_values_to_not_be_outliers",
        "column_quantile_values_to_be_between",
        "column_most_common_value_to_be_in_set",
        "multicolumn_sum_to_equal",
        "multicolumn_values_to_be_equal",
        "select_column_values_to_be_unique_within_record",
    )
)
"""Those that only Great Expectations judges; ``app.table.native`` judges the others."""
