"""Sandboxes with all walls, with some and with none, and canaries that nobody may touch."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import threading

import pytest

from app.jail import offered
from app.sandbox import Sandbox
from app.settings import Settings

PROBES = "tests.sandbox.probes:run"


class Probe:
    """A sandbox that runs probes, and says what came of them."""

    def __init__(self, off: tuple[str, ...] = (), **settings) -> None:
        chosen = {"parse_wall": 10, "parse_memory": 512 << 20, "sandbox_off": off, **settings}
        self.box = Sandbox(Settings(**chosen), job=PROBES, quiet=True)
        self.layers = self.box._layers

    def __call__(self, probe, *, heavy=False, reads=(), **said):
        payload = json.dumps({"probe": probe, **said}).encode()
        return json.loads(asyncio.run(self.box.call(payload, heavy=heavy, reads=reads)))


def _probe(off):
    made = Probe(off)
    yield made
    made.box.close()


@pytest.fixture
def probe_with():
    """Make sandboxes with settings of the test's own."""
    made = []

    def make(**settings):
        made.append(Probe(**settings))
        return made[-1]

    yield make
    for probe in made:
        probe.box.close()


@pytest.fixture(scope="session")
def jailed():
    missing = {"landlock", "seccomp"} - set(offered())
    if missing:
        pytest.skip(f"this kernel has no {', '.join(sorted(missing))}")
    yield from _probe(())


@pytest.fixture(scope="session")
def bare():
    yield from _probe(("no_new_privs", "memory_watch"))


@pytest.fixture(scope="session")
def landlocked():
    if "landlock" not in offered():
        pytest.skip("this kernel has no Landlock")
    yield from _probe(("seccomp",))


@pytest.fixture(scope="session")
def filtered():
    if "seccomp" not in offered():
        pytest.skip(
            "this kernel has no seccomp filters, or runs on a processor without our numbers"
        )
    yield from _probe(("landlock",))


class Canary:
    """A port on loopback that counts who comes by."""

    def __init__(self) -> None:
        self.hits = 0
        self.tcp = socket.create_server(("127.0.0.1", 0))
        self.port = self.tcp.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                wire, _ = self.tcp.accept()
            except OSError:
                return
            self.hits += 1
            with wire:
                wire.sendall(b'HTTP/1.1 200 OK\r\ncontent-length: 14\r\n\r\n{"fields": []}')


@pytest.fixture
def canary():
    canary = Canary()
    yield canary
    canary.tcp.shutdown(socket.SHUT_RDWR)
    canary.tcp.close()


@pytest.fixture
def world(tmp_path, canary):
    """Give a probe all that it may ask for: a secret, a canary, this very process."""
    secret = tmp_path / "secret"
    secret.write_text("the town's password")
    folder = tmp_path / "given"
    folder.mkdir()
    (folder / "data.csv").write_text("a;b\n1;2\n")
    (folder / "link.csv").symlink_to(secret)
    letters = socket.socket(socket.AF_UNIX)
    letters.bind(str(tmp_path / "letters"))
    letters.listen()
    yield {
        "given": str(folder),
        "secret": str(secret),
        "letters": str(tmp_path / "letters"),
        "outside": str(tmp_path / "outside"),
        "port": canary.port,
        "pid": os.getpid(),
    }
    letters.close()
