"""What is wrong in a block, row by row: blank and uneven rows, empty and wrong cells, broken sums."""

from __future__ import annotations

from app.table.block import Block, places_of, wrong_cells
from app.table.cells import show
from app.table.checks import CELLS, RowCheck
from app.table.tally import Key, Tally
from rules.core.evidence import Sample

REQUIRED = "required_cells_filled"
BLANK = "no_blank_rows"
RAGGED = "rows_are_rectangular"
BLANK_KEY = Key(BLANK, "blank-row", "blank-row", "")
LONG = Key(RAGGED, "extra-cell", "row-too-long", "")
SHORT = Key(RAGGED, "missing-cell", "row-too-short", "")


def look_at_structure(block: Block, width: int, tally: Tally) -> None:
    """Count blank rows, and rows with too many or too few cells; a blank row has no other fault."""
    for i in sorted(block.blank):
        tally.add(BLANK_KEY, Sample(row=block.rows[i]))
        block.bad.add(i)
    if all(cells == width for cells in block.widths):
        return
    for i, cells in enumerate(block.widths):
        if cells != width and i not in block.blank:
            facts = {"cells": cells, "columns": width}
            sample = Sample(row=block.rows[i], value=str(cells))
            tally.add(LONG if cells > width else SHORT, sample, facts)
            block.bad.add(i)


def look_at_cells(block: Block, position: int, name: str, *, required: bool, tally: Tally) -> None:
    """Count one column's empty cells where it is required, its wrong and its retyped cells."""
    column, cells = block.slices[position], block.columns[position]
    if required:
        key = Key(REQUIRED, "constraint-error", "required-empty", name)
        for i in places_of(column, column.missing):
            if i not in block.blank:
                tally.add(key, Sample(row=block.rows[i], value=show(cells[i])))
                block.bad.add(i)
    for i, faults in wrong_cells(column):
        block.bad.add(i)
        for code, cause, fixed, facts, _ in faults:
            sample = Sample(row=block.rows[i], value=show(cells[i]), fixed=fixed)
            tally.add(Key(CELLS, code, cause, name), sample, facts)
    key = Key(CELLS, "type-error", "numbers-as-text", name)
    for i in places_of(column, column.retyped):
        tally.add(key, Sample(row=block.rows[i], value=show(cells[i])), severity="warning")


def look_across(block: Block, check: RowCheck, positions: tuple[int, ...], tally: Tally) -> None:
    """Run one check across columns; a blank row has nothing to compare."""
    slices = [block.slices[position] for position in positions]
    key = Key(CELLS, check.name, check.cause, check.columns[0])
    for i, row in enumerate(block.rows):
        if i in block.blank or check.passes([s.values.get(s.keys[i]) for s in slices]) is not False:
            continue
        shown = ", ".join(filter(None, (show(block.columns[p][i]) for p in positions)))
        tally.add(key, Sample(row=row, value=shown), {"others": check.others})
        block.bad.add(i)
