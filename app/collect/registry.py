"""Registries of schemas: catalogues in the form of schema.data.gouv.fr."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from time import monotonic

from app.collect.cache import Documents, json_object
from app.collect.plain import plain
from app.errors import Problem

CATALOGUE_MAX = 10 << 20
"""Most bytes of one catalogue (schema.data.gouv.fr: 180 kB)."""
ENTRIES_MAX = 10_000
QUIET = 60.0
"""Seconds for which a registry that failed is left alone."""
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One schema that a registry knows: its latest address and its versions, oldest first."""

    name: str
    title: str
    type: str
    """``tableschema``, or something that we do not read."""
    url: str
    versions: tuple[tuple[str, str], ...] = ()

    @property
    def version(self) -> str:
        """The latest version's name."""
        return self.versions[-1][0] if self.versions else ""

    def url_of(self, version: str) -> str | None:
        """Give the address of a version (``""``: the latest); ``None`` where it is unknown."""
        if version in ("", "latest"):
            return self.url
        wanted = bare(version)
        return next((url for name, url in self.versions if bare(name) == wanted), None)


class Registries:
    """The catalogues of the settings, read as one; the first one to name a schema wins."""

    def __init__(self, documents: Documents, urls: tuple[str, ...]) -> None:
        self._documents = documents
        self._urls = urls
        self._quiet: dict[str, float] = {}
        self._seen: dict[str, tuple[int, tuple[Entry, ...]]] = {}
        self._lock = asyncio.Lock()

    async def entries(self) -> tuple[Entry, ...]:
        """Give every entry, fetched where needed; a registry that fails gives what was kept."""
        async with self._lock:
            return _merge([await self._ask(url) for url in self._urls])

    def held(self) -> tuple[Entry, ...]:
        """Give every entry already here, without asking the network."""
        return _merge([self._held(url) for url in self._urls])

    async def find(self, name: str) -> Entry | None:
        """Find a schema by its name, in any case."""
        wanted = name.casefold()
        return next((e for e in await self.entries() if e.name.casefold() == wanted), None)

    async def _ask(self, url: str) -> tuple[Entry, ...]:
        if self._documents.fresh(url) or monotonic() < self._quiet.get(url, 0.0):
            return self._held(url)
        try:
            return await self._documents.fetch(url, CATALOGUE_MAX, parse)
        except (Problem, ValueError) as error:
            said = type(error).__name__, error
            log.warning("the schema registry %s does not answer as it should: %s: %s", url, *said)
            self._quiet[url] = monotonic() + QUIET
            return self._held(url)

    def _held(self, url: str) -> tuple[Entry, ...]:
        """Read a catalogue from the cache; again only when its file has changed."""
        stamp = self._documents.stamp(url)
        if self._seen.get(url, (0, ()))[0] != stamp:
            self._seen[url] = (stamp, self._documents.held(url, parse) or ())
        return self._seen.get(url, (0, ()))[1]


def bare(version: str) -> str:
    """Give a version without the ``v`` that some write before it."""
    return version.strip().lower().removeprefix("v")


def parse(data: bytes) -> tuple[Entry, ...]:
    """Read a catalogue, leaving out what is no entry. Raises ``ValueError`` where it is none."""
    listed = json_object(data).get("schemas")
    if not isinstance(listed, list):
        raise ValueError("no list of schemas")  # noqa: TRY004 # one error for every useless document
    return tuple(entry for item in listed[:ENTRIES_MAX] if (entry := _entry(item)))


def _entry(item: object) -> Entry | None:
    if not isinstance(item, Mapping):
        return None
    versions = item.get("versions")
    known = tuple(_versions(versions)) if isinstance(versions, list) else ()
    name, latest = _text(item, "name"), _text(item, "schema_url")
    url = latest or (known[-1][1] if known else "")
    if not name or not url:
        return None
    title, kind = _text(item, "title"), _text(item, "schema_type")
    return Entry(name=name, title=title or name, type=kind, url=url, versions=known)


def _versions(items: list[object]) -> Iterator[tuple[str, str]]:
    for item in items[:1000]:
        if isinstance(item, Mapping):
            name, url = _text(item, "version_name"), _text(item, "schema_url")
            if name and url:
                yield name, url


def _text(item: Mapping[str, object], key: str) -> str:
    value = item.get(key)
    return plain(value, 2000) if isinstance(value, str) else ""


def _merge(catalogues: list[tuple[Entry, ...]]) -> tuple[Entry, ...]:
    merged: dict[str, Entry] = {}
    for entry in (entry for catalogue in catalogues for entry in catalogue):
        merged.setdefault(entry.name.casefold(), entry)
    return tuple(merged.values())
