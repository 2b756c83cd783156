"""A suite given with an order, its results in the answer, and both as files that GX loads."""

from __future__ import annotations

import json
import warnings

import pytest

FILE = "id;jour;montant\n1;2026-01-01;10\n2;2026-01-02;-5\n2;;7\n"
SUITE = {
    "expectation_suite_name": "of ours",
    "expectations": [
        {
            "expectation_type": "expect_column_values_to_be_unique",
            "kwargs": {"column": "id", "result_format": "BASIC"},
        },
        {
            "expectation_type": "expect_column_values_to_be_between",
            "kwargs": {"column": "montant", "min_value": 0},
        },
        {
            "expectation_type": "expect_column_values_to_not_be_null",
            "kwargs": {"column": "jour", "mostly": 0.5},
        },
        {
            "expectation_type": "expect_column_value_z_scores_to_be_less_than",
            "kwargs": {"column": "montant", "threshold": 9, "double_sided": True},
        },
        {
            "expectation_type": "expect_column_values_to_not_be_null",
            "kwargs": {"column": "id", "row_condition": "id == 1", "condition_parser": "pandas"},
        },
        {"expectation_type": "expect_column_values_to_not_be_null", "kwargs": {"column": "nope"}},
    ],
}


@pytest.fixture(scope="module")
def assessed(client, town):
    url = town.publish("/expected.csv", FILE)
    answer = client.post(
        "/v1/assessments?lang=en",
        json={"url": url, "expectations": SUITE},
        headers={"prefer": "wait=60"},
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_suite_given_with_the_order_is_held_against_a_file_without_schema(assessed):
    found = assessed["expectations"]
    results = [(r["column"], r["success"], r["engine"], r["reason"]) for r in found["results"]]

    assert (found["suite"], found["engine"].split(" ")[0]) == ("of ours", "native,")
    assert results == [
        ("id", False, "native", None),
        ("montant", False, "native", None),
        ("jour", True, "native", None),
        ("montant", True, "great_expectations", None),
        ("id", None, None, "expectation_refused"),
        ("nope", None, None, "column_missing"),
    ]
    rows = {f["code"]: f["rows"] for f in assessed["findings"] if f["code"].startswith("expect_")}
    assert rows == {
        "expect_column_values_to_be_unique": [3, 4],
        "expect_column_values_to_be_between": [3],
    }
    assert [m["value"] for m in assessed["measurements"] if m["rule"] == "values_plausible"] == [
        pytest.approx((1 / 3 + 2 / 3 + 1) / 3, abs=1e-4)
    ]


def test_great_expectations_loads_the_suite_and_the_results(assessed, client):
    links = assessed["links"]
    suite = client.get(links["expectation_suite"][links["expectation_suite"].index("/v1") :])
    result = client.get(links["validation_result"][links["validation_result"].index("/v1") :])
    assert (suite.status_code, result.status_code) == (200, 200)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its own deprecations
        from great_expectations import ExpectationSuite  # noqa: PLC0415 # takes seconds
        from great_expectations.core.expectation_validation_result import (  # noqa: PLC0415
            expectationSuiteValidationResultSchema,
        )

        loaded = ExpectationSuite(**suite.json())
        read = expectationSuiteValidationResultSchema.load(result.json())

    assert (loaded.name, len(loaded.expectations)) == ("of ours", 5)
    assert loaded.meta["qualidata"]["left_out"] == ["expect_column_values_to_not_be_null"]
    assert (read.success, read.suite_name) == (False, "of ours")
    assert read.statistics["successful_expectations"] == 2
    unique = read.results[0]
    assert unique.expectation_config.type == "expect_column_values_to_be_unique"
    assert unique.result["unexpected_count"] == 2
    assert unique.result["unexpected_percent"] == pytest.approx(200 / 3)
    assert unique.result["partial_unexpected_list"] == ["2", "2"]
    assert unique.result["partial_unexpected_index_list"] == [
        {"row": 3, "id": "2"},
        {"row": 4, "id": "2"},
    ]
    assert read.results[2].result["unexpected_count"] == 1
    assert read.results[4].exception_info["raised_exception"] is True


def test_the_report_shows_each_expectation_and_who_judged_it(assessed, client):
    page = client.get(f"/datasets/{assessed['dataset']['id']}?lang=en").text

    assert 'id="expectations"' in page
    assert "expect_column_values_to_be_unique" in page
    assert "Great Expectations</td>" in page
    assert "Expectations not met: 4 of 6" in page
    assert assessed["links"]["validation_result"] in page


@pytest.mark.parametrize(
    "suite", [{}, {"expectations": 1}, {"expectations": None}, {"a": "x" * 10}], ids=str
)
def test_what_is_no_suite_is_refused(client, town, suite):
    answer = client.post("/v1/assessments", json={"url": "http://a.fr/", "expectations": suite})

    assert (answer.status_code, answer.json()["code"]) == (422, "suite_malformed")


def test_a_form_carries_a_suite_too_and_off_is_still_off(client):
    files = {"file": ("f.csv", FILE.encode())}
    ours = json.dumps(SUITE | {"expectations": SUITE["expectations"][:1]})
    wait = {"prefer": "wait=60"}
    given = client.post(
        "/v1/assessments", files=files, data={"expectations": ours}, headers=wait
    ).json()
    off = client.post(
        "/v1/assessments", files=files, data={"expectations": "off"}, headers=wait
    ).json()

    assert [r["success"] for r in given["expectations"]["results"]] == [False]
    assert (off["expectations"], off["links"]["expectation_suite"]) == (None, None)


def test_without_a_suite_there_are_no_files(client, town):
    url = town.publish("/plain.csv", FILE)
    found = client.post("/v1/assessments", json={"url": url}).json()
    missing = client.get(f"/v1/assessments/{found['id']}/expectations/suite.json")
    unknown = client.get("/v1/assessments/nope/expectations/validation_result.json")

    assert (missing.status_code, missing.json()["code"]) == (404, "not_found")
    assert unknown.status_code == 404


def test_a_schema_is_had_as_a_suite_by_its_name_alone(client, town):
    suite = client.get("/v1/schemas/scdl/subventions/suite.json")
    address = client.get("/v1/schemas/http://127.0.0.1/a.json/suite.json")
    unknown = client.get("/v1/schemas/no/such/suite.json")

    assert suite.status_code == 200
    assert len(suite.json()["expectations"]) > 30
    assert [(a.status_code, a.json()["code"]) for a in (address, unknown)] == [
        (422, "unknown_schema")
    ] * 2
