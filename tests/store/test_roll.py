"""Who lives is on the roll; who is silent for long is not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text

from app.store import Present

ONE = Present(name="one", place="here", slots=2, resident=5, rate=1.5)


@pytest.fixture
def sql(store):
    def run(statement):
        with store._engines.write.begin() as connection:
            connection.execute(text(statement))

    return run


def test_who_signs_is_present_as_last_said(store):
    store.roll.sign(ONE)
    store.roll.sign(replace(ONE, resident=7))
    store.roll.sign(replace(ONE, name="two"))
    assert store.roll.present() == (replace(ONE, resident=7), replace(ONE, name="two"))


def test_who_leaves_or_falls_silent_is_not(store, sql):
    store.roll.sign(ONE)
    store.roll.leave("one", "here")
    assert store.roll.present() == ()
    store.roll.sign(replace(ONE, name="killed"))
    sql("UPDATE tally SET value = value - 21 WHERE name = 'worker_seen'")
    assert store.roll.present() == ()


def test_the_long_dead_are_forgotten_and_the_living_are_not(store, sql):
    store.roll.sign(replace(ONE, name="killed"))
    sql("UPDATE tally SET value = value - 4000 WHERE name = 'worker_seen'")
    store.roll.sign(ONE)
    store.roll.forget()
    sql("UPDATE tally SET value = value + 4000 WHERE name = 'worker_seen'")
    assert store.roll.present() == (ONE,)


def test_the_roll_is_no_count(store):
    store.roll.sign(ONE)
    store.tallies.add({("qualidata_x_total", (("code", "ok"),)): 2.0})
    assert store.tallies.all() == {("qualidata_x_total", (("code", "ok"),)): 2.0}
