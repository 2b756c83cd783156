"""Pandera on Polars: the same checks, written by hand; reading the file included."""

import checks
from timing import measure


def make(path, encoding):
    import pandera.polars as pa
    import polars as pl

    def number(name):
        low, high = checks.BOUNDS[name]

        def test(data):
            value = pl.col(data.key).cast(pl.Float64, strict=False)
            good = pl.lit(True)
            if low is not None:
                good = good & (value >= low)
            if high is not None:
                good = good & (value <= high)
            return data.lazyframe.select(good)

        return pa.Check(test)

    def day(data):
        return data.lazyframe.select(pl.col(data.key).str.to_date(strict=False).is_not_null())

    def column(name):
        tests = []
        if name in checks.PATTERNS:
            tests.append(pa.Check.str_matches(checks.PATTERNS[name]))
        if name in checks.MEMBERS:
            tests.append(pa.Check.isin(checks.MEMBERS[name]))
        if name in checks.LENGTHS:
            tests.append(pa.Check.str_length(*checks.LENGTHS[name]))
        if name in checks.BOUNDS:
            tests.append(number(name))
        if name == "dateConvention":
            tests.append(pa.Check(day))
        required = name in checks.REQUIRED
        return pa.Column(pl.String, tests, nullable=not required, unique=name == checks.UNIQUE)

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
