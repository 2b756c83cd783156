"""Names, connections and certificates: what was checked is what is connected to."""

import asyncio
import errno
import socket
import ssl
import subprocess
import sys
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import httpcore2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from app.collect.pinned import blame
from app.collect.resolver import THREADS, Resolver
from app.collect.stopped import Stopped
from app.errors import Refused

CSV = b"nom\nMairie\n"


def gai(code):
    def lookup(host, port):
        raise socket.gaierror(code, "no")

    return lookup


# --- names ------------------------------------------------------------------------------------


def test_a_name_is_looked_up_once_and_its_address_is_the_one_used(web, fetch):
    asked = []

    def rebinding(host, port):
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    web.file("/x", CSV)
    got = fetch(web.url("/x", host="data.example.fr"), lookup=rebinding)

    assert got.access.outcome == "ok"
    assert asked == ["data.example.fr"]
    assert web.asked[0][1]["host"] == f"data.example.fr:{web.port}"


def test_a_name_that_changes_its_mind_on_a_redirect_is_refused(web, fetch):
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    web.redirect("/a", "/b")
    web.file("/b", CSV)

    got = fetch(web.url("/a", host="data.example.fr"), lookup=lambda *_: next(answers))

    assert got.access.outcome == "redirect_refused"
    assert [path for path, _ in web.asked] == ["/a"]


@pytest.mark.parametrize(
    "answers",
    [
        ["10.0.0.1"],
        ["127.0.0.1", "10.0.0.1"],
        ["10.0.0.1", "127.0.0.1"],
        ["127.0.0.1", "::1"],
        ["127.0.0.1", "fe80::1%1"],
        ["127.0.0.1", "64:ff9b::7f00:1"],
        ["127.0.0.1", "168.63.129.16"],
    ],
)
def test_one_bad_answer_refuses_the_name_before_any_packet(web, fetch, answers):
    web.file("/x", CSV)

    with pytest.raises(Refused, match="address_not_public"):
        fetch(web.url("/x", host="data.example.fr"), lookup=lambda *_: answers)
    assert web.asked == []


def test_localhost_by_its_name_is_judged_by_its_address(web, fetch):
    web.file("/x", CSV)
    url = web.url("/x", host="localhost")

    assert fetch(url).access.outcome == "ok"
    with pytest.raises(Refused, match="address_not_public"):
        fetch(url, fetch_allow_networks="10.0.0.0/8")


@pytest.mark.parametrize(
    ("lookup", "outcome"),
    [
        (gai(socket.EAI_NONAME), "dns_failed"),
        (gai(socket.EAI_NODATA), "dns_failed"),
        (gai(socket.EAI_AGAIN), "dns_timeout"),
        (gai(socket.EAI_FAIL), "dns_timeout"),
        (gai(socket.EAI_SYSTEM), "dns_timeout"),
        (lambda *_: [], "dns_failed"),
        (lambda *_: time.sleep(1) or ["127.0.0.1"], "dns_timeout"),
    ],
)
def test_a_name_without_an_address_is_told_from_a_name_server_in_trouble(
    web, fetch, lookup, outcome
):
    started = time.monotonic()
    got = fetch(web.url("/x", host="data.example.fr"), lookup=lookup, dns_timeout=0.3)

    assert got.access.outcome == outcome
    assert got.access.status is None
    assert time.monotonic() - started < 3


def test_an_idn_host_is_asked_by_its_encoded_name(web, fetch):
    asked = []
    web.file("/x", CSV)
    fetch(
        web.url("/x", host="éducation.example.fr"),
        lookup=lambda host, _: asked.append(host) or ["127.0.0.1"],
    )

    assert asked == ["xn--ducation-90a.example.fr"]


def test_a_host_that_no_registry_would_sell_is_refused(fetch):
    with pytest.raises(Refused, match="host_invalid"):
        fetch("http://😀.example.fr/")


def test_families_take_turns():
    found = ["2a01::1", "2a01::2", "192.0.2.1", "2a01::1", "192.0.2.2"]
    resolver = Resolver(1, lambda *_: found)

    got = asyncio.run(resolver.addresses("example.fr", 80))
    resolver.close()

    assert [str(ip) for ip in got] == ["2a01::1", "192.0.2.1", "2a01::2", "192.0.2.2"]


