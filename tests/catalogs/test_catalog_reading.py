"""One page of a catalogue read, as the child process does it: real payloads, and hostile ones."""

from __future__ import annotations

import json

import pytest

from app.collect.portals.asked import Asked
from app.collect.portals.harvest.item import Question
from app.collect.portals.harvest.job import read

HOME = "https://data.town.example/catalog.ttl"
BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE rdf:RDF [<!ENTITY a "&b;&b;"><!ENTITY b "lol">]>'
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    b'xmlns:dcat="http://www.w3.org/ns/dcat#"><dcat:Dataset/></rdf:RDF>'
)
DCAT = b"@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .\n"


def look(body, kind="", answered=HOME, **more):
    asked = Asked(url=HOME, answered=answered)
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return read(raw, Question(path="", asked=asked, kind=kind, **more))


def every(body, kind, **more):
    """Read a page to its end, portion by portion."""
    start, found = 0, []
    while start is not None:
        portion = look(body, kind, start=start, **more)
        found += portion.items
        start = portion.more
    return found


@pytest.mark.parametrize(
    ("path", "kind", "count", "following"),
    [
        ("ckan/mcp_package-search-success.json", "ckan", 2, ""),
        ("udata/api1_datasets_page_composed.json", "udata", 1, ""),
        (
            "udata/paged-collection-1.jsonld",
            "dcat",
            3,
            "http://data.test.org/catalog.jsonld?page=2",
        ),
        ("udata/paged-collection-2.jsonld", "dcat", 1, ""),
        (
            "udata/partial-collection-1.jsonld",
            "dcat",
            3,
            "http://data.test.org/catalog.jsonld?page=2",
        ),
        ("udata/partial-collection-2.jsonld", "dcat", 1, ""),
        ("udata/udata.xml", "dcat", 2, ""),
        ("udata/udata_converted.ttl", "dcat", 2, ""),
        ("udata/catalog.xml", "dcat", 4, ""),
        ("dcat/catalog.rdf", "dcat", 2, ""),
        ("dcat/catalog_converted.ttl", "dcat", 2, ""),
        ("dcat/catalog_pod.jsonld", "datajson", 1, ""),
    ],
)
def test_real_pages_are_recognised_by_what_they_hold(payload, path, kind, count, following):
    portion = look(payload(path))
    assert (portion.kind, portion.count, portion.next, portion.code) == (kind, count, following, "")
    assert all(item.key and item.record and not item.code for item in portion.items)
    assert look(payload(path), kind).count == count


def test_an_entry_of_another_site_keeps_to_this_catalogues_address(payload):
    portion = look(payload("udata/catalog.xml"), "dcat", answered=HOME + "?page=4")
    urls = {item.record.url for item in portion.items}
    assert all(url.startswith(HOME + "#") for url in urls)
    assert len(urls) == 4


def test_an_entry_of_the_same_site_has_its_own_address():
    body = DCAT + b"<https://data.town.example/d/1> a dcat:Dataset ; dct:title 'Un' ."
    (item,) = look(body, "dcat").items
    assert item.record.url == "https://data.town.example/d/1"


@pytest.mark.parametrize(
    ("body", "kind", "code"),
    [
        (b"<!doctype html><p>Erreur 500", "ckan", "catalog_page_html"),
        (b"\n <HTML><p>Erreur", "dcat", "catalog_page_html"),
        (b"{", "ckan", "catalog_page_malformed"),
        (b"", "udata", "catalog_page_malformed"),
        (b"[" * 200_000, "ckan", "catalog_page_malformed"),
        (b'{"success": true, "result": null}', "ckan", "catalog_page_malformed"),
        (b'{"success": true, "result": {"results": "no"}}', "ckan", "catalog_page_malformed"),
        (b'{"success": false, "error": {"__type": "x"}}', "ckan", "catalog_page_malformed"),
        (
            b'{"data": null, "page": 1, "page_size": 2, "total": 3}',
            "udata",
            "catalog_page_malformed",
        ),
        (b'{"total_count": 3, "results": {}}', "opendatasoft", "catalog_page_malformed"),
        (b"@prefix dcat: <http://www.w3.org/ns/dcat#> . dcat:x", "dcat", "catalog_page_malformed"),
        (
            BOMB,
            "dcat",
            "record_entities",
        ),
        (b"garbage", "", ""),
        (b"", "", ""),
        (b'{"a": 1}', "", ""),
    ],
)
def test_a_page_that_cannot_be_read_says_why(body, kind, code):
    portion = look(body, kind)
    assert (portion.code, portion.items) == (code, ())


def test_an_entry_that_cannot_be_read_is_named_and_the_others_are_read():
    good = {"id": "a", "name": "a", "title": "A", "notes": "", "resources": None}
    nothing = dict.fromkeys(good)
    results = [None, 7, "x", [], {}, nothing, {"title": "Sans nom"}, good, {"id": 5, "name": []}]
    portion = look({"success": True, "result": {"count": 9, "results": results}}, "ckan")
    assert portion.count == 9
    assert [item.key for item in portion.items if not item.code] == ["a"]
    assert {item.code for item in portion.items if item.code} == {"catalog_entry_malformed"}
    assert all(item.key for item in portion.items)


@pytest.mark.parametrize(
    "changes",
    [
        {"private": True},
        {"state": "deleted"},
        {"state": "draft"},
    ],
)
def test_what_is_not_public_is_left_out(changes):
    entry = {"id": "a", "name": "a", "notes": "", "resources": []}
    body = {"success": True, "result": {"count": 1, "results": [entry | changes]}}
    assert look(body, "ckan").items == ()
    shown = {"success": True, "result": {"count": 1, "results": [entry]}}
    assert len(look(shown, "ckan").items) == 1


