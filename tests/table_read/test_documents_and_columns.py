"""JSON in its many wrappings, GeoJSON, JSON Lines, Parquet."""

import io
import json
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from app.table import json_records
from app.table.json_records import first_of
from app.table.model import Limits
from app.table.records import Unreadable

ROWS = [{"id": 1, "nom": "Orléans"}, {"id": 2, "nom": None, "plus": [1, 2]}]
CELLS = [(1, "Orléans", None), (2, None, [1, 2])]


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


WRAPPED = {
    "a list": ROWS,
    "data": {"data": ROWS},
    "results, after a count": {"total_count": 2, "results": ROWS},
    "records": {"records": ROWS},
    "items, beside links": {"links": {"next": None}, "items": ROWS},
    "CKAN": {"success": True, "result": {"fields": [{"id": "x"}], "records": ROWS}},
    "Opendatasoft": [{"recordid": "x", "datasetid": "y", "fields": row} for row in ROWS],
    "data in data": {"data": {"records": ROWS}},
}


@pytest.mark.parametrize("case", WRAPPED)
def test_the_list_of_records_is_found_in_its_wrapping(table, case):
    found = table(_json(WRAPPED[case]), "data.csv")
    assert (found.file.format, found.file.encoding, found.file.header_row) == ("json", "utf-8", 1)
    assert (found.labels, found.typed) == (("id", "nom", "plus"), True)
    assert [(r.row, r.cells) for r in found.body] == [(2, CELLS[0]), (3, CELLS[1])]
    assert not found.findings


def test_lists_of_lists_have_a_header_like_sheets(table, finding):
    found = table(_json([["Titre"], ["a", "b", "c"], [1, 2, 3], []]))
    assert (found.labels, found.file.header_row) == (("a", "b", "c"), 2)
    assert finding(found, "preamble-rows").rows == (1,)
    assert [(r.row, r.cells) for r in found.body] == [(3, (1, 2, 3)), (4, ())]


def test_geojson_gives_properties_and_geometry(table):
    place = {"type": "Point", "coordinates": [5.7, 45.1]}
    features = [
        {"type": "Feature", "properties": {"nom": "é"}, "geometry": place},
        {"type": "Feature", "properties": None, "geometry": None},
    ]
    found = table(_json({"type": "FeatureCollection", "features": features}), "x.json")
    assert (found.file.format, found.labels) == ("geojson", ("nom", "geometry"))
    assert found.file.media_type == "application/geo+json"
    assert [r.cells for r in found.body] == [
        ("é", '{"type":"Point","coordinates":[5.7,45.1]}'),
        (None, None),
    ]


@pytest.mark.parametrize("name", ["x.jsonl", "x.csv"])
def test_json_lines(table, name):
    data = b"\n".join(_json(row) for row in ROWS) + b"\n\n"
    found = table(data, name)
    assert found.file.format == "jsonl"
    assert [r.cells for r in found.body] == CELLS


def test_one_line_of_json_lines_needs_its_name(table, outcome):
    assert table(b'{"a": 1}\n', "x.jsonl").labels == ("a",)
    assert outcome(b'{"a": 1}\n', "x.json") == "json"


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "cp1252", "iso-8859-15"])
def test_json_that_is_not_utf8_is_read_and_told(table, codec):
    found = table(json.dumps(ROWS, ensure_ascii=False).encode(codec))
    assert [r.cells for r in found.body] == CELLS
    causes = [f.cause for f in found.findings]
    expected = {"utf-8-sig": [], "utf-16": ["encoding-utf16"]}.get(codec, ["encoding-not-utf8"])
    assert causes == expected


def test_a_long_list_is_streamed_and_cut_where_told(table):
    data = _json([{"n": n, "texte": "x" * 90} for n in range(30_000)])
    found = table(data)
    assert sum(record.cells[0] for record in found.body) == sum(range(30_000))
    cut = table(data, limits=Limits(max_rows=2500))
    assert (len(list(cut.body)), cut.state.complete) == (2500, False)


