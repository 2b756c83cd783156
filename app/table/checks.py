"""Validata's custom checks, planned from a schema: which run on cells, which on rows, which cannot.

Semantics are Validata 0.13's, minus its crashes. A check that cannot be used is the schema's
fault: it is noted and costs the publisher nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from app.table import frformat_checks as french
from app.table.cells import as_text
from app.table.coordinates import french_place_fault
from app.table.row_checks import COMPARISONS, RowTest, all_or_none, compare, is_sum, one_of
from app.table.year_interval import year_interval
from rules.core.evidence import Finding, Sample

NOTES = "schema_notes"
"""Rule of findings about the schema itself: no such rule asks for them, so they cost nothing."""
CELLS = "cells_match_schema"
_PLACES = frozenset({"french-gps-coordinates", "coordonnees-gps-francaises"})
_COLUMN_KEYS: Mapping[str, tuple[str, str]] = {
    "compare-columns-value": ("column", "column2"),
    "sum-columns-value": ("column", "columns"),
    "cohesive-columns-value": ("column", "othercolumns"),
    "one-of-required": ("column1", "column2"),
}
_ROW_CAUSES: Mapping[str, str] = {
    "compare-columns-value": "columns-disagree",
    "sum-columns-value": "sum-differs",
    "cohesive-columns-value": "columns-half-filled",
    "one-of-required": "one-of-missing",
}
ROW_CHECKS = frozenset(_ROW_CAUSES)
"""Names, and error codes, of the checks across columns."""
_MANY = frozenset({"columns", "othercolumns"})
"""Keys that hold a list of columns; any other names one."""
_YES = ("yes", "true", True)


@dataclass(frozen=True, slots=True)
class CellCheck:
    """A check of one column's cells. ``fault`` gives the error code, ``""`` where all is well."""

    name: str
    column: str
    fault: Callable[[object], str]


@dataclass(frozen=True, slots=True)
class RowCheck:
    """A check across columns, laid at the door of the first."""

    name: str
    columns: tuple[str, ...]
    passes: RowTest
    others: str
    """What the first column is held against, for the reader: “>= DELIB_DATE”."""
    comparison: str = ""
    """How two columns are compared: one of :data:`~app.table.row_checks.COMPARISONS`."""

    @property
    def presence(self) -> bool:
        """True where the check only asks whether there are values."""
        return self.truth or self.name == "cohesive-columns-value"

    @property
    def truth(self) -> bool:
        """True where 0 and false are no values."""
        return self.name == "one-of-required"

    @property
    def cause(self) -> str:
        """Cause of what it finds."""
        return _ROW_CAUSES[self.name]


@dataclass(slots=True)
class Checks:
    """What a schema asks beyond Table Schema."""

    cells: list[CellCheck]
    rows: list[RowCheck]
    findings: list[Finding]


@dataclass(frozen=True, slots=True)
class _Asked:
    name: str
    params: Mapping[str, object]

    def columns(self) -> tuple[str, ...]:
        """Every column named, the one to blame first; ``""`` where a name is missing."""
        named: list[object] = []
        for key in _COLUMN_KEYS.get(self.name, ("column",)):
            value = self.params.get(key)
            if isinstance(value, list) and key in _MANY:
                named += value or [""]
            else:
                named.append(value)
        return tuple(name if isinstance(name, str) else "" for name in named)


def plan_checks(
    descriptor: Mapping[str, object], present: frozenset[str], header_row: int
) -> Checks:
    """Plan every check of a schema for the columns that the file has."""
    checks = Checks([], [], [])
    known = {str(field["name"]) for field in _mappings(descriptor.get("fields"))}
    for asked in _asked(descriptor):
        columns = asked.columns()
        if not known.issuperset(columns):
            checks.findings.append(_note(asked, "check-unusable"))
        elif asked.name in _COLUMN_KEYS:
            _plan_row(asked, columns, checks, present, header_row)
        else:
            _plan_cell(asked, columns[0], checks, present)
    return checks


