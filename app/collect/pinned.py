"""A connection goes to the very address that was checked: no second look-up, no proxy by surprise.

The TLS handshake still asks for the host's *name*: httpcore2 starts it on the stream given here.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import AbstractAsyncContextManager, aclosing, asynccontextmanager, suppress
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any, Literal, NoReturn

import httpcore2
import httpx2

from app.collect.addresses import FetchPolicy
from app.collect.ask import Ask
from app.collect.broken import broken_by
from app.collect.meter import Meter
from app.collect.networks import Address
from app.collect.resolver import Resolver
from app.collect.stopped import Stopped
from app.errors import Refused

ATTEMPTS = 4
"""Most addresses of one host tried before it counts as unreachable."""
CONNECT_SECONDS = 5.0
"""Longest time for one address to accept a connection, and for the TLS handshake."""
LINGER = 0.2
"""Seconds that a server gets to send more than it announced."""
Method = Literal["GET", "HEAD"]
_BLAME = ("headers_timeout", "truncated", "connect_failed", "no_route")
"""Where a host's addresses fail differently, the first of these wins: doubt spares the publisher."""
_UNHEARD = (httpcore2.NetworkError, httpcore2.ProtocolError, httpcore2.TimeoutException)
_BROKEN = (*_UNHEARD, ssl.SSLError)


@dataclass(frozen=True, slots=True)
class Answer:
    """A server's answer, its body not read yet."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: AsyncIterator[bytes]
    overflows: Callable[[int], Awaitable[bool]]
    """Tells, once the body is read, whether the server sends more than so many bytes of it."""


class _Metered(httpcore2.AsyncNetworkStream):
    """A connection that counts what comes in."""

    def __init__(self, inner: httpcore2.AsyncNetworkStream) -> None:
        self._inner = inner
        self._meter = Meter()

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109 # httpcore2's own signature
        data = await self._inner.read(max_bytes, timeout)
        self._meter.take(data)
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109
        await self._inner.write(buffer, timeout)

    async def aclose(self) -> None:
        await self._inner.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109
    ) -> httpcore2.AsyncNetworkStream:
        return _Metered(await self._inner.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)

    async def overflows(self, size: int) -> bool:
        """Tell whether more than ``size`` bytes of body were sent; waits a moment for the rest."""
        with suppress(*_BROKEN):
            if not self._meter.beyond(size):
                await self.read(1, LINGER)
        return self._meter.beyond(size)


async def _unmetered(_: int) -> bool:
    """Behind a proxy nothing is counted."""
    return False


class PinnedBackend(httpcore2.AsyncNetworkBackend):
    """Looks a name up once, checks every address, connects to one of them and to nothing else."""

    def __init__(self, policy: FetchPolicy, resolver: Resolver) -> None:
        self._policy = policy
        self._resolver = resolver
        self._inner = httpcore2.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 # httpcore2's own signature
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Connect to a checked address. Raises ``Refused`` or ``Stopped``."""
        if port not in self._policy.ports:
            raise Refused("port_refused")
        addresses = await self._resolver.addresses(host, port)
        for ip in addresses:  # one bad answer refuses the name: it is how rebinding looks
            self._policy.check_ip(ip)
        codes = []
        for ip in addresses[:ATTEMPTS]:
            try:
                stream = await self._inner.connect_tcp(
                    str(ip), port, timeout, local_address, socket_options
                )
            except _BROKEN as error:
                codes.append(blame(error))
            else:
                await _same_peer(stream, ip)
                return _Metered(stream)
        raise Stopped(min(codes, key=_BLAME.index))

    async def connect_unix_socket(
        self,
        path: str,  # noqa: ARG002 # httpcore2's own signature
        timeout: float | None = None,  # noqa: ARG002, ASYNC109
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,  # noqa: ARG002
    ) -> NoReturn:
        """Refuse: nothing public listens on a Unix socket."""
        raise Refused("address_not_public")

    async def sleep(self, seconds: float) -> None:
        """Wait, for httpcore2's retries."""
        await asyncio.sleep(seconds)


