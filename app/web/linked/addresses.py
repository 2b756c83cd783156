"""A stranger's address as a legal name: what may not stand in an IRI is escaped, or it is dropped."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from app.web.linked.terms import Iri

_KEPT = "/:?&=+,;@~!$*'()%-._"
"""What may stand in a path, query or fragment as it is (RFC 3986); brackets only in a host."""
_LOOSE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_HOST = re.compile(r"(?:[A-Za-z0-9._~-]|%[0-9A-Fa-f]{2})+|\[[0-9A-Fa-f:.]+\]")
_URN = re.compile(r"urn:[A-Za-z0-9][A-Za-z0-9-]{1,31}:[A-Za-z0-9()+,.:=@;$_!*'/-]+")
_LONGEST = 8192


def iri(url: str) -> Iri | None:
    """Name a web address or a URN; ``None`` where no escaping makes it a legal one."""
    if _URN.fullmatch(url):
        return Iri(url)
    try:
        parts = urlsplit(url.strip())
        host, port = _host(parts.hostname or ""), parts.port
        # A lone surrogate has no UTF-8: no escape can stand for it.
        rest = _escaped(parts.path)
        rest += f"?{_escaped(parts.query)}" if parts.query else ""
        rest += f"#{_escaped(parts.fragment)}" if parts.fragment else ""
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not host or len(rest) > _LONGEST:
        return None
    return Iri(f"{parts.scheme}://{host}{'' if port is None else f':{port}'}{rest}")


def _host(host: str) -> str:
    """Write a host in ASCII, or as nothing; user names and passwords are left out before."""
    if ":" in host:
        host = f"[{host}]"
    elif not host.isascii():
        host = host.encode("idna").decode()
    return host if _HOST.fullmatch(host) else ""


def _escaped(text: str) -> str:
    return _LOOSE_PERCENT.sub("%25", quote(text, safe=_KEPT))
