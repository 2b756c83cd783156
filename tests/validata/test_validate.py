"""The drop-in for Validata by small files of ours: every kind of error, every refusal."""

import json
import re
from datetime import datetime

import pytest

SCHEMA = {
    "fields": [
        {"name": "id", "type": "integer", "constraints": {"required": True, "unique": True}},
        {"name": "nom", "constraints": {"required": True, "maxLength": 8}},
        {"name": "jour", "type": "date"},
        {"name": "part", "type": "number", "constraints": {"minimum": 0, "maximum": 1}},
        {"name": "oui", "type": "boolean", "trueValues": ["oui"], "falseValues": ["non"]},
        {"name": "genre", "constraints": {"enum": ["bus", "tram"]}},
        {"name": "code", "constraints": {"pattern": "[A-Z]{2}"}, "example": "AB"},
    ]
}
NAMES = ["id", "nom", "jour", "part", "oui", "genre", "code"]
HEADER = "id,nom,jour,part,oui,genre,code\n"
GOOD = HEADER + "1,Ligne A,2026-05-31,0.5,oui,bus,AB\n2,Ligne B,2026-06-01,0.7,non,tram,CD\n"


@pytest.fixture(scope="module")
def schema(town):
    return town.publish("/schema.json", json.dumps(SCHEMA), "application/json")


@pytest.fixture
def ask(client, town, schema):
    def asked(body, path="/file.csv", kind="text/csv", **params):
        url = town.publish(path, body, kind)
        return client.get("/validate", params={"schema": schema, "url": url, **params})

    return asked


@pytest.fixture
def drop(client, schema):
    def dropped(body, name="file.csv", **data):
        files = {"file": (name, body)}
        return client.post("/validate", data={"schema": schema, **data}, files=files)

    return dropped


def report(answer):
    assert answer.status_code == 200, answer.text
    return answer.json()["report"]


def row(**cells):
    known = {
        "id": "1",
        "nom": "Ligne A",
        "jour": "",
        "part": "",
        "oui": "",
        "genre": "",
        "code": "",
    }
    return ",".join({**known, **cells}.values()) + "\n"


def test_a_valid_file_gets_the_whole_shape(ask, schema, town):
    answer = ask(GOOD)
    body = answer.json()

    assert list(body) == ["schema", "url", "options", "version", "date", "report"]
    assert body["schema"] == schema
    assert body["url"] == f"http://127.0.0.1:{town.port}/file.csv"
    assert body["options"] == {"ignore_header_case": "false", "include_resource_data": "false"}
    assert body["version"] == "0.13.0"
    assert list(body["report"]) == ["valid", "stats", "warnings", "errors"]
    assert body["report"]["valid"] is True
    assert body["report"]["errors"] == body["report"]["warnings"] == []
    assert answer.headers["access-control-allow-origin"] == "*"


