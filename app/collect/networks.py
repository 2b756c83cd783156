"""Which addresses are public: an explicit table, because ``is_global`` alone is not enough.

CPython 3.11.7 calls 192.88.99.1, 64:ff9b:1::1, fec0::1 and others global, and 168.63.129.16
(Azure's control address) looks public to everyone. Sources: IANA special-purpose registries.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_network

from app.setting_kinds import Network

Address = IPv4Address | IPv6Address

_DENIED: tuple[Network, ...] = tuple(
    ip_network(text)
    for text in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",  # also Alibaba's metadata address
        "127.0.0.0/8",
        "168.63.129.16/32",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",  # also Oracle's metadata address
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "::/96",
        "::ffff:0:0:0/96",
        "64:ff9b:1::/48",
        "100::/64",
        "100:0:0:1::/64",
        "2001::/23",  # Teredo, ORCHID
        "2001:db8::/32",
        "2620:4f:8000::/48",
        "3fff::/20",
        "5f00::/16",
        "fc00::/7",
        "fe80::/10",
        "fec0::/10",
        "ff00::/8",
    )
)
_NAT64 = ip_network("64:ff9b::/96")
_SIX_TO_FOUR = ip_network("2002::/16")
_MAPPED = ip_network("::ffff:0:0/96")
_COMPATIBLE = ip_network("::/96")
_LOOPBACK = ip_network("::1/128")


def is_public(ip: Address) -> bool:
    """Tell whether the whole internet may reach this address; 4-in-6 forms are decoded first."""
    if isinstance(ip, IPv6Address) and ip.scope_id:
        return False
    inner = embedded(ip)
    if inner is not None:
        return is_public(inner)
    return ip.is_global and not ip.is_multicast and not any(_in(ip, net) for net in _DENIED)


def embedded(ip: Address) -> IPv4Address | None:
    """Give the IPv4 address that an IPv6 address stands for (mapped, NAT64, 6to4), if any."""
    if not isinstance(ip, IPv6Address):
        return None
    if ip in _NAT64:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour


def within(ip: Address, allowed: tuple[Network, ...]) -> bool:
    """Tell whether a network of the allow-list holds this address; only mapped ones are decoded."""
    if isinstance(ip, IPv6Address) and ip.scope_id:
        return False
    plain = ip.ipv4_mapped if isinstance(ip, IPv6Address) else None
    return any(_in(plain or ip, net) for net in allowed)


def allowable(net: Network) -> bool:
    """Tell whether a network may be allowed: those that stand for IPv4 ones may not, in disguise."""
    disguises = (_NAT64, _SIX_TO_FOUR, _MAPPED, _COMPATIBLE)
    if net == _LOOPBACK or net.version == 4:  # noqa: PLR2004
        return True
    return not any(net.overlaps(disguise) for disguise in disguises)


def _in(ip: Address, net: Network) -> bool:
    return ip.version == net.version and ip in net
