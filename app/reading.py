"""What a file is read with, and whether what was read of it before still holds.

A file need not be read again while its bytes, our version, the schema, the suite and the limits
are those of last time: the evidence is kept, and only judged anew at the new instant. Verdicts,
rules and policy are no part of this: they are always those of today.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from hashlib import sha256

from app import __version__
from app.collect.fetch import Download, NotModified
from app.collect.validators import Validators
from app.sandbox import KILLED
from app.settings import Settings
from app.table import JOB, Candidate, Limits, SchemaSpec, TableJob
from rules.core.evidence import Access, Evidence, File

BELIEVED = timedelta(days=30)
"""How long “unchanged” is believed: then the whole file is fetched and read again."""
Memory = Callable[[str], Evidence | None]
"""Gives what was last found at an address, from any thread."""
_BROKEN_OFF = KILLED | {"quarantined", "sandbox_missing", "internal", "no_space"}
_TOO_SLOW = frozenset({"pattern-too-slow", "expectation_too_slow"})
_PARTS = ("table", "conformance", "expectations")


def forgetful(_: str) -> None:
    """Remember nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """All that a file is read with, but for the file."""

    schema: SchemaSpec | None = None
    candidates: tuple[Candidate, ...] = ()
    expectations: bool = True
    suite: str = ""
    """Given with the order, in place of the schema's own."""
    limits: Limits = field(default_factory=Limits)
    gaps: Mapping[str, str] = field(default_factory=dict)
    """What is missing before the file is even there."""

    def job(self, download: Download) -> TableJob:
        """Write the order for reading a file."""
        kind = download.access.media_type if download.access else ""
        return self._job(download.name, kind, download.sha256, str(download.path))

    def key(self, file: File, access: Access | None) -> str:
        """Name these terms together with a file's content: equal keys, equal findings."""
        job = self._job(file.name, access.media_type if access else "", file.sha256)
        parts = (__version__, repr(sorted(self.gaps.items())), JOB.dump_json(job).decode())
        return sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()

    def _job(self, name: str, kind: str, digest: str, path: str = "") -> TableJob:
        return TableJob(
            path=path,
            name=name,
            media_type=kind,
            sha256=digest,
            schema=self.schema,
            candidates=self.candidates,
            expectations=self.expectations,
            suite=self.suite,
            limits=self.limits,
        )


def limits_of(settings: Settings) -> Limits:
    """Read the limits of a table from the settings."""
    return Limits(
        max_rows=settings.max_rows, max_columns=settings.max_columns, max_line=settings.max_line
    )


def holds(earlier: Evidence | None, terms: Terms, url: str, now: Evidence) -> bool:
    """Tell whether what was read of a file earlier would be read again of the same bytes."""
    if earlier is None or earlier.file is None or earlier.read_at is None:
        return False
    was = earlier.access.url if earlier.access else ""
    young = timedelta(0) <= now.seen_at - earlier.read_at < BELIEVED
    return was == url and young and earlier.reading == terms.key(earlier.file, earlier.access)


def same(earlier: Evidence, download: Download, terms: Terms) -> bool:
    """Tell whether a download is, byte for byte, what was read earlier on the same terms."""
    file = File(name=download.name, sha256=download.sha256)
    return earlier.reading == terms.key(file, download.access)


def validators(earlier: Evidence) -> Validators | None:
    """Give what to compare with, where the server told anything."""
    return Validators.of(earlier.access)


def still(earlier: Evidence, answer: NotModified) -> Access:
    """Put together what the server says now and what it said of the same file then."""
    now, then = answer.access, earlier.access
    assert then is not None
    return replace(
        then,
        final_url=now.final_url,
        redirects=now.redirects,
        etag=now.etag or then.etag,
        last_modified=now.last_modified or then.last_modified,
        retry_after=None,
    )


def carried(evidence: Evidence, earlier: Evidence) -> Evidence:
    """Take over what was read earlier."""
    lost = {part: code for part, code in earlier.gaps.items() if part in _PARTS}
    return replace(
        evidence,
        file=earlier.file,
        table=earlier.table,
        conformance=earlier.conformance,
        expectations=earlier.expectations,
        findings=earlier.findings,
        proposal=earlier.proposal,
        gaps={**lost, **evidence.gaps},
        reading=earlier.reading,
        read_at=earlier.read_at,
    )


def signed(evidence: Evidence, terms: Terms) -> Evidence:
    """Note what a file was read with, unless time ran out for some of it: it may not next time."""
    if evidence.file is None or _hurried(evidence):
        return evidence
    key = terms.key(evidence.file, evidence.access)
    return replace(evidence, reading=key, read_at=evidence.seen_at)


def _hurried(evidence: Evidence) -> bool:
    ends = {evidence.file.outcome if evidence.file else "", *evidence.gaps.values()}
    results = evidence.expectations.results if evidence.expectations else ()
    causes = {finding.cause for finding in evidence.findings}
    late = _TOO_SLOW & {*causes, *(result.reason for result in results)}
    return bool(late or ends & _BROKEN_OFF)
