"""Each kind of portal, asked over real HTTP: recognised, its files fetched, read and graded."""

from __future__ import annotations

import json

import pytest

from app.collect.fetch import Download
from app.collect.portals.record import Record
from rules.core.evidence import Metadata

HTML = "text/html"
PAGE = b"<!doctype html><html><body>Jeu</body></html>"


def grades(found):
    return [(r.title, r.grade) for r in found.resources]


BOTH = [("Fichier good", "A"), ("Fichier bad", "C")]


@pytest.fixture
def on_udata(site, udata):
    """A udata portal with one dataset: its page, both versions of its API, stable redirects."""
    site.put("/fr/datasets/subventions/", PAGE, HTML)
    site.put("/api/1/datasets/subventions/", udata())
    rows = udata()["resources"]
    link = {"rel": "subsection", "href": f"{site.base}/api/2/datasets/subventions/resources/?page=1&page_size=1", "total": 2}  # fmt: skip
    site.put("/api/2/datasets/subventions/", udata(resources=link))
    for number, row in enumerate(rows, 1):
        following = f"{site.base}/api/2/datasets/subventions/resources/?page=2&page_size=1"
        body = {"data": [row], "page": number, "page_size": 1, "total": 2, "next_page": following if number == 1 else None}  # fmt: skip
        site.put(f"/api/2/datasets/subventions/resources/?page={number}&page_size=1", body)
    site.put("/fr/datasets/r/r-good", b"", status=302, location=f"{site.base}/files/good.csv")
    return site


@pytest.mark.parametrize(
    "path",
    [
        "/fr/datasets/subventions/",
        "/datasets/subventions/#/resources",
        "/api/1/datasets/subventions/",
        "/api/2/datasets/subventions/",
        "/api/2/datasets/subventions/resources/?page=1",
    ],
)
def test_every_address_of_a_udata_dataset_is_that_dataset(on_udata, assess, path):
    found = assess(on_udata.base + path)

    assert found.dataset.url == f"{on_udata.base}/fr/datasets/subventions/"
    assert grades(found) == BOTH
    assert found.verdict.grade == "B"
    assert found.evidence.metadata.publisher == "Val-Fleuri"
    assert [p.evidence.conformance.schema.source for p in found.parts] == ["declared"] * 2


def test_a_resource_of_udata_is_that_file_with_its_datasets_metadata(on_udata, assess):
    found = assess(on_udata.base + "/api/1/datasets/subventions/resources/r-good/")

    assert found.resources == ()
    assert found.verdict.grade == "A"
    assert found.evidence.metadata.licence == "lov2"


def test_a_stable_link_of_udata_is_a_plain_redirect(on_udata, assess):
    found = assess(on_udata.base + "/fr/datasets/r/r-good")

    assert (found.resources, found.evidence.access.redirects) == ((), 1)
    assert found.evidence.metadata == Metadata()
    assert "/api/1/datasets/r/" not in on_udata.asked


def test_a_real_udata_record_is_graded(site, payload, assess):
    body = json.loads(payload("udata/api1_dataset_composed.json"))
    for resource, name in zip(body["resources"], ("good", "bad"), strict=True):
        resource["url"] = f"{site.base}/files/{name}.csv"
    body["page"] = f"{site.base}/fr/datasets/referentiel/"
    site.put("/api/1/datasets/referentiel/", body)
    found = assess(f"{site.base}/fr/datasets/referentiel/")

    assert found.dataset.title == "Référentiel de l'organisation administrative de l'Etat"
    assert grades(found)[0][0] == "tondeuse_batterie_fr.csv"
    assert found.verdict.score is not None
    assert found.evidence.metadata.frequency_raw == "punctual"


def test_a_udata_record_too_long_for_version_1_is_asked_of_version_2(on_udata, udata, assess):
    on_udata.put("/api/1/datasets/subventions/", udata(description="x" * (6 << 20)))

    assert grades(assess(on_udata.base + "/fr/datasets/subventions/")) == BOTH


@pytest.mark.parametrize(
    "path",
    [
        "/dataset/subventions",
        "/fr/dataset/subventions",
        "/api/3/action/package_show?id=subventions",
    ],
)
def test_every_address_of_a_ckan_dataset_is_that_dataset(site, ckan, assess, path):
    site.put("/api/3/action/package_show?id=subventions", ckan())
    found = assess(site.base + path)

    assert found.dataset.url == f"{site.base}/dataset/subventions"
    assert grades(found) == BOTH
    assert found.evidence.metadata.description == "Les subventions que la commune a versées."
    assert found.evidence.metadata.frequency == "annual"


@pytest.mark.parametrize(
    "path", ["/dataset/subventions/resource/r-bad", "/api/3/action/resource_show?id=r-bad"]
)
def test_a_resource_of_ckan_is_that_file_with_its_datasets_metadata(site, ckan, assess, path):
    site.put("/api/3/action/package_show?id=subventions", ckan())
    site.put("/api/3/action/package_show?id=pkg-1", ckan())
    row = ckan()["result"]["resources"][1]
    site.put("/api/3/action/resource_show?id=r-bad", {"success": True, "result": row})
    found = assess(site.base + path)

    assert (found.resources, found.dataset.url) == ((), site.base + path)
    assert found.verdict.grade == "C"
    assert found.evidence.metadata.contact == "data@val-fleuri.example"


