"""Every entrance refuses the same addresses alike, before any packet; good ones come through."""

import json
import socket
import sys

import pytest

from app.assess import Order
from tests.collect.inside import CLEAR, PLAIN, TOWN, canary, line, refusal, town, ways
from tests.ssrf import CASES, disguises, watched

__all__ = ["TOWN", "canary", "line", "town", "ways"]
CSV = b"nom;montant\nMairie;1\nEcole;2\n"
pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="127.0.0.9 is this machine on Linux only"
)


def test_there_are_at_least_ninety_cases_for_each_entrance():
    assert len(CASES) >= 90
    assert len(CLEAR) >= 90


def test_as_data(line):
    async def deed(made):
        return {case.url: await refusal(made.assess(Order(url=case.url))) for case in CASES}

    got, asked = line(deed)

    assert got == {case.url: case.code for case in CASES}
    assert asked == set()


def test_as_a_schema(line):
    async def deed(made):
        find = made.schemas.find
        return {case.url: await refusal(find(case.url, source="given")) for case in CLEAR}

    got, asked = line(deed)

    for case in CLEAR:  # what is no web address at all is taken for a schema's name
        web_address = case.url.lower().startswith("http")
        assert got[case.url] == (case.code if web_address else "unknown_schema"), case
    assert asked == set()


def test_as_a_schema_that_a_portal_declares(line, town):
    cases = CLEAR[::9]
    for n, case in enumerate(cases):
        resource = {"name": "b", "path": town.file(f"/{n}.csv", CSV), "schema": case.url}
        town.file(
            f"/{n}/datapackage.json",
            json.dumps({"name": f"n{n}", "resources": [resource]}).encode(),
        )

    async def deed(made):
        orders = (Order(url=town.url(f"/{n}/datapackage.json")) for n in range(len(cases)))
        return [await made.assess(order) for order in orders]

    got, asked = line(deed)

    for case, found in zip(cases, got, strict=True):
        assert found.evidence.table.rows == 2  # the file itself is read
        assert found.evidence.gaps["conformance"] in {case.code, "unknown_schema", "no_schema"}
    assert asked == set()


def test_as_a_file_in_a_portals_record(line, town):
    listed = [{"name": f"n{n}", "path": case.url} for n, case in enumerate(CLEAR)]
    good = {"name": "good", "path": town.file("/good.csv", CSV)}
    record = {"name": "budget", "title": "Budget", "resources": [good, *listed]}
    town.file("/datapackage.json", json.dumps(record).encode())

    async def deed(made):
        return await made.assess(Order(url=town.url("/datapackage.json")))

    got, asked = line(deed)
    ends = {part.dataset.url: part.evidence.access for part in got.parts}
    kept = ends.pop(town.url("/good.csv"))

    assert kept.outcome == "ok"
    assert {access.outcome for access in ends.values()} == {"resource_refused"}
    assert len(ends) + len(got.left_out) == len(CLEAR)
    assert {item.reason for item in got.left_out} <= {"no_address", "twice"}
    assert len(ends) >= 80
    assert asked == set()


def test_as_the_next_page_or_the_api_of_a_portal(line, town):
    for n, case in enumerate(CLEAR[::9]):
        body = {"id": f"n{n}", "title": "t", "resources": {"rel": "subsection", "href": case.url}}
        town.file(f"/api/2/datasets/n{n}/", json.dumps(body).encode())

    async def deed(made):
        orders = (Order(url=town.url(f"/api/2/datasets/n{n}/")) for n in range(len(CLEAR[::9])))
        return [await refusal(made.assess(order)) for order in orders]

    _, asked = line(deed)

    assert asked == set()


def test_as_a_redirect_of_data_and_schema_alike(line, town, tmp_path):
    for n, case in enumerate(CLEAR):
        head = (
            b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: "
            + case.url.encode()
            + b"\r\n\r\n"
        )
        town.raw(f"/{n}", head)
    into = tmp_path / "into"
    into.mkdir()

    async def deed(made):
        data = [
            (await made.fetcher.fetch(town.url(f"/{n}"), into)).access.outcome
            for n in range(len(CLEAR))
        ]
        schemas = [
            await refusal(made.schemas.find(town.url(f"/{n}"), source="given"))
            for n in range(len(CLEAR))
        ]
        return data, schemas

    (data, schemas), asked = line(deed)

    assert set(data) == {"redirect_refused"}
    assert set(schemas) == {"schema_unreachable"}
    assert asked == set()


