"""The only way in from the network: data, schemas and catalogues alike."""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from typing import Self
from uuid import uuid4

from app.collect.addresses import FetchPolicy
from app.collect.answer import safe_name
from app.collect.body import Caps
from app.collect.pinned import Pinned
from app.collect.probe import Probe, look
from app.collect.resolver import Lookup, Resolver, absolute_lookup, system_lookup
from app.collect.turns import Turns
from app.collect.validators import Validators
from app.collect.visit import Manners, Visit
from app.errors import Problem, Refused, out_of_space
from app.settings import Settings
from rules.core.evidence import Access
from rules.core.outcomes import OUTCOMES, effect_of, may_pass
from rules.core.text import Fact

_PARTS = ("file", "table", "conformance", "expectations")
"""The parts of the evidence that only a file can give."""
_NOT_MODIFIED = 304
log = logging.getLogger(__name__)
Told = Callable[[int], object]


def _deaf(_: int) -> None:
    """Hear nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """What came of an address: a file of ours, or the reasons why there is none."""

    access: Access | None
    path: Path | None = None
    bytes: int = 0
    sha256: str = ""
    name: str = ""
    """What the publisher calls the file: shown, never used as a path."""
    gaps: Mapping[str, str] = field(default_factory=dict)
    """Which part of the evidence is missing, and the code that says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified:
    """The server says that nothing has changed: what was found then still holds."""

    access: Access
    """How it answered now (status 304); ``etag`` and ``last_modified`` only where it stated them."""


class Fetcher:
    """Fetches from the public web, and from nowhere else."""

    def __init__(self, settings: Settings, lookup: Lookup | None = None) -> None:
        """Read the limits; ``lookup`` replaces the system's resolver."""
        policy = FetchPolicy.from_settings(settings)
        # Names of an intranet may live in the hosts file only, which knows no absolute names.
        ask = lookup or (system_lookup if policy.allowed else absolute_lookup)
        self._resolver = Resolver(settings.dns_timeout.total_seconds(), ask)
        proxy = settings.egress_proxy.get_secret_value()
        self._manners = Manners(
            policy=policy,
            pinned=Pinned(policy, self._resolver, proxy),
            turns=Turns(settings.fetch_per_host),
            deadline=settings.fetch_deadline.total_seconds(),
            headers_timeout=settings.fetch_headers_timeout.total_seconds(),
            max_redirects=settings.fetch_max_redirects,
            user_agent=settings.introduction,
        )
        self._caps = Caps(
            wire=int(settings.fetch_max_wire),
            inflated=int(settings.fetch_max_inflated),
            ratio=settings.fetch_max_ratio,
            min_rate=int(settings.fetch_min_rate),
        )

    def host(self, url: str) -> str:
        """Judge an address by its text alone; give the ``name:port`` asked. Raises ``Refused``."""
        place = self._manners.policy.check_url(url)
        return f"{place.host.rstrip('.')}:{place.port}"

    async def fetch(self, url: str, into: Path, told: Told = _deaf) -> Download:
        """Download to a new file in ``into``; whatever the network does is in the answer.

        ``told`` hears how many bytes are there. Raises ``Refused`` only where the address itself
        is at fault.
        """
        return await self._download(Visit(url, self._manners, self._caps), into, told)

    async def fetch_if_changed(
        self, url: str, into: Path, known: Validators, told: Told = _deaf
    ) -> Download | NotModified:
        """Download like ``fetch``, unless the server says that ``known`` still stands.

        A server that contradicts itself about it is asked again, without conditions.
        """
        visit = Visit(url, self._manners, self._caps, known)
        download = await self._download(visit, into, told)
        if download.access is None or download.access.status != _NOT_MODIFIED:
            return download
        if visit.unchanged:
            return NotModified(access=download.access)
        return await self.fetch(url, into, told) if download.access.outcome == "ok" else download

    async def _download(self, visit: Visit, into: Path, told: Told) -> Download:
        path, url = into / f"download-{uuid4().hex}", visit.url
        try:
            with _Taken(path, told) as taken:
                access = await visit.run(taken.write)
        except OSError as error:
            log.exception("cannot write the download")
            code = "no_space" if out_of_space(error) else "internal"
            access = Access(url=url, final_url=visit.final_url, outcome=code)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        name = visit.headers.file_name(visit.final_url)
        if access.outcome != "ok" or access.status == _NOT_MODIFIED:
            path.unlink(missing_ok=True)
            gaps = dict.fromkeys(_PARTS, access.outcome)
            return Download(access=access, name=name, gaps=gaps)
        digest = taken.digest.hexdigest()
        return Download(access=access, path=path, bytes=taken.size, sha256=digest, name=name)

    async def probe(self, url: str) -> Probe:
        """Only ask whether an address answers, and with how much. Raises ``Refused``."""
        return await look(url, self._manners)

    async def fetch_bytes(self, url: str, most: int) -> bytes:
        """Fetch a small document whole; raises ``Refused``, or ``Problem`` with the outcome's code."""
        held = BytesIO()
        caps = replace(self._caps, wire=most, inflated=most)
        access = await Visit(url, self._manners, caps).run(held.write)
        if access.outcome != "ok":
            raise _problem(access)
        return held.getvalue()

    async def close(self) -> None:
        """Let go of what fetching keeps: the look-up threads."""
        self._resolver.close()


def written(name: str) -> str:
    """Give a file's name as UTF-8 can write it: on disk it may be any bytes."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def local_file(path: Path, name: str, folder: Path) -> Download:
    """Take a file that is already here. Raises ``OSError`` where it cannot be read.

    One whose own path UTF-8 cannot write is reached by a link in ``folder``, a folder of ours.
    """
    if written(str(path.absolute())) != str(path.absolute()):
        link = folder / "file"
        link.symlink_to(path.absolute())
        path = link
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        size = file.tell()
    return Download(
        access=None,
        path=path,
        bytes=size,
        sha256=digest,
        name=safe_name(written(name)),
        gaps={"access": "local_file"},
    )


class _Taken:
    """A new file for our eyes only; what goes into it is counted and hashed."""

    def __init__(self, path: Path, told: Told) -> None:
        self._told = told
        self.size = 0
        self.digest = hashlib.sha256()
        self._path = path

    def __enter__(self) -> Self:
        handle = os.open(self._path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        self._file = os.fdopen(handle, "wb")
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def write(self, piece: bytes) -> None:
        """Take a piece. Raises ``OSError`` where the disk is full."""
        self._file.write(piece)
        self.digest.update(piece)
        self.size += len(piece)
        self._told(self.size)


def _problem(access: Access) -> Problem:
    code, status = access.outcome, access.status
    if effect_of(code, status) == "refused":
        return Refused(code)
    later = may_pass(code, status)
    facts: Mapping[str, Fact] = {"status": status or "—", "detail": "—"}
    return Problem(code, OUTCOMES[code].text, status=503 if later else 422, facts=facts)
