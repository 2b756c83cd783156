from datetime import UTC, datetime, timedelta, timezone

import pytest

from app.web import formats
from app.web.page_data import HistoryPoint
from app.web.report_view import history_of

AT = datetime(2026, 11, 23, 10, 5, tzinfo=UTC)


def spaced(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("at", "french", "english"),
    [
        (AT, "23/11/2026 à 10 h 05 UTC", "23 November 2026 at 10:05 UTC"),
        (
            datetime(2026, 1, 2, 0, 30, tzinfo=timezone(timedelta(hours=1))),
            "01/01/2026 à 23 h 30 UTC",
            "1 January 2026 at 23:30 UTC",
        ),
        (AT.replace(tzinfo=None), "23/11/2026 à 10 h 05 UTC", "23 November 2026 at 10:05 UTC"),
    ],
)
def test_dates_are_written_in_utc_as_each_language_does(at, french, english):
    assert spaced(formats.when(at, "fr")) == french
    assert spaced(formats.when(at, "en")) == english


@pytest.mark.parametrize(
    ("share", "french"),
    [
        (0.0, "0 %"),
        (0.0004, "< 0,1 %"),
        (0.57, "57 %"),
        (0.93, "93 %"),
        (0.99999, "99,9 %"),
        (1.0, "100 %"),
        (1.7, "100 %"),
        (-1.0, "0 %"),
    ],
)
def test_a_share_says_all_only_of_all_and_none_only_of_none(share, french):
    assert spaced(formats.percent(share, "fr")) == french
    assert spaced(formats.percent(share, "en")) == french.replace(",", ".").replace(" %", "%")


@pytest.mark.parametrize(
    ("count", "french", "english"),
    [
        (0, "0 octets", "0 bytes"),
        (999, "999 octets", "999 bytes"),
        (1000, "1 ko", "1 kB"),
        (412_873, "412,9 ko", "412.9 kB"),
        (1_234_567, "1,2 Mo", "1.2 MB"),
        (5_000_000_000, "5 Go", "5 GB"),
    ],
)
def test_sizes_use_the_units_of_the_language(count, french, english):
    assert spaced(formats.size(count, "fr")) == french
    assert spaced(formats.size(count, "en")) == english


@pytest.mark.parametrize(
    ("value", "signed", "french"),
    [
        (6.2, True, "+6,2"),
        (-0.44, True, "\u22120,4"),
        (78.4, False, "78,4"),
        (-3, False, "\u22123"),
    ],
)
def test_points_have_one_decimal_and_a_true_minus(value, signed, french):
    assert formats.points(value, "fr", signed=signed) == french


@pytest.mark.parametrize(
    ("hidden", "shown"),
    [
        ("a\u202eb", "a⟨U+202E⟩b"),
        ("a\u200bb", "a⟨U+200B⟩b"),
        ("a\x00b", "a⟨U+0000⟩b"),
        ("a\tb\nc", "a⇥b↵c"),
        ("a\u2028b", "a⟨U+2028⟩b"),
        ("\ud800", "⟨U+D800⟩"),
        ("été عربي 日本 😀", "été عربي 日本 😀"),
    ],
)
def test_what_hides_is_made_visible_and_the_rest_is_left_alone(hidden, shown):
    assert formats.visible(hidden) == shown


def test_long_text_is_cut_at_the_limit_and_says_so():
    assert formats.visible("é" * 80) == "é" * 80
    assert formats.visible("é" * 81) == "é" * 79 + "…"


def test_unhidden_text_has_no_control_character_left():
    assert formats.unhidden("a\u202e\x07 \n b\u200b\ud800\ufffe") == "a b"


def test_french_punctuation_never_begins_a_line():
    assert formats.typeset("Quoi ? « oui » : 5 %", "fr") == (
        "Quoi\u00a0? «\u00a0oui\u00a0»\u00a0: 5\u00a0%"
    )
    assert formats.typeset("What ? yes", "en") == "What ? yes"


def test_changes_skip_over_what_was_not_measured():
    days = [
        HistoryPoint(assessed_at=AT + timedelta(days=i), score=s, grade=None, id=str(i))
        for i, s in enumerate([50.0, None, 56.25])
    ]
    rows = history_of(tuple(reversed(days)))
    assert [(row.id, row.change) for row in rows] == [("2", 6.2), ("1", None), ("0", None)]
