"""A file that killed its reader three times is left alone until the next version."""

from __future__ import annotations

import asyncio

import pytest

from app import quarantine
from app.quarantine import Quarantine
from app.sandbox import Died, Sandbox
from app.settings import Settings

MARK, OTHER = "a" * 64, "b" * 64


@pytest.fixture
def sandbox(tmp_path):
    box = Sandbox(
        Settings(parse_wall=5),
        job="tests.sandbox.misdeeds:run",
        quiet=True,
        quarantine=Quarantine(tmp_path / "quarantine.txt"),
    )
    yield box
    box.close()


def end(box, deed, mark):
    try:
        return asyncio.run(box.call(deed.encode(), mark=mark)).decode()
    except Died as death:
        return death.code


def test_after_three_deaths_nothing_is_started_any_more(sandbox):
    ends = [end(sandbox, "abort", MARK) for _ in range(5)]

    assert ends == ["parse_crashed"] * 3 + ["quarantined"] * 2
    assert end(sandbox, "echo", MARK) == "quarantined"
    assert end(sandbox, "echo", OTHER) == "done"


def test_answers_and_unnamed_files_count_for_nothing(sandbox):
    assert {end(sandbox, "echo", MARK) for _ in range(5)} == {"done"}
    assert {end(sandbox, "abort", "") for _ in range(5)} == {"parse_crashed"}


def test_a_restart_forgets_nothing_and_a_new_version_everything(tmp_path, monkeypatch):
    path = tmp_path / "quarantine.txt"
    before = Quarantine(path)
    for _ in range(3):
        before.add(MARK)
    assert Quarantine(path).holds(MARK)
    assert not Quarantine(path).holds(OTHER)

    monkeypatch.setattr(quarantine, "__version__", "99.0")
    assert not Quarantine(path).holds(MARK)
    assert path.read_text() == ""


def test_two_services_share_what_they_learn(tmp_path):
    one, two = Quarantine(tmp_path / "q"), Quarantine(tmp_path / "q")
    one.add(MARK)
    two.add(MARK)
    one.add(MARK)

    assert (one.holds(MARK), two.holds(MARK)) == (True, True)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\n\n0.1.0\n", b"0.1.0 x y z\n" * 9])
def test_a_damaged_list_is_an_empty_one(tmp_path, content):
    path = tmp_path / "q"
    path.write_bytes(content)
    assert not Quarantine(path).holds("x")


def test_without_a_place_to_write_it_still_remembers(tmp_path):
    for quarantine_ in (Quarantine(), Quarantine(tmp_path / "nowhere" / "q")):
        for _ in range(3):
            quarantine_.add(MARK)
        assert quarantine_.holds(MARK)
