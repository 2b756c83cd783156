"""Pointblank on Polars: the same checks, written by hand; reading the file included."""

import checks
from timing import measure


def make(path, encoding):
    import pointblank as pb
    import polars as pl

    def numbers(frame):
        names = checks.BOUNDS
        return frame.with_columns(
            pl.col(name).cast(pl.Float64, strict=False).alias(f"{name}:n") for name in names
        )

    def run():
        frame = pl.read_csv(
            path,
            separator=";",
            infer_schema=False,
            encoding="utf8" if encoding == "utf-8" else encoding,
            truncate_ragged_lines=True,
        )
        plan = pb.Validate(numbers(frame)).col_vals_not_null(columns=checks.REQUIRED)
        for name, pattern in checks.PATTERNS.items():
            plan = plan.col_vals_regex(columns=name, pattern=pattern, na_pass=True)
        for name, listed in checks.MEMBERS.items():
            plan = plan.col_vals_in_set(columns=name, set=[*listed, None])
        for name, (low, high) in checks.LENGTHS.items():
            size = pl.col(name).str.len_chars()
            plan = plan.col_vals_expr(expr=size.is_between(low, high).fill_null(value=True))
        for name, (low, high) in checks.BOUNDS.items():
            if low is not None:
                plan = plan.col_vals_ge(columns=f"{name}:n", value=low, na_pass=True)
            if high is not None:
                plan = plan.col_vals_le(columns=f"{name}:n", value=high, na_pass=True)
        plan = plan.rows_distinct(columns_subset=checks.UNIQUE)
        done = plan.interrogate(collect_extracts=False)
        return sum(done.n_failed().values())

    return run


measure(make)
