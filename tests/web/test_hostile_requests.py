"""Requests that mean no good: each gets a problem with a code, none an echo, none a 500."""

from __future__ import annotations

import json
import socket
from time import monotonic
from urllib.parse import urlsplit

import pytest

from app.web.gate import body as pace

PROBLEM = "application/problem+json"
MARK = "h0st1le-m4rk"
JSON = {"content-type": "application/json"}
DEEP = b'{"url": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
BODIES = {
    "nothing": b"",
    "no JSON": b"{",
    "a lone surrogate": b'{"url": "\\ud800' + MARK.encode() + b'"}',
    "surrogates as keys": b'{"\\udfff": 1, "url": "http://h.fr/"}',
    "surrogates in metadata": b'{"url": "http://192.168.0.1/", "metadata": {"title": "\\ud800"}}',
    "NULs": b'{"url": "http://h.fr/\\u0000' + MARK.encode() + b'"}',
    "raw NULs": b"\x00" * 1000,
    "invalid UTF-8": b'{"url": "http://h.fr/\xff\xfe"}',
    "UTF-16": '{"url": "ftp://h.fr/"}'.encode("utf-16"),
    "a BOM": b"\xef\xbb\xbf{}",
    "depth": DEEP,
    "NaN": b'{"url": NaN}',
    "an endless number": b'{"url": ' + b"9" * 100_000 + b"}",
    "a list": b"[]",
    "a number": b"1",
    "null": b"null",
    "keys without end": json.dumps({f"{MARK}{n}": n for n in range(10_000)}).encode(),
    "one key without end": json.dumps({MARK * 50_000: 1}).encode(),
    "twice the same key": b'{"url": 1, "url": 2}',
    "a long address": json.dumps({"url": "http://h.fr/" + MARK * 5_000}).encode(),
    "a schema of lists": b'{"url": "ftp://h.fr/", "schema": [[[]]]}',
    "a wrong date": b'{"url": "ftp://h.fr/", "modified": "+99999999999-01-01"}',
    "a date before all": b'{"url": "ftp://h.fr/", "modified": -1e308}',
    "a wrong priority": b'{"url": "ftp://h.fr/", "priority": "' + MARK.encode() + b'"}',
    "proto": b'{"__proto__": {"x": 1}, "constructor": 1, "url": "ftp://h.fr/"}',
}
KINDS = ["application/json", "text/plain", "", "application/x-www-form-urlencoded", "x" * 5_000]


def sound(answer, *statuses):
    """Check that an answer is a refusal as it should be."""
    assert answer.status_code in statuses, (answer.status_code, answer.text[:300])
    assert answer.headers["content-type"] == PROBLEM
    assert MARK * 6 not in answer.text
    assert answer.text.count(MARK) * len(MARK) <= 200
    assert len(answer.content) < 5_000
    problem = answer.json()
    assert problem["status"] == answer.status_code
    return problem


@pytest.mark.parametrize("name", BODIES)
def test_a_hostile_body_is_a_problem(client, name):
    sound(client.post("/v1/assessments", content=BODIES[name], headers=JSON), 400, 422)


