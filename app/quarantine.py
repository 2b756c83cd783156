"""Files that killed their reader again and again: not opened any more by this version."""

from __future__ import annotations

import logging
from collections import Counter
from contextlib import suppress
from pathlib import Path

from app import __version__

MOST_DEATHS = 3
_MOST_LINES = 10_000
log = logging.getLogger(__name__)


class Quarantine:
    """Deaths by mark, kept in a text file (``version mark`` a line) where a path is given.

    A mark stands for all that made the reader die. Several services may share the file.
    """

    def __init__(self, path: Path | None = None) -> None:
        """Read what earlier runs of this version wrote; older versions' lines are dropped."""
        self._path = path
        self._seen = (-1, -1)
        self._deaths: Counter[str] = Counter()
        if path is not None:
            lines = [f"{__version__} {mark}\n" for mark in self._read()][-_MOST_LINES:]
            with suppress(OSError):
                if lines or path.exists():
                    path.write_text("".join(lines), encoding="ascii")

    def holds(self, mark: str) -> bool:
        """Tell whether what bears this mark is not to be opened."""
        self._refresh()
        return self._deaths[mark] >= MOST_DEATHS

    def add(self, mark: str) -> None:
        """Count one death more."""
        self._refresh()
        self._deaths[mark] += 1
        if self._deaths[mark] == MOST_DEATHS:
            log.warning("quarantined: %s killed its reader %d times", mark, MOST_DEATHS)
        if self._path is not None:
            with suppress(OSError), self._path.open("a", encoding="ascii") as file:
                file.write(f"{__version__} {mark}\n")

    def _refresh(self) -> None:
        """Count again where the file was written to, by us or by another service."""
        if self._path is None:
            return
        with suppress(OSError):
            status = self._path.stat()
            stamp = (status.st_mtime_ns, status.st_size)
            if stamp != self._seen:
                self._deaths = Counter(self._read())
                self._seen = stamp

    def _read(self) -> list[str]:
        assert self._path is not None
        try:
            lines = self._path.read_text(encoding="ascii", errors="replace").splitlines()
        except OSError:
            return []
        words = (line.split() for line in lines)
        return [pair[1] for pair in words if len(pair) == 2 and pair[0] == __version__]  # noqa: PLR2004
