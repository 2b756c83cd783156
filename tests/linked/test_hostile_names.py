"""What strangers write stays data: every serialisation is well formed whatever they send."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import DCAT, DCTERMS, RDF, Graph
from rdflib.compare import isomorphic

from app.web.linked.addresses import iri
from app.web.linked.quality import describe
from app.web.linked.writing import serialise
from app.web.shapes import AssessmentShape

# rdflib's own JSON-LD reader still uses a class that rdflib deprecates
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
BASE = "https://qualidata.example"
READERS = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml"}
LEGAL = re.compile(r"(https?://|urn:)[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]*")
NAMES = {
    "quotes": 'd"un \'nom\' \\ """',
    "new lines": "a\nb\r\nc\u2028d",
    "brackets": "<script>]]></x> & > <",
    "controls": "a\x00b\x07c\x1b[31m\ufffe\uffff",
    "lone surrogate": "a\ud800b\udfff",
    "right to left": "\u202eאבגדהז\u202c \u200f1",
    "emoji": "📊 données",
    "only blanks": " \t\n ",
    "endless": "é" * 100_000,
    "json": '{"@id": "x", "@context": "https://evil.example"}',
    "keyword": "@type",
}
ADDRESSES = {
    "blanks": "https://x.example/a file.csv",
    "quotes": "https://x.example/a\"b'c.csv",
    "angle": "https://x.example/a>b<c>.csv",
    "new line": "https://x.example/a\nb.csv",
    "braces": "https://x.example/{a}|b\\c^d`e.csv",
    "brackets in query": "https://x.example/?filtre[]=[1]",
    "two hashes": "https://x.example/a#b#c",
    "loose percent": "https://x.example/100%.csv?x=%zz&y=%C3%A9",
    "accents": "https://donnees.example/délibérations.csv?é=à",
    "right to left": "https://x.example/\u202evsc.a",
    "foreign host": "https://commune-été.example/a.csv",
    "address": "http://[2001:db8::1]:8080/a.csv",
    "surrogate": "https://x.example/\ud800.csv",
    "no host": "https:///a.csv",
    "host with a quote": 'https://x".example/a.csv',
    "bad port": "https://x.example:99999999/a.csv",
    "script": "javascript:alert(1)",
    "urn with markup": "urn:sha256:<x>",
    "broken brackets": "https://[::1/a.csv",
    "password": "https://user:secret@x.example/a.csv",
    "nothing": "",
}


@pytest.fixture(scope="module")
def shape(assessed):
    return AssessmentShape.model_validate(assessed)


def parsed(shape):
    triples = describe(shape, BASE)
    return [Graph().parse(data=serialise(triples, f), format=r) for f, r in READERS.items()]


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_title_stays_one_literal(shape, name):
    title = NAMES[name]
    graphs = parsed(
        shape.model_copy(update={"dataset": shape.dataset.model_copy(update={"title": title})})
    )
    dataset = graphs[0].value(predicate=RDF.type, object=DCAT.Dataset, any=False)
    (said,) = graphs[0].objects(dataset, DCTERMS.title)
    assert len(said) <= 300
    assert str(said).isprintable()
    assert all(isomorphic(graphs[0], other) for other in graphs[1:])


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_hostile_address_is_escaped_or_dropped(shape, name):
    url = ADDRESSES[name]
    changes = {
        "dataset": shape.dataset.model_copy(update={"url": url}),
        "resource": shape.resource.model_copy(
            update={"url": url, "media_type": 'text/csv"; x=<y> ', "sha256": None}
        ),
    }
    graphs = parsed(shape.model_copy(update=changes))
    (file,) = graphs[0].subjects(RDF.type, DCAT.Distribution)
    assert LEGAL.fullmatch(file), file
    assert "secret" not in file
    assert all(isomorphic(graphs[0], other) for other in graphs[1:])
    assert graphs[0].value(file, DCAT.mediaType) is None


@pytest.mark.parametrize(
    ("url", "named"),
    [
        ("https://x.example/a.csv?b=c&d=%20#e", "https://x.example/a.csv?b=c&d=%20#e"),
        ("http://x.example:8080/", "http://x.example:8080/"),
        ("http://[2001:db8::1]:8080/a", "http://[2001:db8::1]:8080/a"),
        ("https://été.example/à b", "https://xn--t-9fab.example/%C3%A0%20b"),
        ("https://x.example/100%.csv", "https://x.example/100%25.csv"),
        ("https://x.example/?f[]=<1>", "https://x.example/?f%5B%5D=%3C1%3E"),
        ("urn:sha256:00ff", "urn:sha256:00ff"),
        ("https://x.example/\ud800", None),
        ("ftp://x.example/a", None),
        ("https://x example/a", None),
    ],
)
def test_an_address_becomes_a_legal_name_or_none(url, named):
    found = iri(url)
    assert (found.value if found else None) == named


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_whatever_follows_the_host_the_name_is_legal_and_stable(tail):
    found = iri("https://x.example/" + tail)
    if found is not None:
        assert LEGAL.fullmatch(found.value)
        assert found.value.count("#") <= 1
        assert iri(found.value) == found


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_no_text_at_all_makes_it_raise(text):
    found = iri(text)
    assert found is None or LEGAL.fullmatch(found.value)
