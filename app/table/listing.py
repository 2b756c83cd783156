"""Errors one by one, for who asks: the first ones with their places, all of them counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import nsmallest
from typing import NamedTuple

from app.table.block import Block, places_of, wrong_cells
from app.table.cells import cut, show
from app.table.checks import CELLS, RowCheck
from app.table.foreign import Foreign
from app.table.keys import Unique
from app.table.layout import Layout
from app.table.model import CellError, Listed, TableJob
from app.table.records import Record
from app.table.repeats import joint_key

_HELD = 100_000
"""Most different keys held of a unique column, to quote what is repeated."""
_CELLS = 20_000
"""Most cells of the rows handed out."""
_QUOTED = 20
"""Most cells quoted of those that a check compares."""
_STATED, _SHAPE, _KEYS, _CHECKED = range(4)
"""What is told first of one row: the schema's types and constraints, then its shape …"""
_LAST = 1 << 20
"""Where whole rows stand among cells."""
_BY_SCHEMA = frozenset({"type-error", "constraint-error"})


class _Placed(NamedTuple):
    """An error and its place in the list."""

    row: int
    stage: int
    position: int
    error: CellError


class Listing:
    """Errors of rows and cells as they come by."""

    def __init__(self, layout: Layout, job: TableJob) -> None:
        """Start with what the header alone shows."""
        self._layout = layout
        self._most = job.list_errors
        self._kept: list[_Placed] = []
        self._count = 0
        self._seen: dict[int, set[int]] = {}
        self._again: dict[tuple[int, int], str] = {}
        self._wanted_rows = min(job.list_rows, _CELLS // max(1, len(layout.labels)))
        self._rows: list[tuple[str, ...]] = []
        if self._wanted_rows:
            self._rows.append(tuple(map(show, layout.labels)))
        self._take([*self._header()])

    def look(self, block: Block, records: Sequence[Record]) -> None:
        """Take one block, already judged."""
        found = [*self._cells(block), *self._shape(block, records)]
        found += [*self._empty_keys(block), *self._across(block)]
        self._note_repeats(block)
        self._take(found)
        left = self._wanted_rows - len(self._rows)
        self._rows += [tuple(map(show, record.cells)) for record in records[: max(0, left)]]

    def late(self, keys: Unique | Foreign, row: int, place: int) -> None:
        """Take a row whose key came before, or leads nowhere: only the file's end tells."""
        if isinstance(keys, Foreign):
            self._take([_whole_row("foreign-key", row, _KEYS)])
        elif keys.primary:
            self._take([_whole_row("primary-key", row, _KEYS)])
        else:
            (position,) = keys.positions
            shown = self._again.get((position, place))
            cells = () if shown is None else (shown,)
            self._take([self._cell("unique-error", row, position, cells, fault="unique")])

    def listed(self) -> Listed:
        """Hand over what was found."""
        first = nsmallest(self._most, self._kept, key=_place)
        return Listed(
            errors=tuple(placed.error for placed in first),
            count=self._count,
            rows=tuple(self._rows),
        )

    def _take(self, found: list[_Placed]) -> None:
        """Count everything; keep the first ones only, sorted out now and then."""
        self._count += len(found)
        self._kept += nsmallest(self._most, found, key=_place) if len(found) > 1 else found
        if len(self._kept) > 4 * self._most:
            self._kept = nsmallest(self._most, self._kept, key=_place)

    def _header(self) -> Iterator[_Placed]:
        for finding in self._layout.findings:
            if finding.rule == CELLS and finding.severity == "error":
                others = cut(str(finding.facts.get("others", "")))
                error = CellError(
                    code=finding.code, row=finding.rows[0], fault=finding.code, others=others
                )
                yield _Placed(error.row, _CHECKED, 0, error)

    def _cells(self, block: Block) -> Iterator[_Placed]:
        for at, (column, cells) in enumerate(zip(block.slices, block.columns, strict=True)):
            if self._layout.columns[at].judge.required:
                for i in places_of(column, column.missing):
                    if i not in block.blank:
                        shown = (show(cells[i]),)
                        yield self._cell(
                            "constraint-error", block.rows[i], at, shown, fault="required"
                        )
            for i, faults in wrong_cells(column):
                for fault in faults:
                    yield self._cell(
                        fault.code,
                        block.rows[i],
                        at,
                        (show(cells[i]),),
                        fault=fault.name,
                        fixed=fault.fixed,
                    )

    def _shape(self, block: Block, records: Sequence[Record]) -> Iterator[_Placed]:
        """Give blank rows, and one error for each cell too many or too few."""
        width = len(self._layout.labels)
        for i in block.blank:
            yield _whole_row("blank-row", block.rows[i], _SHAPE)
        for i, cells in enumerate(block.widths):
            if cells == width or i in block.blank:
                continue
            for at in range(cells, width):
                yield self._cell("missing-cell", block.rows[i], at, ("",))
            for at in range(width, cells):
                shown = (show(records[i].cells[at]),)
                error = CellError(
                    code="extra-cell", row=block.rows[i], position=at + 1, cells=shown
                )
                yield _Placed(error.row, _SHAPE, at, error)

    def _empty_keys(self, block: Block) -> Iterator[_Placed]:
        for unique in self._layout.uniques:
            if unique.primary:
                columns = [block.slices[position] for position in unique.positions]
                for i, row in enumerate(block.rows):
                    if joint_key([c.values.get(c.keys[i]) for c in columns]) == "":
                        yield _whole_row("primary-key", row, _KEYS)

    def _note_repeats(self, block: Block) -> None:
        """Remember what a unique column repeats, to quote it at the end."""
        for unique in self._layout.uniques:
            if unique.primary:
                continue
            (at,) = unique.positions
            column, seen = block.slices[at], self._seen.setdefault(at, set())
            for i, cell in enumerate(column.keys):
                known = joint_key([column.values.get(cell)])
                if not known:
                    continue
                key = hash(known)
                if key in seen and len(self._again) < self._most:
                    self._again[at, block.first + i] = show(block.columns[at][i])
                elif len(seen) < _HELD:
                    seen.add(key)

    def _across(self, block: Block) -> Iterator[_Placed]:
        for check, positions in self._layout.row_checks:
            slices = [block.slices[position] for position in positions]
            for i, row in enumerate(block.rows):
                values = [s.values.get(s.keys[i]) for s in slices]
                if i not in block.blank and check.passes(values) is False:
                    shown = tuple(show(block.columns[p][i]) for p in positions[:_QUOTED])
                    yield self._compared(check, row, positions[0], shown)

    def _compared(self, check: RowCheck, row: int, at: int, shown: tuple[str, ...]) -> _Placed:
        """Blame the first column; where one of two would do, the whole row."""
        if check.name == "one-of-required":
            others = cut(", ".join(filter(None, (check.columns[0], check.others))))
            error = CellError(code=check.name, row=row, fault=check.name, others=others)
            return _Placed(row, _CHECKED, _LAST, error)
        others = cut(check.others)
        return self._cell(check.name, row, at, shown, fault=check.name, others=others)

    def _cell(
        self,
        code: str,
        row: int,
        at: int,
        cells: tuple[str, ...],
        *,
        fault: str = "",
        fixed: str | None = None,
        others: str = "",
    ) -> _Placed:
        stage = _SHAPE if code == "missing-cell" else _CHECKED
        stage = _KEYS if code == "unique-error" else stage
        error = CellError(
            code=code,
            row=row,
            fault=fault,
            column=self._layout.name(at),
            position=at + 1,
            cells=cells,
            fixed=fixed,
            others=others,
        )
        return _Placed(row, _STATED if code in _BY_SCHEMA else stage, at, error)


def _whole_row(code: str, row: int, stage: int) -> _Placed:
    return _Placed(row, stage, _LAST, CellError(code=code, row=row))


def _place(placed: _Placed) -> tuple[int, int, int]:
    return placed[:3]
