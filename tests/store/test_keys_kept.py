"""API keys on both databases: two live ones at most, found by their hash, revoked for good."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from app.api_key import mint, read
from app.errors import NotFound, Problem


@pytest.fixture
def owner():
    return f"portail {uuid4().hex}"


def test_a_key_is_found_by_its_hash_only(store, owner):
    minted = mint()
    kept = store.keys.add(minted, owner, ["webhook", "submit", "submit"], timedelta(days=1))
    assert kept.scopes == ("submit", "webhook")
    shown = read(minted.text)
    assert store.keys.find(shown.id, shown.digest) == kept
    assert store.keys.find(shown.id, read(mint().text).digest) is None
    assert store.keys.find(mint().id, shown.digest) is None
    assert kept.opens("submit")
    assert not kept.opens("admin")
    assert kept in store.keys.all()


def test_an_owner_has_two_live_keys_at_most_and_dead_ones_do_not_count(store, owner):
    keys = store.keys
    keys.add(mint(), owner, ["submit"], timedelta(seconds=-1))
    first, second = mint(), mint()
    keys.add(first, owner, ["submit"], None)
    keys.add(second, owner, ["submit"], None)
    with pytest.raises(Problem, match="too_many_keys"):
        keys.add(mint(), owner, ["submit"], None)
    assert not keys.revoke(first.id).live
    assert keys.add(mint(), owner, ["submit"], None).live
    with pytest.raises(NotFound):
        keys.revoke(first.id)


def test_a_rotated_key_opens_the_same_for_as_long(store, owner):
    first, second = mint(), mint()
    with pytest.raises(NotFound):
        store.keys.rotate(second, owner, timedelta(days=7))
    store.keys.add(first, owner, ["catalog"], timedelta(days=100))
    new = store.keys.rotate(second, owner, timedelta(days=7))
    assert new.scopes == ("catalog",)
    now = datetime.now(UTC)
    assert timedelta(days=99) < new.expires_at - now <= timedelta(days=100)
    old = store.keys.find(first.id, first.digest)
    assert timedelta(days=6) < old.expires_at - now <= timedelta(days=7)


def test_use_is_noted_once_an_hour(store, owner):
    minted = mint()
    kept = store.keys.add(minted, owner, ["submit"], None)
    store.keys.used(kept)
    first = store.keys.find(minted.id, minted.digest).last_used_at
    assert datetime.now(UTC) - first < timedelta(minutes=5)
    store.keys.used(kept)  # another process, which has not seen it yet
    assert store.keys.find(minted.id, minted.digest).last_used_at == first