def test_a_real_ckan_record_is_graded(site, payload, assess):
    body = json.loads(payload("ckan/mcp_package-show-success.json"))
    body["result"]["resources"][0]["url"] = f"{site.base}/files/good.csv"
    body["result"]["resources"][1]["download_url"] = f"{site.base}/files/bad.csv"
    site.put("/api/3/action/package_show", body)
    found = assess(f"{site.base}/dataset/example-dataset")

    assert [r.title for r in found.resources] == ["example-resource.csv", "example-data.json"]
    assert all(r.score for r in found.resources)


EXPLORE = {
    "dataset_id": "subventions", "has_records": True, "fields": [], "attachments": [],
    "metas": {
        "default": {"title": "Subventions", "license": "Licence Ouverte", "modified": "2026-10-01T00:00:00+00:00"},
        "dcat": {"accrualperiodicity": "http://publications.europa.eu/resource/authority/frequency/ANNUAL"},
    },
}  # fmt: skip


@pytest.mark.parametrize(
    "path",
    ["/explore/dataset/subventions/table/", "/api/explore/v2.1/catalog/datasets/subventions"],
)
def test_an_opendatasoft_dataset_is_its_table(site, assess, path):
    export = "/api/explore/v2.1/catalog/datasets/subventions/exports/csv"
    site.put("/api/explore/v2.1/catalog/datasets/subventions", EXPLORE)
    site.put(export, site.pages["/files/good.csv"][2])
    found = assess(site.base + path, schema="scdl/subventions")

    assert found.dataset.url == f"{site.base}/explore/dataset/subventions/"
    assert found.evidence.access.url == site.base + export
    assert (found.verdict.grade, found.resources) == ("A", ())


DCAT = """@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
<d> a dcat:Dataset ; dct:title "Subventions"@fr ; dct:modified "2026-10-01" ;
  dct:accrualPeriodicity <http://publications.europa.eu/resource/authority/frequency/ANNUAL> ;
  dcat:distribution [ a dcat:Distribution ; dct:title "Fichier good" ; dcat:downloadURL <files/good.csv> ;
      dct:conformsTo <https://schema.data.gouv.fr/scdl/subventions/> ],
    [ a dcat:Distribution ; dct:title "Fichier bad" ; dcat:downloadURL <files/bad.csv> ;
      dct:conformsTo <https://schema.data.gouv.fr/scdl/subventions/> ] ."""  # fmt: skip
RDF = """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:dcat="http://www.w3.org/ns/dcat#" xmlns:dct="http://purl.org/dc/terms/"><dcat:Dataset rdf:about="d">
 <dct:title>Subventions</dct:title><dct:modified>2026-10-01</dct:modified><dct:accrualPeriodicity>annuelle</dct:accrualPeriodicity>
 <dcat:distribution><dcat:Distribution><dct:title>Fichier good</dct:title><dcat:downloadURL rdf:resource="files/good.csv"/>
 <dct:conformsTo>scdl/subventions</dct:conformsTo></dcat:Distribution></dcat:distribution>
 <dcat:distribution><dcat:Distribution><dct:title>Fichier bad</dct:title><dcat:downloadURL rdf:resource="files/bad.csv"/>
 <dct:conformsTo>scdl/subventions</dct:conformsTo></dcat:Distribution></dcat:distribution></dcat:Dataset></rdf:RDF>"""  # fmt: skip
