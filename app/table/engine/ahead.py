"""Works one step ahead: the next item is made by a second thread while this one is used."""

from __future__ import annotations

import queue
import sys
import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from typing import Generic, TypeVar

T = TypeVar("T")
_POLL = 0.1


class Ahead(Iterator[T], Generic[T]):
    """Gives the same items; what making them raises is raised here. The first is begun at once.

    No item is begun before the last one was taken, and none is held on to once it was given: of
    big ones, few are there at once.
    """

    def __init__(self, items: Iterable[T]) -> None:
        """Start; it ends when this is closed, or dropped."""
        self._ready: queue.SimpleQueue[list[T] | BaseException | None] = queue.SimpleQueue()
        self._taken = threading.Semaphore(0)
        self._stopped = threading.Event()
        ready, taken, stopped = self._ready, self._taken, self._stopped

        def hand_over(item: list[T]) -> bool:  # knows nothing of this object: it may be dropped
            ready.put(item)
            while not stopped.is_set():
                if taken.acquire(timeout=_POLL):
                    return True
            return False

        self._thread = threading.Thread(
            target=lambda: ready.put(_made(items, hand_over)), daemon=True
        )
        self._thread.start()

    def __next__(self) -> T:
        """Give the next item."""
        made = None if self._stopped.is_set() else self._ready.get()
        if isinstance(made, list):
            self._taken.release()
            return made.pop()
        self.close()
        if made is None:
            raise StopIteration
        raise made

    def close(self) -> None:
        """Have no more items made."""
        self._stopped.set()
        if not sys.is_finalizing():
            self._thread.join()

    def __del__(self) -> None:
        self.close()


def _made(items: Iterable[T], hand_over: Callable[[list[T]], bool]) -> BaseException | None:
    """Make items as long as they are wanted; give what went wrong."""
    try:
        for item in items:
            box = [item]
            del item
            if not hand_over(box):
                break
    except BaseException as trouble:  # noqa: BLE001 # raised again where it is waited for
        return trouble
    finally:
        if isinstance(items, Generator | Ahead):
            items.close()  # so that what it waits for ends as well
    return None