def test_keys_that_come_late_are_named(table):
    found = table(_json([{"a": 1}] * 1000 + [{"a": 2, "b": 3}]))
    assert [r.cells for r in found.body][-1] == (2,)
    assert found.state.late_labels == {"b"}


def test_blank_and_mangled_json_is_noticed(table, finding):
    found = table(_json([{"": 1, "nom": "Ã©tÃ©"}, {"nom": "été"}]))
    assert finding(found, "blank-label").count == 1
    told = finding(found, "mojibake")
    assert (told.rows, told.count, told.of) == ((2,), 1, 2)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"[]", "empty"),
        (b"{}", "json"),
        (b'{"data": []}', "empty"),
        (b"[1, 2, 3]", "json"),
        (b'{"openapi": "3.1.0", "paths": {}}', "json"),
        (b'{"type": "Polygon", "coordinates": []}', "geojson"),
        (b'[{"a": 1}, {"a": ', "json_malformed"),
        (b'[{"a": 1} {"a": 2}]', "json_malformed"),
        (b'[{"a": 1},]', "json_malformed"),
        (b'{"data": [{"a": tru}]}', "json_malformed"),
        (b'[{"a": ' + b"9" * 5000 + b"}]", "json_malformed"),
        (b"[" * 200_000, "json_too_deep"),
        (b'[{"a": ' + b"[" * 150 + b"]" * 150 + b"}]", "json_too_deep"),
        (b'{"a": 1}\n{"a": ' + b"[" * 150 + b"]" * 150 + b"}\n", "json_too_deep"),
        (b'{"a": 1}\n{"a": \n', "json_malformed"),
        (b'{"a": 1} x', "json_malformed"),
        (_json([{f"c{n}": n for n in range(5000)}]), "too_many_columns"),
    ],
)
def test_json_without_a_table_ends_in_a_code(outcome, data, expected):
    assert outcome(data, "x.json") == expected


def test_keys_that_never_end_are_refused_after_a_few_records():
    values = ({f"c{n}_{key}": 1 for key in range(500)} for n in range(2000))
    with pytest.raises(Unreadable, match="too_many_columns"):
        first_of(values)
    assert "c201_0" in next(values)


def test_one_object_of_endless_keys_is_not_searched_to_its_end(outcome):
    endless = {f"c{n}": n for n in range(100_001)}
    assert outcome(_json(endless), "x.json") == "too_many_columns"
    assert outcome(_json({"data": endless}), "x.json") == "too_many_columns"
    endless.popitem()
    assert outcome(_json(endless), "x.json") == "json"


def test_endless_lists_are_refused_before_a_header_is_looked_for(outcome, monkeypatch):
    monkeypatch.setattr(json_records, "find", lambda *_: pytest.fail("a header was looked for"))
    assert outcome(_json([[f"c{n}" for n in range(5000)]]), "x.json") == "too_many_columns"


def test_deep_is_not_too_deep(table):
    found = table(b'[{"a": ' + b"[" * 120 + b'"]"' + b"]" * 120 + b"}]")
    assert len(list(found.body)) == 1


def test_a_list_that_breaks_off_says_where(table):
    whole = _json([{"n": n} for n in range(3000)])
    found = table(whole[: len(whole) - 20])
    with pytest.raises(Unreadable) as end:
        list(found.body)
    assert end.value.code == "json_malformed"
    assert end.value.row == pytest.approx(3000, abs=3)


def test_half_characters_are_made_whole(table):
    found = table(rb'[{"a": "x\ud800y", "\udfffb": [{"c": "\ud83d\ude00"}]}]')
    assert found.labels == ("a", "\ufffdb")
    assert next(found.body).cells == ("x\ufffdy", [{"c": "😀"}])


@pytest.mark.parametrize(
    "data", [b"[id];[nom]\n1;2\n", b"{id};{nom}\n1;2\n", b"[1];[2]\n[3];[4]\n"]
)
def test_brackets_do_not_make_json(table, data):
    assert table(data).file.delimiter == ";"


