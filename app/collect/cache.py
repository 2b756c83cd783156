"""Documents fetched once and kept as files, so that a registry's bad day is not ours."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from time import time
from typing import TypeVar
from uuid import uuid4

from app.collect.fetch import Fetcher
from app.errors import Problem, Refused

MOST_FILES = 1000
"""Most documents kept; beyond it the oldest go: anyone may name any schema address."""
Parsed = TypeVar("Parsed")
log = logging.getLogger(__name__)


class Documents:
    """Small documents by address: from the folder while fresh, else fetched, else from it stale."""

    def __init__(self, fetcher: Fetcher, folder: Path, lifetime: timedelta) -> None:
        self._fetcher = fetcher
        self._folder = folder
        self._lifetime = lifetime.total_seconds()

    async def read(self, url: str, most: int, parse: Callable[[bytes], Parsed]) -> Parsed:
        """Give a document: fresh from the folder, else fetched, else stale from the folder.

        Raises ``Refused``, ``Problem`` or ``ValueError`` where nothing usable is at hand.
        """
        held = self.held(url, parse)
        if held is not None and self.fresh(url):
            return held
        try:
            return await self.fetch(url, most, parse)
        except Refused:
            raise
        except (Problem, ValueError):
            if held is None:
                raise
            return held

    async def fetch(self, url: str, most: int, parse: Callable[[bytes], Parsed]) -> Parsed:
        """Fetch a document and keep it, unless ``parse`` cannot read it (``ValueError``)."""
        data = await self._fetcher.fetch_bytes(url, most)
        value = parse(data)
        self._keep(url, data)
        return value

    def held(self, url: str, parse: Callable[[bytes], Parsed]) -> Parsed | None:
        """Give the document kept, if any, without asking the network."""
        try:
            return parse(self._path(url).read_bytes())
        except (OSError, ValueError):
            return None

    def fresh(self, url: str) -> bool:
        """Tell whether the document kept needs not be asked for again."""
        return time() - self.stamp(url) / 1e9 <= self._lifetime

    def stamp(self, url: str) -> int:
        """Tell when the document kept was written (nanoseconds); 0 where there is none."""
        try:
            return self._path(url).stat().st_mtime_ns
        except OSError:
            return 0

    def _path(self, url: str) -> Path:
        return self._folder / f"{sha256(url.encode()).hexdigest()}.json"

    def _keep(self, url: str, data: bytes) -> None:
        path = self._path(url)
        draft = path.with_suffix(f".{uuid4().hex}")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(data)
            os.replace(draft, path)  # noqa: PTH105 # atomic: a reader never sees half a document
            self._prune()
        except OSError:
            log.warning("cannot keep a document in %s", self._folder, exc_info=True)
            with suppress(OSError):
                draft.unlink()

    def _prune(self) -> None:
        kept = sorted(self._folder.glob("*.json"), key=lambda path: path.stat().st_mtime)
        for path in kept[:-MOST_FILES]:
            path.unlink(missing_ok=True)


def json_object(data: bytes) -> dict[str, object]:
    """Read a JSON object. Raises ``ValueError`` on anything else, however deep it is nested."""
    try:
        value = json.loads(data.decode("utf-8-sig"), parse_constant=_refuse)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if not isinstance(value, dict):
        raise ValueError("not a JSON object")  # noqa: TRY004 # one error for every useless document
    return value


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")
