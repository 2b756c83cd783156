"""Fetching from a real, hostile web on loopback: every answer becomes facts, none an exception."""

import asyncio
import gzip
import hashlib
import resource
import time
import zlib
from contextlib import suppress
from datetime import UTC, datetime

import pytest
import uvloop

from app.collect.fetch import Fetcher, local_file
from app.errors import Problem, Refused
from rules.core.outcomes import effect_of

CSV = b"nom;siret\nMairie;21750001600019\n"
OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"


def gz(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)  # else a test's name would change with the clock


def chunk(data: bytes) -> bytes:
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"


def test_a_file_comes_whole_with_its_facts(web, fetch, tmp_path):
    url = web.file(
        "/a%20b/data.csv",
        CSV,
        "Content-Type: Text/CSV; charset=utf-8",
        'ETag: "abc"',
        "Last-Modified: Tue, 03 Nov 2026 10:00:00 GMT",
    )

    got = fetch(url)

    assert got.access.outcome == "ok"
    assert got.access.status == 200
    assert got.access.url == got.access.final_url == url
    assert got.access.media_type == "text/csv"
    assert got.access.size_stated is True
    assert got.access.etag == '"abc"'
    assert got.access.redirects == 0
    assert got.path.read_bytes() == CSV
    assert got.path.parent == tmp_path
    assert got.path.stat().st_mode & 0o777 == 0o600
    assert (got.bytes, got.sha256) == (len(CSV), hashlib.sha256(CSV).hexdigest())
    assert got.name == "data.csv"
    assert got.gaps == {}


def test_a_bare_answer_has_no_facts_and_is_still_a_file(web, fetch):
    got = fetch(web.raw("/x", OK + b"\r\n" + CSV))

    assert got.access.outcome == "ok"
    assert got.access.media_type == ""
    assert got.access.size_stated is False
    assert got.access.etag == ""
    assert got.access.last_modified is None
    assert got.path.read_bytes() == CSV


def test_we_say_who_we_are_and_nothing_more(web, fetch):
    fetch(web.file("/x", CSV, "Set-Cookie: a=b"), fetch_user_agent="Qualidata/test (+https://q.fr)")

    path, headers = web.asked[0]
    assert path == "/x"
    assert headers == {
        "host": f"127.0.0.1:{web.port}",
        "user-agent": "Qualidata/test (+https://q.fr)",
        "accept": "*/*",
        "accept-encoding": "gzip, deflate",
        "connection": "close",
    }


def test_the_environments_proxy_is_not_asked(web, fetch, monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")

    assert fetch(web.file("/x", CSV)).access.outcome == "ok"


def test_a_download_works_on_uvicorns_loop_too(web, settings, tmp_path):
    async def once():
        fetcher = Fetcher(settings())
        try:
            return await fetcher.fetch(web.url("/x"), tmp_path)
        finally:
            await fetcher.close()

    web.file("/x", CSV)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        assert runner.run(once()).path.read_bytes() == CSV


# --- statuses ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "outcome", "effect"),
    [
        ("404 Not Found", "http_status", "dead"),
        ("403 Forbidden", "http_status", "dead"),
        ("410 Gone", "http_status", "dead"),
        ("429 Too Many Requests", "http_status", "unmeasured"),
        ("500 Oops", "http_status", "unmeasured"),
        ("503 Service Unavailable", "http_status", "unmeasured"),
        ("202 Accepted", "http_status", "unmeasured"),
        ("300 Multiple Choices", "http_status", "dead"),
        ("302 Found", "http_status", "dead"),  # without a Location
        ("206 Partial Content", "truncated", "unmeasured"),
        ("203 Non-Authoritative Information", "ok", None),
    ],
)
def test_a_status_is_an_outcome(web, fetch, tmp_path, status, outcome, effect):
    got = fetch(web.file("/x", CSV, "Content-Type: text/html", status=status))

    assert got.access.outcome == outcome
    assert got.access.status == int(status[:3])
    if effect:
        assert effect_of(outcome, got.access.status) == effect
        assert got.path is None
        assert set(got.gaps) == {"file", "table", "conformance", "expectations"}
        assert set(got.gaps.values()) == {outcome}
        assert list(tmp_path.glob("download-*")) == []


