"""The running service negotiates forms and answers every name that its graphs use."""

from __future__ import annotations

import pytest
from rdflib import DCAT, RDF, SKOS, Graph, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import Namespace

from app.web.negotiation import choose

# rdflib's own JSON-LD reader still uses a class that rdflib deprecates
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
OFFERED = ("application/json", "text/html", "text/turtle", "application/ld+json")
BASE = "http://127.0.0.1:8000"
DQV = Namespace("http://www.w3.org/ns/dqv#")
FORMS = {
    "ttl": ("text/turtle", "turtle"),
    "jsonld": ("application/ld+json", "json-ld"),
    "rdf": ("application/rdf+xml", "xml"),
}


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("", "application/json"),
        ("*/*", "application/json"),
        ("image/png", "application/json"),
        ("text/turtle", "text/turtle"),
        ("TEXT/Turtle;charset=utf-8", "text/turtle"),
        ("text/turtle;q=0.5, application/ld+json", "application/ld+json"),
        ("text/turtle;q=0.5, */*;q=0.1", "text/turtle"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        ("application/json, text/html", "application/json"),
        ("text/html, application/json", "text/html"),
        ("text/*", "text/html"),
        ("text/*, text/html;q=0.1", "text/turtle"),
        ("text/turtle;q=0, */*", "application/json"),
        ("application/json;q=0, text/turtle;q=nan", "application/json"),
        ("text/turtle;q=2", "application/json"),
        (";;;,,q=1", "application/json"),
        ("text/turtle," * 9999, "text/turtle"),
    ],
)
def test_the_form_is_the_one_liked_best(accept, chosen):
    assert choose(accept, OFFERED) == chosen


def test_a_dataset_is_found_by_its_address_in_each_form(client, assessed):
    asked = {"url": assessed["dataset"]["url"]}
    assert client.get("/v1/datasets", params=asked).json()["id"] == assessed["id"]
    turtle = client.get("/v1/datasets", params=asked, headers={"accept": "text/turtle"})
    graph = Graph().parse(data=turtle.text, format="turtle")
    assert (URIRef(asked["url"]), RDF.type, DCAT.Distribution) in graph
    assert "items" in client.get("/v1/datasets", headers={"accept": "text/turtle"}).json()


@pytest.fixture(params=["assessments", "datasets"])
def address(request, assessed):
    found = assessed["id"] if request.param == "assessments" else assessed["dataset"]["id"]
    return f"/v1/{request.param}/{found}"


@pytest.mark.parametrize("form", FORMS)
def test_accept_and_extension_give_the_same_graph(client, address, form):
    media_type, reader = FORMS[form]
    asked = client.get(address, headers={"accept": media_type})
    named = client.get(f"{address}.{form}")
    for answer in (asked, named):
        assert answer.status_code == 200
        assert answer.headers["content-type"].split(";")[0] == media_type
        assert "accept" in answer.headers["vary"]
        assert answer.headers["access-control-allow-origin"] == "*"
    one, other = (Graph().parse(data=a.text, format=reader) for a in (asked, named))
    assert isomorphic(one, other)


def test_json_stays_what_nobody_asked_to_change(client, address, assessed):
    plain, asked = client.get(address), client.get(address, headers={"accept": "application/json"})
    assert plain.headers["content-type"] == "application/json"
    assert plain.json()["id"] == asked.json()["id"] == assessed["id"]


def test_a_browser_gets_the_report(client, address):
    page = client.get(address, headers={"accept": "text/html,*/*;q=0.8"})
    assert page.headers["content-type"].startswith("text/html")
    assert "Subventions" in page.text


@pytest.mark.parametrize("form", ["ttl", "jsonld", "rdf", "xyz"])
@pytest.mark.parametrize("kind", ["assessments", "datasets"])
def test_an_unknown_id_or_extension_is_a_404(client, kind, form):
    answer = client.get(f"/v1/{kind}/{'0' * 32}.{form}")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_every_name_of_ours_in_a_graph_resolves(client, address):
    graph = Graph().parse(data=client.get(f"{address}.ttl").text, format="turtle")
    names = {str(node) for triple in graph for node in triple if isinstance(node, URIRef)}
    ours = {name.partition("#")[0] for name in names if name.startswith(BASE)}
    assert len([name for name in ours if "/def/" in name]) > 40
    for name in sorted(ours):
        answer = client.get(name.removeprefix(BASE), headers={"accept": "text/turtle"})
        assert answer.status_code == 200, name
        if "/def/" in name:
            told = Graph().parse(data=answer.text, format="turtle")
            assert (URIRef(name), RDF.type, None) in told
            assert {t.language for t in told.objects(URIRef(name), SKOS.prefLabel)} == {"fr", "en"}


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize(
    "path", ["/def", "/def/metrics", "/def/reasons", "/def/metrics/filled_cells"]
)
def test_a_definition_is_a_page_for_people(client, path, lang):
    page = client.get(path, params={"lang": lang}, headers={"accept": "text/html"})
    assert page.status_code == 200
    assert f'<html lang="{lang}">' in page.text
    assert f'href="{path}.ttl"' in page.text


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("path", ["/def", "/def/dimensions", "/def/policies/2026.1"])
def test_definitions_come_in_each_form(client, path, form):
    media_type, reader = FORMS[form]
    answer = client.get(f"{path}.{form}")
    assert answer.headers["content-type"].split(";")[0] == media_type
    graph = Graph().parse(data=answer.text, format=reader)
    assert isomorphic(graph, Graph().parse(data=client.get(path).text, format="turtle"))


def test_every_metric_is_in_a_dimension_that_is_defined(client):
    graph = Graph().parse(data=client.get("/def.ttl").text, format="turtle")
    metrics = set(graph.subjects(RDF.type, DQV.Metric))
    assert len(metrics) > 40
    for metric in metrics:
        dimensions = set(graph.objects(metric, DQV.inDimension))
        assert dimensions
        assert all((dimension, RDF.type, DQV.Dimension) in graph for dimension in dimensions)


@pytest.mark.parametrize("path", ["/def/metrics/nope", "/def/nope", "/def/nope/x", "/def/grades/F"])
def test_an_unknown_name_is_a_404_for_people_and_programs(client, path):
    told, shown = client.get(path), client.get(path, headers={"accept": "text/html"})
    assert (told.status_code, told.json()["code"]) == (404, "not_found")
    assert (shown.status_code, shown.headers["content-type"]) == (404, "text/html; charset=utf-8")


def test_the_contract_lists_the_forms(client):
    paths = client.get("/openapi.json").json()["paths"]
    for path in ("/v1/assessments/{assessment_id}", "/v1/datasets/{identifier}"):
        offered = paths[path]["get"]["responses"]["200"]["content"]
        assert {m for m, _ in FORMS.values()} | {"application/json", "text/html"} == set(offered)
    assert "/v1/datasets/{identifier}.ttl" in paths


def test_the_file_keeps_its_own_address(client, assessed):
    graph = Graph().parse(
        data=client.get(f"/v1/assessments/{assessed['id']}.ttl").text, format="turtle"
    )
    assert (URIRef(assessed["dataset"]["url"]), RDF.type, DCAT.Distribution) in graph
