"""What a server said of a file's version last time, so as to ask only for what has changed since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

from rules.core.evidence import Access


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """An entity tag, a date of change, and the address that stated them (RFC 9110 §13)."""

    url: str
    """The address that answered in the end: no other server is asked about these."""
    etag: str = ""
    last_modified: datetime | None = None

    @classmethod
    def of(cls, access: Access | None) -> Validators | None:
        """Read them from what an earlier visit saw; ``None`` where it says nothing to compare."""
        if access is None or access.outcome != "ok":
            return None
        if not access.etag and access.last_modified is None:
            return None
        url = access.final_url or access.url
        return cls(url=url, etag=access.etag, last_modified=access.last_modified)

    @property
    def headers(self) -> tuple[tuple[str, str], ...]:
        """The conditions to send; a server that knows the tag must not look at the date."""
        tag = (("If-None-Match", self.etag),) if self.etag else ()
        if self.last_modified is None:
            return tag
        return (*tag, ("If-Modified-Since", format_datetime(self.last_modified, usegmt=True)))

    def contradicted_by(self, etag: str) -> bool:
        """Tell whether “not modified” comes with another tag: such a server is not believed."""
        return bool(etag and self.etag) and _bare(etag) != _bare(self.etag)


def _bare(etag: str) -> str:
    """Compare weakly, as a cache does: what is equal in content is unchanged for us."""
    return etag.removeprefix("W/")