def test_no_content_is_an_empty_file_not_a_dead_link(web, fetch):
    got = fetch(web.raw("/x", b"HTTP/1.1 204 No Content\r\n\r\nbody all the same"))

    assert got.access.outcome == "empty"


def test_an_empty_body_is_a_file_for_the_next_room_to_judge(web, fetch):
    got = fetch(web.file("/x", b"", "Content-Encoding: gzip"))

    assert got.access.outcome == "ok"
    assert got.path.read_bytes() == b""


def test_html_is_not_judged_here(web, fetch):
    got = fetch(
        web.file("/x", b"<!doctype html><title>Connexion</title>", "Content-Type: text/html")
    )

    assert got.access.outcome == "ok"
    assert got.access.media_type == "text/html"


# --- broken answers ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (OK + b"Content-Length: 1000\r\n\r\n" + CSV, "truncated"),
        (CHUNKED + chunk(CSV) + b"ff\r\nhalf", "truncated"),
        (CHUNKED + chunk(CSV) + b"zz\r\n", "truncated"),
        (CHUNKED + chunk(CSV), "truncated"),
        (b"", "truncated"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: te", "truncated"),
        (b"SSH-2.0-OpenSSH_9.6\r\n\r\n", "protocol_error"),
        (b"nom;siret\nMairie;1\n\r\n\r\n", "protocol_error"),
        (OK + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef", "protocol_error"),
        (OK + b"Content-Length: many\r\n\r\nabc", "protocol_error"),
        (OK + b"X: " + b"a" * 5_000_000 + b"\r\n\r\n", "protocol_error"),
        (OK + b"".join(b"X-%d: a\r\n" % n for n in range(100_000)) + b"\r\n", "protocol_error"),
    ],
    ids=["short", "cut chunk", "bad chunk", "no last chunk", "nothing", "half headers", "ssh",
         "bare csv", "two lengths", "bad length", "long header", "many headers"],
)  # fmt: skip
def test_a_broken_answer_is_never_a_file_nor_a_dead_link(web, fetch, tmp_path, answer, outcome):
    got = fetch(web.raw("/x", answer))

    assert got.access.outcome == outcome
    assert effect_of(outcome) == "unmeasured"
    assert got.path is None
    assert list(tmp_path.glob("download-*")) == []


def test_early_hints_are_not_the_answer(web, fetch):
    answer = b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + OK + b"\r\n" + CSV

    assert fetch(web.raw("/x", answer)).path.read_bytes() == CSV


# --- time -------------------------------------------------------------------------------------


def timed(fetch, url, **over):
    started = time.monotonic()
    got = fetch(url, **over)
    return got.access.outcome, time.monotonic() - started


QUICK = {"fetch_headers_timeout": 0.4, "fetch_deadline": 0.8}


@pytest.mark.parametrize(
    ("parts", "wait", "outcome"),
    [
        ((b"HTTP/1.1 200 OK\r\n", *[b"X"] * 100), 0.1, "headers_timeout"),
        ((b"",), 30, "headers_timeout"),
        ((b"HTTP/1.1 103 Early Hints\r\n\r\n",) * 100, 0.05, "headers_timeout"),
        ((OK + b"\r\n", *[b"x"] * 100), 0.1, "deadline"),
        ((OK + b"Content-Length: 9999\r\n\r\nabc",), 30, "deadline"),
        ((CHUNKED, *[chunk(b"x")] * 100), 0.1, "deadline"),
    ],
    ids=["slow headers", "silence", "endless hints", "drip", "stall", "chunk drip"],
)
def test_a_slow_server_is_left_in_time(web, fetch, parts, wait, outcome):
    got, seconds = timed(fetch, web.raw("/x", *parts, wait=wait), **QUICK)

    assert got == outcome
    assert seconds < 3