class Pinned:
    """Sends one request on one new connection, and closes it whatever happens."""

    def __init__(self, policy: FetchPolicy, resolver: Resolver, egress_proxy: str = "") -> None:
        self._policy = policy
        self._resolver = resolver
        self._backend = None if egress_proxy else PinnedBackend(policy, resolver)
        self._proxy = _proxy(egress_proxy) if egress_proxy else None
        self._tls = httpx2.create_ssl_context()

    def get(
        self, url: str, headers: tuple[tuple[str, str], ...], method: Method = "GET"
    ) -> AbstractAsyncContextManager[Answer]:
        """Ask for a URL; the body must be read inside. Raises ``Refused`` or ``Stopped``."""
        return self.send(Ask(url, headers, method))

    @asynccontextmanager
    async def send(self, ask: Ask) -> AsyncIterator[Answer]:
        """Send a request; the answer's body must be read inside. Raises ``Refused`` or ``Stopped``."""
        request = self._request(ask)
        await self._screen(request)
        async with httpcore2.AsyncConnectionPool(
            ssl_context=self._tls,
            proxy=self._proxy,
            max_keepalive_connections=0,
            network_backend=self._backend,
        ) as pool:
            try:
                response = await pool.handle_async_request(request)
            except httpcore2.ProxyError:
                raise Stopped("egress_refused") from None
            except _BROKEN as error:
                raise Stopped(self._blame(error)) from error
            try:
                wire = response.extensions.get("network_stream")
                more = wire.overflows if isinstance(wire, _Metered) else _unmetered
                async with aclosing(response.aiter_stream()) as body:
                    yield Answer(response.status, tuple(response.headers), body, more)
            except _BROKEN:
                raise Stopped("truncated") from None
            finally:
                await response.aclose()

    def _blame(self, error: BaseException) -> str:
        code = blame(error)
        # Behind a proxy, the only address that we connect to is the proxy's.
        return "egress_refused" if self._proxy and code in {"connect_failed", "no_route"} else code

    async def _screen(self, request: httpcore2.Request) -> None:
        """Where a proxy will look the name up, do so too: what is private for us stays unasked."""
        if self._proxy is None:
            return
        host, port = request.url.host.decode("ascii"), request.url.port or 0
        try:
            addresses = await self._resolver.addresses(host.strip("[]"), port)
        except Stopped:
            return  # behind a proxy there is often no name server to ask
        for ip in addresses:
            self._policy.check_ip(ip)

    def _request(self, ask: Ask) -> httpcore2.Request:
        try:
            link = httpx2.URL(ask.url)
        except httpx2.InvalidURL:
            raise Refused("host_invalid") from None
        self._policy.check_url(str(link))  # once more, on what the library made of it
        where = httpcore2.URL(
            scheme=link.raw_scheme, host=link.raw_host, port=link.port, target=link.raw_path
        )
        sent = [(b"Host", link.netloc), *((k.encode(), v.encode()) for k, v in ask.headers)]
        waits = {"timeout": {"connect": CONNECT_SECONDS}}
        content = ask.body or None
        if ask.method not in {"GET", "HEAD"}:
            sent.append((b"Content-Length", str(len(ask.body)).encode()))
        return httpcore2.Request(ask.method, where, headers=sent, content=content, extensions=waits)


def blame(error: BaseException) -> str:
    """Name the outcome of a request that got no answer."""
    if isinstance(error, httpcore2.TimeoutException):
        return "headers_timeout"
    if isinstance(error, httpcore2.ProtocolError):
        silent = "without sending a response" in str(error)
        return "truncated" if silent else "protocol_error"
    return broken_by(error)


async def _same_peer(stream: httpcore2.AsyncNetworkStream, ip: Address) -> None:
    peer = stream.get_extra_info("server_addr")
    if peer is None or ip_address(str(peer[0]).split("%")[0]) != ip:
        await stream.aclose()
        raise Refused("address_not_public")


def _proxy(url: str) -> httpcore2.Proxy:
    """Read the operator's own proxy; enforcing addresses is then its task."""
    proxy = httpx2.Proxy(url)
    return httpcore2.Proxy(str(proxy.url), auth=proxy.raw_auth)
