"""Which processes make up a service, and a worker: each under a supervisor that never gives up."""

from __future__ import annotations

import logging
import socket

from app.errors import Problem
from app.supervised import LISTEN, WIRE
from app.supervisor import Child, Supervisor
from rules.core.text import Fact, Text

_BACKLOG = 2048
_NO_PORT = Text(
    en="Cannot listen on {host}, port {port}: {reason}.",
    fr="Impossible d’écouter sur {host}, port {port} : {reason}.",
)


def serve_all(host: str, port: int, slots: int) -> int:
    """Run the service and, with slots, a worker beside it; give the exit code.

    Raises ``Problem`` where the port cannot be had.
    """
    _talk()
    listen = _listen(host, port)
    words = ["serve", "--host", host, "--port", str(port), "--workers", "0"]
    children = [Child(name="the service", words=words, handles={LISTEN: listen})]
    if slots:
        here, there = socket.socketpair(type=socket.SOCK_DGRAM)
        children[0].handles[WIRE] = here
        words = ["worker", "--slots", str(slots)]
        children.append(Child(name="the worker", words=words, handles={WIRE: there}))
    logging.getLogger(__name__).info("listening on %s, port %d", host, port)
    return Supervisor(children).run()


def work_all(slots: int) -> int:
    """Run a worker; give the exit code."""
    _talk()
    words = ["worker", "--slots", str(slots)]
    return Supervisor([Child(name="the worker", words=words)]).run()


def _talk() -> None:
    logging.basicConfig(level=logging.INFO, format="%(levelname)s: %(message)s")


def _listen(host: str, port: int) -> socket.socket:
    """Open the port here: whoever calls while the service starts anew only waits."""
    try:
        kind, *_, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(place[:2], family=kind, backlog=_BACKLOG)
    except OSError as error:
        facts: dict[str, Fact] = {"host": host, "port": port, "reason": error.strerror or "?"}
        raise Problem("cannot_listen", _NO_PORT, status=503, facts=facts) from None