def test_stuck_look_ups_hold_up_neither_the_others_nor_the_loop():
    def lookup(host, _):
        if host == "stuck.fr":
            time.sleep(1.5)
        return ["192.0.2.1"]

    async def crowd():
        resolver = Resolver(0.2, lookup)
        stuck = (resolver.addresses("stuck.fr", 80) for _ in range(THREADS - 1))
        results = await asyncio.gather(*stuck, return_exceptions=True)
        quick = [await resolver.addresses(f"{n}.fr", 80) for n in range(20)]
        resolver.close()
        return results, quick

    started = time.monotonic()
    results, quick = asyncio.run(crowd())

    assert {str(r) for r in results} == {"dns_timeout"}
    assert all(isinstance(r, Stopped) for r in results)
    assert set(quick) == {(ip_address("192.0.2.1"),)}
    assert time.monotonic() - started < 1.4


def test_a_stuck_look_up_does_not_hold_up_the_exit():
    script = """
import asyncio, time
from app.collect.fetch import Fetcher
from app.settings import Settings
from pathlib import Path
async def main():
    fetcher = Fetcher(Settings(dns_timeout=0.2), lambda *_: time.sleep(60))
    print((await fetcher.fetch("http://example.fr/", Path("."))).access.outcome)
    await fetcher.close()
asyncio.run(main())
"""
    root = Path(__file__).parents[2]
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )

    assert done.stdout.strip() == "dns_timeout", done.stderr
    assert time.monotonic() - started < 10


# --- connections ------------------------------------------------------------------------------


def closed_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def test_a_refused_connection_is_a_dead_link(fetch):
    port = closed_port()
    got = fetch(f"http://127.0.0.1:{port}/", fetch_allow_ports=str(port))

    assert got.access.outcome == "connect_failed"


def test_the_next_address_is_tried_where_one_refuses(web, fetch):
    web.file("/x", CSV)
    got = fetch(
        web.url("/x", host="data.example.fr"),
        lookup=lambda *_: ["127.0.0.9", "127.0.0.1"],
        fetch_allow_networks="127.0.0.0/8",
    )

    assert got.access.outcome == "ok"


@pytest.mark.parametrize(
    ("cause", "code"),
    [
        (ConnectionRefusedError(errno.ECONNREFUSED, "x"), "connect_failed"),
        (OSError(errno.ENETUNREACH, "x"), "no_route"),
        (OSError(errno.EHOSTUNREACH, "x"), "no_route"),
        (OSError(errno.EMFILE, "x"), "no_route"),
        (ConnectionResetError(errno.ECONNRESET, "x"), "truncated"),
        (ssl.SSLCertVerificationError(1, "x"), "tls_invalid"),
        (ssl.SSLError(1, "WRONG_VERSION_NUMBER"), "tls_invalid"),
        (ssl.SSLEOFError(8, "x"), "truncated"),
        (ValueError("x"), "truncated"),
    ],
)
def test_only_what_is_surely_the_servers_doing_counts_as_dead(cause, code):
    error = httpcore2.ConnectError("x")
    error.__cause__ = cause

    assert blame(error) == code


def test_a_full_queue_is_silence_not_refusal(fetch):
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(0)
        port = deaf.getsockname()[1]
        crowd = [socket.socket() for _ in range(4)]
        for one in crowd:
            one.setblocking(False)
            one.connect_ex(("127.0.0.1", port))
        got = fetch(
            f"http://127.0.0.1:{port}/", fetch_allow_ports=str(port), fetch_headers_timeout=0.5
        )
        for one in crowd:
            one.close()

    assert got.access.outcome == "headers_timeout"


# --- certificates -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certified(tmp_path_factory):
    """A certificate of our own for data.example.fr, and its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "data.example.fr")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName("data.example.fr")]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    path.write_bytes(made.public_bytes(pem) + secret)
    return path


@pytest.fixture
def secure(certified, web):
    """A second server, behind TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certified)
    server = type(web)().start(ssl=context)
    server.file("/x", CSV)
    yield server
    server.stop()


@pytest.mark.parametrize(
    ("host", "trusted", "outcome"),
    [
        ("data.example.fr", True, "ok"),
        ("data.example.fr", False, "tls_invalid"),
        ("other.example.fr", True, "tls_invalid"),
    ],
)
def test_the_certificate_is_held_against_the_hosts_name(
    secure, fetch, monkeypatch, certified, host, trusted, outcome
):
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(certified))
    got = fetch(
        secure.url("/x", scheme="https", host=host),
        lookup=lambda *_: ["127.0.0.1"],
        fetch_allow_ports=str(secure.port),
    )

    assert got.access.outcome == outcome


