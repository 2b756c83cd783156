"""Pandera on Polars: the same checks, written by hand; reading the file included."""

import checks
from timing import measure


def within(pa, pl, low, high):
    """Give the check that a text is a number between two bounds."""

    def test(data):
        value = pl.col(data.key).cast(pl.Float64, strict=False)
        good = [value >= low] if low is not None else []
        good += [value <= high] if high is not None else []
        return data.lazyframe.select(pl.all_horizontal(good))

    return pa.Check(test)


def tests_of(pa, pl, name):
    """Give the checks of one column."""

    def day(data):
        return data.lazyframe.select(pl.col(data.key).str.to_date(strict=False).is_not_null())

    if name in checks.PATTERNS:
        yield pa.Check.str_matches(checks.PATTERNS[name])
    if name in checks.MEMBERS:
        yield pa.Check.isin(checks.MEMBERS[name])
    if name in checks.LENGTHS:
        yield pa.Check.str_length(*checks.LENGTHS[name])
    if name in checks.BOUNDS:
        yield within(pa, pl, *checks.BOUNDS[name])
    if name == "dateConvention":
        yield pa.Check(day)


def make(path, encoding):
    import pandera.polars as pa
    import polars as pl

    def column(name):
        return pa.Column(
            pl.String,
            [*tests_of(pa, pl, name)],
            nullable=name not in checks.REQUIRED,
            unique=name == checks.UNIQUE,
        )

    def run():
        frame = pl.read_csv(
            path,
            separator=";",
            infer_schema=False,
            encoding="utf8" if encoding == "utf-8" else encoding,
            truncate_ragged_lines=True,
        )
        schema = pa.DataFrameSchema({name: column(name) for name in frame.columns})
        try:
            schema.validate(frame, lazy=True)
        except pa.errors.SchemaErrors as errors:
            return len(errors.failure_cases)
        return 0

    return run


measure(make)
