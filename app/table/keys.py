"""Primary keys, unique columns and repeated rows."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence

from app.table.block import Block
from app.table.cells import cut, show
from app.table.repeats import Repeats, joint_key, key_text
from app.table.tally import ROWS, Group, Key, Tally
from rules.core.evidence import Sample, Severity

KEYS = "keys_are_unique"
ROWS_RULE = "no_duplicate_rows"


class Unique:
    """Cells of some columns, together, may not come twice."""

    def __init__(
        self, key: Key, positions: tuple[int, ...], samples: int, *, primary: bool = False
    ) -> None:
        """Watch the columns at these positions."""
        self.key = key
        self.positions = positions
        self.primary = primary
        self._repeats = Repeats()
        self._samples: dict[str, Sample] = {}
        self.most = samples
        self._facts: dict[str, str | int | float] = {}

    def look(self, block: Block, tally: Tally) -> None:
        """Note the keys of a block; a primary key that is empty is an error at once."""
        for i, (row, key) in enumerate(zip(block.rows, self._keys(block), strict=True)):
            if key == "" and self.primary:
                block.bad.add(i)
                tally.add(self.key._replace(cause="key-empty"), Sample(row=row))
            if not key:
                continue  # nothing, or a NaN, which equals nothing, not even itself
            earlier = self._repeats.add(key, block.first + i, row)
            if earlier:
                self._keep(row, earlier, [block.columns[p][i] for p in self.positions])

    def _keys(self, block: Block) -> Iterator[str | None]:
        """Give the key of each row, as :func:`joint_key` writes it."""
        columns = [block.slices[position] for position in self.positions]
        if len(columns) > 1:
            for i in range(len(block.rows)):
                yield joint_key([column.values.get(column.keys[i]) for column in columns])
            return
        values = columns[0].values
        for key in columns[0].keys:
            value = values.get(key)
            yield "" if value is None else key_text(value)

    def _keep(self, row: int, earlier: int, cells: Sequence[object]) -> None:
        shown = cut(", ".join(map(show, cells)))
        self._facts.setdefault("earlier", earlier)
        if len(self._samples) < self.most and shown not in self._samples:
            self._samples[shown] = Sample(row=row, value=shown)

    def close(self, tally: Tally, row_at: array[int]) -> Iterator[int]:
        """Report what came twice, and give the places of those rows."""
        places = self._repeats.places()
        report(places, row_at, Group("error", self._facts, samples=self._samples), self.key, tally)
        return iter(places)


class Rows:
    """Whole rows that repeat an earlier one: doubtful, but not against any schema."""

    KEY = Key(ROWS_RULE, "duplicate-row", "duplicate-row", "")

    def __init__(self) -> None:
        """Start with no row."""
        self._repeats = Repeats()
        self._facts: dict[str, str | int | float] = {}

    def look(self, block: Block) -> None:
        """Note the rows of a block, blank ones left out."""
        slices = [column.keys for column in block.slices]
        for i, cells in enumerate(zip(*slices, strict=True)):
            if i not in block.blank:
                earlier = self._repeats.add(cells, block.first + i, block.rows[i])
                if earlier:
                    self._facts.setdefault("earlier", earlier)

    def close(self, tally: Tally, row_at: array[int]) -> None:
        """Report the repeated rows."""
        severity: Severity = "warning"
        report(self._repeats.places(), row_at, Group(severity, self._facts), self.KEY, tally)


def report(
    places: Sequence[int], row_at: Sequence[int], group: Group, key: Key, tally: Tally
) -> None:
    """Write down the rows that came again; ``row_at`` gives the row of each place."""
    if not len(places):
        return
    group.count = len(places)
    group.facts = {"earlier": "—", **group.facts}
    group.rows = [row_at[place] for place in places[:ROWS]]
    if not group.samples:
        group.samples = {"": Sample(row=group.rows[0])}
    tally.merge(key, group)
