"""Workbooks and Parquet files by the block engine and by the plain path: equal to the last sample.

FUZZ_CASES=20000 makes a longer run of it.
"""

import os
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import app.table.engine.parquet
import app.table.engine.sheets  # noqa: F401 # so that its modules can be patched

CASES = int(os.environ.get("FUZZ_CASES", "400"))
SHARDS = 4
NOON = datetime(2023, 1, 2, 12, 30)  # noqa: DTZ001 # a spreadsheet knows no time zone
ERRORS = ["#N/A", "#REF!", "#DIV/0!"]
TYPED = {
    "integer": [0, 1, 2, 12, -1, -3, 12.0, 10**14, 1500, True, 12.5],
    "number": [0, 1, 2.5, 12, 0.1, 1e-5, 1e15, 1e16, 123456.789, -0.25, 1e300, 3.0, False],
    "date": [date(2023, 1, 2), date(2021, 12, 31), datetime(2020, 6, 1), NOON, date(1999, 2, 3), 45000],  # noqa: DTZ001
    "boolean": [True, False, True, 0, 1],
    "datetime": [NOON, datetime(2023, 1, 2), date(2023, 1, 2)],  # noqa: DTZ001
    "time": [time(8, 30), time(23, 59, 59), timedelta(hours=30)],
    "year": [2023, 1999, 99, 2023.0, 2023.5],
    "string": [75056, "75056", 12.5, True, date(2023, 1, 2), 1],
    "any": [1, 1.5, True, "1", date(2023, 1, 2), time(8)],
    "yearmonth": [202301, date(2023, 1, 1)],
}  # fmt: skip


def cell(maker, kind, row, *, few, pool, dirt):
    """Draw one cell for a field of that type."""
    draw = maker.draw
    if maker.maybe(dirt):
        return draw.choice([None, None, draw.choice(pool), *draw.choice([*TYPED.values()])])
    if kind in {"integer", "number"} and not few:
        return row if kind == "integer" else row + draw.randint(0, 99) / 100
    if kind in TYPED and maker.maybe(0.8):
        good = TYPED[kind]
        return draw.choice(good[:3] if few else good)
    return maker.value(kind, few, row)


def written(maker, rows, path):
    """Write rows as a workbook, one of its cells in a row or two an error."""
    book = openpyxl.Workbook()
    sheet = book.active
    left, top = maker.draw.choice([(0, 0), (0, 0), (2, 0), (0, 3)])
    for at, row in enumerate(rows, 1 + top):
        for place, value in enumerate(row, 1 + left):
            if value is None or value == "":
                continue
            made = sheet.cell(at, place)
            if value in ERRORS and isinstance(value, str):
                made.value, made.data_type = value, "e"
            elif isinstance(value, str):
                made.value = "".join(c for c in value if c.isprintable() or c == "\n")
                made.data_type = "s"
            else:
                made.value = value
    book.save(path)


def drawn_rows(maker, fields, pool):
    """Draw rows of typed cells, some ragged, blank or repeated."""
    few = [maker.maybe(0.4) for _ in fields]
    dirt, blank = maker.draw.choice([0, 0.02, 0.2]), maker.draw.choice([0, 0, 0.05])
    ragged = maker.draw.choice([0, 0, 0.05])
    last = []
    for row in range(maker.draw.choice([5, 20, 60, 150])):
        cells = [
            cell(maker, f["type"], row, few=n, pool=pool, dirt=dirt)
            for f, n in zip(fields, few, strict=True)
        ]
        if maker.maybe(ragged):
            cells = cells[:-1] if maker.maybe(0.5) else [*cells, "x"]
        if maker.maybe(blank):
            cells = []
        yield last if maker.maybe(0.03) else cells
        last = cells
    if maker.maybe(0.1):
        yield ["Total", *[12] * (len(fields) - 1)]


def limits(maker):
    return {
        "samples": maker.draw.choice([1, 3, 20]),
        "max_rows": maker.draw.choice([10**6, 10**6, 30]),
    }


def sizes(case):
    return {
        "app.table.engine.sheet_rows._CELLS": case.draw.choice([16, 100, 1000, 300_000]),
        "app.table.sheet_pieces.PIECE": case.draw.choice([300, 3000, 4 << 20]),
        "app.table.sheet_pieces._COMMON": 0,
        "app.table.sheet_pieces._BEGINNING": case.draw.choice([100, 2000]),
        "app.table.directory.BLOCK": case.draw.choice([300, 1 << 20]),
        "app.table.header_row._LOOKED_AT": case.draw.choice([5, 100]),
        "app.table.engine.parquet._ROWS": case.draw.choice([7, 50, 1 << 15]),
        "app.table.columnar._BATCH": case.draw.choice([5, 1024]),
    }


