"""Real records of real portals, and what is read in them: nothing more, nothing less."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from app.collect.portals.asked import Asked
from app.collect.portals.choose import choose
from app.collect.portals.entities import Expands, check_entities
from app.collect.portals.recognise import recognise
from app.collect.portals.record import Record, Resource, metadata_of, with_list
from app.collect.portals.wire import may_be_record
from rules.core.evidence import Metadata

API = "https://portail.example/api/3/record"


def read(body, url=API):
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return recognise(raw, Asked(url=url, answered=url.partition("#")[0]))


def record(body, url=API):
    found = read(body, url)
    assert found, "not recognised"
    assert found.record, found
    return found.record


FACTS = {
    "udata/api1_dataset_composed.json": {
        "portal": "udata", "files": 2, "publisher": "Première ministre", "licence": "fr-lo",
        "frequency": "punctual", "modified": "2023-10-16", "issued": "2016-05-12",
        "temporal": "2016-05-12/2036-05-12", "schemas": ["", "etalab/schema-irve-statique@2.2.0"],
    },
    "udata/api2_dataset.json": {"portal": "udata", "files": 0, "frequency": "punctual"},
    "ckan/mcp_package-show-success.json": {
        "portal": "ckan", "files": 2, "publisher": "Example Organization", "licence": "cc-by",
        "contact": "jane@example.com", "modified": "2024-01-10", "issued": "2023-12-20",
        "url": "https://portail.example/dataset/example-dataset", "keywords": ("example", "data"),
    },
    "ckan/dcatext_ckan_full_dataset_dcat_ap_vocabularies.json": {
        "portal": "ckan", "files": 1, "frequency": "monthly", "contact": "contact1@example.org",
        "publisher": "Test Publisher", "spatial": "Tarragona", "temporal": "1905-03-01/2013-01-05",
    },
    "ckan/dcatext_full_ckan_dataset_legacy.json": {
        "portal": "ckan", "frequency": "notPlanned", "frequency_raw": "notPlanned",
        "contact": "enquiries@bgs.ac.uk", "modified": "2012-05-10", "issued": "2012-05-10",
        "temporal": "1982/1986",
    },
    "udata/dkan-french-w-license.json": {
        "portal": "ckan", "state": "private", "files": 2, "frequency": "punctual",
        "licence": "http://www.etalab.gouv.fr/pages/Licence_ouverte_Open_licence-5899923.html",
    },
    "ods/search_v1_test-a.json": {
        "portal": "opendatasoft", "files": 1, "licence": "Licence Ouverte (Etalab)",
        "description": "test-a-description", "themes": ("Culture, Heritage", "Environment"),
        "url": "https://portail.example/explore/dataset/test-a/",
    },
    "ods/search_v1_with-attachments.json": {"portal": "opendatasoft", "files": 2},
    "dcat/dataset.rdf": {
        "portal": "dcat", "files": 1, "frequency": "daily", "contact": "contact@some.org",
        "frequency_raw": "http://purl.org/cld/freq/daily", "temporal": "1905-03-01/2013-01-05",
        "publisher": "Publishing Organization for dataset 1", "modified": "2012-05-10",
        "licence": "https://data.some.org/link/to/license",
    },
    "dcat/dataset_afs.ttl": {
        "portal": "dcat", "files": 2, "publisher": "Name of the Publishing Organization",
        "formats": ["text/csv", "text/html"], "licences": ["https://url.to.license"] * 2,
    },
    "dcat/dataset_deri.ttl": {"portal": "dcat", "frequency": "annual", "spatial": "Greater London"},
    "dcat/dataset_health.ttl": {
        "portal": "dcat", "state": "private", "frequency": "daily", "modified": "2024-12-31",
    },
    "dcat/catalog_with_at_graph.jsonld": {
        "portal": "dcat", "files": 1, "contact": "jane.doe@agency.gov",
    },
    "dcat/catalog_pod.jsonld": {
        "portal": "datajson", "files": 4, "frequency": "annual", "frequency_raw": "R/P1Y",
        "publisher": "Widget Services", "contact": "jane.doe@agency.gov",
    },
    "udata/nested.jsonld": {"portal": "dcat", "publisher": "An Organization"},
    "udata/series.xml": {"portal": "dcat", "frequency": "punctual", "files": 2},
    "udata/sig.oreme.rdf": {
        "portal": "dcat", "licence": "Licence ouverte / Open Licence", "frequency": "irregular",
    },
}  # fmt: skip


def said(found: Record, name: str):
    """Give one fact of a record in the short form of the table above."""
    value = {
        "portal": found.portal,
        "url": found.url,
        "state": found.state,
        "files": len(found.resources),
        "schemas": [r.schema for r in found.resources],
        "formats": [r.format for r in found.resources],
        "licences": [r.licence for r in found.resources],
    }
    if name in value:
        return value[name]
    fact = getattr(found.metadata, name)
    return fact.date().isoformat() if isinstance(fact, datetime) else fact


@pytest.mark.parametrize("path", FACTS)
def test_a_real_record_says_what_it_says(payload, path):
    found = record(payload(path))

    assert {name: said(found, name) for name in FACTS[path]} == FACTS[path]
    assert found.metadata.title


@pytest.mark.parametrize(
    ("path", "count"),
    [
        ("udata/evian.json", "8"),
        ("udata/catalog.xml", "4"),
        ("udata/bnodes.jsonld", "3"),
        ("udata/partial-collection-1.jsonld", "3"),
        ("dcat/catalog.rdf", "2"),
        ("dcat/catalog_converted.ttl", "2"),
        ("ckan/mcp_package-search-success.json", "100"),
        ("ods/search_v1_no-data.json", "2"),
    ],
)
def test_a_catalogue_is_several_datasets_and_says_how_many(payload, path, count):
    found = read(payload(path))

    assert (found.code, found.detail) == ("several_datasets", count)


@pytest.mark.parametrize(
    ("path", "wanted", "title"),
    [
        ("udata/catalog.xml", "http://data.test.org/datasets/3", "Dataset 3"),
        ("udata/catalog.xml", "3", "Dataset 3"),
        ("udata/bnodes.jsonld", "2", "Dataset 2"),
        ("dcat/catalog_converted.ttl", "https://data.some.org/catalog/datasets/2", "Example dataset 2"),
        ("udata/evian.json", "poubelles", "poubelles"),
        ("udata/evian.json", "https://www.arcgis.com/home/item.html?id=cb6aa94ccb21492396e799d1ad282c02&sublayer=8", "poubelles"),
    ],
)  # fmt: skip
def test_one_dataset_of_a_catalogue_is_named_after_the_hash(payload, path, wanted, title):
    assert record(payload(path), f"{API}#{wanted}").metadata.title == title
    assert read(payload(path), f"{API}#nowhere").code == "dataset_not_listed"


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("ckan/mcp_not-found.json", "dataset_not_found"),
        ("ckan/mcp_server-error.json", "portal_unavailable"),
    ],
)
def test_a_refusal_of_the_api_has_a_name(payload, path, code):
    assert read(payload(path)).code == code


def test_a_resource_leads_to_its_dataset(payload):
    found = read(payload("ckan/mcp_resource-show-success.json"))

    assert found.follow == "https://portail.example/api/3/action/package_show?id=pkg-1"
    assert found.only == "res-1"


NO_RECORDS = """
ckan/mcp_group-list-success.json ckan/mcp_organization-list-success.json
ckan/mcp_datastore-search-success.json ckan/mcp_status-success.json ckan/mcp_timeout.json
mqa/mqa-quality-success.json mqa/fdk_scores.json mqa/fdk_dcatno-mqa-vocabulary.ttl
frictionless/fr_schema.json frictionless/report_fr_semicolon.json badges/shields_endpoint_valid.json
webhooks/standard_webhooks_vector.json dcat/full_croissant_dataset.jsonld.invalid_trailing_comma
udata/geonetwork-iso19139-page-1.xml misc/dcat_us_data_json_frequency.json
"""


@pytest.mark.parametrize("path", NO_RECORDS.split())
def test_what_is_no_dataset_is_not_taken_for_one(payload, path):
    body = payload(path)

    assert not may_be_record(body) or read(body) is None


TURTLE = """
@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
<#budget> a dcat:Dataset ; dct:title "Budget"@en, "Le budget"@fr ; dct:conformsTo <https://schema.data.gouv.fr/scdl/budget/> ;
  dct:accrualPeriodicity <http://publications.europa.eu/resource/authority/frequency/ANNUAL> ;
  dcat:distribution [ a dcat:Distribution ; dcat:accessURL <https://v.example/page> ;
    dcat:downloadURL <https://v.example/b.csv> ; dcat:byteSize "1234" ; dct:modified "2026-03-01" ;
    dct:format <http://publications.europa.eu/resource/authority/file-type/CSV> ;
    dcat:mediaType <https://www.iana.org/assignments/media-types/text/csv> ] .
"""  # fmt: skip
XML = """<?xml version="1.0"?><!DOCTYPE rdf:RDF [{entities}]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dcat="http://www.w3.org/ns/dcat#"
 xmlns:dct="http://purl.org/dc/terms/"><dcat:Dataset rdf:about="#x"><dct:title>{title}</dct:title></dcat:Dataset></rdf:RDF>
"""


def test_a_dcat_document_of_our_own_is_read_in_full():
    found = record(TURTLE.encode(), "https://v.example/c.ttl")
    part = found.resources[0]

    assert found.metadata.title == "Le budget"
    assert found.metadata.declared_schema == "scdl/budget"
    assert found.metadata.frequency == "annual"
    assert found.metadata.modified == datetime(2026, 3, 1, tzinfo=UTC)
    assert (part.url, part.format, part.media_type) == (
        "https://v.example/b.csv",
        "CSV",
        "text/csv",
    )
    assert part.bytes == 1234


def test_a_dataset_is_also_named_by_its_own_iri():
    assert record(TURTLE.encode(), "https://v.example/c.ttl#budget").metadata.title == "Le budget"


JSONLD = {
    "@context": "https://www.w3.org/ns/dcat.jsonld",
    "@type": "Dataset",
    "@id": "https://v.example/d",
    "title": "Budget",
    "distribution": {"@type": "Distribution", "downloadURL": "https://v.example/b.csv"},
}


def test_a_known_context_is_ours_and_any_other_is_never_fetched():
    assert record(JSONLD).resources[0].url == "https://v.example/b.csv"
    assert read({**JSONLD, "@context": "https://evil.example/context"}) is None


def test_honest_entities_pass_and_expanding_ones_do_not():
    honest = XML.format(entities='<!ENTITY dct "http://purl.org/dc/terms/">', title="Budget")
    bomb = '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">'

    assert record(honest.encode()).metadata.title == "Budget"
    assert read(XML.format(entities=bomb, title="&b;").encode()).code == "record_entities"


@pytest.mark.parametrize(
    "entities",
    [
        '<!ENTITY x SYSTEM "file:///etc/hostname">',
        '<!ENTITY x PUBLIC "p" "https://evil.example/x">',
        '<!ENTITY % x "y">',
        f'<!ENTITY x "{"y" * 1001}">',
        "".join(f'<!ENTITY x{n} "y">' for n in range(60)),
    ],
)
def test_an_entity_that_no_description_needs_is_refused(entities):
    with pytest.raises(Expands):
        check_entities(XML.format(entities=entities, title="t").encode())


def test_malformed_xml_is_somebody_elses_complaint():
    check_entities(b"<rdf:RDF><open>")


PACKAGE = {
    "name": "budget",
    "title": "Budget",
    "licenses": [{"name": "etalab-2.0", "title": "Licence Ouverte"}],
    "contributors": [{"title": "Mairie", "email": "m@v.example", "role": "publisher"}],
    "created": "2026-01-01",
    "resources": [
        {"name": "b", "path": "data/b.csv", "schema": {"fields": [{"name": "x"}], "name": "mien"}},
        {"name": "c", "path": ["1.csv", "2.csv"], "schema": "schema.json", "bytes": 12},
        {"name": "d", "data": [{"x": 1}]},
        {"name": "e", "path": "https://ailleurs.example/e.csv", "mediatype": "text/csv"},
    ],
}


def test_a_datapackage_names_its_files_beside_it():
    found = record(PACKAGE, "https://v.example/budget/datapackage.json")

    assert [r.url for r in found.resources] == [
        "https://v.example/budget/data/b.csv",
        "https://v.example/budget/1.csv",
        "",
        "https://ailleurs.example/e.csv",
    ]
    assert (found.metadata.licence, found.metadata.publisher) == ("etalab-2.0", "Mairie")
    assert found.metadata.contact == "m@v.example"
    assert found.resources[0].descriptor["fields"] == [{"name": "x"}]
    assert found.resources[1].schema == "https://v.example/budget/schema.json"
    assert [item.reason for item in choose(found, 20).left_out] == ["multipart", "no_address"]
    assert metadata_of(found, found.resources[0], None).declared_schema == "mien"


@pytest.mark.parametrize(
    ("stated", "schema"),
    [
        ("schema.json", "https://v.example/schema.json"),
        ("https://autre.example/s.json", "https://autre.example/s.json"),
        ("scdl/budget", "scdl/budget"),
        (None, ""),
    ],
)
def test_a_datapackage_names_a_schema_by_its_path_or_its_name(stated, schema):
    body = {"resources": [{"name": "b", "path": "b.csv", "schema": stated}]}

    assert record(body, "https://v.example/datapackage.json").resources[0].schema == schema


def test_a_datapackage_without_its_name_in_the_address_is_known_by_its_shape():
    assert record(PACKAGE, "https://v.example/p.json").portal == "datapackage"
    assert read({"resources": [{"a": 1}]}, "https://v.example/p.json") is None


EXPLORE = {
    "dataset_id": "bâti & co",
    "has_records": True,
    "fields": [],
    "attachments": [{"id": "notice", "title": "Notice", "mimetype": "application/pdf", "url": "odsfile://n.pdf"}],
    "alternative_exports": [{"id": "gtfs", "title": "GTFS", "mimetype": "application/zip", "url": "https://v.example/g.zip"}],
    "metas": {
        "default": {
            "title": "Bâti", "description": "<p>Le <b>bâti</b> &amp; co</p>", "theme": ["Ville"],
            "keyword": ["bâti"], "license": "Licence Ouverte v2.0", "modified": "2026-10-01T00:00:00+00:00",
            "publisher": "Ville", "territory": ["Nantes"],
        },
        "dcat": {
            "accrualperiodicity": "http://publications.europa.eu/resource/authority/frequency/MONTHLY",
            "contact_email": "d@v.example", "issued": "2020-01-01",
        },
    },
}  # fmt: skip


def test_an_explore_record_is_one_table_and_the_files_beside_it():
    url = "https://ods.example/api/explore/v2.1/catalog/datasets/b"
    found = record(EXPLORE, url)
    choice = choose(found, 20)

    assert found.url == "https://ods.example/explore/dataset/b%C3%A2ti%20%26%20co/"
    assert found.metadata.description == "Le  bâti  & co"
    assert (found.metadata.frequency, found.metadata.spatial) == ("monthly", "Nantes")
    assert [r.url.rpartition("/datasets/")[2] for r in choice.main] == [
        "b%C3%A2ti%20%26%20co/exports/csv",
        "https://v.example/g.zip",
    ]
    assert [item.reason for item in choice.left_out] == ["documentation"]


def test_an_explore_list_of_one_is_that_one():
    assert record({"total_count": 1, "results": [EXPLORE]}).metadata.title == "Bâti"


def part(name, **more):
    return Resource(url=f"https://v.example/{name}", title=name, **more)


@pytest.mark.parametrize(
    ("resources", "main", "left"),
    [
        ([part("a.csv"), part("b.csv", role="documentation")], ["a.csv"], ["documentation"]),
        ([part("a.csv"), part("b", format="WMS")], ["a.csv"], ["service"]),
        ([part("a.csv"), part("b", format="ArcGIS GeoServices REST API")], ["a.csv"], ["service"]),
        ([part("a.csv"), part("b", format="Web Page")], ["a.csv"], ["page"]),
        ([part("a.csv"), part("b", media_type="text/html; charset=utf-8")], ["a.csv"], ["page"]),
        ([part("a.csv"), part("notice.pdf")], ["a.csv"], ["document"]),
        ([part("budget.pdf")], ["budget.pdf"], []),
        ([part("b", format="html"), part("w", format="wfs")], ["b"], ["service"]),
        ([part("a.csv"), part("b.pdf", role="main")], ["a.csv", "b.pdf"], []),
        ([part("a.csv", role="update"), part("b.csv", role="main")], ["b.csv"], ["not_main"]),
        ([part("a.csv", role="code"), part("b", role="api")], [], ["code", "service"]),
        ([part("a.csv"), part("a.csv")], ["a.csv"], ["twice"]),
        ([part("a.csv"), Resource(url="ftp://v.example/b.csv")], ["a.csv"], ["no_address"]),
        ([part("a.csv"), Resource(url="")], ["a.csv"], ["no_address"]),
        ([part(f"{n}.csv") for n in range(5)], ["0.csv", "1.csv", "2.csv"], ["too_many"] * 2),
        ([], [], []),
    ],
)
def test_the_data_is_told_from_what_goes_with_it(resources, main, left):
    whole = Record(portal="ckan", metadata=Metadata(), resources=tuple(resources))
    choice = choose(whole, 3)

    assert [r.title for r in choice.main] == main
    assert [item.reason for item in choice.left_out] == left


def test_what_the_caller_states_goes_before_the_portal_and_a_file_before_its_dataset():
    own = Metadata(title="Budget", licence="lov2", frequency="annual", declared_schema="a/b")
    file = Resource(url="https://x/", schema="scdl/budget", licence="cc-by", format="csv")
    found = metadata_of(
        Record(portal="ckan", metadata=own), file, Metadata(title="Mieux", frequency="daily")
    )

    assert (found.title, found.frequency) == ("Mieux", "daily")
    assert (found.licence, found.declared_schema, found.format) == ("lov2", "scdl/budget", "csv")


def test_what_the_two_forecasts_need_is_told_of_each_file():
    found = record(TURTLE.encode(), "https://v.example/c.ttl")
    said = metadata_of(with_list(found), found.resources[0], None)

    assert (said.access_url, said.download_url) == (
        "https://v.example/page",
        "https://v.example/b.csv",
    )
    assert (said.media_type, said.byte_size, said.format) == ("text/csv", 1234, "CSV")
    assert [(f.format, f.described) for f in said.resources] == [("CSV", False)]


def test_udata_tells_which_files_it_keeps_and_what_its_own_check_found():
    row = {"url": "https://x/", "type": "main", "format": "csv", "description": "Tout",
           "filetype": "remote", "extras": {"check:available": False}}  # fmt: skip
    listed = record({**UDATA, "resources": [row]}).resources[0].listed

    assert (listed.kind, listed.described, listed.remote, listed.available) == (
        "main", True, True, False,
    )  # fmt: skip


UDATA = {"id": "1", "resources": [], "frequency": "annual", "quality": {}, "archived": None,
         "last_update": "2026-01-01", "badges": []}  # fmt: skip
NULLS = SimpleNamespace(
    udata=dict.fromkeys([*UDATA, "title", "license", "organization", "harvest", "spatial"])
    | {"id": "1"},
    ckan={"success": True, "result": dict.fromkeys(["title", "notes", "extras", "resources", "tags"]) | {"name": "n"}},
    ods={"dataset_id": "d", "has_records": None, "metas": {}, "attachments": None},
    datajson={"dataset": [{"distribution": None, "accessLevel": None, "title": None}]},
    datapackage={"profile": "data-package", "resources": [], "name": None, "licenses": None},
)  # fmt: skip


@pytest.mark.parametrize("portal", vars(NULLS))
def test_nulls_everywhere_are_an_empty_record_never_an_error(portal):
    found = record(getattr(NULLS, portal))

    assert found.resources == ()
    assert found.metadata.frequency == ""


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"private": True}, "private"),
        ({"deleted": "2026-01-01T00:00:00"}, "deleted"),
        ({"archived": "2026-01-01T00:00:00"}, "archived"),
        ({}, ""),
    ],
)
def test_udata_says_when_a_dataset_is_not_there_for_everyone(changes, state):
    assert record({**UDATA, **changes}).state == state


@pytest.mark.parametrize(
    ("changes", "state"),
    [({"private": True}, "private"), ({"state": "deleted"}, "deleted"), ({"state": "active"}, "")],
)
def test_ckan_says_it_too(changes, state):
    assert (
        record({"success": True, "result": {"name": "n", "resources": [], **changes}}).state
        == state
    )


FREQUENCIES = [
    ({"frequency": "http://purl.org/cld/freq/monthly"}, "monthly"),
    ({"frequency": "http://publications.europa.eu/resource/authority/frequency/WEEKLY"}, "weekly"),
    ({"refresh_rate": "Will not be refreshed"}, "never"),
    ({"update_frequency": "Semestrielle"}, "semiannual"),
    ({"accrual_periodicity": "R/P1Y"}, "annual"),
    ({"extras": [{"key": "accrualPeriodicity", "value": "quotidien"}]}, "daily"),
    ({"extras": [{"key": "frequency", "value": '["mensuelle"]'}]}, "monthly"),
    ({"frequency": "quand on peut"}, ""),
    ({}, ""),
]


@pytest.mark.parametrize(("changes", "frequency"), FREQUENCIES)
def test_ckan_hides_the_frequency_in_many_places_and_the_unknown_is_never_guessed(
    changes, frequency
):
    body = {"success": True, "result": {"name": "n", "resources": [], **changes}}

    assert record(body).metadata.frequency == frequency
