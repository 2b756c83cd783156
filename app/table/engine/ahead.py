"""Works one step ahead: the next item is made by a second thread while this one is used."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")
_POLL = 0.1


def ahead(items: Iterable[T]) -> Iterator[T]:
    """Give the same items; what making them raises is raised here.

    No item is begun before the last one was taken, and none is held on to once it was given: of
    big ones, few are there at once.
    """
    ready: queue.SimpleQueue[list[T] | BaseException | None] = queue.SimpleQueue()
    taken = threading.Semaphore(0)
    stopped = threading.Event()

    def hand_over(item: list[T]) -> bool:
        ready.put(item)
        while not stopped.is_set():
            if taken.acquire(timeout=_POLL):
                return True
        return False

    thread = threading.Thread(target=lambda: ready.put(_made(items, hand_over)), daemon=True)
    thread.start()
    try:
        while (made := ready.get()) is not None:
            if isinstance(made, BaseException):
                raise made
            taken.release()
            yield made.pop()
    finally:
        made = None
        stopped.set()
        thread.join()


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
        if isinstance(items, Generator):
            items.close()  # so that what it waits for ends as well
    return None
