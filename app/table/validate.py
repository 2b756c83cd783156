"""The body of a table against its schema, in one pass: exact counts, bounded memory.

Verdicts on cells, keys and constraints are those of frictionless 5.21 for the same records.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from app.table.block import Block, blank_rows, blocks, by_column
from app.table.cause_dates import AMBIGUOUS, reread
from app.table.checks import CELLS, NOTES, ROW_CHECKS
from app.table.foreign import Foreign
from app.table.keys import Rows, Unique
from app.table.layout import Layout
from app.table.listing import Listing
from app.table.records import Record, Records
from app.table.rows import BLANK, look_across, look_at_cells, look_at_structure
from app.table.tally import Key, Tally
from app.table.uncollected import uncollected
from app.table.values import Collected
from app.table.watch import tell
from rules.core.evidence import Column, Expectations, Finding, Table

GOOD, BAD, BLANK_ROW = 0, 1, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What one pass over the rows found."""

    table: Table
    findings: tuple[Finding, ...]
    cells: int
    """Filled cells of columns that the schema knows."""
    required_cells: int
    keyed_rows: int
    valid_rows: int
    collected: Collected
    judged: tuple[Expectations, tuple[Finding, ...]] | None = None
    """What the suite found, where it was held against the rows as they passed."""


def check(
    records: Records, layout: Layout, samples: int, listing: Listing | None = None
) -> Checked:
    """Read every row once. Raises ``Unreadable`` where the file breaks off."""
    run = _Run(layout, samples, listing)
    found = blocks(records.body, len(layout.labels))
    more = True
    while more:
        with uncollected():
            more = run.take_next(found)
        tell("reading", len(run.state))
    return run.finish(complete=records.state.complete)


class _Run:
    """One pass under way."""

    def __init__(self, layout: Layout, samples: int, listing: Listing | None) -> None:
        self.layout = layout
        self.listing = listing
        self.tally = Tally(samples)
        self.repeated = Rows()
        self.row_at = array("L")
        self.state = bytearray()
        self.collected = Collected(layout.wanted)

    def take_next(self, found: Iterator[list[Record]]) -> bool:
        """Judge the next block; false where there is none."""
        block = next(found, None)
        if block:
            self.take(block)
        return block is not None

    def take(self, records: list[Record]) -> None:
        """Judge a block column by column, then look at it row by row."""
        block = self._block(records)
        layout = self.layout
        look_at_structure(block, len(layout.labels), self.tally)
        for i, column in enumerate(layout.columns):
            required = column.judge.required
            look_at_cells(block, i, layout.name(i), required=required, tally=self.tally)
        for unique in layout.uniques:
            unique.look(block, self.tally)
        for foreign in layout.foreigns:
            foreign.look(block)
        for row_check, positions in layout.row_checks:
            look_across(block, row_check, positions, self.tally)
        self.repeated.look(block)
        self.collected.add(block)
        if self.listing:
            self.listing.look(block, records)
        self._remember(block)

    def _block(self, records: list[Record]) -> Block:
        columns = by_column(records, len(self.layout.labels))
        passes = zip(self.layout.columns, columns, strict=True)
        slices = [column.read(cells) for column, cells in passes]
        return Block(
            rows=[record.row for record in records],
            widths=[len(record.cells) for record in records],
            columns=columns,
            slices=slices,
            blank=blank_rows(slices, len(records)),
            bad=set(),
            first=len(self.row_at),
        )

    def _remember(self, block: Block) -> None:
        """Keep each row's number and state: a key seen again later may still spoil it."""
        states = bytearray(len(block.rows))
        for i in block.bad:
            states[i] = BAD
        for i in block.blank:
            states[i] = BLANK_ROW
        self.row_at.extend(block.rows)
        self.state += states

    def finish(self, *, complete: bool) -> Checked:
        """Close what only the end can close, and write everything down."""
        self._close()
        return written(self.layout, self.tally, self.state, self.collected, complete=complete)

    def _close(self) -> None:
        """Find the keys that came twice or lead nowhere; their rows are no longer good."""
        watched: tuple[Unique | Foreign, ...] = (*self.layout.uniques, *self.layout.foreigns)
        for keys in watched:
            for place in keys.close(self.tally, self.row_at):
                if self.state[place] == GOOD:
                    self.state[place] = BAD
                if self.listing:
                    self.listing.late(keys, self.row_at[place], place)
        self.repeated.close(self.tally, self.row_at)


def written(
    layout: Layout, tally: Tally, state: bytearray, collected: Collected, *, complete: bool
) -> Checked:
    """Write everything down; ``state`` holds one of GOOD, BAD, BLANK for each row."""
    settle_dates(tally, layout)
    blank = state.count(BLANK_ROW)
    table = Table(
        rows=len(state) - blank,
        columns=tuple(_column(layout, i) for i in range(len(layout.labels))),
        blank_rows=blank,
        complete=complete,
    )
    named = [c for c in table.columns if c.field]
    return Checked(
        table=table,
        findings=(*tally.findings(_looked_at(table)), *_empty(table), *_slow(layout)),
        cells=sum(column.filled for column in named),
        required_cells=table.rows * sum(column.required for column in named),
        keyed_rows=table.rows if layout.uniques else 0,
        valid_rows=state.count(GOOD),
        collected=collected,
    )


def _column(layout: Layout, position: int) -> Column:
    one = layout.columns[position]
    return one.profile.column(
        position=position + 1,
        label=layout.labels[position],
        field=layout.fields[position],
        required=one.judge.required,
    )


def _slow(layout: Layout) -> list[Finding]:
    """Tell which patterns were set aside because they took too long."""
    return [
        Finding(
            rule=NOTES,
            code="check-error",
            cause="pattern-too-slow",
            severity="info",
            column=layout.name(i),
        )
        for i, column in enumerate(layout.columns)
        if column.gave_up
    ]


def _looked_at(table: Table) -> Callable[[Key], int]:
    """Say of how many cells or rows a finding is a part."""
    filled = {column.field: column.filled for column in table.columns if column.field}
    every = table.rows + table.blank_rows

    def looked_at(key: Key) -> int:
        if key.rule == BLANK:
            return every
        of_cells = key.rule == CELLS and key.code not in {*ROW_CHECKS, "foreign-key"}
        return filled.get(key.column, 0) if of_cells else table.rows

    return looked_at


def _empty(table: Table) -> list[Finding]:
    """Report columns without a single value; one without a name either is told by the header."""
    if not table.rows:
        return []
    return [
        Finding(
            rule="no_empty_column",
            code="empty-column",
            cause="column-empty",
            severity="warning",
            column=column.field or column.label,
            of=len(table.columns),
        )
        for column in table.columns
        if not column.filled and (column.field or column.label.strip())
    ]


def settle_dates(tally: Tally, layout: Layout) -> None:
    """Decide by the rest of the column whether 05/04 is in April or in May; April where unsure."""
    columns = {layout.name(i): column for i, column in enumerate(layout.columns)}
    for key in [key for key in tally.groups if key.cause == AMBIGUOUS]:
        group = tally.groups.pop(key)
        sure = {c: tally.groups.get(key._replace(cause=c)) for c in ("date-dmy", "date-mdy")}
        day, month = (g.count if g else 0 for g in sure.values())
        if month > day:
            column = columns[key.column]
            for value, sample in group.samples.items():
                fixed = reread(value, column.judge.format, day_first=False)
                good = fixed is not None and column.accepts(fixed)
                group.samples[value] = replace(sample, fixed=fixed if good else None)
        tally.merge(key._replace(cause="date-mdy" if month > day else "date-dmy"), group)