def test_the_date_is_that_of_paris(ask):
    date = ask(GOOD).json()["date"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+\+0[12]:00", date)
    assert abs((datetime.now().astimezone() - datetime.fromisoformat(date)).total_seconds()) < 60


def test_an_upload_is_named_by_its_file(drop):
    body = drop(GOOD, "../mes données.csv").json()
    assert (body["url"], body["report"]["valid"]) == ("mes données.csv", True)


def test_a_schema_may_be_named(client):
    files = {"file": ("f.csv", "x\n1\n")}
    answer = client.post("/validate", data={"schema": "scdl/subventions"}, files=files)
    assert "La colonne obligatoire `nomAttribuant` est manquante" in [
        error["message"] for error in report(answer)["errors"]
    ]


@pytest.mark.parametrize(
    ("cells", "kind", "title", "said"),
    [
        ({"nom": ""}, "constraint-error", "Valeur manquante", "obligatoire"),
        ({"nom": "Ligne Alphabet"}, "constraint-error", "Valeur trop longue", "au plus 8"),
        ({"part": "7"}, "constraint-error", "Valeur trop grande", "au plus égale à 1"),
        ({"part": "-1"}, "constraint-error", "Valeur trop petite", "au moins égale à 0"),
        ({"code": "a1"}, "constraint-error", "Format incorrect", "`[A-Z]{2}`"),
        ({"genre": "metro"}, "constraint-error", "Valeur incorrecte", "- `tram`"),
        ({"jour": "31/05/2026"}, "type-error", "Format de date incorrect", "`2026-05-31`"),
        ({"part": '"0,5"'}, "type-error", "Format de nombre incorrect", "`0.5`"),
        ({"oui": "yes"}, "type-error", "Valeur booléenne incorrecte", "`oui` (vrai)"),
        ({"id": "x"}, "type-error", "Format de nombre entier incorrect", "nombre entier"),
    ],
)
def test_a_wrong_cell_is_told_with_its_place(ask, cells, kind, title, said):
    ((name, value),) = cells.items()
    (error,) = report(ask(HEADER + row(id="9") + row(**cells)))["errors"]

    assert (error["type"], error["title"]) == (kind, title)
    assert error["tags"] == ["#table", "#row", "#cell"]
    assert (error["rowNumber"], error["fieldName"]) == (3, name)
    assert SCHEMA["fields"][error["fieldNumber"] - 1]["name"] == name
    assert error["cell"] == value.strip('"')
    assert said in error["message"]


def test_rows_of_a_wrong_shape_are_told_cell_by_cell(ask):
    found = report(ask(GOOD + "3,C,,,\n4,D,,,,,,plus,encore\n,,,,,,\n"))["errors"]

    assert [(e["type"], e["rowNumber"], e.get("fieldNumber")) for e in found] == [
        ("missing-cell", 4, 6),
        ("missing-cell", 4, 7),
        ("extra-cell", 5, 8),
        ("extra-cell", 5, 9),
        ("blank-row", 6, None),
    ]
    assert [e.get("cell") for e in found] == ["", "", "plus", "encore", None]


def test_a_repeated_value_is_told_where_it_comes_again(ask):
    (error,) = report(ask(HEADER + row(id="7") + row(id="8") + row(id="07")))["errors"]
    assert (error["type"], error["title"]) == ("unique-error", "Valeur dupliquée")
    assert (error["rowNumber"], error["fieldName"], error["cell"]) == (4, "id", "07")


def test_compared_cells_are_all_quoted(client, town):
    checks = [
        {"name": "compare-columns-value", "params": {"column": "a", "column2": "b", "op": ">="}},
        {"name": "one-of-required", "params": {"column1": "c", "column2": "d"}},
        {"name": "nowhere-known", "params": {"column": "a"}},
    ]
    fields = [{"name": n, "type": "integer"} for n in "ab"] + [{"name": n} for n in "cd"]
    schema = {"fields": fields, "primaryKey": ["a"], "custom_checks": checks}
    schema = town.publish("/checks.json", json.dumps(schema))
    url = town.publish("/checks.csv", "a,b,c,d\n1,2,x,\n3,2,,\n3,2,,y\n")
    found = report(client.get("/validate", params={"schema": schema, "url": url}))

    assert [(e["type"], e["rowNumber"], e.get("fieldName")) for e in found["errors"]] == [
        ("compare-columns-value", 2, "a"),
        ("one-of-required", 3, None),
        ("primary-key", 4, None),
    ]
    assert found["errors"][0]["cells"] == ["1", "2"]
    assert "cell" not in found["errors"][0]
    assert "`a` `>= b`" in found["errors"][0]["message"]
    assert "`c, d`" in found["errors"][1]["message"]
    # A check that nobody knows is the schema's fault, never the file's.
    assert any("nowhere-known" in said for said in found["warnings"])


def test_beyond_a_thousand_errors_all_are_counted(ask):
    found = report(ask(HEADER + row(jour="hier", part="dix") * 1_500))
    assert found["stats"]["errors"] == 3_000 + 1_499
    assert found["stats"]["rows"] == found["stats"]["rows_processed"] == 1_500
    assert len(found["errors"]) == 1_000
    assert [e["rowNumber"] for e in found["errors"]] == sorted(
        e["rowNumber"] for e in found["errors"]
    )
    assert [e["type"] for e in found["errors"][2:5]] == ["type-error", "type-error", "unique-error"]


HEADERS = {
    "optional missing": (
        "id,nom,jour,part,oui,genre",
        [],
        ["Colonne manquante : Ajoutez la colonne manquante `code`."],
    ),
    "surplus": (
        "id,nom,jour,part,oui,genre,code,x",
        [],
        ["Colonne surnuméraire : Retirez la colonne `x` non définie dans le schéma."],
    ),
    "disorder": (
        "nom,id,jour,part,oui,genre,code",
        [],
        [
            f"Colonnes désordonnées : Réordonnez les colonnes du fichier pour respecter le schéma : {NAMES}."
        ],
    ),
    "padded": (
        "id, nom,jour,part,oui,genre,code",
        [("missing-label", "nom", 8)],
        ["Colonne surnuméraire : Retirez la colonne ` nom` non définie dans le schéma."],
    ),
    "twice": (
        "id,nom,jour,part,oui,genre,code,code",
        [("duplicate-label", None, None)],
        [],
    ),
    "blank": (
        "id,nom,jour,part,oui,genre,code,",
        [("blank-label", "", 8)],
        [],
    ),
}


@pytest.mark.parametrize("name", HEADERS)
def test_the_header_is_told_as_validata_tells_it(ask, name):
    header, errors, warnings = HEADERS[name]
    found = report(ask(header + "\n"))

    assert [(e["type"], e.get("fieldName"), e.get("fieldNumber")) for e in found["errors"]] == (
        errors
    )
    assert found["warnings"] == warnings
    assert found["valid"] is not bool(errors)
    assert found["stats"]["rows"] == 0


@pytest.mark.parametrize(("flag", "valid"), [("true", True), ("false", False)])
def test_case_matters_unless_it_is_told_not_to(ask, drop, flag, valid):
    shouted = GOOD.replace(HEADER, HEADER.upper())
    for answer in (
        ask(shouted, ignore_header_case=flag),
        drop(shouted, ignore_header_case=flag),
    ):
        assert report(answer)["valid"] is valid
        assert answer.json()["options"]["ignore_header_case"] == flag
        assert ("missing-label" in answer.text) is not valid


def test_the_rows_come_along_where_they_are_wanted(ask):
    body = ask(GOOD, include_resource_data="true").json()
    assert body["resource_data"] == [line.split(",") for line in GOOD.splitlines()]
    assert "resource_data" not in ask(GOOD).json()


def test_unknown_parameters_are_left_alone(ask):
    assert report(ask(GOOD, header_case="true", nowhere="1"))["valid"] is True


@pytest.mark.parametrize("flag", ["ignore_header_case", "include_resource_data"])
def test_a_flag_that_says_neither_is_refused(ask, drop, flag):
    for answer in (ask(GOOD, **{flag: "peut-être"}), drop(GOOD, **{flag: "peut-être"})):
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, "invalid_parameter")
        assert flag in answer.json()["error"]["message"]


