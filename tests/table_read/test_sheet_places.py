"""The quick look at a sheet's places against the slow one."""

import random

import pytest

from app.table.sheet_bytes import Places, _slowly, pairs, places

PIECES = [
    *(b'<c r="A1" t="e">', b"<row r='12'>", b"<c>", b"<v>12</v>", b' r = "B7"', b'r="', b"=", b'"'),
    *(b'r="ABCD1234"', b'r="A1B"', b'r="1234567890"', b"r='ZZ9\"", b'color="FF00"', b'r="A"'),
    *(b'xr="XFD1048576"', b'r=""', b"l'eau = a", b't="n"', b'r="a10"', b"'e'", b'="e"', b"<r>"),
]


@pytest.mark.parametrize("seed", range(20))
def test_drawn_pieces_name_the_same_places(seed):
    draw = random.Random(seed)
    for _ in range(300):
        data = b"".join(draw.choices(PIECES, k=draw.randint(0, 8)))
        quick, slow = places(data), _slowly(data)

        assert quick[:4] == slow[:4], data
        assert quick.failed or b'="e"' not in data
        assert all(pairs(data, two) == data.count(two) for two in (b"<c", b"r=", b"zz"))


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b'<row r="3"><c r="B3"/><c r="AA4"/>', Places(4, 27, 3, 1)),
        (b'<c r="XFD1048576">', Places(1048576, 16384, 1, 0)),
        (b'<c t="e"><v>#N/A</v>', Places(failed=True)),
        (b"<c t = 'e'>", Places(failed=True)),
        (b"", Places()),
        (b'r="AAAAAAAAAAAAAAAAAAAA1"', _slowly(b'r="AAAAAAAAAAAAAAAAAAAA1"')),
    ],
)
def test_a_piece_says_where_its_cells_are(data, found):
    assert places(data) == found