@pytest.fixture(scope="module")
def check_drawn(maker_of, inspect_both, odd_texts):
    """Draw a case, have it written, and compare both paths."""

    def check(seed, path, write):
        maker = maker_of(seed)
        with pytest.MonkeyPatch.context() as patch:
            for name, value in (maker.case().sizes | sizes(maker)).items():
                patch.setattr(name, value)
            fields = [maker.field(f"c{i}") for i in range(maker.draw.randint(1, 5))]
            write(maker, fields, [*odd_texts, *ERRORS], path)
            schema = maker.schema(fields) if maker.maybe(0.9) else None
            suite = maker.suite([f["name"] for f in fields]) if maker.maybe(0.3) else None
            plain, quick = inspect_both(path, schema, suite, **limits(maker))
        assert quick == plain

    return check


def drawn(check):
    """Run a check over drawn seeds."""
    decide = settings(
        max_examples=CASES // SHARDS,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    decide(given(st.integers(0, 1 << 48))(check))()


def workbook(maker, fields, pool, path):
    rows = [[f["name"] for f in fields], *drawn_rows(maker, fields, pool)]
    written(maker, rows, path)


@pytest.mark.timeout(180 if CASES <= 1000 else 0)
@pytest.mark.parametrize("shard", range(SHARDS))
def test_drawn_workbooks_get_the_same_answer(shard, check_drawn, tmp_path):
    path = tmp_path / "f.xlsx"
    drawn(lambda seed: check_drawn(seed * SHARDS + shard, path, workbook))


ARROW = {
    "integer": [pa.int64(), pa.int8(), pa.uint64(), pa.float64()],
    "number": [pa.float64(), pa.float32(), pa.decimal128(12, 2), pa.int32(), pa.float16()],
    "date": [pa.date32(), pa.timestamp("us"), pa.date64()],
    "boolean": [pa.bool_(), pa.int8()],
    "datetime": [pa.timestamp("ns"), pa.timestamp("ms", "Europe/Paris"), pa.timestamp("s", "UTC")],
    "time": [pa.time64("ns"), pa.time32("s"), pa.duration("s")],
    "year": [pa.int16()],
}
TEXTS = [pa.string(), pa.large_string(), pa.binary(), pa.dictionary(pa.int8(), pa.string())]


def value_of(maker, kind, row):  # noqa: PLR0911 # one for each type
    """Draw a value that such a column can hold."""
    draw = maker.draw
    if maker.maybe(0.1):
        return None
    if pa.types.is_integer(kind):
        return draw.choice(
            [0, 1, 2, 12, 100, row % 100, *([-3] if pa.types.is_signed_integer(kind) else [])]
        )
    if pa.types.is_floating(kind):
        special = [float("nan"), float("inf"), -0.0, 0.0, 2.0, 1e-5] if maker.maybe(0.1) else []
        return draw.choice([row / 4, 0.5, 12.0, *special])
    if pa.types.is_decimal(kind):
        return Decimal(draw.choice(["1.00", "1.50", "0.00", "-3.25", f"{row}.10"]))
    if pa.types.is_boolean(kind):
        return maker.maybe(0.5)
    day = date(2018, 1, 1) + timedelta(days=draw.choice([0, 1, row, 2000]))
    if pa.types.is_date(kind):
        return day
    if pa.types.is_timestamp(kind):
        moment = datetime.combine(day, time(draw.choice([0, 0, 12]), 30 * maker.maybe(0.3)))
        return moment.replace(tzinfo=UTC) if kind.tz else moment
    if pa.types.is_duration(kind):
        return timedelta(hours=row % 40)
    return time(row % 24, 5)


def parquet_file(maker, fields, pool, path):
    rows = maker.draw.choice([1, 20, 60, 150])
    columns = {}
    for field in fields:
        few = maker.maybe(0.4)
        if maker.maybe(0.4) or field["type"] not in ARROW:
            texts = [maker.value(field["type"], few, row) for row in range(rows)]
            dirty = [maker.draw.choice(pool) if maker.maybe(0.05) else text for text in texts]
            dirty += ["\0x", "\x01b1"] if maker.maybe(0.1) else []
            kind = maker.draw.choice(TEXTS)
            cells = [None if maker.maybe(0.05) else text for text in dirty[-rows:]]
            if kind == pa.binary():
                cells = [
                    None if text is None else text.encode("latin-1", "replace") for text in cells
                ]
            made = (
                pa.array(cells, pa.string()).dictionary_encode()
                if pa.types.is_dictionary(kind)
                else pa.array(cells, kind)
            )
        else:
            kind = maker.draw.choice(ARROW[field["type"]])
            made = pa.array([value_of(maker, kind, row) for row in range(rows)], kind)
        columns[field["name"]] = made
    if maker.maybe(0.05):
        columns["nested"] = pa.array([[1, 2]] * rows)
    pq.write_table(pa.table(columns), path, row_group_size=maker.draw.choice([10, 10_000]))


@pytest.mark.timeout(180 if CASES <= 1000 else 0)
@pytest.mark.parametrize("shard", range(SHARDS))
def test_drawn_parquet_files_get_the_same_answer(shard, check_drawn, tmp_path):
    path = tmp_path / "f.parquet"
    drawn(lambda seed: check_drawn(seed * SHARDS + shard, path, parquet_file))
