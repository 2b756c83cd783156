"""Works one step ahead: the next chunk is cut by a second thread while this one is judged."""

from __future__ import annotations

import queue
import threading
from collections.abc import Generator, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")
_AHEAD = 1
_POLL = 0.1


def ahead(items: Iterable[T]) -> Iterator[T]:
    """Give the same items; what making them raises is raised here."""
    ready: queue.Queue[tuple[T] | BaseException | None] = queue.Queue(_AHEAD)
    stopped = threading.Event()

    def put(item: tuple[T] | BaseException | None) -> bool:
        while not stopped.is_set():
            try:
                ready.put(item, timeout=_POLL)
            except queue.Full:
                continue
            return True
        return False

    def make() -> None:
        try:
            if all(put((item,)) for item in items):
                put(None)
        except BaseException as trouble:  # noqa: BLE001 # raised again where it is waited for
            put(trouble)
        finally:
            if isinstance(items, Generator):
                items.close()  # so that what it waits for ends as well

    thread = threading.Thread(target=make, daemon=True)
    thread.start()
    try:
        while (item := ready.get()) is not None:
            if isinstance(item, BaseException):
                raise item
            yield item[0]
    finally:
        item = None
        stopped.set()
        thread.join()
