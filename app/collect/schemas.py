"""Where schemas come from: those shipped here, the registries, an address, the request itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from app.collect import shipped
from app.collect.cache import Documents, json_object
from app.collect.fetch import Fetcher
from app.collect.plain import plain
from app.collect.registry import Entry, Registries, bare
from app.collect.shipped import Shipped
from app.collect.specify import (
    NAME_MAX,
    TITLE_MAX,
    VERSION_MAX,
    Origin,
    candidate,
    specify,
    stated,
)
from app.collect.spelling import bare as bare_address
from app.collect.spelling import tidied
from app.errors import Problem, Refused, UnknownSchema, UnusableSchema
from app.settings import Settings
from app.table.model import Candidate, SchemaSpec
from rules.core.text import Text

DESCRIPTOR_MAX = 2 << 20
"""Most bytes of one descriptor."""
TABLE_SCHEMA = "tableschema"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSchema:
    """A schema that may be asked for by its name."""

    name: str
    version: str
    title: Text
    """Ready for :meth:`Text.say`: braces are doubled."""
    fields: int | None
    """How many fields it has; ``None`` where its descriptor is not here yet."""
    url: str
    shipped: bool


class SchemaLibrary:
    """Finds schemas by name, address or content, and lists those known."""

    def __init__(self, fetcher: Fetcher, settings: Settings, folder: Path = shipped.FOLDER) -> None:
        """Read the shipped schemas; nothing is fetched yet."""
        self._documents = Documents(
            fetcher, settings.data_dir / "schemas", settings.schema_cache_ttl
        )
        self._registries = Registries(self._documents, settings.schema_registries)
        self._shipped = {item.name.casefold(): item for item in shipped.load(folder)}
        self._ours = tuple(candidate(_ours(item)) for item in self._shipped.values())
        self._seen: dict[str, tuple[int, Candidate | None]] = {}

    def shipped(self) -> tuple[KnownSchema, ...]:
        """List the schemas that come with this service."""
        return tuple(_known(item) for item in self._shipped.values())

    async def known(self) -> tuple[KnownSchema, ...]:
        """List every Table Schema known, shipped ones first; silent registries are left out."""
        entries = self._readable(await self._registries.entries())
        return (*self.shipped(), *(self._listed(entry) for entry in entries))

    async def find(
        self, reference: str | Mapping[str, object], *, source: Literal["given", "declared"]
    ) -> SchemaSpec:
        """Find a schema by name (``scdl/subventions``, ``…@2.1.1``), address, or content.

        Raises ``UnknownSchema``, ``UnusableSchema``, or ``Refused`` where it cannot be fetched.
        """
        if isinstance(reference, Mapping):
            name = stated(reference, "name", NAME_MAX) or "inline"
            return specify(reference, Origin(name=name, source=source))
        text = reference.strip()
        if text.lower().startswith(("http://", "https://")):
            url = bare_address(tidied(text))
            return specify(await self._fetch(url), Origin(name=url, source=source))
        name, _, version = text.partition("@")
        ours = self._shipped.get(name.casefold())
        if ours and bare(version) in ("", "latest", bare(_version(ours))):
            return specify(ours.descriptor, Origin(name=ours.name, source=source, suite=ours.suite))
        return await self._from_registry(name, version, source)

    def candidates(self) -> tuple[Candidate, ...]:
        """Give what headers may be compared with: shipped schemas and those already here."""
        entries = self._readable(self._registries.held())
        # Only what a registry names: a stranger's address must not propose itself to everyone.
        return (*self._ours, *(c for entry in entries if (c := self._held(entry))))

    async def _from_registry(
        self, name: str, version: str, source: Literal["given", "declared"]
    ) -> SchemaSpec:
        entry = await self._registries.find(name)
        url = entry.url_of(version) if entry else None
        if entry is None or url is None:
            raise UnknownSchema(plain(f"{name}@{version}" if version else name, NAME_MAX))
        if entry.type != TABLE_SCHEMA:
            raise UnusableSchema(f"schema_type: {entry.type}")
        descriptor = await self._fetch(url)
        exact = "" if version == "latest" else version
        return specify(descriptor, Origin(name=entry.name, source=source, version=exact))

    async def _fetch(self, url: str) -> dict[str, object]:
        try:
            return await self._documents.read(url, DESCRIPTOR_MAX, json_object)
        except Refused:
            raise
        except Problem as problem:
            status = problem.facts.get("status", "—")
            detail = f"{problem.code} {status}" if status != "—" else problem.code
            raise Refused("schema_unreachable", detail=detail) from problem
        except ValueError:
            raise UnusableSchema("not JSON") from None

    def _readable(self, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
        readable = (entry for entry in entries if entry.type == TABLE_SCHEMA)
        return tuple(entry for entry in readable if entry.name.casefold() not in self._shipped)

    def _listed(self, entry: Entry) -> KnownSchema:
        held = self._held(entry)
        fields = len(held.required) + len(held.optional) if held else None
        return KnownSchema(
            name=entry.name,
            version=bare(entry.version),
            title=_title(entry.title, entry.title),
            fields=fields,
            url=entry.url,
            shipped=False,
        )

    def _held(self, entry: Entry) -> Candidate | None:
        """Read a registry's schema from the cache; again only when its file has changed."""
        stamp = self._documents.stamp(entry.url)
        if self._seen.get(entry.url, (-1, None))[0] != stamp:
            self._seen[entry.url] = (stamp, self._candidate(entry) if stamp else None)
        return self._seen[entry.url][1]

    def _candidate(self, entry: Entry) -> Candidate | None:
        descriptor = self._documents.held(entry.url, json_object)
        try:
            spec = specify(descriptor or {}, Origin(name=entry.name, source="detected"))
            return candidate(spec)
        except UnusableSchema:
            return None


def _ours(item: Shipped) -> SchemaSpec:
    return specify(item.descriptor, Origin(name=item.name, source="detected", suite=item.suite))


def _version(item: Shipped) -> str:
    return bare(stated(item.descriptor, "version", VERSION_MAX))


def _known(item: Shipped) -> KnownSchema:
    title = stated(item.descriptor, "title", TITLE_MAX) or item.name
    fields = item.descriptor.get("fields")
    return KnownSchema(
        name=item.name,
        version=_version(item),
        title=_title(stated(item.descriptor, "title_en", TITLE_MAX) or title, title),
        fields=len(fields) if isinstance(fields, list) else None,
        url=stated(item.descriptor, "path", 2000) or stated(item.descriptor, "homepage", 2000),
        shipped=True,
    )


def _title(en: str, fr: str) -> Text:
    """Make a title that :meth:`Text.say` gives back as it is: a brace is no placeholder there."""
    double = str.maketrans({"{": "{{", "}": "}}"})
    return Text(en=en.translate(double), fr=fr.translate(double))