def test_a_preamble_is_read_past_and_told(ask):
    found = report(ask("Lignes de la ville;;;;;;\n" + GOOD.replace(",", ";")))
    assert found["valid"] is True
    assert len(found["warnings"]) == 1
    wrong = report(ask("Lignes de la ville\n\n" + HEADER + row(part="7")))
    assert [e["rowNumber"] for e in wrong["errors"]] == [4]


def test_a_quote_never_closed_is_an_error(ask):
    lost = report(ask(GOOD + '3,"Ligne C,,,,,\n' + "".join(row(id=str(n)) for n in range(4, 90))))
    assert "source-error" in [e["type"] for e in lost["errors"]]


@pytest.mark.parametrize(
    "path",
    [
        "/x.csv?token=abc",
        "/F.CSV",
        "/download.php?id=3",
        "/sans-extension",
    ],
)
def test_any_address_will_do(ask, path):
    assert report(ask(GOOD, path, "application/octet-stream"))["valid"] is True


def test_a_table_in_json_is_validated_too(ask):
    values = (1, "Ligne A", "2026-05-31", 0.5, "oui", "bus", "AB")
    rows = [dict(zip(NAMES, values, strict=True))]
    assert report(ask(json.dumps(rows), "/rows.json", "application/json"))["valid"] is True


FAILURES = {
    "empty": ({"body": b""}, "source-error", "empty"),
    "web page": (
        {"body": "<!DOCTYPE html><html><body>Non</body></html>", "kind": "text/html"},
        "source-error",
        "not_the_data",
    ),
    "pdf": ({"body": b"%PDF-1.4\n" + b"x" * 200, "kind": "application/pdf"}, "format-error", ""),
    "noise": ({"body": bytes(range(256)) * 20}, "source-error", ""),
}


@pytest.mark.parametrize("name", FAILURES)
def test_what_is_no_table_is_a_400(ask, name):
    file, kind, code = FAILURES[name]
    answer = ask(**file)
    error = answer.json()["error"]

    assert answer.status_code == 400
    assert error["type"] == kind
    assert code in ("", error["code"])
    assert error["message"].endswith((".", "»"))


