"""What may be fetched: a URL is judged by its text alone, then every address that it leads to."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Self
from urllib.parse import SplitResult, urlsplit

from app.collect.networks import Address, allowable, is_public, within
from app.collect.spelling import LONGEST, NUMERIC, tidied
from app.errors import Refused
from app.setting_kinds import Network
from app.settings import Settings

__all__ = ["PORTS", "URL_MAX", "FetchPolicy", "Place", "tidied"]
PORTS = frozenset({80, 443, 8080, 8443})
URL_MAX = LONGEST
"""Longest URL accepted, in characters."""
HOST_MAX = 253
"""Longest host name, in characters once encoded (RFC 1035)."""
_DEFAULT_PORTS = {"http": 80, "https": 443}
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_NAME = re.compile(rf"{_LABEL}(?:\.{_LABEL})*\.?")
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a URL leads: lower-case host, without its brackets, and port."""

    scheme: str
    host: str
    port: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchPolicy:
    """What this service accepts to fetch. Pure: nothing here touches the network."""

    ports: frozenset[int] = PORTS
    allowed: tuple[Network, ...] = ()
    denied: tuple[str, ...] = ()
    """Hosts that the operator does not want asked, in their one spelling, with all below them."""
    own: Place | None = None
    """Our own public address: fetching it would be asking ourselves."""

    @classmethod
    def from_settings(cls, settings: Settings) -> Self:
        """Read the policy; raises ``ValueError`` on a network that would allow IPv4 in disguise."""
        for net in settings.fetch_allow_networks:
            if not allowable(net):
                raise ValueError(
                    f"fetch_allow_networks: {net} stands for IPv4 addresses; name these"
                )
        if settings.fetch_allow_networks:
            names = ", ".join(map(str, settings.fetch_allow_networks))
            log.warning("non-public networks may be fetched from: %s", names)
        return cls(
            ports=PORTS | frozenset(settings.fetch_allow_ports),
            allowed=settings.fetch_allow_networks,
            denied=tuple(map(_spelt, settings.fetch_deny_hosts)),
            own=_place(urlsplit(settings.public_base_url)),
        )

    @classmethod
    def for_webhooks(cls, settings: Settings) -> Self:
        """Read the policy for what is sent out: webhook receivers may live in more networks."""
        networks = settings.fetch_allow_networks + settings.webhook_allow_networks
        return cls.from_settings(settings.model_copy(update={"fetch_allow_networks": networks}))

    def check_url(self, text: str) -> Place:
        """Judge a URL by its text alone. Raises :class:`~app.errors.Refused`."""
        if len(text) > URL_MAX or not text.isprintable() or " " in text or "\\" in text:
            raise Refused("url_malformed")
        try:
            parts = urlsplit(text)
            place = _place(parts)
        except ValueError:
            raise Refused("url_malformed") from None
        if parts.scheme and parts.scheme not in _DEFAULT_PORTS:
            raise Refused("scheme_refused")
        if not parts.scheme or not place.host:
            raise Refused("url_malformed")
        if parts.username is not None or parts.password is not None:
            raise Refused("userinfo_refused")
        if "[" in parts.netloc and ":" not in place.host:
            raise Refused("host_invalid")
        self._check_host(place.host)
        if place.port not in self.ports:
            raise Refused("port_refused")
        if Place(place.scheme, place.host.rstrip("."), place.port) == self.own:
            raise Refused("address_not_public")
        if self.denied and f".{_spelt(place.host)}".endswith(tuple(f".{h}" for h in self.denied)):
            raise Refused("host_denied")
        return place

    def check_ip(self, ip: Address) -> None:
        """Judge an address about to be connected to. Raises :class:`~app.errors.Refused`."""
        if not within(ip, self.allowed) and not is_public(ip):
            raise Refused("address_not_public")

    def _check_host(self, host: str) -> None:
        try:
            ip = ip_address(host)
        except ValueError:
            _check_name(host)
        else:
            self.check_ip(ip)


def _spelt(host: str) -> str:
    """Spell a host name as it is asked for: encoded, in small letters, without a final dot."""
    return urlsplit(tidied(f"http://{host.strip('.')}/")).hostname or host


def _place(parts: SplitResult) -> Place:
    port = parts.port if parts.port is not None else _DEFAULT_PORTS.get(parts.scheme, 0)
    return Place(parts.scheme, parts.hostname or "", port)


def _check_name(host: str) -> None:
    """Check a host as it stands, and again as IDNA reads it: full-width digits become digits."""
    if NUMERIC.fullmatch(host):
        raise Refused("host_encoded_ip")
    try:
        name = host.encode("idna").decode().lower() if len(host) <= HOST_MAX else ""
    except UnicodeError:
        raise Refused("host_invalid") from None
    if NUMERIC.fullmatch(name):
        raise Refused("host_encoded_ip")
    if not 0 < len(name) <= HOST_MAX or not _NAME.fullmatch(name):
        raise Refused("host_invalid")
