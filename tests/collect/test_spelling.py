"""Two spellings of an address are one dataset; two addresses stay two."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.collect.addresses import FetchPolicy, tidied
from app.errors import Refused
from rules.core.assessment import dataset_id

ONE_AND_THE_SAME = {
    "case": ("HTTPS://Example.FR/Data.csv", "https://example.fr/Data.csv"),
    "default port": ("https://example.fr:443/x", "https://example.fr/x"),
    "default http port": ("http://example.fr:80/x", "http://example.fr/x"),
    "padded port": ("http://example.fr:0080/x", "http://example.fr/x"),
    "empty port": ("http://example.fr:/x", "http://example.fr/x"),
    "no path": ("https://example.fr", "https://example.fr/"),
    "no path but a query": ("https://example.fr?a=1", "https://example.fr/?a=1"),
    "final dot": ("https://example.fr./x", "https://example.fr/x"),
    "international name": (
        "https://éducation.gouv.fr/x",
        "https://xn--ducation-90a.gouv.fr/x",
    ),
    "international name in capitals": (
        "https://ÉDUCATION.gouv.fr/x",
        "https://éducation.gouv.fr/x",
    ),
    "full-width letters": ("https://\uff45xample.fr/x", "https://example.fr/x"),
    "dot segments": ("https://example.fr/a/./b/../c.csv", "https://example.fr/a/c.csv"),
    "dots above the root": ("https://example.fr/../../c.csv", "https://example.fr/c.csv"),
    "final dots": ("https://example.fr/a/b/..", "https://example.fr/a/"),
    "dots in disguise": ("https://example.fr/a/%2e%2E/c.csv", "https://example.fr/c.csv"),
    "needless percent": ("https://example.fr/%64ata%2Ecsv", "https://example.fr/data.csv"),
    "percent in small letters": ("https://example.fr/%c3%a9", "https://example.fr/%C3%A9"),
    "accents": ("https://example.fr/été.csv?q=été", "https://example.fr/%C3%A9t%C3%A9.csv?q=%C3%A9t%C3%A9"),
    "spaces": ("https://example.fr/a b.csv?q=a b", "https://example.fr/a%20b.csv?q=a%20b"),
    "blanks round it": (" \u00a0https://example.fr/x\n", "https://example.fr/x"),
    "quotes and angles": ('https://example.fr/"<x>"', "https://example.fr/%22%3Cx%3E%22"),
    "IPv6 at length": (
        "http://[2001:4860:4860:0:0:0:0:8888]/",
        "http://[2001:4860:4860::8888]/",
    ),
}  # fmt: skip
NOT_THE_SAME = [
    ("https://example.fr/Data.csv", "https://example.fr/data.csv"),
    ("http://example.fr/x", "https://example.fr/x"),
    ("https://example.fr:8443/x", "https://example.fr/x"),
    ("http://example.fr:443/x", "http://example.fr/x"),
    ("https://www.example.fr/x", "https://example.fr/x"),
    ("https://example.fr/x/", "https://example.fr/x"),
    ("https://example.fr/a//b", "https://example.fr/a/b"),
    ("https://example.fr/a%2Fb", "https://example.fr/a/b"),
    ("https://example.fr/a%3Fb", "https://example.fr/a?b"),
    ("https://example.fr/x?a=1&b=2", "https://example.fr/x?b=2&a=1"),
    ("https://example.fr/x?a=%2B", "https://example.fr/x?a=+"),
    ("https://example.fr/x?sig=%2f", "https://example.fr/x?sig=%2F"),
    ("https://example.fr/a%2520b", "https://example.fr/a%20b"),
    ("https://straße.fr/", "https://strasse.fr/"),
    ("https://example.fr/c#one", "https://example.fr/c#two"),
]


@pytest.mark.parametrize("name", ONE_AND_THE_SAME)
def test_two_spellings_are_one_dataset(name):
    odd, plain = ONE_AND_THE_SAME[name]

    assert tidied(odd) == tidied(plain)
    assert dataset_id(tidied(odd)) == dataset_id(tidied(plain))
    assert tidied(tidied(odd)) == tidied(odd)
    assert FetchPolicy().check_url(tidied(odd)) == FetchPolicy().check_url(tidied(plain))


@pytest.mark.parametrize(("one", "other"), NOT_THE_SAME)
def test_two_addresses_stay_two(one, other):
    assert tidied(one) != tidied(other)


REFUSED = [
    "http://127。0。0。1/",
    "http://①②⑦.⓪.⓪.①/",
    "http://127.1/",
    "http://127.0.0.1./",
    "http://0x7f.1/",
    "http://2130706433/",
    "http://user@Example.fr/",
    "http://@example.fr/",
    "http://Example.fr:80@127.0.0.1/",
    "http://example.fr\\@127.0.0.1/",
    "http://127.0.0.1/../x",
    "http://[::FFFF:7f00:1]/",
    "http://[fe80::1%25eth0]/",
    "http://[::1/",
    "FTP://Example.fr/",
    "file:///etc/../etc/passwd",
    "http://example.fr:99999/",
    "http://EXAMPLE.fr:22/",
    "http://exa%6Dple.fr/",
    "http:///data.csv",
    "http://[v1.a]/",
    "HTTP://LOCALHOST.:0/",
    "http://example..fr/",
]


@pytest.mark.parametrize("url", REFUSED)
def test_no_spelling_gets_a_refused_address_by(url):
    with pytest.raises(Refused):
        FetchPolicy().check_url(tidied(url))


_PIECES = (
    "http https :// / // . .. %2e %2F %zz % é ① 。 a B 127.0.0.1 [::1] :80 :443 @ ? # & = + \\"
)
PIECES = st.lists(st.sampled_from([*_PIECES.split(), " ", "example.fr", "\u202e"]), max_size=9).map(
    "".join
)


@given(st.sampled_from(["", "http://", "https://example.fr"]), PIECES)
def test_whatever_is_typed_has_one_spelling_and_is_no_more_allowed_for_it(start, rest):
    typed = start + rest
    spelt = tidied(typed)

    try:
        place = FetchPolicy().check_url(spelt)
    except Refused:
        return
    assert tidied(spelt) == spelt
    assert place.host not in {"127.0.0.1", "::1"}
    assert spelt.isascii() or "ß" in spelt


def test_a_redirect_is_spelt_alike(web, fetch):
    web.redirect("/a", "/x/../d%c3%a9p%6ft.csv#top")
    web.file("/d%C3%A9pot.csv", b"nom\nMairie\n")
    got = fetch(web.url("/a"))

    assert got.access.outcome == "ok"
    assert got.access.final_url == web.url("/d%C3%A9pot.csv")


def test_a_schemas_address_is_spelt_alike(web, settings):
    from app.collect.fetch import Fetcher  # noqa: PLC0415
    from app.collect.schemas import SchemaLibrary  # noqa: PLC0415

    web.file("/mon%20sch%C3%A9ma.json", b'{"fields": [{"name": "nom"}]}')

    async def found(url):
        fetcher = Fetcher(settings())
        try:
            return await SchemaLibrary(fetcher, settings()).find(url, source="given")
        finally:
            await fetcher.close()

    odd = asyncio.run(found(web.url("/x/../mon schéma.json#top")))
    plain = asyncio.run(found(web.url("/mon%20sch%C3%A9ma.json")))

    assert odd.ref.name == plain.ref.name == web.url("/mon%20sch%C3%A9ma.json")
    assert len(web.asked) == 1
