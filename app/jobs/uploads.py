"""Dropped files, kept from the moment they are taken in until their job has ended."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Container
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from uuid import uuid4

_NAME = re.compile(r"[0-9a-f]{32}")
_STRAY = 3600.0
"""Seconds after which a file that no job knows of is rubbish."""


class Uploads:
    """One folder, known to the workers that share it by the name of its place."""

    def __init__(self, folder: Path) -> None:
        """Take the folder; nothing is made before it is needed."""
        self.folder = folder

    @cached_property
    def place(self) -> str:
        """The name of this folder: a worker elsewhere cannot read what lies here."""
        sign = self.folder / "place"
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(FileExistsError):
            draft = self.folder / f"place-{uuid4().hex}"
            draft.write_text(uuid4().hex, encoding="ascii")
            try:
                os.link(draft, sign)  # whole or not at all, and the first one wins
            finally:
                draft.unlink()
        return sign.read_text(encoding="ascii")

    def new(self) -> Path:
        """Give a path for one more file."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self.folder / uuid4().hex

    def path(self, name: str) -> Path:
        """Give the path of a file kept here. Raises ``ValueError`` on a name that is not ours."""
        if not _NAME.fullmatch(name):
            raise ValueError("no name of an upload")
        return self.folder / name

    def remove(self, name: str) -> None:
        """Forget a file; none is fine."""
        if _NAME.fullmatch(name):
            self.path(name).unlink(missing_ok=True)

    def sweep(self, known: Container[str]) -> int:
        """Remove what no job knows of and what is not being written; give how many."""
        gone = 0
        limit = time.time() - _STRAY
        for file in self.folder.iterdir() if self.folder.is_dir() else ():
            if _NAME.fullmatch(file.name) and file.name not in known:
                with suppress(FileNotFoundError):
                    if file.stat().st_mtime < limit:
                        file.unlink()
                        gone += 1
        return gone