def test_a_slow_but_honest_server_is_waited_for(web, fetch):
    got, _ = timed(fetch, web.raw("/x", OK + b"\r\n", b"a", b"b", b"c", wait=0.1), **QUICK)

    assert got == "ok"


def test_endless_hints_at_full_speed_end_with_the_headers_time(web, fetch):
    async def flood(_, writer):
        while True:
            writer.write(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 100)
            await writer.drain()

    web.handlers["/x"] = flood
    got, seconds = timed(fetch, web.url("/x"), **QUICK)

    assert got == "headers_timeout"
    assert seconds < 5


def test_redirects_share_one_clock(web, fetch):
    async def slow(_, writer):
        await asyncio.sleep(0.25)
        writer.write(b"HTTP/1.1 302 Found\r\nLocation: /x\r\n\r\n")

    web.handlers["/x"] = slow
    got, seconds = timed(fetch, web.url("/x"), **QUICK)

    assert got == "headers_timeout"
    assert seconds < 3


# --- size -------------------------------------------------------------------------------------


def endless(web, path, head):
    async def pour(_, writer):
        writer.write(head)
        while True:
            writer.write(b"x" * 65_536)
            await writer.drain()

    web.handlers[path] = pour
    return web.url(path)


def test_an_endless_body_stops_at_the_cap(web, fetch, tmp_path):
    got = fetch(endless(web, "/x", OK + b"\r\n"), fetch_max_wire=1 << 20)

    assert got.access.outcome == "too_large"
    assert list(tmp_path.glob("download-*")) == []


def test_a_length_over_the_cap_is_not_even_read(web, fetch):
    url = web.raw("/x", OK + b"Content-Length: 2000000\r\n\r\n", hold=30)
    got, seconds = timed(fetch, url, fetch_max_wire=1 << 20)

    assert got == "too_large"
    assert seconds < 5


def test_a_file_just_under_the_cap_is_taken(web, fetch):
    body = b"x" * (1 << 20)

    assert fetch(web.file("/x", body), fetch_max_wire=1 << 20).bytes == 1 << 20
    assert fetch(web.file("/y", body + b"x"), fetch_max_wire=1 << 20).access.outcome == "too_large"


def test_crumbs_are_refused_before_they_wear_us_out(web, fetch):
    async def crumbs(_, writer):
        writer.write(CHUNKED)
        while True:
            writer.write(chunk(b"x") * 1000)
            await writer.drain()

    web.handlers["/x"] = crumbs
    got, seconds = timed(fetch, web.url("/x"))

    assert got == "too_slow"
    assert seconds < 20


# --- content codings --------------------------------------------------------------------------


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


LONG = CSV * 200_000


@pytest.mark.parametrize(
    ("coding", "body", "content"),
    [
        ("gzip", gz(CSV), CSV),
        ("x-gzip", gz(CSV), CSV),
        ("GZIP", gz(CSV), CSV),
        ("gzip, identity", gz(CSV), CSV),
        ("deflate", zlib.compress(CSV), CSV),
        ("deflate", raw_deflate(CSV), CSV),
        ("identity", CSV, CSV),
        ("gzip", gz(CSV) + gz(CSV), CSV + CSV),
        ("gzip", gz(CSV) + b"\0" * 512, CSV),
        ("gzip", gz(b""), b""),
        ("gzip", gz(LONG), LONG),
        ("deflate", raw_deflate(LONG), LONG),
    ],
)
def test_one_content_coding_is_undone(web, fetch, coding, body, content):
    got = fetch(web.file("/x", body, f"Content-Encoding: {coding}"))

    assert got.access.outcome == "ok"
    assert got.path.read_bytes() == content
    assert got.sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
def test_a_coded_body_may_come_in_any_pieces(web, fetch, size):
    body = gz(CSV) + gz(CSV)
    parts = [chunk(body[i : i + size]) for i in range(0, len(body), size)]
    head = OK + b"Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n"

    assert fetch(web.raw("/x", head, *parts, b"0\r\n\r\n")).path.read_bytes() == CSV + CSV


