"""Answers kept as they left, to be given again: bounded in bytes and in age, least used first out.

Many addresses share one answer (two datasets graded B with 78 points have the same badge): its
bytes are kept, and counted, once.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from zlib import compress, decompress

Header = tuple[bytes, bytes]
Key = tuple[str, bytes, str]
"""Path, query as it came, language."""
PLACE_COST = 500
"""Bytes of memory that one more key takes beside its own text, measured with tracemalloc."""
_SMALL = 4 << 10
"""Bytes from which on a body is kept compressed: an assessment shrinks to a sixth."""
_BODY_ONLY = frozenset({b"content-length", b"content-type"})


@dataclass(slots=True, eq=False)
class Answer:
    """One answer as it leaves, and the same without its body for whoever has it already."""

    tag: bytes
    headers: list[Header]
    kept: bytes
    bare: list[Header]
    packed: bool = False
    users: int = 0

    @property
    def body(self) -> bytes:
        """Its body as it is sent."""
        return decompress(self.kept) if self.packed else self.kept

    @property
    def size(self) -> int:
        """Bytes of memory that it takes, roughly."""
        return len(self.kept) + sum(len(name) + len(value) + 150 for name, value in self.headers)


@dataclass(slots=True)
class Place:
    """What is kept under one key."""

    answer: Answer
    dataset: str
    route: str
    until: float
    """Instant, by the loop's clock, from which it is looked up again."""
    cost: int


@dataclass(slots=True)
class Counts:
    """What the read path has done since the start."""

    hits: int = 0
    misses: int = 0
    stale: int = 0
    """Given although too old, since the database did not answer."""
    given: dict[tuple[str, int], int] = field(default_factory=dict)
    """Answers given from here, by route and status."""


def answer_of(headers: Iterable[Header], body: bytes) -> Answer:
    """Make an answer ready to be kept: a strong tag from its very bytes."""
    tag = b'"' + sha256(body).hexdigest()[:32].encode() + b'"'
    plain = [(name.lower(), value) for name, value in headers if name.lower() != b"etag"]
    own = [*plain, (b"etag", tag)]
    bare = [header for header in own if header[0] not in _BODY_ONLY]
    packed = len(body) > _SMALL
    kept = compress(body, 1) if packed else body
    return Answer(tag=tag, headers=own, kept=kept, bare=bare, packed=packed)


def knows(known: bytes, tag: bytes) -> bool:
    """Tell whether an ``If-None-Match`` names this tag: compared weakly (RFC 9110, 13.1.2)."""
    if known == tag:
        return True
    return known.strip() == b"*" or tag in known.replace(b"W/", b"").replace(b" ", b"").split(b",")


class Shelf:
    """The answers themselves. For one event loop: nothing here waits, nothing here locks."""

    def __init__(self, most: int, lifetime: float) -> None:
        """Keep at most so many bytes, each answer for so many seconds."""
        self.counts = Counts()
        self.age = 0
        """Rises whenever something is dropped: what was looked up before then is not kept."""
        self.bytes = 0
        self._most, self._lifetime = most, lifetime
        self._places: OrderedDict[Key, Place] = OrderedDict()
        self._answers: dict[tuple[bytes, bytes], Answer] = {}
        self._keys: dict[str, set[Key]] = {}

    def __len__(self) -> int:
        return len(self._places)

    def find(self, key: Key) -> Place | None:
        """Give what is kept under a key, fresh or not."""
        place = self._places.get(key)
        if place is not None:
            self._places.move_to_end(key)
        return place

    def keep(self, key: Key, answer: Answer, dataset: str, route: str, now: float) -> None:
        """Keep an answer about a dataset; the least used make room."""
        self._remove(key)
        shared = self._answers.setdefault(_identity(answer), answer)
        if not shared.users:
            self.bytes += shared.size
        shared.users += 1
        cost = PLACE_COST + len(key[0]) + len(key[1])
        self._places[key] = Place(shared, dataset, route, now + self._lifetime, cost)
        self._keys.setdefault(dataset, set()).add(key)
        self.bytes += cost
        while self.bytes > self._most and self._places:
            self._remove(next(iter(self._places)))

    def drop(self, datasets: Iterable[str]) -> None:
        """Forget what is known of some datasets: there is something newer."""
        for dataset in datasets:
            self.age += 1
            for key in tuple(self._keys.get(dataset, ())):
                self._remove(key)

    def clear(self) -> None:
        """Forget everything."""
        self.drop(tuple(self._keys))
        self.age += 1

    def _remove(self, key: Key) -> None:
        place = self._places.pop(key, None)
        if place is None:
            return
        self.bytes -= place.cost
        place.answer.users -= 1
        if not place.answer.users:
            del self._answers[_identity(place.answer)]
            self.bytes -= place.answer.size
        keys = self._keys[place.dataset]
        keys.discard(key)
        if not keys:
            del self._keys[place.dataset]


def _identity(answer: Answer) -> tuple[bytes, bytes]:
    return answer.tag, b"\n".join(name + b":" + value for name, value in answer.headers)
