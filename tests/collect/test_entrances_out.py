"""The same table at the doors of webhooks and catalogues: refused alike, before any packet."""

import json
import sys

import pytest

from app.assess import Order
from app.collect.portals.harvest.cursor import Cursor, following
from app.collect.portals.harvest.walk import Unusable
from app.collect.post import Letter
from app.errors import Refused
from app.jobs.catalog_entry import draft
from app.store.catalog_model import Trouble
from tests.collect.inside import CLEAR, PLAIN, TOWN, canary, line, refusal, town, ways
from tests.ssrf import CASES, NAMED, disguises

__all__ = ["canary", "line", "town", "ways"]
BY_NAME = {case.url for case in NAMED}
"""Refused only once their name is looked up."""
pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="127.0.0.9 is this machine on Linux only"
)


def code_of(deed, *facts):
    try:
        deed(*facts)
    except Refused as why:
        return why.code
    return ""


async def recognised(harvester, url):
    try:
        await harvester.recognise(url)
    except (Refused, Unusable) as why:
        return why.code if isinstance(why, Refused) else str(why)
    return ""


async def listed(harvester, url, kind):
    """Read a page; give its entries and the place after it."""
    cursor = Cursor(kind=kind, base=url)
    portions = [portion async for portion in harvester.pages(cursor, url)]
    return [item for portion in portions for item in portion.items], following(
        cursor, portions[-1], 1
    )


def test_as_a_webhook_that_is_registered(ways):
    async def deed(made):
        return {case.url: code_of(made.poster.host, case.url) for case in CASES}

    got, asked = ways(deed)

    # The address is judged by its text; where a name leads is seen, and refused, at each delivery.
    for case in CASES:
        assert got[case.url] == ("" if case.url in BY_NAME else case.code), case
    assert asked == set()


def test_as_a_webhook_that_is_told(ways):
    async def deed(made):
        return {
            case.url: (await made.poster.send(Letter(url=case.url, body=b"{}"))) for case in CASES
        }

    got, asked = ways(deed)

    assert {url: receipt.code for url, receipt in got.items()} == {c.url: c.code for c in CASES}
    assert {receipt.status for receipt in got.values()} == {None}
    assert asked == set()


def test_a_webhook_that_sends_us_on_is_not_followed(ways, town, canary):
    cases = [case.url for case in CLEAR] + disguises(canary.port)
    for n, url in enumerate(cases):
        head = f"HTTP/1.1 307 Temporary Redirect\r\nContent-Length: 0\r\nLocation: {url}\r\n\r\n"
        town.raw(f"/{n}", head.encode())

    async def deed(made):
        send = made.poster.send
        return [await send(Letter(url=town.url(f"/{n}"), body=b"{}")) for n in range(len(cases))]

    got, asked = ways(deed)

    assert {(receipt.status, receipt.code) for receipt in got} == {(307, "http_status")}
    assert canary.hits == 0
    assert asked == set()


def test_as_a_catalogue(ways):
    async def deed(made):
        return {case.url: await recognised(made.harvester, case.url) for case in CASES}

    got, asked = ways(deed)

    assert got == {case.url: case.code for case in CASES}
    assert asked == set()


def test_as_a_page_that_a_catalogue_sends_us_on_to(ways, town, canary):
    cases = [case.url for case in CLEAR] + disguises(canary.port)
    for n, url in enumerate(cases):
        head = b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + url.encode() + b"\r\n\r\n"
        town.raw(f"/{n}", head)

    async def deed(made):
        ends = set()
        for n in range(len(cases)):
            with pytest.raises(Unusable) as why:
                await listed(made.harvester, town.url(f"/{n}"), "ckan")
            ends.add(str(why.value))
        return ends

    got, asked = ways(deed)

    assert got == {"redirect_refused"}
    assert canary.hits == 0
    assert asked == set()


def page_of(next_url):
    context = {"dcat": "http://www.w3.org/ns/dcat#", "hydra": "http://www.w3.org/ns/hydra/core#"}
    return json.dumps(
        {
            "@context": context,
            "@graph": [
                {"@id": "http://h.fr/c", "@type": "dcat:Catalog"},
                {"@id": "http://h.fr/d", "@type": "dcat:Dataset"},
                {
                    "@id": "http://h.fr/p",
                    "@type": "hydra:PartialCollectionView",
                    "hydra:next": {"@id": next_url},
                },
            ],
        }
    ).encode()


def test_as_the_next_page_of_a_catalogue(ways, town, canary):
    """Whatever site the next page's address names, the catalogue's own is the one that is asked."""
    cases = [case.url for case in CLEAR[::6]] + disguises(canary.port)[::3]
    for n, url in enumerate(cases):
        town.file(f"/{n}.jsonld", page_of(url))

    async def deed(made):
        followed = 0
        for n in range(len(cases)):
            _, after = await listed(made.harvester, town.url(f"/{n}.jsonld"), "dcat")
            if after is None:
                continue
            assert after.url.startswith(town.url("/")), cases[n]
            followed += 1
            with pytest.raises(Unusable):
                await listed(made.harvester, after.url, "dcat")
        return followed

    got, asked = ways(deed)

    assert got > 3
    assert canary.hits == 0
    assert asked == set()


def test_as_a_member_of_a_catalogue(ways, town, canary):
    """Refused as it is listed; where only its name tells, as it is assessed."""
    good = town.file("/good.csv", b"a;b\n1;2\n")
    cases = [case.url for case in CASES if case.code in PLAIN and case.url.startswith("http")]
    rows = ["url", good, *cases, *disguises(canary.port)]
    town.file("/list.csv", "\n".join(f'"{row}"' for row in rows).encode())

    async def deed(made):
        items, _ = await listed(made.harvester, town.url("/list.csv"), "list")
        drafts = [draft(item, "c", made.harvester.host) for item in items]
        kept = [one for one in drafts if not isinstance(one, Trouble)]
        ends = {one.url: await refusal(made.line.assess(Order(url=one.url))) for one in kept}
        return drafts, ends

    (drafts, ends), asked = ways(deed)

    assert len(drafts) == len(rows) - 1
    assert ends.pop(good) == ""
    assert set(ends.values()) == {"address_not_public"}
    assert set(ends) - BY_NAME <= {url for url in ends if "localhost" in url.lower()}
    told = {one.detail for one in drafts if isinstance(one, Trouble)}
    assert told <= PLAIN | {"host_invalid", "url_malformed"}
    assert canary.hits == 0
    assert asked == set()


def test_good_addresses_come_through_these_doors_too(ways, town):
    """The twin: what refuses everything would pass all that stands above."""
    hook = town.file("/hook", b"ok")
    file = town.file("/b.csv", b"nom;montant\nMairie;1\n")
    pages = town.file("/1.jsonld", page_of(town.url("/2.jsonld")))
    town.file("/2.jsonld", page_of("/1.jsonld"))
    town.file("/list.csv", f"url\n{file}\n".encode())

    async def deed(made):
        told = await made.poster.send(Letter(url=hook, body=b"{}"))
        found = await made.harvester.recognise(town.url("/list.csv"))
        items, _ = await listed(made.harvester, found.start, found.kind)
        _, after = await listed(made.harvester, pages, "dcat")
        return made.poster.host(hook), told, items, after

    (host, told, items, after), asked = ways(deed)

    assert host == f"{TOWN}:{town.port}"
    assert told.delivered
    assert [item.url or item.record.url for item in items] == [file]
    assert after.url == town.url("/2.jsonld")
    assert asked == set()
