"""Glances, patience, and whom the operator does not want asked."""

import asyncio

import pytest

from app.collect.addresses import FetchPolicy
from app.collect.fetch import Fetcher
from app.errors import Refused
from app.settings import Settings
from rules.core.outcomes import effect_of, may_pass

CSV = b"nom;siret\nMairie;21750001600019\n"
OK = b"HTTP/1.1 200 OK\r\n"


@pytest.fixture
def with_fetcher(settings):
    """Run something with one fetcher."""

    def run(deed, lookup=None, **over):
        async def once():
            fetcher = Fetcher(settings(**over), lookup)
            try:
                return await deed(fetcher)
            finally:
                await fetcher.close()

        return asyncio.run(once())

    return run


@pytest.fixture
def probe(with_fetcher):
    return lambda url, **more: with_fetcher(lambda fetcher: fetcher.probe(url), **more)


# --- glances ----------------------------------------------------------------------------------


def by_method(web, path, head, get):
    """Answer HEAD and GET differently."""

    async def handler(_, writer):
        writer.write(head if web.methods[-1] == "HEAD" else get)

    web.handlers[path] = handler
    return web.url(path)


def answer(status, *headers, body=b""):
    lines = [f"HTTP/1.1 {status}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


FULL = answer("200 OK", "Content-Length: 5000", "Content-Type: text/csv")
PART = answer(
    "206 Partial Content", "Content-Length: 1", "Content-Range: bytes 0-0/5000", body=b"n"
)
NO = answer("405 Method Not Allowed", "Content-Length: 0")


@pytest.mark.parametrize(
    ("head", "get", "size", "asked"),
    [
        (FULL, NO, 5000, ["HEAD"]),
        (NO, PART, 5000, ["HEAD", "GET"]),
        (answer("404 Not Found", "Content-Length: 0"), PART, 5000, ["HEAD", "GET"]),
        (answer("501 Not Implemented"), PART, 5000, ["HEAD", "GET"]),
        (answer("503 No"), PART, 5000, ["HEAD", "GET"]),
        (b"", PART, 5000, ["HEAD", "GET"]),
        (b"garbage\r\n\r\n", PART, 5000, ["HEAD", "GET"]),
        (NO, FULL + b"x" * 5000, 5000, ["HEAD", "GET"]),
        (NO, FULL + b"x" * 100, 5000, ["HEAD", "GET"]),
        (NO, OK + b"\r\n" + CSV, None, ["HEAD", "GET"]),
        (answer("200 OK", "Content-Length: 9999999999"), NO, 9999999999, ["HEAD"]),
        (answer("200 OK", "Content-Length: 90", "Content-Encoding: gzip"), NO, None, ["HEAD"]),
        (NO, answer("206 Part", "Content-Range: bytes 0-0/*", body=b"n"), None, ["HEAD", "GET"]),
        (NO, answer("206 Part", "Content-Range: lies", body=b"n"), None, ["HEAD", "GET"]),
        (NO, answer("416 No", "Content-Range: bytes */0"), 0, ["HEAD", "GET"]),
        (answer("206 Partial", "Content-Range: bytes 0-0/70"), NO, 70, ["HEAD"]),
    ],
)
def test_a_glance_finds_the_size_without_the_file(web, probe, head, get, size, asked):
    got = probe(by_method(web, "/x.csv", head, get))

    assert (got.access.outcome, got.size) == ("ok", size)
    assert web.methods == asked
    assert web.asked[0][1]["accept-encoding"] == "identity"
    if len(asked) > 1:
        assert web.asked[1][1]["range"] == "bytes=0-0"


@pytest.mark.parametrize(
    ("status", "effect"),
    [("404 Not Found", "dead"), ("500 Oops", "unmeasured"), ("416 No", "dead")],
)
def test_a_glance_at_what_is_not_there_says_so(web, probe, status, effect):
    got = probe(by_method(web, "/x.csv", answer(status), answer(status)))

    assert got.access.outcome == "http_status"
    assert effect_of("http_status", got.access.status) == effect
    assert got.size is None


def test_an_endless_body_is_not_even_begun(web, probe):
    async def pour(_, writer):
        if web.methods[-1] == "HEAD":
            writer.write(NO)
            return
        writer.write(OK + b"\r\n")
        while True:
            writer.write(b"x" * 65_536)
            await writer.drain()

    web.handlers["/x.csv"] = pour

    assert probe(web.url("/x.csv")).access.outcome == "ok"


def test_a_glance_follows_redirects_and_no_further_than_others(web, probe):
    web.redirect("/a", "/b.csv")
    web.redirect("/out", "http://10.0.0.1/")
    by_method(web, "/b.csv", FULL, NO)
    good, bad = probe(web.url("/a")), probe(web.url("/out"))

    assert (good.access.final_url, good.size, good.name) == (web.url("/b.csv"), 5000, "b.csv")
    assert bad.access.outcome == "redirect_refused"
    with pytest.raises(Refused, match="address_not_public"):
        probe("http://10.0.0.1/")


# --- lengths that lie -------------------------------------------------------------------------


def chunked(*pieces):
    return b"".join(b"%x\r\n%s\r\n" % (len(p), p) for p in (*pieces, b""))


BOTH = OK + b"Transfer-Encoding: chunked\r\nContent-Length: %d\r\n\r\n"


@pytest.mark.parametrize(
    ("sent", "outcome"),
    [
        ((OK + b"Content-Length: 4\r\n\r\n" + CSV,), "length_mismatch"),
        ((OK + b"Content-Length: 4\r\n\r\n" + CSV[:4], CSV[4:]), "length_mismatch"),
        ((b"HTTP/1.1 103 Hi\r\n\r\n" + OK + b"Content-Length: 4\r\n\r\n" + CSV,), "length_mismatch"),
        ((BOTH % 3 + chunked(CSV),), "length_mismatch"),
        ((BOTH % 9999 + chunked(CSV),), "length_mismatch"),
        ((OK + b"Content-Length: 999\r\n\r\n" + CSV,), "truncated"),
        ((OK + b"Content-Length: %d\r\n\r\n" % len(CSV) + CSV,), "ok"),
        ((OK + b"Content-Length: %d\r\n\r\n" % len(CSV) + CSV + b"\r\n",), "ok"),
        ((b"HTTP/1.1 103 Hi\r\n\r\n" + OK + b"Content-Length: %d\r\n\r\n" % len(CSV) + CSV,), "ok"),
        ((BOTH % len(CSV) + chunked(CSV),), "ok"),
        ((OK + b"\r\n" + CSV,), "ok"),
    ],
)  # fmt: skip
def test_a_length_that_lies_is_never_a_whole_file(web, fetch, tmp_path, sent, outcome):
    got = fetch(web.raw("/x", *sent))

    assert got.access.outcome == outcome
    assert effect_of(outcome) == "unmeasured" or outcome == "ok"
    assert len(list(tmp_path.glob("download-*"))) == (outcome == "ok")


# --- patience ---------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["429 Too Many", "503 Later"])
def test_a_host_that_asks_for_time_gets_it(web, with_fetcher, tmp_path, status):
    web.file("/busy", b"", "Retry-After: 60", status=status)
    web.file("/x", CSV)

    async def ask(fetcher):
        first = await fetcher.fetch(web.url("/busy"), tmp_path)
        return first, await fetcher.fetch(web.url("/x"), tmp_path)

    first, second = with_fetcher(ask)

    assert (first.access.outcome, first.access.retry_after) == ("http_status", 60)
    assert second.access.outcome == "host_resting"
    assert 0 < second.access.retry_after <= 60
    assert may_pass("host_resting")
    assert effect_of("host_resting") == "unmeasured"
    assert [path for path, _ in web.asked] == ["/busy"]


@pytest.mark.parametrize(
    ("status", "header"),
    [
        ("503 Later", "X: y"),
        ("503 Later", "Retry-After: soon"),
        ("503 Later", "Retry-After: Mon, 01 Jan 2001 00:00:00 GMT"),
        ("404 Not Found", "Retry-After: 60"),
        ("200 OK", "Retry-After: 60"),
    ],
)
def test_a_host_that_asks_for_none_is_asked_again(web, with_fetcher, tmp_path, status, header):
    web.file("/busy", b"", header, status=status)
    web.file("/x", CSV)

    async def ask(fetcher):
        await fetcher.fetch(web.url("/busy"), tmp_path)
        return await fetcher.fetch(web.url("/x"), tmp_path)

    assert with_fetcher(ask).access.outcome == "ok"


@pytest.mark.parametrize(
    ("stated", "seconds"),
    [
        ("0", 0),
        ("120", 120),
        ("999999999", 86_400),
        ("9" * 60, 86_400),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 86_400),
        ("Mon, 01 Jan 2001 00:00:00 GMT", None),
        ("-5", None),
        ("1e9", None),
        ("٣", None),
        ("soon", None),
        ("", None),
    ],
)
def test_retry_after_is_seconds_a_date_or_nothing(web, fetch, stated, seconds):
    head = b"HTTP/1.1 429 No\r\nContent-Length: 0\r\nRetry-After: " + stated.encode() + b"\r\n\r\n"

    assert fetch(web.raw("/x", head)).access.retry_after == seconds


