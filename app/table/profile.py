"""A column as its values show it: how full, how varied, of what type and meaning. One pass."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from heapq import nlargest
from itertools import chain, islice
from operator import itemgetter
from typing import NamedTuple

from app.table.kinds import kind_of, told
from app.table.meaning import CODES, meaning_of
from rules.core.evidence import Column

DISTINCT = 10_000
"""Most distinct values counted in one column."""
_DISTINCT_IN_ALL = 500_000
"""Most held over all columns together, so that memory stays bounded in very wide tables."""
HELD = 100
"""Characters held of a long value; its hash tells it from others that begin alike."""
TOP = 5
"""Values shown with how often they come."""
SAMPLE = 200
"""Values looked at to find out what a column means."""
_SURE = 0.9
"""Share of the filled cells that must be of a type for the column to be so."""
_ENOUGH_TEXTS = 200
"""After so many texts and nothing else, the column is taken for text without looking further."""
CUT = "\0"
"""Stands between the beginning of a long value and its hash."""
_WHOLE, _PRECISE = 10**18, 19
"""Bounds within which a number's text is sure to be seen as that number."""
_JOINED = {
    frozenset({"integer", "number"}): "number",
    frozenset({"date", "datetime"}): "datetime",
}


class Summary(NamedTuple):
    """Many filled cells of one column, summed up."""

    kinds: Mapping[str, int]
    """How many are of each kind, as :func:`kind_of` sees it."""
    ends: Mapping[str, tuple[str, ...]]
    """For each kind the texts among which the least and the greatest are."""
    lengths: tuple[int, int]


class Elsewhere(NamedTuple):
    """Values that another one counts; they came after all those that are counted here."""

    many: int = 0
    first: tuple[str, ...] = ()
    """The first of them: as many as a sample takes."""
    top: tuple[tuple[str, int], ...] = ()
    """Those that come most often, each with its count; of equals the earlier."""