ADDRESSES = {
    "dead link": ("/nowhere.csv", "source-error", "http_status"),
    "loopback": ("http://127.0.0.1:1/x.csv", "source-error", None),
    "metadata server": ("http://169.254.169.254/x.csv", "source-error", "address_not_public"),
    "private": ("http://10.0.0.1/x.csv", "source-error", "address_not_public"),
    "file": ("file:///etc/passwd", "source-error", None),
    "none": ("pas une adresse", "source-error", None),
}


@pytest.mark.parametrize("name", ADDRESSES)
@pytest.mark.parametrize("parameter", ["url", "schema"])
def test_a_bad_address_is_a_400_whichever_it_is(client, town, schema, name, parameter):
    address, kind, code = ADDRESSES[name]
    address = f"http://127.0.0.1:{town.port}{address}" if address.startswith("/") else address
    params = {"schema": schema, "url": town.publish("/ok.csv", GOOD), parameter: address}
    answer = client.get("/validate", params=params)
    error = answer.json()["error"]

    assert answer.status_code == 400
    assert error["type"] == (kind if parameter == "url" else "schema-error")
    if code == "address_not_public" or (code and parameter == "url"):
        assert error["code"] == code
    assert set(error) == {"message", "type", "code"}


SCHEMAS = {
    "not JSON": ("<html>", "schema_refused"),
    "no fields": ('{"a": 1}', "schema_refused"),
    "a list": ("[]", "schema_refused"),
}


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_bad_schema_is_a_400(client, town, name):
    body, code = SCHEMAS[name]
    schema = town.publish(f"/bad-{len(body)}.json", body)
    url = town.publish("/ok.csv", GOOD)
    answer = client.get("/validate", params={"schema": schema, "url": url})
    assert answer.status_code == 400
    assert (answer.json()["error"]["type"], answer.json()["error"]["code"]) == (
        "schema-error",
        code,
    )


@pytest.mark.parametrize("missing", ["schema", "url"])
def test_a_parameter_may_not_be_missing(client, schema, missing):
    params = {"schema": schema, "url": "http://example.org/x.csv"}
    del params[missing]
    answer = client.get("/validate", params=params)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "missing_parameter")
    assert f"« {missing} »" in answer.json()["error"]["message"]


def test_a_form_needs_its_file_and_its_schema(client, schema):
    for form in (
        {"data": {"schema": schema}},
        {"files": {"file": ("f.csv", GOOD)}},
        {"data": {"schema": schema, "file": "text"}},
        {"json": {"schema": schema}},
    ):
        answer = client.post("/validate", **form)
        assert (answer.status_code, answer.json()["error"]["type"]) == (400, "source-error")


def test_a_broken_form_is_a_400(client):
    headers = {"content-type": "multipart/form-data; boundary=x"}
    answer = client.post("/validate", content=b"--y\r\nnothing", headers=headers)
    assert answer.status_code == 400
    assert "error" in answer.json()


@pytest.mark.parametrize(("size", "status"), [(1 << 19, 200), ((1 << 20) + 1, 413), (3 << 20, 413)])
def test_a_file_beyond_the_cap_is_refused(drop, size, status):
    line = row(id="1")
    answer = drop((HEADER + line * (size // len(line) + 1))[: max(size, 1)])
    assert answer.status_code == status
    if size == (1 << 20) + 1:  # a file within what the form may weigh: ours to refuse
        assert answer.json()["error"]["code"] == "body_too_large"


def test_a_form_without_end_is_refused_without_being_kept(client):
    def endless():
        yield b'--x\r\ncontent-disposition: form-data; name="file"; filename="f.csv"\r\n\r\n'
        for _ in range(64):
            yield b"a" * (1 << 16)

    headers = {"content-type": "multipart/form-data; boundary=x"}
    answer = client.post("/validate", content=endless(), headers=headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "body_too_large")


def test_nothing_is_stored(client, ask, town):
    ask(GOOD, "/never-kept.csv")
    url = f"http://127.0.0.1:{town.port}/never-kept.csv"
    assert client.get("/v1/datasets", params={"url": url}).status_code == 404


def test_markdown_in_a_cell_stays_text(ask):
    (error,) = report(ask(HEADER + row(code="`[x](http://a.example)`")))["errors"]
    assert "`'[x](http://a.example)'`" in error["message"]


def test_the_endpoint_describes_itself(client):
    paths = client.get("/openapi.json").json()["paths"]["/validate"]
    assert set(paths) == {"get", "post"}
    assert {p["name"] for p in paths["get"]["parameters"]} == {
        "schema",
        "url",
        "ignore_header_case",
        "include_resource_data",
    }
