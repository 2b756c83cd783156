"""A disk that is soon full: a few megabytes in memory, for root and, in a namespace, for anyone."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

import pytest


@dataclass(frozen=True)
class Disk:
    """A small disk, and how to get there."""

    inside: str
    """Its folder, for the processes that live there."""
    outside: Path
    """The same folder, for the test."""
    enter: tuple[str, ...] = ()
    """Words before a command that is to live there."""

    @property
    def ballast(self) -> Path:
        return self.outside / "ballast"

    def fill(self) -> None:
        """Use up every byte, also those given back meanwhile."""
        quiet = time.monotonic() + 2
        with self.ballast.open("ab", buffering=0) as file:
            while time.monotonic() < quiet:
                try:
                    file.write(bytes(4096))
                    quiet = time.monotonic() + 2
                except OSError:
                    time.sleep(0.02)


@contextmanager
def small_disk(megabytes: int) -> Iterator[Disk]:
    """Give a disk of so many megabytes; skip where this machine lets nobody have one."""
    folder = mkdtemp(prefix="qualidata-disk-")
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=1777", "none", folder]
    if not subprocess.run(mount, capture_output=True, check=False).returncode:
        try:
            yield Disk(folder, Path(folder))
        finally:
            subprocess.run(["umount", "-l", folder], check=True)
            Path(folder).rmdir()
        return
    words = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c"]
    script = f"{' '.join(mount)} && echo here && exec sleep 3600"
    try:
        keeper = subprocess.Popen(
            [*words, script], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
    except FileNotFoundError:
        pytest.skip("a small disk takes root, or unshare(1)")
    with keeper:
        try:
            assert keeper.stdout is not None
            if keeper.stdout.readline() != b"here\n":
                pytest.skip("a small disk takes root, or a kernel with namespaces for anyone")
            names = ("--user", "--mount", "--preserve-credentials")
            enter = ("nsenter", *names, "--target", str(keeper.pid), "--")
            yield Disk(folder, Path(f"/proc/{keeper.pid}/root{folder}"), enter)
        finally:
            keeper.kill()
            Path(folder).rmdir()
