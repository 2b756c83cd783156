"""Prefer and Idempotency-Key, as clients write them; Retry-After, as servers do."""

from datetime import UTC, datetime

import pytest

from app.collect.answer import Headers
from app.errors import BadRequest
from app.web.asked import read_key, read_preference

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "wait", "applied"),
    [
        ("", 20, ""),
        ("wait=5", 5, "wait=5"),
        ("wait=0", 0, "wait=0"),
        ("WAIT = 5 ; foo=bar", 5, "wait=5"),
        ('wait="7"', 7, "wait=7"),
        ("wait=3600", 60, "wait=60"),
        ("wait=99999999999999999999", 60, "wait=60"),
        ("respond-async", 0, "respond-async"),
        ("Respond-Async, wait=10", 10, "respond-async, wait=10"),
        ("wait=3, wait=9", 3, "wait=3"),
        ("wait=-1", 20, ""),
        ("wait=soon, return=minimal", 20, ""),
        ("wait=٣", 20, ""),
    ],
)
def test_a_preference_is_followed_where_it_makes_sense(header, wait, applied):
    assert read_preference(header) == (wait, applied)


@pytest.mark.parametrize(
    ("header", "key"),
    [(None, ""), ("abc-1", "abc-1"), ('"abc-1"', "abc-1"), (" x ", "x"), ("k" * 255, "k" * 255)],
)
def test_a_key_may_be_quoted_or_not(header, key):
    assert read_key(header) == key


@pytest.mark.parametrize("header", ["", '""', "a b", "clé", '"open', "k" * 256, "a\tb", "\\"])
def test_what_is_no_key_is_refused(header):
    with pytest.raises(BadRequest) as refused:
        read_key(header)
    assert (refused.value.code, refused.value.status) == ("idempotency_key_invalid", 400)


@pytest.mark.parametrize(
    ("stated", "seconds"),
    [
        ("120", 120),
        ("0", 0),
        ("9999999999", 86_400),
        ("Mon, 23 Nov 2026 10:02:00 GMT", 120),
        ("Mon, 23 Nov 2026 09:00:00 GMT", None),
        ("soon", None),
        ("-5", None),
        ("", None),
        ("٣", None),
    ],
)
def test_a_server_may_ask_for_patience(stated, seconds):
    headers = Headers.read([(b"Retry-After", stated.encode())])
    assert headers.retry_after(NOW) == seconds