JSONLD = {
    "@context": {"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/"},
    "@id": "d", "@type": "dcat:Dataset", "dct:title": "Subventions", "dct:modified": "2026-10-01",
    "dct:accrualPeriodicity": "R/P1Y",
    "dcat:distribution": [
        {"@type": "dcat:Distribution", "dct:title": f"Fichier {name}", "dct:conformsTo": "scdl/subventions",
         "dcat:downloadURL": {"@id": f"files/{name}.csv"}} for name in ("good", "bad")
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("path", "body", "kind"),
    [
        ("/d.ttl", DCAT.encode(), "text/turtle"),
        ("/d.rdf", RDF.encode(), "application/rdf+xml"),
        ("/d.xml", RDF.encode(), "text/xml"),
        ("/d.jsonld", JSONLD, "application/ld+json"),
        ("/d", DCAT.encode(), "application/octet-stream"),
    ],
)
def test_a_dcat_document_is_read_in_any_form_under_any_name(site, assess, path, body, kind):
    found = assess(site.put(path, body, kind))

    assert grades(found) == BOTH
    assert found.dataset.url == site.base + path
    assert found.evidence.metadata.frequency == "annual"
    assert site.asked.count(path) == 1


DATA_JSON = {
    "conformsTo": "https://project-open-data.cio.gov/v1.1/schema",
    "@context": "https://project-open-data.cio.gov/v1.1/schema/catalog.jsonld",
    "dataset": [
        {"identifier": name, "title": f"Jeu {name}", "modified": "2026-10-01", "accrualPeriodicity": "R/P1Y",
         "accessLevel": "public", "license": "https://spdx.org/licenses/etalab-2.0",
         "distribution": [{"title": "Page", "format": "Web Page", "accessURL": "BASE/page"},
                          {"title": "CSV", "format": "CSV", "downloadURL": f"BASE/files/{name}.csv",
                           "conformsTo": "scdl/subventions"}]}
        for name in ("good", "bad")
    ],
}  # fmt: skip


@pytest.mark.parametrize(("name", "grade"), [("good", "A"), ("bad", "C")])
def test_a_dataset_of_a_data_json_is_named_after_the_hash(site, assess, name, grade):
    text = json.dumps(DATA_JSON).replace("BASE", site.base)
    url = site.put("/data.json", text.encode(), "application/json")
    found = assess(f"{url}#{name}")

    assert (found.dataset.url, found.verdict.grade) == (f"{url}#{name}", grade)
    assert [item.reason for item in found.left_out] == ["page"]
    assert found.dataset.title == f"Jeu {name}"


def test_a_real_data_json_is_graded(site, payload, assess):
    body = json.loads(payload("udata/evian.json"))
    chosen = body["dataset"][1]
    for number, part in enumerate(chosen["distribution"]):
        part["accessURL"] = f"{site.base}/files/{number}"
    for number in (2, 3, 4, 5):
        site.put(f"/files/{number}", site.pages["/files/good.csv"][2])
    url = site.put("/data.json", body)
    found = assess(f"{url}#{chosen['identifier']}")

    assert [item.reason for item in found.left_out] == ["page", "service"]
    assert len(found.resources) == 4
    assert found.dataset.title == "poubelles"


def test_a_datapackage_is_graded_against_the_schemas_it_carries(site, assess):
    fields = {"fields": [{"name": "nom", "type": "string"}, {"name": "age", "type": "integer"}]}
    site.put("/paquet/data/ages.csv", b"nom,age\nAline,12\nBruno,douze\n")
    parts = [{"name": "ages", "path": "data/ages.csv", "schema": fields}]
    found = assess(site.put("/paquet/datapackage.json", {"name": "ages", "resources": parts}))

    assert found.evidence.conformance.schema.source == "declared"
    assert [f.column for f in found.evidence.findings if f.code == "type-error"] == ["age"]


def test_a_plain_file_is_asked_for_once_and_nothing_else(site, resolve):
    found = resolve(site.base + "/files/good.csv")

    assert isinstance(found, Download)
    assert site.asked == ["/files/good.csv"]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/plain.json", [{"nom": "Alpha", "montant": 1}, {"nom": "Beta", "montant": 2}]),
        ("/marked.json", [{"resources": "Alpha", "success": 1}, {"resources": "Beta", "success": 2}]),
        ("/success.json", {"success": False, "error": "no"}),
        ("/listed.json", {"resources": [{"nom": "Alpha"}, {"nom": "Beta"}]}),
        ("/d/datasets/x.json", [{"nom": "Alpha"}]),
        ("/broken.json", b'{"resources": [,'),
        ("/a.ttl", b"@prefix a: <http://www.w3.org/ns/dcat#> . broken"),
        ("/nodcat.ttl", b"@prefix dcat: <http://www.w3.org/ns/dcat#> . <a> <b> <c> ."),
    ],
)  # fmt: skip
def test_a_file_that_resembles_a_record_stays_a_file(site, resolve, path, body):
    found = resolve(site.put(path, body, "application/json"))

    assert isinstance(found, Download)
    assert site.asked.count(path) == 1


def test_a_file_behind_a_portals_kind_of_address_is_still_that_file(site, assess):
    site.put("/dataset/subventions", site.pages["/files/good.csv"][2])
    found = assess(site.base + "/dataset/subventions")

    assert (found.resources, found.evidence.table.rows) == ((), 24)


def test_what_the_caller_states_goes_before_the_portal(site, udata, assess):
    site.put("/api/1/datasets/subventions/", udata(("good",)))
    stated = Metadata(frequency="daily", frequency_raw="daily")
    found = assess(f"{site.base}/datasets/subventions", metadata=stated)

    assert found.evidence.metadata.frequency == "daily"
    assert found.evidence.metadata.title == "Subventions versées"
    assert set(found.aliases) >= {
        f"{site.base}/datasets/subventions",
        f"{site.base}/files/good.csv",
    }


def test_a_portal_cannot_take_the_place_of_another(site, udata, resolve):
    site.put("/api/1/datasets/subventions/", udata(page="https://www.data.gouv.fr/fr/datasets/x/"))
    found = resolve(f"{site.base}/datasets/subventions?utm=1")

    assert isinstance(found, Record)
    assert found.url == f"{site.base}/datasets/subventions?utm=1"
