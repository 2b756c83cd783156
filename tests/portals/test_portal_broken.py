"""Broken portals: every one ends in a named outcome, none in an error, a hang or a wrong grade."""

from __future__ import annotations

import pytest

from app.errors import Refused
from app.settings import Settings

HTML = "text/html"
PAGE = b"<!doctype html><html><body>Jeu</body></html>"
API = "/api/1/datasets/subventions/"


@pytest.fixture
def page(site):
    """A portal's page that everyone sees; what its API answers is the test's."""
    site.put("/datasets/subventions", PAGE, HTML)
    site.put("/dataset/subventions", PAGE, HTML)
    return site


def end(found):
    return found.verdict.grade, found.verdict.limits


@pytest.mark.parametrize(
    ("status", "code", "grade"),
    [
        (500, "portal_unavailable", None),
        (503, "portal_unavailable", None),
        (429, "portal_unavailable", None),
        (401, "dataset_private", None),
        (403, "dataset_private", None),
        (410, "dataset_deleted", "E"),
        (404, "not_the_data", "E"),
    ],
)
def test_a_status_of_the_api_has_a_name(page, assess, status, code, grade):
    page.put(API, PAGE, HTML, status=status)

    assert end(assess(page.base + "/datasets/subventions")) == (grade, (code,))


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b'{"id": "1", "resources": [', "record_malformed"),
        (b'{"unexpected": true}', "record_malformed"),
        (b'{"id": null, "resources": null}', "record_malformed"),
        (PAGE, "not_the_data"),
        (b"", "not_the_data"),
        (b"\xff\xfe\x00garbage", "not_the_data"),
    ],
)
def test_an_answer_that_is_no_record_has_a_name(page, assess, body, code):
    page.put(API, body, HTML if body == PAGE else "application/json")

    assert assess(page.base + "/datasets/subventions").verdict.limits == (code,)


def test_the_wrong_content_type_does_not_matter(page, udata, assess):
    page.put(API, udata(("good",)), "text/plain")

    assert assess(page.base + "/datasets/subventions").verdict.grade == "A"


@pytest.mark.parametrize(
    "path", ["/dataset/subventions", "/api/3/action/package_show?id=subventions"]
)
def test_a_description_of_ten_megabytes_has_a_name(page, ckan, assess, path):
    page.put("/api/3/action/package_show", ckan(notes="x" * (10 << 20)))

    assert end(assess(page.base + path)) == (None, ("record_too_large",))


def test_a_description_of_one_megabyte_is_simply_cut(page, ckan, assess):
    page.put("/api/3/action/package_show", ckan(("good",), notes="x" * (1 << 20)))
    found = assess(page.base + "/dataset/subventions")

    assert found.verdict.grade == "A"
    assert len(found.evidence.metadata.description) == 20_000


def test_nulls_everywhere_leave_a_dataset_without_files(page, udata, assess):
    page.put(API, dict.fromkeys(udata()) | {"id": "1"})
    found = assess(page.base + "/datasets/subventions")

    assert end(found) == ("E", ("no_resources",))
    assert found.suggestions[0].cause == "no_resources"


def test_missing_fields_cost_documentation_and_nothing_more(page, udata, assess):
    kept = {"id", "resources", "quality", "badges", "last_update"}
    page.put(API, {k: v for k, v in udata(("good",)).items() if k in kept})
    found = assess(page.base + "/datasets/subventions")

    page.put(API, udata(("good",)))
    whole = assess(page.base + "/datasets/subventions")

    assert found.verdict.score == whole.verdict.score
    assert found.verdict.documentation.score < whole.verdict.documentation.score


@pytest.mark.parametrize(
    ("changes", "grade", "code"),
    [
        ({"private": True}, None, "dataset_private"),
        ({"deleted": "2026-01-01"}, "E", "dataset_deleted"),
        ({"resources": []}, "E", "no_resources"),
    ],
)
def test_a_dataset_that_is_not_there_for_everyone_has_a_name(
    page, udata, assess, changes, grade, code
):
    page.put(API, udata(**changes))

    assert end(assess(page.base + "/datasets/subventions")) == (grade, (code,))


def test_an_archived_dataset_is_graded_and_said_to_be_archived(page, udata, assess):
    page.put(API, udata(("good",), archived="2026-01-01T00:00:00"))
    found = assess(page.base + "/datasets/subventions")

    assert (found.verdict.grade, found.notes) == ("A", ("archived",))


def test_documentation_alone_is_nothing_to_grade(page, udata, assess):
    rows = [{**row, "type": "documentation"} for row in udata()["resources"]]
    page.put(API, udata(resources=rows))
    found = assess(page.base + "/datasets/subventions")

    assert end(found) == (None, ("no_data_resource",))
    assert [item.reason for item in found.left_out] == ["documentation"] * 2


def test_a_dead_file_among_good_ones_holds_the_dataset_at_b(page, udata, assess):
    page.put(API, udata(("good", "gone")))
    found = assess(page.base + "/datasets/subventions")

    assert [r.grade for r in found.resources] == ["A", "E"]
    assert "resource_unusable" in found.verdict.limits
    assert found.resources[1].limits == ("http_status",)