def _asked(descriptor: Mapping[str, object]) -> Iterator[_Asked]:
    for check in _mappings(descriptor.get("custom_checks")):
        params = check.get("params")
        yield _named(check, params if isinstance(params, Mapping) else {})
    for field in _mappings(descriptor.get("fields")):
        own = field.get("customCheck")
        if isinstance(own, str):
            yield _named({"name": own}, {"column": field["name"]})
        elif isinstance(own, Mapping):
            yield _named(own, {"column": field["name"], **own})


def _named(check: Mapping[str, object], params: Mapping[str, object]) -> _Asked:
    return _Asked(french.canonical(str(check.get("name", ""))), params)


def _mappings(value: object) -> Iterator[Mapping[str, object]]:
    return (v for v in value if isinstance(v, Mapping)) if isinstance(value, list) else iter(())


def _plan_cell(asked: _Asked, column: str, checks: Checks, present: frozenset[str]) -> None:
    fault = _cell_fault(asked)
    if fault is None:
        without = asked.name in french.WITHOUT_LIST
        checks.findings.append(_note(asked, "check-no-list" if without else "check-unknown"))
    elif column in present:
        checks.cells.append(CellCheck(asked.name, column, fault))


def _cell_fault(asked: _Asked) -> Callable[[object], str] | None:
    name = asked.name
    if name in _PLACES:
        return french_place_fault
    if name == "year-interval-value":
        return year_interval(year_alone=asked.params.get("allow-year-only") in _YES)
    if name not in french.FORMATS:
        return None
    code = name if name in french.OWN_CODES else "custom-check-error"
    return lambda value: "" if french.passes(name, as_text(value) or "") else code


def _plan_row(
    asked: _Asked,
    columns: tuple[str, ...],
    checks: Checks,
    present: frozenset[str],
    header_row: int,
) -> None:
    here = tuple(column for column in columns if column in present)
    enough = bool(here) if asked.name == "one-of-required" else len(here) == len(columns)
    test = _row_test(asked)
    if test is None:
        checks.findings.append(_note(asked, "check-unusable"))
    elif enough:
        compared = asked.name == "compare-columns-value"
        comparison = str(asked.params.get("op")) if compared else ""
        others = _others(asked, columns)
        checks.rows.append(RowCheck(asked.name, here, test, others, comparison))
    elif asked.name == "one-of-required" or (asked.name == "cohesive-columns-value" and here):
        checks.findings.append(_absent(asked, columns, header_row))


def _row_test(asked: _Asked) -> RowTest | None:
    if asked.name == "compare-columns-value":
        comparison = asked.params.get("op")
        known = isinstance(comparison, str) and comparison in COMPARISONS
        return compare(str(comparison)) if known else None
    tests = {"sum-columns-value": is_sum, "cohesive-columns-value": all_or_none}
    return tests.get(asked.name, one_of)


def _others(asked: _Asked, columns: tuple[str, ...]) -> str:
    sign = {"compare-columns-value": f"{asked.params.get('op')} ", "sum-columns-value": "= "}
    joint = " + " if asked.name == "sum-columns-value" else ", "
    return sign.get(asked.name, "") + joint.join(columns[1:])


def _note(asked: _Asked, cause: str) -> Finding:
    return Finding(
        rule=NOTES,
        code="check-error",
        cause=cause,
        severity="info",
        column=asked.columns()[0],
        facts={"check": asked.name[:100]},
    )


def _absent(asked: _Asked, columns: tuple[str, ...], header_row: int) -> Finding:
    """Report columns that must come together and do not: once, at the header."""
    return Finding(
        rule=CELLS,
        code=asked.name,
        cause=_ROW_CAUSES[asked.name],
        column=columns[0],
        rows=(header_row,),
        samples=(Sample(row=header_row),),
        facts={"others": ", ".join(columns[1:])},
    )