@pytest.fixture
def answering():
    """A bare socket that answers whatever comes with these bytes, then hangs up."""
    listener = socket.create_server(("127.0.0.1", 0))
    threads = []

    def serve(answer):
        def once():
            peer, _ = listener.accept()
            peer.recv(10_000)
            peer.sendall(answer)
            peer.close()

        threads.append(threading.Thread(target=once))
        threads[-1].start()
        return listener.getsockname()[1]

    yield serve
    for thread in threads:
        thread.join(5)
    listener.close()


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [(b"HTTP/1.1 400 Bad Request\r\n\r\n", "tls_invalid"), (b"", "truncated")],
    ids=["plain http", "hang up"],
)
def test_a_handshake_that_fails_is_told_from_one_that_breaks_off(answering, fetch, answer, outcome):
    port = answering(answer)

    got = fetch(f"https://127.0.0.1:{port}/", fetch_allow_ports=str(port))
    assert got.access.outcome == outcome


# --- egress proxy -----------------------------------------------------------------------------


def nobody(*_):
    """Stand for a network without a name server, as behind many a proxy."""
    raise socket.gaierror(socket.EAI_AGAIN, "no")


def test_a_stated_proxy_carries_every_fetch_and_gets_its_credentials(web, fetch):
    web.file("http://data.example.fr/x", CSV)
    got = fetch(
        "http://data.example.fr/x",
        lookup=nobody,
        egress_proxy=f"http://us:word@127.0.0.1:{web.port}",
    )

    assert got.access.outcome == "ok"
    assert got.path.read_bytes() == CSV
    assert web.asked[0][1]["proxy-authorization"] == "Basic dXM6d29yZA=="


def test_behind_a_proxy_urls_are_still_judged(web, fetch):
    with pytest.raises(Refused, match="address_not_public"):
        fetch("http://10.0.0.1/x", egress_proxy=f"http://127.0.0.1:{web.port}")
    assert web.asked == []


@pytest.mark.parametrize("answer", ["10.0.0.1", "169.254.169.254", "::1", "64:ff9b::7f00:1"])
def test_behind_a_proxy_a_name_of_the_inside_is_not_asked_for(web, fetch, answer):
    web.file("http://data.example.fr/x", CSV)
    proxy = f"http://127.0.0.1:{web.port}"

    with pytest.raises(Refused, match="address_not_public"):
        fetch("http://data.example.fr/x", lookup=lambda *_: [answer], egress_proxy=proxy)
    assert web.asked == []
    public = fetch("http://data.example.fr/x", lookup=lambda *_: ["8.8.8.8"], egress_proxy=proxy)
    assert public.access.outcome == "ok"


@pytest.fixture
def tunnel(secure):
    """A real CONNECT proxy: whatever name is asked for, its tunnel ends at our secure server."""
    listener, asked = socket.create_server(("127.0.0.1", 0)), []

    def pour(source, target):
        with suppress(OSError):
            while data := source.recv(65_536):
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)

    def serve():
        while True:
            try:
                wire, _ = listener.accept()
            except OSError:
                return
            with wire, socket.create_connection(("127.0.0.1", secure.port)) as far:
                asked.append(wire.recv(10_000).decode().split("\r\n"))
                wire.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                back = threading.Thread(target=pour, args=(far, wire))
                back.start()
                pour(wire, far)
                back.join(5)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield listener.getsockname()[1], asked
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join(5)


@pytest.mark.parametrize(
    ("host", "outcome"), [("data.example.fr", "ok"), ("other.example.fr", "tls_invalid")]
)
def test_through_a_tunnel_the_certificate_is_still_the_hosts(
    tunnel, fetch, monkeypatch, certified, host, outcome
):
    monkeypatch.setenv("SSL_CERT_FILE", str(certified))
    port, asked = tunnel
    url = f"https://{host}/x"
    got = fetch(url, lookup=nobody, egress_proxy=f"http://us:word@127.0.0.1:{port}")

    assert got.access.outcome == outcome
    assert asked[0][0] == f"CONNECT {host}:443 HTTP/1.1"
    assert "Proxy-Authorization: Basic dXM6d29yZA==" in asked[0]


def test_a_proxy_that_says_no_is_not_the_publishers_fault(web, fetch):
    web.raw("data.example.fr:443", b"HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n")
    got = fetch(
        "https://data.example.fr/x", lookup=nobody, egress_proxy=f"http://127.0.0.1:{web.port}"
    )

    assert got.access.outcome == "egress_refused"


def test_a_proxy_that_is_down_is_not_the_publishers_fault(fetch):
    got = fetch(
        "http://data.example.fr/x", lookup=nobody, egress_proxy=f"http://127.0.0.1:{closed_port()}"
    )

    assert got.access.outcome == "egress_refused"


def test_a_proxys_password_is_never_printed(settings):
    assert "s3cret" not in repr(settings(egress_proxy="http://us:s3cret@127.0.0.1:1"))