def test_this_machine_in_disguise_is_never_reached(line, town, canary, tmp_path):
    into = tmp_path / "into"
    into.mkdir()
    urls = disguises(canary.port)

    async def deed(made):
        given = [await refusal(made.fetcher.fetch(url, into)) for url in urls]
        schemas = [await refusal(made.schemas.find(url, source="given")) for url in urls]
        glances = [await refusal(made.fetcher.probe(url)) for url in urls]
        return given, schemas, glances

    got, asked = line(deed)

    for codes in got:
        assert "" not in codes
        assert set(codes) <= PLAIN | {"host_invalid", "url_malformed"}
    assert canary.hits == 0
    assert asked == set()


_RDF = (
    'xmlns:d="http://www.w3.org/ns/dcat#" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
)
DOCUMENTS = {
    "a remote context": (
        "x.jsonld",
        '{"@context": "@", "@id": "@", "@type": "dcat:Dataset", "distribution": []}',
    ),
    "contexts in a list": (
        "x.jsonld",
        '{"@context": [{"@import": "@"}, "@"], "@graph": [], "distribution": 1}',
    ),
    "a context of DCAT elsewhere": (
        "x.jsonld",
        '{"@context": "@/w3.org/ns/dcat.jsonld", "distribution": []}',
    ),
    "an entity": ("x.rdf", f'<!DOCTYPE r [<!ENTITY e SYSTEM "@">]><rdf:RDF {_RDF}>&e;</rdf:RDF>'),
    "a definition elsewhere": ("x.rdf", f'<!DOCTYPE r SYSTEM "@"><rdf:RDF {_RDF}/>'),
    "a Turtle base": (
        "x.ttl",
        "@base <@> . @prefix dcat: <http://www.w3.org/ns/dcat#> . <> a dcat:Dataset .",
    ),
    "a package's profile": (
        "datapackage.json",
        '{"$schema": "@", "profile": "@", "resources": [], "extrapaths": ["@"]}',
    ),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_fetches_nothing(line, town, canary, name):
    path, text = DOCUMENTS[name]
    hidden = f"http://127.0.0.1:{canary.port}"
    town.file(f"/{path}", text.replace('"@', f'"{hidden}').replace("<@", f"<{hidden}").encode())

    async def deed(made):
        return await refusal(made.assess(Order(url=town.url(f"/{path}"))))

    _, asked = line(deed)

    assert canary.hits == 0
    assert asked == set()


def test_a_schemas_own_addresses_are_not_fetched(line, town, canary, tmp_path):
    path = tmp_path / "x.csv"
    path.write_bytes(CSV)
    there = f"http://127.0.0.1:{canary.port}/x.json"
    schema = {
        "$schema": there,
        "$ref": there,
        "profile": there,
        "path": there,
        "homepage": there,
        "fields": [
            {"name": "nom", "$ref": there, "rdfType": there},
            {"name": "montant", "type": "integer"},
        ],
        "foreignKeys": [{"fields": "nom", "reference": {"resource": there, "fields": "x"}}],
    }
    package = {
        "name": "n",
        "resources": [
            {
                "name": "b",
                "path": town.file("/b.csv", CSV),
                "schema": schema,
                "dialect": there,
                "profile": there,
            }
        ],
    }
    town.file("/datapackage.json", json.dumps(package).encode())

    async def deed(made):
        dropped = await made.assess(Order(path=path, name="x.csv", schema=schema))
        return dropped, await made.assess(Order(url=town.url("/datapackage.json")))

    got, asked = line(deed)

    for found in got:
        assert found.evidence.table.rows == 2
        assert found.evidence.conformance.valid_rows == 2
    assert canary.hits == 0
    assert asked == set()


def test_the_watch_hears_what_is_asked(canary):
    with watched() as asked, socket.create_connection(("127.0.0.1", canary.port)):
        assert canary.hits == 1
    assert asked == [("127.0.0.1", canary.port)]


def test_good_addresses_come_through_every_entrance(line, town, tmp_path):
    """The twin: what refuses everything would pass all that stands above."""
    town.file(
        "/schema.json", b'{"fields": [{"name": "nom"}, {"name": "montant", "type": "integer"}]}'
    )
    file = town.file("/b.csv", CSV)
    town.redirect("/moved", "/b.csv")
    resource = {"name": "b", "path": file, "schema": town.url("/schema.json")}
    town.file("/datapackage.json", json.dumps({"name": "n", "resources": [resource]}).encode())

    async def deed(made):
        urls = [file, town.url("/moved"), town.url("/datapackage.json")]
        given = [await made.assess(Order(url=url, schema=town.url("/schema.json"))) for url in urls]
        return [*given, await made.assess(Order(url=urls[2]))]

    got, _ = line(deed)

    assert [found.evidence.conformance.valid_rows for found in got] == [2, 2, 2, 2]
