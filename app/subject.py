"""One file under assessment: what is known of it before anyone has looked into it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from app.collect.fetch import Download
from app.reading import Terms
from rules.core.evidence import Evidence, File, Metadata


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One file under assessment, and what is said of it."""

    url: str
    """The address under which its assessment is kept."""
    metadata: Metadata | None
    seen_at: datetime
    terms: Terms = field(default_factory=Terms)
    title: str = ""
    earlier: Evidence | None = None
    """What was read of it last time, where that holds for the same bytes."""

    @property
    def evidence(self) -> Evidence:
        """What is known before there is a file."""
        return Evidence(seen_at=self.seen_at, metadata=self.metadata, gaps=self.terms.gaps)


def unopened(evidence: Evidence, download: Download) -> Evidence:
    """Say of bytes that killed their readers before that nobody opened them."""
    code = "quarantined"
    file = File(name=download.name, outcome=code, bytes=download.bytes, sha256=download.sha256)
    gaps = dict.fromkeys(("table", "conformance", "expectations"), code)
    return replace(evidence, file=file, gaps={**gaps, **evidence.gaps})
