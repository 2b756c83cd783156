"""What a job says of itself on its way is heard, and believed only where it makes sense."""

import pytest

from app.progress import MOST_ROWS, understood


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("at reading 0", ("reading", 0)),
        ("at expecting 1000000", ("expecting", 1_000_000)),
        (f"at reading {MOST_ROWS}", ("reading", MOST_ROWS)),
        ("at reading -1", None),
        ("at reading ١٢", None),
        (f"at reading {'9' * 400}", None),
        ("at lunch 3", None),
        ("at reading", None),
        ("ok 3", None),
        ("", None),
    ],
)
def test_a_line_is_understood_or_left_aside(line, told):
    assert understood(line.split()) == told