@pytest.mark.parametrize(
    ("coding", "body", "outcome"),
    [
        ("gzip", CSV, "bad_encoding"),
        ("gzip", gz(CSV)[:-8] + b"\1" * 8, "bad_encoding"),
        ("deflate", b"\x78\x9c" + CSV, "bad_encoding"),
        ("gzip", gz(CSV)[:-5], "truncated"),
        ("gzip", gz(CSV)[:1], "truncated"),
        ("gzip", gz(CSV) + gz(CSV)[:15], "truncated"),
        ("deflate", zlib.compress(CSV)[:-3], "truncated"),
        ("br", CSV, "encoding_refused"),
        ("zstd", CSV, "encoding_refused"),
        ("gzip, gzip", gz(gz(CSV)), "encoding_refused"),
        ("zlib_codec", CSV, "encoding_refused"),
    ],
)
def test_a_coding_that_cannot_be_undone_has_a_name(web, fetch, coding, body, outcome):
    assert fetch(web.file("/x", body, f"Content-Encoding: {coding}")).access.outcome == outcome


def test_a_gzip_bomb_stops_long_before_it_is_inflated(web, fetch, tmp_path):
    bomb = gz(b"\0" * (200 << 20))
    got, seconds = timed(fetch, web.file("/x", bomb, "Content-Encoding: gzip"))

    assert got == "bomb"
    assert seconds < 5
    assert list(tmp_path.glob("download-*")) == []


def test_a_large_but_honest_file_is_our_limit_not_a_bomb(web, fetch):
    body = gz(LONG)
    url = web.file("/x", body, "Content-Encoding: gzip")

    assert fetch(url, fetch_max_inflated=1 << 20).access.outcome == "too_large"
    assert fetch(url, fetch_max_inflated=8 << 20).access.outcome == "ok"


# --- redirects --------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["301 M", "302 F", "303 S", "307 T", "308 P"])
def test_a_redirect_is_followed_and_told(web, fetch, status):
    web.redirect("/a", "../b.csv?x=1", status)
    web.file("/b.csv", CSV)

    got = fetch(web.url("/a"))

    assert got.access.outcome == "ok"
    assert got.access.url == web.url("/a")
    assert got.access.final_url == web.url("/b.csv?x=1")
    assert got.access.redirects == 1
    assert got.access.status == 200
    assert got.name == "b.csv"


def test_no_cookie_follows_a_redirect(web, fetch):
    web.file("/a", b"", "Location: /b", "Set-Cookie: session=1", status="302 Found")
    web.file("/b", CSV)
    fetch(web.url("/a"))

    assert [path for path, _ in web.asked] == ["/a", "/b"]
    assert all("cookie" not in headers for _, headers in web.asked)


def test_five_redirects_are_followed_and_six_are_not(web, fetch):
    for n in range(6):
        web.redirect(f"/{n}", f"/{n + 1}")
    web.file("/6", CSV)

    assert fetch(web.url("/1")).access.outcome == "ok"
    dead = fetch(web.url("/0")).access
    assert (dead.outcome, dead.redirects) == ("too_many_redirects", 5)


def test_a_redirects_endless_body_is_not_read(web, fetch):
    endless(web, "/a", b"HTTP/1.1 302 Found\r\nLocation: /b\r\n\r\n")
    web.file("/b", CSV)
    got, seconds = timed(fetch, web.url("/a"))

    assert got == "ok"
    assert seconds < 5


@pytest.mark.parametrize(
    "to",
    [
        "http://127.0.0.2/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://localhost:{port}/b",
        "http://2130706433:{port}/b",
        "file:///etc/passwd",
        "http://user:word@127.0.0.1:{port}/b",
        "http://127.0.0.1:22/",
        "http://[broken",
        "http://good.fr\\@127.0.0.1/",
        "//127.0.0.3/b",
    ],
)
def test_a_redirect_to_where_we_do_not_go_is_a_dead_link(web, fetch, to):
    web.redirect("/a", to.format(port=web.port))
    got = fetch(web.url("/a"), lookup=lambda *_: ["127.0.0.2"])

    assert got.access.outcome == "redirect_refused"
    assert len(web.asked) == 1