class Profile:
    """What is known of one column so far."""

    def __init__(self, columns: int) -> None:
        """Share the memory with so many columns."""
        self._most = max(16, min(DISTINCT, _DISTINCT_IN_ALL // max(1, columns)))
        self._counts: dict[str, int] = {}
        self._elsewhere = Elsewhere()
        self._overflow = False
        self._kinds: Counter[str] = Counter()
        self._ends: dict[str, tuple[float | str, str, float | str, str]] = {}
        self._lengths: tuple[int, int] | None = None
        self.filled = 0

    @property
    def only_texts(self) -> bool:
        """True once so many texts came, and nothing else, that nothing else is looked for."""
        return self._kinds["string"] >= _ENOUGH_TEXTS and len(self._kinds) == 1

    @property
    def undecided(self) -> bool:
        """True while few texts came, and nothing else."""
        return self._kinds.keys() <= {"string"} and not self.only_texts

    @property
    def counted(self) -> tuple[str, ...]:
        """The values counted so far, in the order in which they came."""
        return tuple(self._counts)

    @property
    def room(self) -> int:
        """How many more values may be counted."""
        return self._most - len(self._counts) - self._elsewhere.many

    def count_again(self, counts: Mapping[str, int]) -> None:
        """Count values that are counted on already, none longer than what is held."""
        known = self._counts
        for text, count in counts.items():
            known[text] += count

    def leave(self, values: Elsewhere) -> None:
        """Leave room for values that are counted elsewhere, or say at last what came of it."""
        self._elsewhere = values

    def add(self, counts: Mapping[str, int], values: Mapping[str, object]) -> None:
        """Take the filled texts of one block, each with its count, dates already read, and typed numbers."""
        self.filled += sum(counts.values())
        lengths = [len(text) for text in counts]
        self._lengthen(min(lengths), max(lengths))
        self.count(counts)
        if self.only_texts:
            self._kinds["string"] += sum(counts.values())
            self._stretch("string", ((text, text) for text in (min(counts), max(counts))))
            return
        found: dict[str, list[tuple[float | str, str]]] = {}
        kinds: dict[str, int] = {}
        for text, count in counts.items():
            name, sort = _kind(text, values[text]) if text in values else told(text)
            if name in found:
                found[name].append((sort, text))
                kinds[name] += count
            else:
                found[name] = [(sort, text)]
                kinds[name] = count
        self._kinds.update(kinds)
        for name, pairs in found.items():
            self._stretch(name, pairs)

    def add_summary(self, summary: Summary) -> None:
        """Take in what is known of many values but how often each comes."""
        self.filled += sum(summary.kinds.values())
        self._lengthen(*summary.lengths)
        self._kinds.update(summary.kinds)
        for name, texts in summary.ends.items():
            self._stretch(
                name, ((text if name == "string" else kind_of(text).sort, text) for text in texts)
            )

    def overflow(self) -> None:
        """Note that values came for which there is no room."""
        self._overflow = True

    def _lengthen(self, shortest: int, longest: int) -> None:
        least, most = self._lengths or (shortest, longest)
        self._lengths = (min(least, shortest), max(most, longest))

    def count(self, counts: Mapping[str, int]) -> None:
        """Count values, the first ones exactly."""
        known, most = self._counts, self._most - self._elsewhere.many
        if not known and len(counts) <= most and max(map(len, counts), default=0) <= HELD:
            known.update(counts)
            return
        for text, count in counts.items():
            key = held(text)
            if key in known:
                known[key] += count
            elif len(known) < most:
                known[key] = count
            else:
                self._overflow = True

    def _stretch(self, kind: str, pairs: Iterable[tuple[float | str, str]]) -> None:
        """Widen the least and greatest value of one kind."""
        every = list(pairs)
        least, most = min(every), max(every)
        ends = self._ends.get(kind)
        if ends is not None:
            least = min(least, ends[:2])
            most = max(most, ends[2:])
        self._ends[kind] = (*least, *most)

    def column(self, *, position: int, label: str, field: str, required: bool) -> Column:
        """Write the profile down."""
        type_ = self._type()
        least, most = self._range(type_)
        values = chain(self._counts, self._elsewhere.first)
        sample = [key.partition(CUT)[0] for key in islice(values, SAMPLE)]
        shortest, longest = self._lengths or (None, None)
        meaning = meaning_of(label, field, type_, sample, (least, most))
        return Column(
            position=position,
            label=label,
            field=field,
            required=required,
            filled=self.filled,
            distinct=None if self._overflow else self._most - self.room,
            type="string" if meaning in CODES else type_,
            meaning=meaning,
            minimum=least[:HELD],
            maximum=most[:HELD],
            min_length=shortest,
            max_length=longest,
            top=self._tops(),
            last_date=self._last_date(type_),
        )

    def _type(self) -> str:
        """Give the type that nearly all values have; texts where they differ too much."""
        if not self.filled:
            return ""
        kinds = self._kinds
        for name, count in kinds.most_common(1):
            if count >= _SURE * self.filled:
                return name
        for pair, name in _JOINED.items():
            if sum(kinds[kind] for kind in pair) >= _SURE * self.filled:
                return name
        return "string"

    def _range(self, type_: str) -> tuple[str, str]:
        """Give the least and the greatest value, compared as their type is."""
        names = next((pair for pair, name in _JOINED.items() if name == type_), frozenset({type_}))
        ends = [self._ends[name] for name in names | {type_} if name in self._ends]
        if not ends:
            return "", ""
        return min(end[:2] for end in ends)[1], max(end[2:] for end in ends)[1]

    def _tops(self) -> tuple[tuple[str, int], ...]:
        best = nlargest(TOP, chain(self._counts.items(), self._elsewhere.top), key=itemgetter(1))
        return tuple((f"{k.partition(CUT)[0]}…" if CUT in k else k, n) for k, n in best)

    def _last_date(self, type_: str) -> date | None:
        if type_ not in {"date", "datetime"}:
            return None
        latest = [
            str(self._ends[name][2])[:10] for name in ("date", "datetime") if name in self._ends
        ]
        return date.fromisoformat(max(latest))


def held(text: str) -> str:
    """Give what is held of a value."""
    return text if len(text) <= HELD else f"{text[:HELD]}{CUT}{hash(text)}"


def _kind(text: str, value: object) -> tuple[str, float | str]:
    """Trust the schema's reading of a date, and a spreadsheet's numbers; look at everything else."""
    if value.__class__ is int and -_WHOLE < value < _WHOLE:
        return ("integer", value)
    if value.__class__ is float and "." in text and len(text) <= _PRECISE:
        return ("number", value)
    if isinstance(value, datetime):
        return ("datetime", value.isoformat())
    if isinstance(value, date):
        return ("date", value.isoformat())
    return told(text)
