"""From where a call comes: the visitor's network, behind whatever proxies are believed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from app.setting_kinds import Network

_V4, _V6 = 24, 56
"""Bits of what one visitor commonly holds: counting by address would count nobody."""
_LOCAL = "local"
_MOST = 32
"""Hops looked at."""
_Address = IPv4Address | IPv6Address


def network_of(peer: str | None, forwarded: Iterable[str], trusted: Sequence[Network]) -> str:
    """Name the network of a visitor. ``peer``: who connected; ``None``: a socket of this machine.

    ``forwarded``: the values of ``X-Forwarded-For``. It is read from its end, and only as far as
    those who wrote it are believed: whatever stands before that may be anybody's invention.
    """
    at = _read(peer) if peer else None
    hops = [part for value in forwarded for part in value.split(",")][-_MOST:]
    while hops and trusted and (at is None or _within(at, trusted)):
        found = _read(hops.pop())
        if found is None:
            break
        at = found
    return _LOCAL if at is None else str(ip_network((at, _V4 if at.version == 4 else _V6), False))  # noqa: FBT003, PLR2004 # ipaddress’ own signature


def _read(text: str) -> _Address | None:
    """Read an address as proxies write it: with a port, in brackets, or IPv4 in IPv6."""
    bare = text.strip().strip('"')
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        address = ip_address(bare.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _within(address: _Address, networks: Sequence[Network]) -> bool:
    return any(address.version == net.version and address in net for net in networks)
