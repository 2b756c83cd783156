"""A real web on loopback, as hostile as each test wants it."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

import pytest

from app.collect.fetch import Download, Fetcher
from app.settings import Settings

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Web:
    """Answers each path by its handler, byte for byte; 404 elsewhere. Remembers what was asked."""

    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    handlers: dict[str, Handler] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    methods: list[str] = field(default_factory=list)
    now: int = 0
    peak: int = 0
    port: int = 0

    def start(self, ssl=None, host="127.0.0.1"):
        async def listen():
            self.server = await asyncio.start_server(self._serve, host, 0, ssl=ssl)
            self.port = self.server.sockets[0].getsockname()[1]

        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        asyncio.run_coroutine_threadsafe(listen(), self.loop).result(5)
        return self

    def stop(self):
        async def end():
            self.server.close()
            others = asyncio.all_tasks() - {asyncio.current_task()}
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)

        asyncio.run_coroutine_threadsafe(end(), self.loop).result(5)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(5)
        self.loop.close()

    def url(self, path: str = "/", scheme: str = "http", host: str = "127.0.0.1") -> str:
        return f"{scheme}://{host}:{self.port}{path}"

    def raw(self, path: str, *parts: bytes, wait: float = 0.0, hold: float = 0.0) -> str:
        """Serve these bytes, waiting between the parts, holding the line open at the end."""

        async def handler(_, writer):
            for part in parts:
                writer.write(part)
                await writer.drain()
                await asyncio.sleep(wait)
            await asyncio.sleep(hold)

        self.handlers[path] = handler
        return self.url(path)

    def file(self, path: str, body: bytes, *headers: str, status: str = "200 OK") -> str:
        """Serve a proper answer with its length."""
        head = "".join(f"{line}\r\n" for line in (f"Content-Length: {len(body)}", *headers))
        return self.raw(path, f"HTTP/1.1 {status}\r\n{head}\r\n".encode("latin-1") + body)

    def redirect(self, path: str, to: str, status: str = "302 Found") -> str:
        return self.file(path, b"", f"Location: {to}", status=status)

    async def _serve(self, reader, writer):
        self.now += 1
        self.peak = max(self.peak, self.now)
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            path = head[0].split(" ")[1]
            self.methods.append(head[0].split(" ")[0])
            sent = dict(line.split(": ", 1) for line in head[1:] if line)
            self.asked.append((path, {k.lower(): v for k, v in sent.items()}))
            handler = self.handlers.get(path.split("?")[0])
            if handler is None:
                writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
            else:
                await handler(reader, writer)
            await writer.drain()
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self.now -= 1
            writer.close()
            with suppress(Exception, asyncio.CancelledError):
                await writer.wait_closed()


@pytest.fixture
def web() -> Iterator[Web]:
    """A server of our own on loopback."""
    server = Web().start()
    yield server
    server.stop()


@pytest.fixture
def settings(web, tmp_path):
    """Settings that allow that server, and nothing else of this machine."""

    def make(**over) -> Settings:
        given = {
            "fetch_allow_networks": "127.0.0.1/32",
            "fetch_allow_ports": str(web.port),
            "data_dir": tmp_path / "data",
        }
        return Settings(**{**given, **over})

    return make


@pytest.fixture
def fetch(settings, tmp_path):
    """Fetch one address with settings of the test's own."""

    def run(url: str, lookup=None, **over) -> Download:
        async def once():
            fetcher = Fetcher(settings(**over), lookup)
            try:
                return await fetcher.fetch(url, tmp_path)
            finally:
                await fetcher.close()

        return asyncio.run(once())

    return run