# --- who is asked, and in whose name -------------------------------------------------------------


@pytest.mark.parametrize(
    ("denied", "url", "refused"),
    [
        ("example.fr", "https://example.fr/x", True),
        ("example.fr", "https://EXAMPLE.fr./x", True),
        ("example.fr", "https://data.example.fr/x", True),
        ("Example.FR.", "https://data.example.fr/x", True),
        ("éducation.fr", "https://xn--ducation-90a.fr/x", True),
        ("xn--ducation-90a.fr", "https://ÉDUCATION.fr/x", True),
        ("8.8.8.8", "http://8.8.8.8/x", True),
        ("example.fr", "https://notexample.fr/x", False),
        ("data.example.fr", "https://example.fr/x", False),
        ("example.fr", "https://example.fr.org/x", False),
        ("", "https://example.fr/x", False),
    ],
)
def test_a_denied_host_is_refused_with_all_below_it(denied, url, refused):
    policy = FetchPolicy.from_settings(Settings(fetch_deny_hosts=denied))
    if refused:
        with pytest.raises(Refused, match="host_denied"):
            policy.check_url(url)
    else:
        policy.check_url(url)


def test_a_redirect_to_a_denied_host_is_not_the_publishers_fault(web, fetch):
    web.redirect("/a", "http://denied.example.fr/")
    got = fetch(web.url("/a"), fetch_deny_hosts="denied.example.fr")

    assert effect_of(got.access.outcome) == "unmeasured"


def test_a_contact_is_said_to_whoever_is_asked(web, fetch):
    fetch(web.file("/x", CSV), fetch_contact="mailto:data@ville.fr")

    assert web.asked[0][1]["user-agent"].endswith(" (mailto:data@ville.fr)")


@pytest.mark.parametrize("contact", ["a b", "x\r\nEvil: 1", "(x)", "é"])
def test_a_contact_that_would_break_the_header_is_an_absurd_setting(contact):
    with pytest.raises(ValueError, match="fetch_contact"):
        Settings(fetch_contact=contact)