@pytest.mark.parametrize(
    ("to", "path"),
    [
        ("/mes données.csv", "/mes%20donn%C3%A9es.csv"),
        ("/mes%20donn%C3%A9es.csv", "/mes%20donn%C3%A9es.csv"),
        ("/b?q=a b&r=é#top", "/b?q=a%20b&r=%C3%A9"),
        ("b;c=1,2", "/b;c=1,2"),
    ],
)
def test_a_sloppy_location_is_understood_as_browsers_do(web, fetch, to, path):
    head = b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + to.encode() + b"\r\n\r\n"
    web.raw("/a", head)
    web.file(path.split("?")[0], CSV)

    assert fetch(web.url("/a")).access.outcome == "ok"
    assert web.asked[-1][0] == path


# --- facts ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stated", "date"),
    [
        ("Tue, 03 Nov 2020 10:00:00 GMT", datetime(2020, 11, 3, 10, tzinfo=UTC)),
        ("Tue, 03 Nov 2020 10:00:00 +0200", datetime(2020, 11, 3, 8, tzinfo=UTC)),
        ("Tuesday, 03-Nov-20 10:00:00 GMT", datetime(2020, 11, 3, 10, tzinfo=UTC)),
        ("Fri, 31 Dec 9999 23:59:59 GMT", None),
        ("Fri, 31 Dec 9999 23:59:59 -2300", None),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("Tue, 03 Nov 99999 10:00:00 GMT", None),
        ("yesterday", None),
        ("", None),
        ("0", None),
        ("Tue, 99 Nov 2020 10:00:00 GMT", None),
        ("é" * 50, None),
    ],
)
def test_last_modified_is_a_date_or_nothing(web, fetch, stated, date):
    url = web.file("/x", CSV, f"Last-Modified: {stated}")

    assert fetch(url).access.last_modified == date


@pytest.mark.parametrize(
    ("stated", "media_type"),
    [
        ("text/csv", "text/csv"),
        ("TEXT/CSV;charset=zlib_codec", "text/csv"),
        ("application/vnd.ms-excel ; a=b", "application/vnd.ms-excel"),
        ("csv", ""),
        ("<script>/x", ""),
        ("text/" + "x" * 500, ""),
        ("", ""),
    ],
)
def test_a_media_type_is_a_media_type_or_nothing(web, fetch, stated, media_type):
    assert fetch(web.file("/x", CSV, f"Content-Type: {stated}")).access.media_type == media_type


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ('attachment; filename="menus 2026.csv"', "menus 2026.csv"),
        ("attachment; filename=menus.csv", "menus.csv"),
        ("attachment; filename*=UTF-8''men%C3%BBs.csv", "menûs.csv"),
        ("attachment; filename=\"a.csv\"; filename*=utf-8''b%20c.csv", "b c.csv"),
        ("attachment; filename*=iso-8859-1''%E9t%E9.csv", "été.csv"),
        ('attachment; filename="../../etc/passwd"', "passwd"),
        ('attachment; filename="C:\\\\Users\\\\x\\\\data.csv"', "data.csv"),
        ('attachment; filename="a\u202evsc.exe"', "avsc.exe"),
        ("attachment; filename*=UTF-8''a%00%0Ab.csv", "ab.csv"),
        ('attachment; filename=".."', ""),
        ('attachment; filename=""', "fallback.csv"),
        ("attachment", "fallback.csv"),
        ("inline; filename*=rot13''x", "x"),
        (f'attachment; filename="{"x" * 300}.csv"', "x" * 76 + ".csv"),
    ],
)
def test_a_file_name_is_only_a_name(web, fetch, disposition, name):
    head = OK + b"Content-Length: 1\r\nContent-Disposition: " + disposition.encode() + b"\r\n\r\nx"

    assert fetch(web.raw("/fallback.csv", head)).name == name


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/", ""),
        ("/d/", ""),
        ("/%C3%A9t%C3%A9.csv", "été.csv"),
        ("/a/b%2F..%2Fc.csv?x=/y", "c.csv"),
    ],
)
def test_without_a_name_the_address_gives_it(web, fetch, path, name):
    web.file(path.split("?")[0], CSV)

    assert fetch(web.url(path)).name == name


