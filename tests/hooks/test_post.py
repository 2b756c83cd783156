"""What is sent goes to checked addresses only, follows nobody, and keeps nothing of the answer."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from datetime import UTC, datetime
from ipaddress import ip_network

import pytest

from app.collect.post import DISCARDED, Letter, Poster, Receipt
from app.jobs.letters import new_secret, usable_secret
from app.jobs.receipts import Persistence, settled
from app.redact import closed, redact_url
from app.store import Errand, News, PortalResource
from tests.hooks.conftest import ALLOWED, Reply, hook, quick, registered


@pytest.fixture
def send(mailbox, tmp_path):
    """Send one letter as a service with these settings does."""

    def run(url, lookup=None, ports=(), **settings):
        async def once():
            poster = Poster(quick(tmp_path, mailbox.port, *ports, **settings), lookup)
            try:
                return await poster.send(Letter(url=url, body=b'{"a":1}'))
            finally:
                poster.close()

        return asyncio.run(once())

    return run


def test_a_letter_is_taken(send, mailbox):
    url = mailbox.box(Reply(204, body=b""))
    assert send(url).delivered
    (got,) = mailbox.at(url)
    assert (got.method, got.body) == ("POST", b'{"a":1}')
    assert got.headers["content-type"] == "application/json"
    assert "cookie" not in got.headers
    assert got.headers["user-agent"].startswith("Qualidata/")


def test_a_redirect_is_a_failure_and_is_not_followed(send, mailbox):
    there = mailbox.box()
    url = mailbox.box(Reply(302, {"location": there}))
    assert (send(url).status, send(url).code) == (302, "http_status")
    assert mailbox.at(there) == []


@pytest.mark.parametrize(
    ("reply", "asked"),
    [
        (Reply(429, {"retry-after": "7"}), 7),
        (Reply(503, {"retry-after": "999999"}), 86_400),
        (Reply(503, {"retry-after": "soon"}), 0),
        (Reply(503), 0),
    ],
)
def test_patience_asked_for_is_heard(send, mailbox, reply, asked):
    receipt = send(mailbox.box(reply))
    assert (receipt.code, receipt.retry_after) == ("http_status", asked)


def test_a_receiver_that_does_not_answer_costs_its_deadline_and_no_more(send, mailbox):
    started = time.monotonic()
    receipt = send(mailbox.box(Reply(delay=5)), webhook_timeout=0.5)
    assert (receipt.status, receipt.code) == (None, "deadline")
    assert time.monotonic() - started < 4


def test_nobody_listens(send, unused_port):
    assert send(f"http://127.0.0.1:{unused_port}/", ports=(unused_port,)).code == "connect_failed"


def raw(answer, hold):
    """Answer one caller byte for byte, then hold the line; say how much was taken."""
    server = socket.create_server(("127.0.0.1", 0))
    sent = []

    def serve():
        line, _ = server.accept()
        with line:
            line.recv(65536)
            for piece in answer:
                try:
                    line.sendall(piece)
                except OSError:
                    break
                sent.append(len(piece))
            time.sleep(hold)

    threading.Thread(target=serve, daemon=True).start()
    return server, sent


def test_an_answer_that_never_ends_is_cut_and_counts_as_what_it_said(send):
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n"
    server, sent = raw([head, *[b"x" * 65536] * 2000], hold=0)
    port = server.getsockname()[1]
    with server:
        receipt = send(f"http://127.0.0.1:{port}/", ports=(port,))
    assert receipt.delivered
    assert sum(sent) < 100 << 20
    assert DISCARDED == 4096


def test_an_answer_whose_end_does_not_come_counts_as_what_it_said(send):
    server, _ = raw([b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx"], hold=4)
    port = server.getsockname()[1]
    started = time.monotonic()
    with server:
        assert send(f"http://127.0.0.1:{port}/", ports=(port,)).delivered
    assert time.monotonic() - started < 3


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://169.254.169.254/latest", "address_not_public"),
        ("http://10.0.0.1/hook", "address_not_public"),
        ("http://[::1]/hook", "address_not_public"),
        ("http://0x7f.1/hook", "host_encoded_ip"),
        ("http://user:pass@127.0.0.1/hook", "userinfo_refused"),
        ("http://127.0.0.1:22/hook", "port_refused"),
        ("ftp://veille.example/hook", "scheme_refused"),
    ],
)
def test_an_address_that_may_not_be_reached_is_not(send, url, code):
    assert (send(url).status, send(url).code) == (None, code)


def test_a_name_that_leads_inside_is_refused_and_one_that_does_not_is_reached(send, mailbox):
    url = mailbox.box().replace("127.0.0.1", "veille.example")
    assert send(url, lookup=lambda *_: ["10.0.0.1"]).code == "address_not_public"
    assert send(url, lookup=lambda *_: ["127.0.0.1", "10.0.0.1"]).code == "address_not_public"
    assert send(url, lookup=lambda *_: ["127.0.0.1"]).delivered


def test_receivers_may_live_where_nothing_may_be_fetched_from(send, mailbox):
    closed_to_all = {"fetch_allow_networks": ()}
    assert send(mailbox.box(), **closed_to_all).code == "address_not_public"
    assert send(mailbox.box(), webhook_allow_networks=ALLOWED, **closed_to_all).delivered
    other = (ip_network("10.0.0.0/8"),)
    assert send(mailbox.box(), webhook_allow_networks=other, **closed_to_all).status is None


# --- what becomes of a message -----------------------------------------------------------------

PERSISTENCE = Persistence(attempts=8, delay=5.0)


def errand(attempts=0, *, portal=False):
    place = PortalResource(
        id="p",
        portal="https://p.example",
        resource_id="r",
        dataset_id="d",
        dataset="x",
        pushed="",
        deleted=False,
    )
    to = {"resource": place} if portal else {"hook": registered(hook())}
    news = News(event="webhook.test", at=datetime.now(UTC))
    return Errand(number=1, id="msg_1", worker="w", taken=1, attempts=attempts, news=news, **to)


def after(attempts, chance=0.5, *, portal=False, **receipt):
    return settled(errand(attempts, portal=portal), Receipt(**receipt), PERSISTENCE, chance)


def test_waits_grow_from_five_seconds_to_a_day():
    waits = [after(n, status=503, code="http_status").wait for n in range(7)]
    assert waits == [5, 25, 125, 625, 3125, 15_625, 78_125]
    assert after(1, chance=0.0, status=503).wait == 20
    assert after(1, chance=1.0, status=503).wait == pytest.approx(30)


def test_a_receiver_that_asks_for_more_patience_gets_it():
    assert after(0, status=429, retry_after=100).wait == 100
    assert after(3, status=429, retry_after=1).wait == 625


@pytest.mark.parametrize(
    ("receipt", "state", "off"),
    [
        ({"status": 200}, "delivered", ""),
        ({"status": 204}, "delivered", ""),
        ({"status": 301}, "waiting", ""),
        ({"status": 400}, "waiting", ""),
        ({"status": 404}, "waiting", ""),
        ({"status": 429}, "waiting", ""),
        ({"status": 500}, "waiting", ""),
        ({"code": "deadline"}, "waiting", ""),
        ({"code": "address_not_public"}, "waiting", ""),
        ({"status": 410}, "failed", "gone"),
    ],
)
def test_a_first_try_ends_so(receipt, state, off):
    sent = after(0, **receipt)
    assert (sent.state, sent.off) == (state, off)


def test_the_eighth_failure_is_the_last():
    assert after(6, status=500).state == "waiting"
    assert (after(7, status=500).state, after(7, status=500).off) == ("failed", "failing")
    assert after(7, status=200).state == "delivered"


@pytest.mark.parametrize("status", [404, 410])
def test_a_portal_without_the_resource_is_told_no_more(status):
    sent = after(0, portal=True, status=status)
    assert (sent.state, sent.gone, sent.off) == ("dropped", True, "")


def test_a_portal_that_takes_nothing_is_given_up_without_a_webhook_to_switch_off():
    assert (after(7, portal=True, status=500).state, after(7, portal=True).off) == ("failed", "")


# --- what may be shown -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://a.fr/x.csv?sig=abc&v=2", "https://a.fr/x.csv?sig=…&v=2"),
        ("https://a.fr/x?X-Amz-Signature=a&page=1", "https://a.fr/x?X-Amz-Signature=…&page=1"),
        ("https://a.fr/x?access_token=a#k", "https://a.fr/x?access_token=…#k"),
        ("https://me:pw@a.fr/x", "https://a.fr/x"),
        ("https://a.fr/x?monkey=1&keyword=2", "https://a.fr/x?monkey=1&keyword=2"),
        ("https://a.fr/x.csv", "https://a.fr/x.csv"),
    ],
)
def test_secrets_are_cut_from_addresses(url, said):
    assert redact_url(url) == said
    assert redact_url(said) == said


def test_a_receivers_whole_query_is_kept_to_ourselves():
    assert closed("https://a.fr/h?team=1&x=2") == "https://a.fr/h?team=…&x=…"
    assert closed("https://a.fr/h") == "https://a.fr/h"


@pytest.mark.parametrize(
    ("text", "usable"),
    [
        ("whsec_" + "A" * 32, True),
        ("whsec_" + "A" * 33, False),
        ("whsec_short", False),
        ("A" * 40, False),
        ("whsec_" + "A" * 200, False),
        ("whsec_" + "é" * 40, False),
    ],
    ids=range(6),
)
def test_a_secret_of_ones_own_must_be_worth_its_name(text, usable):
    assert usable_secret(text) is usable
    assert usable_secret(new_secret())
