"""Values of a JSON list as records: objects by their keys, lists by their places."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, count, islice

from app.table.cell_shape import written
from app.table.header_cells import label_findings
from app.table.header_row import ahead, find, header_findings, names_of
from app.table.json_stream import Broken
from app.table.model import Limits, TableJob
from app.table.mojibake import mangled_records
from app.table.records import Cell, Record, Records, State, Unreadable
from rules.core.evidence import File, Sample

_FIRST = 1000
"""Records whose keys make the header."""
_KEYS_MAX = 100_000
"""Different keys after which nobody looks for more: far beyond any table's columns."""
_LATE = 100
_TOLD = 20
_MOST = 10
"""Lines that may be broken however short the file; from there on, half of them."""


def first_of(values: Iterator[object]) -> list[object]:
    """Take the records that make the header. Raises ``too_many_columns`` where keys never end."""
    head: list[object] = []
    known: set[str] = set()
    for value in islice(values, _FIRST):
        head.append(value)
        known.update(_keys(value))
        if len(known) > _KEYS_MAX or (isinstance(value, list) and len(value) > _KEYS_MAX):
            raise Unreadable("too_many_columns")  # else a few records fill memory and minutes
    return head


def keyed(head: Sequence[object], rest: Iterator[object], job: TableJob, file: File) -> Records:
    """Make records of objects: the keys of the first ones, as they appear, are the header."""
    labels = tuple(dict.fromkeys(key for value in head for key in _keys(value)))
    _check(labels, job.limits)
    state = State()
    known = frozenset(labels)

    def cells(value: object) -> tuple[Cell, ...]:
        if not isinstance(value, dict):
            return (value,)  # a broken line too: the body tells them
        flat = _flat(value)
        if not flat.keys() <= known and len(state.late_labels) < _LATE:
            state.late_labels.update(flat.keys() - known)
        return tuple(map(flat.get, labels))

    first = [cells(value) for value in head]
    mangled = mangled_records(map(Record, count(2), first), job.limits.samples)
    return Records(
        file=replace(file, header_row=1),
        labels=labels,
        body=_body(chain(first, map(cells, rest)), 2, job.limits, state),
        typed=True,
        findings=(*mangled, *label_findings(labels, 1, job.limits.samples)),
        state=state,
    )


def listed(head: Sequence[object], rest: Iterator[object], job: TableJob, file: File) -> Records:
    """Make records of lists: one of the first is the header, as in a spreadsheet."""
    rows = [_cells(value) for value in head]
    for cells in rows:
        _check_width(cells, job.limits)  # before each cell is compared with the names looked for
    header = find(ahead(rows), names_of(job))
    labels = tuple(map(written, rows[header.row - 1]))
    _check(labels, job.limits)
    state = State()
    mangled = mangled_records(map(Record, count(1), rows), job.limits.samples)
    body = chain(rows[header.row :], map(_cells, rest))
    return Records(
        file=replace(file, header_row=header.row),
        labels=labels,
        body=_body(body, header.row + 1, job.limits, state),
        typed=True,
        findings=(
            *mangled,
            *header_findings(header, rows),
            *label_findings(labels, header.row, job.limits.samples),
        ),
        state=state,
    )


def _check_width(cells: Sequence[Cell], limits: Limits) -> None:
    if len(cells) > limits.max_columns:
        raise Unreadable("too_many_columns")


def _check(labels: Sequence[str], limits: Limits) -> None:
    _check_width(labels, limits)
    if not labels:
        raise Unreadable("empty")


def _cells(value: object) -> tuple[Cell, ...]:
    return tuple(value) if isinstance(value, list) else (value,)


def _body(
    rows: Iterator[tuple[Cell, ...]], first: int, limits: Limits, state: State
) -> Iterator[Record]:
    """Give the rows their numbers, and say at which one the reading had to stop."""
    row = first
    try:
        for cells in rows:
            if row - first >= limits.max_rows:
                state.complete = False
                return
            _check_width(cells, limits)
            if cells and isinstance(cells[0], Broken):
                _note(cells[0], row, first, state)
            else:
                yield Record(row, cells)
            row += 1
    except Unreadable as end:
        raise Unreadable(end.code, row) from None


def _note(line: Broken, row: int, first: int, state: State) -> None:
    """Count a line that is no JSON. Raises ``json_malformed`` where most lines are none."""
    state.broken += 1
    if len(state.broken_samples) < _TOLD:
        state.broken_samples.append(Sample(row=row, value=line.text))
    if state.broken >= _MOST and 2 * state.broken > row - first + 1:
        raise Unreadable("json_malformed")


def _keys(value: object) -> Iterable[str]:
    """Give the columns of an object without the cost of writing its geometry."""
    if not isinstance(value, dict):
        return ()
    if value.get("geometry") is not None:
        value = {**value, "geometry": None}
    return _flat(value)


def _flat(value: Mapping[str, Cell]) -> Mapping[str, Cell]:
    """Give an object's own columns: a GeoJSON feature and an Opendatasoft record wrap theirs."""
    if value.get("type") == "Feature" and "geometry" in value:
        properties = value.get("properties")
        place = value["geometry"]
        shown = (
            None if place is None else json.dumps(place, ensure_ascii=False, separators=(",", ":"))
        )
        return {**(properties if isinstance(properties, dict) else {}), "geometry": shown}
    fields = value.get("fields")
    if "recordid" in value and isinstance(fields, dict):
        return fields
    return value
