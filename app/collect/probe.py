"""A glance at an address: does it answer, with what, how much? Its content is not taken."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.collect.body import Caps
from app.collect.pinned import Answer, Method
from app.collect.stopped import Stopped
from app.collect.visit import Manners, Visit
from rules.core.evidence import Access

_NOBODY = Caps(wire=0, inflated=0, ratio=1, min_rate=0)
_GOOD = frozenset({200, 203, 206})
_PART, _NO_SUCH_PART = 206, 416
_TOTAL = re.compile(r"bytes\s+(?:\d+-\d+|\*)/(\d{1,18})", re.ASCII | re.IGNORECASE)
_SETTLED = frozenset(
    {"ok", "dns_failed", "dns_timeout", "connect_failed", "no_route", "tls_invalid"}
    | {"egress_refused", "too_many_redirects", "redirect_refused", "host_resting"}
)
"""Ends that another way of asking would not change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """What a glance shows."""

    access: Access
    size: int | None = None
    """Bytes, as the server states them; ``None`` where it does not."""
    name: str = ""


class _Glance(Visit):
    """A visit that goes away once the headers are there."""

    def __init__(self, url: str, manners: Manners, method: Method) -> None:
        super().__init__(url, manners, _NOBODY)
        self.method = method

    def said(self) -> tuple[tuple[str, str], ...]:
        """Ask for the file as it is; where only GET will do, for its first byte."""
        plain = (h for h in self.manners.headers if h[0] != "Accept-Encoding")
        first = (("Range", "bytes=0-0"),) if self.method == "GET" else ()
        return (*plain, ("Accept-Encoding", "identity"), *first)

    def read(self, answer: Answer) -> bool:
        """Take note of the headers; the body stays where it is."""
        try:
            super().read(answer)
        except Stopped as stop:
            none = answer.status == _NO_SUCH_PART and self.size == 0
            if stop.code == "too_large" or answer.status == _PART or none:
                return False  # a glance has no limit of size, and asked for a part
            raise
        return False

    @property
    def size(self) -> int | None:
        """The file's size: the whole's, where only a part was sent."""
        if self.status in {_PART, _NO_SUCH_PART}:
            total = _TOTAL.fullmatch(self.headers.first("content-range"))
            return int(total[1]) if total else None
        return self.headers.size if not self.headers.codings else None


async def look(url: str, manners: Manners) -> Probe:
    """Ask by HEAD; where that is not answered well, by GET for one byte. Raises ``Refused``."""
    glance = _Glance(url, manners, "HEAD")
    access = await glance.run(lambda _: None)
    if access.outcome not in _SETTLED:
        glance = _Glance(url, manners, "GET")
        access = await glance.run(lambda _: None)
    good = access.outcome == "ok"
    name = glance.headers.file_name(glance.final_url)
    return Probe(access=access, size=glance.size if good else None, name=name)
