"""The address that was asked for and the one that answered: what a portal may call its own."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, unquote, urljoin, urlsplit, urlunsplit

from app.collect.spelling import bare

_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Where a document comes from."""

    url: str
    """As the caller gave it, fragment included."""
    answered: str
    """Whose answer this is: the same, or an address of the portal's API."""

    @property
    def wanted(self) -> str:
        """The part of a document that is meant: what follows ``#``."""
        return unquote(urlsplit(self.url).fragment)

    def own(self, stated: object) -> str:
        """Take an address for the portal's own only on the host that answered; else ``""``.

        A portal cannot speak for another: its record would take that one's place here.
        """
        if not isinstance(stated, str) or not stated.startswith(("http://", "https://")):
            return ""
        try:
            same = place(urlsplit(stated)) == place(urlsplit(self.answered))
        except ValueError:
            return ""
        return bare(stated) if same else ""

    def join(self, relative: object) -> str:
        """Complete an address that is relative to this document; ``""`` where it is none."""
        if not isinstance(relative, str) or not relative.strip():
            return ""
        try:
            return urljoin(bare(self.answered), relative.strip())
        except ValueError:
            return ""

    def before(self, mark: str) -> str:
        """Give the portal's own address: what stands before ``mark`` in the path."""
        parts = urlsplit(self.answered)
        root, found, _ = parts.path.partition(mark)
        return urlunsplit((parts.scheme, parts.netloc, root if found else "", "", ""))

    def query(self, name: str) -> str:
        """Give one word of the query."""
        return next(iter(parse_qs(urlsplit(self.answered).query).get(name, ())), "")


def place(parts: SplitResult) -> tuple[str, int | None]:
    """Give the host and, where it is not the usual one, the port. Raises ``ValueError``."""
    port = parts.port
    return (parts.hostname or "").lower(), None if port == _PORTS.get(parts.scheme) else port