# --- politeness -------------------------------------------------------------------------------


def test_one_host_is_never_asked_more_at_once_than_allowed(web, settings, tmp_path):
    async def slow(_, writer):
        await asyncio.sleep(0.3)
        writer.write(OK + b"Content-Length: 1\r\n\r\nx")

    async def crowd():
        fetcher = Fetcher(settings(fetch_per_host=2, fetch_headers_timeout=1.2))
        try:
            return await asyncio.gather(
                *(fetcher.fetch(web.url("/x"), tmp_path) for _ in range(10))
            )
        finally:
            await fetcher.close()

    web.handlers["/x"] = slow
    got = asyncio.run(crowd())

    assert web.peak == 2
    assert {g.access.outcome for g in got} == {"ok"}  # waiting for a turn is not the server's time
    assert len({g.path for g in got}) == 10


# --- small documents --------------------------------------------------------------------------


def fetch_bytes(settings, url, most, **over):
    async def once():
        fetcher = Fetcher(settings(**over))
        try:
            return await fetcher.fetch_bytes(url, most)
        finally:
            await fetcher.close()

    return asyncio.run(once())


def test_a_small_document_comes_as_bytes(web, settings):
    assert fetch_bytes(settings, web.file("/x", CSV), 1000) == CSV


@pytest.mark.parametrize(
    ("path", "kind", "code", "status"),
    [
        ("/missing", Problem, "http_status", 422),
        ("/busy", Problem, "http_status", 503),
        ("/large", Problem, "too_large", 422),
        ("/coded", Problem, "too_large", 422),
        ("/away", Problem, "redirect_refused", 422),
    ],
)
def test_a_document_that_cannot_be_had_is_a_problem_with_a_code(
    web, settings, path, kind, code, status
):
    web.file("/busy", b"", status="503 Later")
    web.file("/large", b"x" * 1001)
    web.file("/coded", gz(b"x" * 1001), "Content-Encoding: gzip")
    web.redirect("/away", "http://10.0.0.1/")

    with pytest.raises(kind) as caught:
        fetch_bytes(settings, web.url(path), 1000)

    assert (caught.value.code, caught.value.status) == (code, status)
    assert caught.value.say("fr")


def test_a_document_at_a_refused_address_is_refused(settings):
    with pytest.raises(Refused, match="address_not_public"):
        fetch_bytes(settings, "http://10.0.0.1/", 1000)


# --- local files ------------------------------------------------------------------------------


def test_a_local_file_has_no_access_and_says_why(tmp_path):
    path = tmp_path / "x"
    path.write_bytes(CSV)
    got = local_file(path, "dossier/menus.csv", tmp_path)

    assert got.access is None
    assert got.gaps == {"access": "local_file"}
    assert (got.path, got.name, got.bytes) == (path, "menus.csv", len(CSV))
    assert got.sha256 == hashlib.sha256(CSV).hexdigest()


def test_a_full_disk_is_our_problem(web, fetch, tmp_path):
    url = web.file("/x", CSV * 10_000)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        got = fetch(url)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert got.access.outcome == "internal"
    assert got.path is None
    assert list(tmp_path.glob("download-*")) == []


def test_a_refused_address_leaves_no_file_behind(fetch, tmp_path):
    with pytest.raises(Refused, match="scheme_refused"):
        fetch("ftp://example.fr/data.csv")

    assert list(tmp_path.glob("download-*")) == []


def test_a_cancelled_download_leaves_no_file_behind(web, settings, tmp_path):
    async def once():
        fetcher = Fetcher(settings())
        with suppress(TimeoutError):
            await asyncio.wait_for(fetcher.fetch(web.url("/x"), tmp_path), 0.3)
        await fetcher.close()

    web.raw("/x", OK + b"\r\n" + CSV, hold=30)
    asyncio.run(once())

    assert list(tmp_path.glob("download-*")) == []
