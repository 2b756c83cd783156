"""Who may reach the service, weighed against what it may reach itself."""

from __future__ import annotations

import logging
from ipaddress import ip_address

from app.errors import Problem
from app.settings import Settings
from rules.core.text import Text

_OPEN_PORTS = Text(
    en="This service may ask for unusual ports ({ports}): listening on {host}, it would knock at them "
    "for strangers. Listen on 127.0.0.1, empty QUALIDATA_FETCH_ALLOW_PORTS, or confirm with "
    "QUALIDATA_FETCH_ALLOW_NETWORKS_PUBLIC=true.",
    fr="Ce service peut interroger des ports inhabituels ({ports}) : à l’écoute sur {host}, il y "
    "frapperait pour le compte d’inconnus. Écoutez sur 127.0.0.1, videz QUALIDATA_FETCH_ALLOW_PORTS, "
    "ou confirmez par QUALIDATA_FETCH_ALLOW_NETWORKS_PUBLIC=true.",
)
_OPEN_DOOR = Text(
    en="This service may fetch from private networks ({networks}): listening on {host}, it would let "
    "strangers read them. Listen on 127.0.0.1, empty QUALIDATA_FETCH_ALLOW_NETWORKS, or confirm with "
    "QUALIDATA_FETCH_ALLOW_NETWORKS_PUBLIC=true.",
    fr="Ce service peut lire des réseaux privés ({networks}) : à l’écoute sur {host}, il les ouvrirait "
    "à des inconnus. Écoutez sur 127.0.0.1, videz QUALIDATA_FETCH_ALLOW_NETWORKS, ou confirmez par "
    "QUALIDATA_FETCH_ALLOW_NETWORKS_PUBLIC=true.",
)
log = logging.getLogger(__name__)


def refuse_open_door(settings: Settings, host: str) -> None:
    """Refuse to lend private networks, or odd ports, to whoever can reach ``host``, unless told twice.

    Raises ``Problem``. A log line says what stays open.
    """
    networks = ", ".join(map(str, settings.fetch_allow_networks + settings.webhook_allow_networks))
    ports = ", ".join(map(str, settings.fetch_allow_ports))
    closed = not is_loopback(host) and not settings.fetch_allow_networks_public
    if networks and closed:
        raise Problem("open_door", _OPEN_DOOR, facts={"networks": networks, "host": host})
    if ports and closed:
        raise Problem("open_ports", _OPEN_PORTS, facts={"ports": ports, "host": host})
    if networks:
        log.warning("addresses in these networks may be fetched from: %s", networks)
    if ports:
        log.warning("these ports may be asked for: %s", ports)


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach a host; a name that we do not know is public."""
    try:
        return ip_address(host.strip("[]").partition("%")[0]).is_loopback
    except ValueError:
        return host.lower() == "localhost"
