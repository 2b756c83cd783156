"""The shelf and the layer before it, held against a small application."""

from __future__ import annotations

import asyncio

import pytest

from app.web.read_path import ReadPath
from app.web.shelf import Shelf, answer_of
from app.web.slip import SLIP

HEADERS = [(b"content-type", b"image/svg+xml"), (b"content-length", b"4")]


def key(n, path="/badge.svg"):
    return path, f"url={n}".encode(), "fr"


def test_the_least_used_make_room_and_the_bytes_stay_bounded():
    shelf = Shelf(most=50_000, lifetime=60)
    for n in range(1000):
        shelf.keep(key(n), answer_of(HEADERS, f"{n}".encode() * 50), f"d{n}", "/badge.svg", 0.0)
        shelf.find(key(0))
        assert shelf.bytes <= 50_000
    assert shelf.find(key(0)) is not None
    assert shelf.find(key(1)) is None
    assert shelf.find(key(999)) is not None
    shelf.clear()
    assert (len(shelf), shelf.bytes) == (0, 0)


def test_answers_alike_are_kept_once():
    shelf = Shelf(most=1 << 20, lifetime=60)
    for n in range(100):
        shelf.keep(key(n), answer_of(HEADERS, b"x" * 5000), f"d{n}", "/badge.svg", 0.0)
    assert len(shelf) == 100
    assert shelf.bytes < 100_000
    shelf.drop([f"d{n}" for n in range(99)])
    assert shelf.find(key(99)).answer.body == b"x" * 5000
    shelf.drop(["d99", "unknown"])
    assert shelf.bytes == 0


def test_a_long_answer_is_kept_small_and_given_whole():
    shelf = Shelf(most=1 << 20, lifetime=60)
    body = b'{"score": 12.5}' * 5000
    shelf.keep(key(1), answer_of(HEADERS, body), "d", "/v1/datasets", 0.0)
    assert shelf.bytes < 5000
    assert shelf.find(key(1)).answer.body == body


def test_the_same_body_under_other_headers_is_another_answer():
    shelf = Shelf(most=1 << 20, lifetime=60)
    shelf.keep(key(1), answer_of([(b"vary", b"accept")], b"x"), "d", "", 0.0)
    shelf.keep(key(2), answer_of([], b"x"), "d", "", 0.0)
    assert shelf.find(key(1)).answer.headers != shelf.find(key(2)).answer.headers


def test_one_dataset_may_have_many_badges_and_all_are_dropped():
    shelf = Shelf(most=1 << 20, lifetime=60)
    for n in range(5):
        shelf.keep(key(n), answer_of(HEADERS, b"x"), "same", "/badge.svg", 0.0)
    shelf.keep(key(9), answer_of(HEADERS, b"x"), "other", "/badge.svg", 0.0)
    shelf.drop(["same"])
    assert len(shelf) == 1


class Small:
    """An application whose answer, status and patience a test sets."""

    def __init__(self):
        self.asked = 0
        self.status, self.body, self.dataset = 200, b"good", "d"
        self.meanwhile = lambda: None

    async def __call__(self, scope, receive, send):
        self.asked += 1
        body, status = self.body, self.status
        scope[SLIP].dataset = self.dataset if status == 200 else ""
        await asyncio.sleep(0.01)
        self.meanwhile()
        await send({"type": "http.response.start", "status": status, "headers": list(HEADERS)})
        await send({"type": "http.response.body", "body": body})


async def ask(layer, n=1, headers=(), method="GET"):
    said = []

    async def send(message):
        said.append(message)

    scope = {"type": "http", "method": method, "path": "/badge.svg", "headers": list(headers)}
    await layer({**scope, "query_string": f"url={n}".encode()}, None, send)
    return said[0]["status"], b"".join(m.get("body", b"") for m in said[1:])


@pytest.fixture
def small():
    return Small()


@pytest.fixture
def layer(small):
    return ReadPath(small, Shelf(most=1 << 20, lifetime=60))


def expire(layer):
    for place in layer._shelf._places.values():
        place.until = 0.0


def test_many_at_once_wait_for_one(layer, small):
    async def run():
        return await asyncio.gather(*(ask(layer) for _ in range(20)))

    assert set(asyncio.run(run())) == {(200, b"good")}
    assert small.asked == 1


def test_the_old_is_given_while_one_looks_for_the_new(layer, small):
    async def run():
        await ask(layer)
        expire(layer)
        small.body = b"new!"
        first = asyncio.create_task(ask(layer))
        await asyncio.sleep(0)
        others = [await ask(layer) for _ in range(3)]
        return await first, others, await ask(layer)

    first, others, after = asyncio.run(run())
    assert first == after == (200, b"new!")
    assert others == [(200, b"good")] * 3
    assert small.asked == 2


def test_a_failure_never_takes_the_place_of_an_answer(layer, small):
    async def run():
        await ask(layer)
        expire(layer)
        small.status, small.body = 503, b"away"
        return await ask(layer), await ask(layer, n=2)

    assert asyncio.run(run()) == ((200, b"good"), (503, b"away"))
    assert layer._shelf.counts.stale == 1


def test_what_is_gone_is_not_given_any_more(layer, small):
    async def run():
        await ask(layer)
        expire(layer)
        small.status, small.body = 404, b"gone"
        return await ask(layer)

    assert asyncio.run(run()) == (404, b"gone")


def test_what_was_looked_up_before_the_news_is_not_kept(layer, small):
    async def run():
        small.meanwhile = lambda: layer._shelf.drop(["d"])
        old = await ask(layer)
        small.meanwhile, small.body = lambda: None, b"new!"
        return old, await ask(layer)

    assert asyncio.run(run()) == ((200, b"good"), (200, b"new!"))


def test_a_route_that_breaks_lets_nobody_wait_for_ever(small):
    async def broken(scope, receive, send):
        await asyncio.sleep(0.01)
        raise RuntimeError("broke")

    layer = ReadPath(broken, Shelf(most=1 << 20, lifetime=60))

    async def run():
        return await asyncio.gather(*(ask(layer) for _ in range(3)), return_exceptions=True)

    assert [type(one) for one in asyncio.run(run())] == [RuntimeError] * 3
    assert layer._filling == {}


def test_what_is_not_marked_as_the_same_for_all_is_asked_for_each_time(layer, small):
    small.dataset = ""
    assert asyncio.run(ask(layer)) == (200, b"good")
    assert asyncio.run(ask(layer)) == (200, b"good")
    assert small.asked == 2


def test_a_large_answer_passes_and_is_not_kept(layer, small):
    small.body = b"x" * (300 << 10)
    assert len(asyncio.run(ask(layer))[1]) == 300 << 10
    assert len(layer._shelf) == 0
