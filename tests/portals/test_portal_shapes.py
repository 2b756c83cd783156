"""What an address looks like, before anything is asked."""

from __future__ import annotations

import pytest

from app.collect.portals.asked import Asked
from app.collect.portals.schema_names import schema_among, schema_name
from app.collect.portals.shape import Shape, shape_of

HOST = "https://portail.example"


@pytest.mark.parametrize(
    "path",
    [
        "/files/subventions.csv",
        "/files/SUBVENTIONS.CSV?v=2",
        "/files/a.xlsx",
        "/files/a.geojson",
        "/files/a.zip",
        "/dataset/budget/resource/12/download/budget.csv",
        "/datasets/budget.csv",
        "/api/explore/v2.1/catalog/datasets/budget/exports/csv?delimiter=;",
        "/api/explore/v2.1/catalog/datasets/budget/exports/json",
        "/api/explore/v2.1/catalog/datasets/budget/records?limit=20",
        "/explore/dataset/budget/download/?format=csv",
    ],
)
def test_what_looks_like_a_file_is_asked_nothing_more(path):
    assert shape_of(HOST + path) == Shape(look=False)


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("/fr/datasets/budget/", "/api/1/datasets/budget/"),
        ("/datasets/budget", "/api/1/datasets/budget/"),
        ("/datasets/57343feb88ee3823b0d1b934/#/resources", "/api/1/datasets/57343feb88ee3823b0d1b934/"),
        ("/datasets/budget/informations?x=1", "/api/1/datasets/budget/"),
        ("/api/2/datasets/budget/resources/?page=1", "/api/2/datasets/budget/"),
        ("/api/1/datasets/budget/resources/12/", "/api/1/datasets/budget/"),
        ("/dataset/budget", "/api/3/action/package_show?id=budget"),
        ("/fr/dataset/budget", "/api/3/action/package_show?id=budget"),
        ("/pt_BR/dataset/budget", "/api/3/action/package_show?id=budget"),
        ("/ckan/dataset/budget/", "/ckan/api/3/action/package_show?id=budget"),
        ("/package/budget", "/api/3/action/package_show?id=budget"),
        ("/dataset/budget/resource/12", "/api/3/action/package_show?id=budget"),
        ("/explore/dataset/budget/information/", "/api/explore/v2.1/catalog/datasets/budget"),
        ("/explore/dataset/budget/table/?sort=x", "/api/explore/v2.1/catalog/datasets/budget"),
        ("/explore/embed/dataset/budget/map/", "/api/explore/v2.1/catalog/datasets/budget"),
    ],
)  # fmt: skip
def test_a_page_of_a_portal_names_where_its_record_would_be(path, asked):
    asks = shape_of(HOST + path).asks

    assert [ask.url for ask in asks] == [HOST + asked]


@pytest.mark.parametrize(
    "path",
    [
        "/fr/datasets/r/e2bc9b7c-4598-4bdb-92c3-9109a16f288c",
        "/api/1/datasets/budget/",
        "/api/3/action/package_show?id=budget",
        "/api/explore/v2.1/catalog/datasets/budget",
        "/data.json#x",
        "/catalogue.ttl",
        "/datapackage.json",
        "/",
        "",
    ],
)
def test_any_other_address_is_asked_itself_and_its_answer_looked_at(path):
    found = shape_of(HOST + path)

    assert (found.asks, found.look) == ((), True)


def test_an_address_that_is_none_is_not_looked_at():
    assert shape_of("http://[") == Shape(look=False)


def test_only_the_apis_of_portals_can_be_nothing_but_records():
    assert shape_of(HOST + "/api/1/datasets/budget/").api
    assert shape_of(HOST + "/api/action/package_show?id=x").api
    assert not shape_of(HOST + "/data.json").api


@pytest.mark.parametrize(
    ("stated", "own"),
    [
        ("https://portail.example/datasets/x/", True),
        ("http://portail.example:80/datasets/x/#top", True),
        ("https://autre.example/datasets/x/", False),
        ("https://portail.example.evil.example/x", False),
        ("https://portail.example:8443/x", False),
        ("https://portail.example:no/x", False),
        ("javascript:alert(1)", False),
        ("/datasets/x/", False),
        (None, False),
        (3, False),
    ],
)
def test_a_portal_speaks_only_for_its_own_host(stated, own):
    asked = Asked(url=HOST + "/datasets/x", answered=HOST + "/api/1/datasets/x/")

    assert bool(asked.own(stated)) is own
    assert "#" not in asked.own(stated)


@pytest.mark.parametrize(
    ("stated", "name"),
    [
        ("scdl/subventions", "scdl/subventions"),
        (" scdl/subventions@2.1.1 ", "scdl/subventions@2.1.1"),
        ("https://schema.data.gouv.fr/scdl/subventions/", "scdl/subventions"),
        ("https://schema.data.gouv.fr/scdl/subventions/2.1.1/", "scdl/subventions@2.1.1"),
        ("https://schema.data.gouv.fr/scdl/subventions/latest.html", "scdl/subventions"),
        ("https://schema.data.gouv.fr/schemas/scdl/subventions/latest/schema.json", "scdl/subventions"),
        ("https://schema.data.gouv.fr/schemas/scdl/subventions/2.1.1/schema.json", "scdl/subventions@2.1.1"),
        ("https://ville.example/schema.json", "https://ville.example/schema.json"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_schema_is_called_by_its_name_however_it_is_stated(stated, name):
    assert schema_name(stated) == name


@pytest.mark.parametrize(
    ("standards", "name"),
    [
        (("Standard 1", "Standard 2"), ""),
        (("http://www.opengis.net/def/crs/EPSG/0/4326", "scdl/budget"), "scdl/budget"),
        (("https://schema.data.gouv.fr/scdl/budget/",), "scdl/budget"),
        (("https://ville.example/schemas/menu.json",), "https://ville.example/schemas/menu.json"),
        (("https://ville.example/notice.pdf",), ""),
        ((), ""),
    ],
)
def test_only_what_is_written_like_a_schema_is_taken_for_one(standards, name):
    assert schema_among(standards) == name
