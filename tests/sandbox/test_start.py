"""What the service says of its walls, and when it had rather not start."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest
from pydantic import ValidationError

from app.errors import Problem
from app.jail import offered
from app.listening import is_loopback, refuse_open_door
from app.main import create_app
from app.sandbox import Sandbox
from app.settings import Settings

ROOT = Path(__file__).parents[2]
WALLS = {"landlock", "seccomp"} <= set(offered())


async def _ready(settings):
    app = create_app(settings)
    async with app.router.lifespan_context(app):
        transport = httpx2.ASGITransport(app=app)
        async with httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return (await client.get("/readyz")).json()["sandbox"]


@pytest.mark.parametrize(
    ("off", "named"),
    [
        ((), {"memory_watch", "no_new_privs", "seccomp"}),
        (("seccomp",), {"memory_watch", "no_new_privs"}),
        (("memory_watch",), {"no_new_privs", "seccomp"}),
        (("no_new_privs",), {"memory_watch"}),
        (("memory_watch", "no_new_privs", "landlock", "seccomp"), set()),
    ],
)
def test_the_active_walls_are_named(tmp_path, off, named):
    if not WALLS:
        pytest.skip("this kernel lacks Landlock or seccomp")
    settings = Settings(data_dir=tmp_path, sandbox_off=off, expectations=False)
    said = asyncio.run(_ready(settings))

    assert {"process", "rlimits", "wall_clock"} <= set(said)
    assert {"memory_watch", "no_new_privs", "seccomp"} & set(said) == named
    landlocked = not set(off) & {"landlock", "no_new_privs"}
    assert any(name.startswith("landlock abi ") for name in said) == landlocked


@pytest.mark.parametrize("off", ["landlock", "seccomp", "no_new_privs"])
def test_a_required_wall_that_is_missing_forbids_the_start(tmp_path, off):
    settings = Settings(data_dir=tmp_path, require_sandbox=True, sandbox_off=(off,))
    for start in (create_app, Sandbox):
        with pytest.raises(Problem) as refusal:
            start(settings)
        assert refusal.value.code == "sandbox_missing"
        assert off in refusal.value.say("fr") or off == "no_new_privs"


def test_a_required_wall_that_is_there_lets_it_start(tmp_path):
    if not WALLS:
        pytest.skip("this kernel lacks Landlock or seccomp")
    create_app(Settings(data_dir=tmp_path, require_sandbox=True))


def test_an_unknown_layer_is_an_absurd_setting():
    with pytest.raises(ValidationError):
        Settings(sandbox_off="moat")
    assert Settings(sandbox_off="seccomp, landlock").sandbox_off == ("seccomp", "landlock")


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("[::1]", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.1.2", False),
        ("data.example.fr", False),
        ("", False),
    ],
)
def test_private_networks_are_not_lent_to_strangers(host, loopback):
    closed = Settings()
    lent = Settings(fetch_allow_networks="10.0.0.0/8")
    twice = Settings(fetch_allow_networks="10.0.0.0/8", fetch_allow_networks_public=True)

    assert is_loopback(host) is loopback
    refuse_open_door(closed, host)
    refuse_open_door(twice, host)
    if loopback:
        refuse_open_door(lent, host)
    else:
        with pytest.raises(Problem) as refusal:
            refuse_open_door(lent, host)
        assert (refusal.value.code, "10.0.0.0/8" in refusal.value.say("en")) == ("open_door", True)


def test_odd_ports_are_not_lent_to_strangers_either():
    lent = Settings(fetch_allow_ports="9000")
    twice = Settings(fetch_allow_ports="9000", fetch_allow_networks_public=True)

    refuse_open_door(lent, "127.0.0.1")
    refuse_open_door(twice, "0.0.0.0")
    with pytest.raises(Problem) as refusal:
        refuse_open_door(lent, "0.0.0.0")
    assert (refusal.value.code, "9000" in refusal.value.say("fr")) == ("open_ports", True)


def test_the_command_line_says_why_it_does_not_serve(tmp_path):
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "QUALIDATA_DATA_DIR": str(tmp_path),
        "QUALIDATA_FETCH_ALLOW_NETWORKS": "10.0.0.0/8",
    }
    words = ["-c", "from app.cli import main; main()", "serve", "--host", "0.0.0.0"]
    done = subprocess.run(
        [sys.executable, *words],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 2
    assert done.stderr.startswith("qualidata: open_door: Ce service peut lire des réseaux privés")
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_imported_from_the_folder_that_someone_works_in(tmp_path):
    for name in ("csv", "app", "json", "sitecustomize"):
        (tmp_path / f"{name}.py").write_text("open('taken', 'w').write('over')")
    (tmp_path / "table.csv").write_text("a;b\n1;2\n")
    words = ["-P", "-c", "from app.cli import main; main()", "score", "table.csv"]
    done = subprocess.run(
        [sys.executable, *words, "--lang", "en"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "taken").exists()