def test_a_record_of_nulls_is_a_dataset_without_files():
    entry = dict.fromkeys(
        ("title", "notes", "resources", "tags", "extras", "organization", "groups")
    )
    body = {"success": True, "result": {"count": 1, "results": [entry | {"id": "a"}]}}
    (item,) = look(body, "ckan").items
    assert (item.code, item.record.resources, item.record.metadata.title) == ("", (), "")


def test_a_description_of_ten_megabytes_is_cut_and_no_one_waits_for_it():
    entry = {"id": "a", "name": "a", "title": "A", "notes": "x" * (10 << 20), "resources": []}
    body = {"success": True, "result": {"count": 2, "results": [entry, entry | {"id": "b"}]}}
    items = look(body, "ckan").items
    assert [item.key for item in items] == ["a", "b"]
    assert len(items[0].record.metadata.description) == 20_000


def test_a_long_page_comes_in_portions_without_loss():
    results = [
        {"id": f"d{n}", "name": f"d{n}", "notes": "x" * 5000, "resources": []} for n in range(300)
    ]
    body = {"success": True, "result": {"count": 300, "results": results}}
    found = every(body, "ckan", room=100_000, most=70)
    assert [item.key for item in found] == [f"d{n}" for n in range(300)]


def test_data_json_is_named_entry_by_entry():
    entries = [
        {"identifier": "x/1 é", "title": "Un", "accessLevel": "public", "distribution": []},
        {"identifier": "2", "title": "Deux", "accessLevel": "private"},
        {"accessLevel": "public"},
    ]
    portion = look({"title": "Ville", "dataset": entries}, answered="https://a.example/data.json")
    assert (portion.kind, portion.total) == ("datajson", 3)
    assert [(item.key, item.code) for item in portion.items] == [
        ("x/1 é", ""),
        ("#2", "catalog_entry_malformed"),
    ]
    assert portion.items[0].record.url == HOME + "#x%2F1%20%C3%A9"


@pytest.mark.parametrize("open_templates", [False, True])
def test_opendatasoft_pages_and_exports(open_templates):
    metas = {"default": {"title": "Arbres", "theme": ["Nature"], "publisher": "Ville"}}
    entry = {"dataset_id": "arbres", "has_records": True, **(metas if open_templates else {})}
    entry |= {} if open_templates else {"metas": metas}
    body = [entry] if open_templates else {"total_count": 1, "results": [entry]}
    answered = "https://open.example/api/explore/v2.1/catalog/datasets?limit=1"
    (item,) = look(body, "opendatasoft", answered=answered).items
    assert item.record.metadata.title == "Arbres"
    assert item.record.url == "https://open.example/explore/dataset/arbres/"
    assert item.record.resources[0].url.endswith("/catalog/datasets/arbres/exports/csv")


@pytest.mark.parametrize(
    "body",
    [
        "url;titre\nhttps://a.example/1.csv;Un\nhttps://a.example/2.csv;Deux\n",
        "\ufefftitre,Lien\nUn,https://a.example/1.csv\nDeux,https://a.example/2.csv\n",
        "https://a.example/1.csv\nhttps://a.example/2.csv\n",
        "\n\nid\ttruc\n1\thttps://a.example/1.csv\n2\thttps://a.example/2.csv",
    ],
)
def test_a_list_of_addresses_is_read_whatever_its_form(body):
    found = look(body.encode()).items
    assert [item.url for item in found] == ["https://a.example/1.csv", "https://a.example/2.csv"]


def test_a_list_says_more_than_addresses():
    body = (
        "url;titre;organisation;thème;fréquence;schéma;format\n"
        "https://a.example/1.csv;Aides;Ville d’Évian;Finances;annuelle;scdl/subventions;CSV\n"
        "ftp://a.example/2.csv;Non;;;;;\n"
        ";;;;;;\n"
    )
    good, bad = look(body.encode()).items
    said = good.metadata
    assert (said.title, said.publisher, said.themes) == ("Aides", "Ville d’Évian", ("Finances",))
    assert (said.frequency, said.declared_schema) == ("annual", "scdl/subventions")
    assert bad.code == "catalog_entry_refused"


def test_the_catalogue_that_the_scdl_asks_for_is_a_list():
    body = (
        "COLL_NOM,COLL_SIRET,ID,TITRE,THEME,PRODUCTEUR_NOM,DATE_PUBL,FREQ_MAJ,DATE_MAJ,MOTS_CLES,"
        "LICENCE,FORMAT_RESSOURCES,URL\n"
        "Évian,21740119700016,p,Prénoms,Citoyens,Ville d’Évian,2020-06-01,"
        "Mensuelle ou plusieurs fois par mois,2021-01-14,prénoms;état civil,Licence Ouverte-LO,csv,"
        "https://a.example/datasets/p\n"
    )
    (item,) = look(body.encode()).items
    said = item.metadata
    assert item.url == "https://a.example/datasets/p"
    assert (said.title, said.publisher, said.themes) == ("Prénoms", "Ville d’Évian", ("Citoyens",))
    assert (said.frequency, said.format, said.keywords) == (
        "monthly",
        "csv",
        ("prénoms", "état civil"),
    )
    assert (said.issued.year, said.modified.year) == (2020, 2021)


def test_a_long_list_is_read_once_from_place_to_place():
    rows = "".join(f'"Jeu; {n}";https://a.example/{n}.csv\r\n' for n in range(1234))
    found = every(("titre;url\r\n" + rows).encode(), "list", most=100)
    assert [item.url for item in found] == [f"https://a.example/{n}.csv" for n in range(1234)]


@pytest.mark.parametrize("body", [b"a,b\n1,2\n", b"url\n", b"nom;age\nx;3\n"])
def test_a_table_without_addresses_is_no_catalogue(body):
    assert look(body).kind == ""
