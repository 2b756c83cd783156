"""The caps, with time as data: no test has to wait ten seconds."""

import zlib

import pytest

from app.collect.body import CRUMBS_AFTER, RATIO_FLOOR, Body, Caps
from app.collect.stopped import Stopped

CAPS = Caps(wire=100 << 20, inflated=500 << 20, ratio=200.0, min_rate=1024)


def stopped(body, raw, elapsed=0.0):
    with pytest.raises(Stopped) as caught:
        list(body.feed(raw, elapsed))
    return caught.value.code


@pytest.mark.parametrize(
    ("size", "elapsed", "slow"),
    [
        (1, 9.9, False),
        (1, 10.1, True),
        (10_000, 10.1, True),
        (11_000, 10.1, False),
        (60 * 1024, 59.9, False),
        (60 * 1024 - 1024, 59.9, True),
    ],
)
def test_the_rate_is_looked_at_after_ten_seconds(size, elapsed, slow):
    body = Body((), CAPS)
    if slow:
        assert stopped(body, b"x" * size, elapsed) == "too_slow"
    else:
        assert list(body.feed(b"x" * size, elapsed)) == [b"x" * size]


def test_small_chunks_are_fine_until_there_are_too_many():
    body = Body((), CAPS)
    for _ in range(CRUMBS_AFTER):
        list(body.feed(b"x", 0.0))

    assert stopped(body, b"x") == "too_slow"


def test_many_chunks_of_a_row_each_are_fine():
    body = Body((), CAPS)
    for _ in range(CRUMBS_AFTER + 10):
        list(body.feed(b"Mairie;2175\r\nxxx", 0.0))

    assert body.wire == 16 * (CRUMBS_AFTER + 10)


def packed(size, wbits):
    packer = zlib.compressobj(9, zlib.DEFLATED, wbits)
    return packer.compress(b"\0" * size) + packer.flush()


@pytest.mark.parametrize(("coding", "wbits"), [("gzip", 31), ("deflate", 15), ("deflate", -15)])
def test_a_high_ratio_below_the_floor_is_fine_and_above_it_a_bomb(coding, wbits):
    small = Body((coding,), CAPS)
    total = sum(len(piece) for piece in small.feed(packed(RATIO_FLOOR, wbits), 0.0))
    small.end()

    assert total == RATIO_FLOOR
    assert stopped(Body((coding,), CAPS), packed(2 * RATIO_FLOOR, wbits)) == "bomb"


@pytest.mark.parametrize("size", [(1 << 18) - 1, 1 << 18, (1 << 18) + 1, 3 << 18, (3 << 18) + 7])
def test_nothing_is_left_inside_the_inflater(size):
    body = Body(("deflate",), CAPS)
    total = sum(len(piece) for piece in body.feed(packed(size, -15), 0.0))
    body.end()

    assert total == size


def test_one_feed_never_holds_more_than_a_piece_at_once():
    body = Body(("gzip",), CAPS)

    assert max(len(piece) for piece in body.feed(packed(RATIO_FLOOR, 31), 0.0)) <= 1 << 18
