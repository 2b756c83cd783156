"""Names to addresses: one look-up per connection, in a few threads that nobody has to wait for.

``getaddrinfo`` cannot be cancelled. The loop's own pool, and any ``ThreadPoolExecutor``, is joined
when the interpreter ends: one silent name server would hold up every exit. These threads are
daemons, so that both a fetch and an exit leave a stuck look-up behind.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from ipaddress import ip_address
from itertools import chain, zip_longest
from queue import SimpleQueue
from threading import Lock, Thread

from app.collect.networks import Address
from app.collect.stopped import Stopped

THREADS = 32
"""Most look-ups at the same time; the others wait, within their own deadline."""
Lookup = Callable[[str, int], Iterable[str]]
"""Host and port to addresses as text; raises ``OSError`` or ``UnicodeError``."""
_NO_SUCH_NAME = frozenset({socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)})
_Job = tuple[Future[tuple[str, ...]], str, int]


def system_lookup(host: str, port: int) -> Iterable[str]:
    """Ask the system's resolver, hosts file and search domains included."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(where[0]) for *_, where in found]


def absolute_lookup(host: str, port: int) -> Iterable[str]:
    """Ask for the name exactly as written: a search domain may answer for any name at all."""
    return system_lookup(host if host.endswith(".") or "." not in host else f"{host}.", port)


class Resolver:
    """Looks names up, each within ``timeout`` seconds."""

    def __init__(self, timeout: float, lookup: Lookup = absolute_lookup) -> None:
        self._timeout = timeout
        self._lookup = lookup
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._threads: list[Thread] = []
        self._lock = Lock()
        self._unanswered = 0

    async def addresses(self, host: str, port: int) -> tuple[Address, ...]:
        """Give every address of a host, families taking turns. Raises :class:`Stopped`."""
        try:
            return (ip_address(host),)
        except ValueError:
            pass
        try:
            async with asyncio.timeout(self._timeout):
                texts = await self._ask(host, port)
        except TimeoutError:
            raise Stopped("dns_timeout") from None
        except socket.gaierror as error:
            gone = error.errno in _NO_SUCH_NAME
            raise Stopped("dns_failed" if gone else "dns_timeout") from None
        except UnicodeError:  # a label too long, or empty: no such name can exist
            raise Stopped("dns_failed") from None
        except OSError:
            raise Stopped("dns_timeout") from None
        if not texts:
            raise Stopped("dns_failed")
        return _in_turns(tuple(dict.fromkeys(ip_address(text) for text in texts)))

    def close(self) -> None:
        """Let the idle threads go; those stuck in a look-up are left behind."""
        for _ in self._threads:
            self._jobs.put(None)
        self._threads.clear()

    async def _ask(self, host: str, port: int) -> tuple[str, ...]:
        answer: Future[tuple[str, ...]] = Future()
        with self._lock:
            self._unanswered += 1
            if self._unanswered > len(self._threads) < THREADS:
                self._threads.append(Thread(target=self._work, name="dns", daemon=True))
                self._threads[-1].start()
        self._jobs.put((answer, host, port))
        return await asyncio.wrap_future(answer)

    def _work(self) -> None:
        while job := self._jobs.get():
            answer, host, port = job
            if answer.set_running_or_notify_cancel():
                try:
                    answer.set_result(tuple(self._lookup(host, port)))
                except Exception as error:  # noqa: BLE001 # carried to the waiting fetch
                    answer.set_exception(error)
            with self._lock:
                self._unanswered -= 1


def _in_turns(found: tuple[Address, ...]) -> tuple[Address, ...]:
    """Alternate the families, the system's first choice first: either may be out of order here."""
    first = [ip for ip in found if ip.version == found[0].version]
    other = [ip for ip in found if ip.version != found[0].version]
    return tuple(ip for ip in chain(*zip_longest(first, other)) if ip is not None)