@pytest.mark.parametrize(
    "address",
    [
        "http://10.0.0.1/x.csv",
        "http://169.254.169.254/x.csv",
        "http://127.0.0.1:22/x.csv",
        "https://user:pw@v.example/x.csv",
    ],
)
def test_a_file_where_we_do_not_go_is_not_measured_and_never_fetched(page, udata, assess, address):
    rows = udata()["resources"]
    rows[1]["url"] = address
    page.put(API, udata(resources=rows))
    found = assess(page.base + "/datasets/subventions")

    assert [r.grade for r in found.resources] == ["A", None]
    assert found.resources[1].limits == ("resource_refused",)


def test_a_redirect_loop_of_the_api_ends_and_has_a_name(page, assess):
    page.put(API, b"", status=302, location=page.base + API)
    assert end(assess(page.base + "/datasets/subventions")) == (None, ("portal_unavailable",))


def test_a_redirect_loop_of_the_page_is_a_dead_link(site, assess):
    site.put("/datasets/subventions", b"", status=302, location=site.base + "/datasets/subventions")
    assert end(assess(site.base + "/datasets/subventions")) == ("E", ("too_many_redirects",))


def test_endless_pages_of_resources_are_followed_only_so_far(page, udata, assess):
    loop = f"{page.base}/api/2/datasets/subventions/resources/"
    page.put("/api/2/datasets/subventions/", udata(resources={"href": loop, "total": 9}))
    page.put("/api/2/datasets/subventions/resources/", {"data": udata(("good",))["resources"], "next_page": loop})  # fmt: skip
    assert assess(page.base + "/api/2/datasets/subventions/").verdict.grade == "A"
    assert page.asked.count("/api/2/datasets/subventions/resources/") == 1


def test_pages_of_another_host_are_not_followed(page, udata, assess):
    elsewhere = "http://10.0.0.1/api/2/datasets/x/resources/"
    page.put("/api/2/datasets/subventions/", udata(resources={"href": elsewhere, "total": 9}))

    assert end(assess(page.base + "/api/2/datasets/subventions/")) == ("E", ("no_resources",))


def test_a_resource_that_leads_round_in_circles_ends(page, assess):
    row = {"success": True, "result": {"id": "r", "url": "x", "package_id": "p"}}
    page.put("/api/3/action/resource_show", row)
    page.put("/api/3/action/package_show", row)

    assess(page.base + "/api/3/action/resource_show?id=r")
    assert len(page.asked) < 5


LEVEL = "&a{0};" * 10
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a0 "aaaaaaaaaa">'
    + "".join(f'<!ENTITY a{n} "{LEVEL.format(n - 1)}">' for n in range(1, 9))
    + ']><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns:dcat="http://www.w3.org/ns/dcat#"><dcat:Dataset><dcat:keyword>&a8;</dcat:keyword>'
    "</dcat:Dataset></rdf:RDF>"
)


def test_an_entity_bomb_has_a_name(site, assess):
    url = site.put("/d.rdf", BOMB.encode(), "application/rdf+xml")

    assert end(assess(url)) == (None, ("record_entities",))


@pytest.mark.parametrize(
    "body",
    [
        b'{"resources": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"resources": ' + b'{"a":' * 100_000 + b"1" + b"}" * 100_000 + b"}",
        b"@prefix d: <http://www.w3.org/ns/dcat#> . <a> <b> " + b"[ <c> " * 200_000,
        b'{"@graph": "http://www.w3.org/ns/dcat#", "n": ' + b"9" * 10_000 + b"}",
    ],
    ids=["lists", "objects", "turtle", "digits"],
)
def test_nesting_without_end_neither_hangs_nor_breaks_anything(site, assess, body):
    found = assess(site.put("/deep", body, "application/json"))

    assert found.verdict.score is None or found.verdict.grade in {"C", "D", "E"}


def test_several_datasets_are_refused_and_the_way_out_is_told(site, assess):
    url = site.put("/data.json", {"dataset": [{"distribution": []}, {"distribution": []}]})
    with pytest.raises(Refused) as refusal:
        assess(url)

    assert refusal.value.code == "several_datasets"
    assert "#" in refusal.value.say("en")
    assert "2" in refusal.value.say("fr")


def test_an_identifier_that_is_not_listed_is_refused(site, assess):
    url = site.put("/data.json", {"dataset": [{"distribution": [], "identifier": "x"}]})
    with pytest.raises(Refused, match="dataset_not_listed"):
        assess(url + "#y")


def test_a_given_schema_that_does_not_exist_is_refused_before_anything_is_asked(site, assess):
    with pytest.raises(Exception, match="unknown_schema"):
        assess(site.base + "/datasets/subventions", schema="no/such")
    assert site.asked == []


def test_more_files_than_the_cap_are_said_to_be_left_out(page, udata, assess):
    names = tuple(f"good{n}" for n in range(Settings().max_resources + 5))
    for name in names[:-1]:
        page.put(f"/files/{name}.csv", b"nom,age\nAline,12\n")
    page.put(API, udata(names))
    found = assess(page.base + "/datasets/subventions")

    assert len(found.resources) == Settings().max_resources
    assert [item.reason for item in found.left_out] == ["too_many"] * 5
    assert found.verdict.coverage < found.parts[0].verdict.coverage
    # They are glanced at: does the link answer, with how much?
    assert [(item.outcome, item.bytes) for item in found.left_out] == [
        *[("ok", 17)] * 4,
        ("http_status", None),
    ]