@pytest.mark.parametrize("name", ["no JSON", "a lone surrogate", "NULs", "raw NULs", "depth"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_hostile_body_of_any_kind_is_a_problem(client, kind, name):
    headers = {"content-type": kind}
    sound(client.post("/v1/assessments", content=BODIES[name], headers=headers), 400, 422)


FORMS = {
    "no boundary": ("multipart/form-data", b"--x\r\n\r\n"),
    "an endless boundary": (f"multipart/form-data; boundary={'x' * 5000}", b"--x\r\n"),
    "no end": (
        "multipart/form-data; boundary=x",
        b'--x\r\ncontent-disposition: form-data; name="f"',
    ),
    "NULs": ("multipart/form-data; boundary=x", b"--x\r\n" + b"\x00" * 5000),
    "nothing inside": ("multipart/form-data; boundary=x", b"--x--\r\n"),
    "many fields": (
        "multipart/form-data; boundary=x",
        b'--x\r\ncontent-disposition: form-data; name="a"\r\n\r\nb\r\n' * 1000 + b"--x--\r\n",
    ),
    "many files": (
        "multipart/form-data; boundary=x",
        b'--x\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\nb\r\n' * 50
        + b"--x--\r\n",
    ),
    "a wrong charset": ("multipart/form-data; boundary=x; charset=zlib_codec", b"--x--\r\n"),
    "surrogates": (
        "multipart/form-data; boundary=x",
        b'--x\r\ncontent-disposition: form-data; name="url"\r\n\r\n\xed\xa0\x80\r\n--x--\r\n',
    ),
    "a field of 5 MB": (
        "multipart/form-data; boundary=x",
        b'--x\r\ncontent-disposition: form-data; name="url"\r\n\r\n'
        + b"a" * 5_000_000
        + b"\r\n--x--",
    ),
    "percent": ("application/x-www-form-urlencoded", b"url=%ff%00%ud800&schema=%"),
}


@pytest.mark.parametrize("name", FORMS)
def test_a_hostile_form_is_a_problem(client, name):
    kind, body = FORMS[name]
    answer = client.post("/v1/assessments", content=body, headers={"content-type": kind})
    sound(answer, 400, 413, 422)


@pytest.mark.parametrize("path", ["/v1/assessments", "/v1/nowhere", "/validate"])
@pytest.mark.parametrize("size", [5_000_000, 10**30])
def test_a_body_announced_too_large_is_refused_before_it_comes(service, path, size):
    if path != "/v1/nowhere" and size == 5_000_000:
        size = 10**12  # these take files
    answer = raw(service, f"POST {path} HTTP/1.1\r\nhost: h\r\ncontent-length: {size}\r\n\r\n")
    if size < 2**63:  # the parser itself refuses what no machine could count
        assert b" 413 " in answer.split(b"\r\n")[0]
        assert b'"code":"body_too_large"' in answer
        assert PROBLEM.encode() in answer
    else:
        assert b" 400 " in answer.split(b"\r\n")[0]


def test_a_body_of_5_mb_without_a_length_is_cut_off(client):
    def chunks():
        for _ in range(50):
            yield b"a" * 100_000

    problem = sound(client.post("/v1/assessments", content=chunks(), headers=JSON), 413)
    assert problem["code"] == "body_too_large"


SAID = {
    "fr": {
        "/url": "Cet élément est obligatoire.",
        "/schem": "Rien de ce nom n’est attendu ici.",
        "/expectations/bool": "true ou false est attendu.",
        "/expectations/?": "Un objet est attendu : {…}.",
    },
    "en": {
        "/url": "This is required.",
        "/schem": "Nothing of this name is expected here.",
        "/expectations/bool": "true or false is expected.",
        "/expectations/?": "An object is expected: {…}.",
    },
}


@pytest.mark.parametrize("lang", SAID)
def test_what_does_not_fit_is_said_in_the_readers_language(client, lang):
    headers = {"accept-language": lang}
    answer = client.post("/v1/assessments", json={"schem": "x", "expectations": 3}, headers=headers)
    errors = sound(answer, 422)["errors"]
    assert {e["pointer"]: e["detail"] for e in errors} == SAID[lang]


def test_a_query_that_does_not_fit_names_its_bounds(client):
    answer = client.get("/v1/datasets", params={"limit": "0"}, headers={"accept-language": "fr"})
    (error,) = sound(answer, 422)["errors"]
    assert (error["pointer"], error["detail"]) == ("/query/limit", "1 est le minimum.")
    answer = client.get("/v1/rules", params={"lang": "xx"}, headers={"accept-language": "en"})
    (error,) = sound(answer, 422)["errors"]
    assert error["detail"].startswith("One of these is expected: ")


ADDRESSES = [
    "/%00", "/%ff%fe", "/..%2f..%2fetc/passwd", "/static/../../app/main.py", "/static/%2e%2e/main.py",
    "/v1/assessments/%ed%a0%80", "/v1/assessments/" + "a" * 8000, "/v1/jobs/'%20OR%201=1",
    "/v1/datasets?url=%00", "/v1/datasets?url=%ed%a0%80", "/v1/datasets?after=%ff",
    "/v1/datasets?limit=9" + "9" * 5000, "/v1/datasets/x/history?before=0001-01-01T00:00:00%2B14:00",
    "/v1/datasets?after=" + "A" * 199, "/def/%00", "/def/rules/%ed%a0%80", "/jobs/%00", "/datasets/%00",
    "/datasets/x.ttl", "/v1/assessments/x.ttl", "/v1/datasets/%00/badge.svg", "/badge.svg?url=%ed%a0%80",
    "/badge.json?label=%00&url=%ff", "/?url=%ed%a0%80&schema=%00", "/validate?schema=%00&url=%ff",
    "/v1/jobs/x/events", "/jobs/x?turn=99999999999999999999999", "/v1/rules?lang=%ff",
]  # fmt: skip


@pytest.mark.parametrize("path", ADDRESSES)
@pytest.mark.parametrize(
    "method", ["GET", "HEAD", "POST", "DELETE", "PUT", "PATCH", "TRACE", "QUIT"]
)
def test_no_address_breaks_the_service(service, method, path):
    request = (
        f"{method} {path} HTTP/1.1\r\nhost: h\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
    )
    answer = raw(service, request)
    status = int(answer.split(b" ", 2)[1])
    assert status < 500, answer[:300]


HEADERS = [
    "accept: " + "a/b," * 3000, "accept: ;q=nan, */*;q=-1", "accept-language: " + "é" * 200,
    "prefer: wait=99999999999999999999, wait=-1;;;=", "idempotency-key: \x01", "if-none-match: " + '"' * 5000,
    "authorization: Bearer", "authorization: Bearer \xff", "x-api-key: \xff", "authorization: \xff\xfe",
    "x-forwarded-for: " + "1.2.3.4," * 1000, "x-forwarded-for: \xff", "cookie: " + "a=b;" * 2000,
    "host: evil.example:99999999", "origin: null", "range: bytes=0-99999999999", "content-type: \xff",
]  # fmt: skip


@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize("path", ["/", "/v1/rules", "/badge.svg?url=x", "/v1/assessments/x"])
def test_no_header_breaks_the_service(service, path, header):
    request = f"GET {path} HTTP/1.1\r\nhost: h\r\n{header}\r\nconnection: close\r\n\r\n"
    answer = raw(service, request)
    status = int(answer.split(b" ", 2)[1])
    assert status < 500, answer[:300]
    assert b"evil.example" not in answer


def test_a_request_that_stops_halfway_leaves_no_trace(service, client, caplog):
    host, port = urlsplit(service).hostname, urlsplit(service).port
    for sent in (
        b"POST /v1/assessments HTTP/1.1\r\nhost: h\r\ncontent-length: 500\r\n\r\n{",
        b"POST /assess HTTP/1.1\r\ncontent-type: multipart/form-data; boundary=x\r\n\r\n--x\r\n",
        b"GET / HTTP/1.1\r\nhost:",
        b"\x16\x03\x01\x02\x00\x01",
    ):
        with socket.create_connection((host, port)) as plug:
            plug.sendall(sent)
    assert client.get("/healthz").status_code == 200
    assert "Traceback" not in caplog.text
    assert not [r for r in caplog.records if r.levelname in {"ERROR", "CRITICAL"}]


@pytest.mark.parametrize("path", ["/v1/assessments", "/assess", "/validate"])
def test_a_body_that_comes_too_slowly_is_given_up(service, monkeypatch, path):
    monkeypatch.setattr(pace, "_PATIENCE", 0.5)
    kind = "application/json" if path == "/v1/assessments" else "multipart/form-data; boundary=x"
    head = f"POST {path} HTTP/1.1\r\nhost: h\r\ncontent-type: {kind}\r\ncontent-length: 999\r\n\r\n"
    began = monotonic()
    answer = raw(service, head + "--x", patience=30)
    assert b" 408 " in answer.split(b"\r\n")[0], answer
    assert b'"code":"request_timeout"' in answer
    assert monotonic() - began < 15


def raw(service: str, request: str, patience: float = 60) -> bytes:
    """Send bytes as they are, and read until the other side has said its part."""
    address = (urlsplit(service).hostname, urlsplit(service).port)
    with socket.create_connection(address, timeout=patience) as plug:
        plug.sendall(request.encode("latin-1"))
        answer = b""
        while part := plug.recv(65536):
            answer += part
            head, _, body = answer.partition(b"\r\n\r\n")
            length = [h for h in head.lower().split(b"\r\n") if h.startswith(b"content-length:")]
            if _ and length and len(body) >= int(length[0].split(b":")[1]):
                break
            if _ and request.startswith("HEAD"):
                break
        return answer