# --- Parquet ------------------------------------------------------------------------------------


def _parquet(columns: dict[str, object], **how) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out, **how)
    return out.getvalue()


def test_parquet_cells_are_plain_values(table):
    moment = datetime(2023, 1, 2, 3, 4, 5, tzinfo=UTC)
    data = _parquet(
        {
            "entier": pa.array([1, None], pa.int32()),
            "nombre": pa.array([Decimal("1.50"), None], pa.decimal128(9, 2)),
            "texte": pa.array(["été", None]).dictionary_encode(),
            "jour": pa.array([date(2023, 1, 2), None]),
            "instant": pa.array([moment, None], pa.timestamp("ns", "UTC")),
            "heure": pa.array([time(1, 2), None], pa.time64("ns")),
            "duree": pa.array([timedelta(hours=30), None]),
            "octets": pa.array([b"abc", b"\xff\x00"]),
            "liste": pa.array([[1, 2], None]),
            "objet": pa.array([{"a": 1}, None]),
            "vrai": pa.array([True, None]),
            "rien": pa.nulls(2),
        }
    )
    found = table(data, "x.csv")
    assert (found.file.format, found.typed, found.file.header_row) == ("parquet", True, 1)
    first, second = found.body
    assert first.cells == (
        *(1, Decimal("1.50"), "été", date(2023, 1, 2), moment, time(1, 2), "1 day, 6:00:00"),
        *("abc", [1, 2], {"a": 1}, True, None),
    )
    assert (first.row, second.row) == (2, 3)
    assert second.cells[7] == "ff00"


def test_dates_beyond_the_calendar_do_not_stop_parquet(table):
    data = _parquet({"d": pa.array([10**17], pa.timestamp("us")), "n": [1]})
    assert next(table(data).body).cells[1] == 1


def test_parquet_stops_at_the_limit(table):
    found = table(_parquet({"n": list(range(5000))}), limits=Limits(max_rows=1500))
    assert (len(list(found.body)), found.state.complete) == (1500, False)


def test_parquet_repeated_labels_are_noticed(table, finding):
    out = io.BytesIO()
    pq.write_table(pa.Table.from_arrays([pa.array([1]), pa.array([2])], names=["a", "a"]), out)
    assert finding(table(out.getvalue()), "duplicate-label").column == "a"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data[:-9],
        lambda data: data[:-8] + b"\xff\xff\xff\x7fPAR1",
        lambda data: data[:-4] + b"PARX",
        lambda data: b"PAR1" + bytes(20) + b"PAR1",
        lambda data: data[: -8 - int.from_bytes(data[-8:-4], "little")] + data[-300:],
    ],
)
def test_parquet_is_checked_at_its_foot(outcome, spoil):
    assert outcome(spoil(_parquet({"n": [1, 2]})), "x.parquet") == "parquet_malformed"


def test_an_encrypted_foot_says_so(outcome):
    data = _parquet({"n": [1]})
    assert outcome(b"PAR1" + data[4:-4] + b"PARE") == "archive_encrypted"


def test_parquet_without_a_column_or_with_too_many(outcome):
    assert outcome(_parquet({})) == "empty"
    many = {f"c{n}": [1] for n in range(40)}
    assert outcome(_parquet(many), limits=Limits(max_columns=39)) == "too_many_columns"


def test_a_broken_page_ends_the_reading_with_a_code(table):
    data = bytearray(_parquet({"t": [f"{n:099}" for n in range(50_000)]}, compression="snappy",
                              use_dictionary=False))  # fmt: skip
    middle = len(data) // 2
    data[middle : middle + 5000] = b"\xff" * 5000
    found = table(bytes(data))
    with pytest.raises(Unreadable) as end:
        list(found.body)
    assert (end.value.code, end.value.row > 1000) == ("parquet_malformed", True)


def test_a_header_may_be_called_par1(table):
    assert table(b"PAR1;b\n1;2\n").labels == ("PAR1", "b")
