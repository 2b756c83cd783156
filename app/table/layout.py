"""What to check where: the header and the schema brought together, before the first row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain

from app.table.checks import CELLS, NOTES, CellCheck, RowCheck, plan_checks
from app.table.column import ColumnPass
from app.table.fields import Judge, any_judge
from app.table.foreign import Foreign
from app.table.header import Header, Wanted, match_header
from app.table.keys import KEYS, Unique
from app.table.model import Labels
from app.table.tally import Key
from rules.core.evidence import Finding

_NOTED = 50
"""Most findings about the schema itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Columns in the file's order, and what binds them. ``header`` is ``None`` without a schema."""

    labels: tuple[str, ...]
    fields: tuple[str, ...]
    """Field name of each column, ``""`` where the schema has none for it."""
    columns: tuple[ColumnPass, ...]
    uniques: tuple[Unique, ...] = ()
    foreigns: tuple[Foreign, ...] = ()
    row_checks: tuple[tuple[RowCheck, tuple[int, ...]], ...] = ()
    """Each with the positions of its columns."""
    wanted: Mapping[str, int] = field(default_factory=dict)
    """Position of each column whose values the caller wants."""
    suite: str = ""
    """The suite that wants them, as JSON text."""
    header: Header | None = None
    required_fields: int = 0
    schema_fields: int = 0
    findings: tuple[Finding, ...] = ()

    def name(self, position: int) -> str:
        """Name a column for findings: by its field, else by its label, else by its place."""
        return self.fields[position] or self.labels[position].strip() or f"#{position + 1}"

    @property
    def names(self) -> tuple[str, ...]:
        """Name all columns, in the file's order."""
        return tuple(self.name(position) for position in range(len(self.labels)))


def without_schema(labels: tuple[str, ...], asked: frozenset[str] = frozenset()) -> Layout:
    """Lay out a table that nothing describes. ``asked``: columns whose values the caller wants."""
    wanted = _wanted(asked, labels, {})
    passes = tuple(
        ColumnPass(any_judge(), (), len(labels), wants_values=i in wanted.values())
        for i in range(len(labels))
    )
    return Layout(labels=labels, fields=("",) * len(labels), columns=passes, wanted=wanted)


def with_schema(
    labels: tuple[str, ...],
    descriptor: Mapping[str, object],
    asked: frozenset[str],
    header_row: int,
    samples: int,
    how: Labels = "near",
) -> Layout:
    """Lay out a table that a schema describes. ``asked``: columns whose values the caller wants."""
    return _Builder(labels, descriptor, asked, samples).build(header_row, how)


def _wanted(
    asked: frozenset[str], labels: tuple[str, ...], position: Mapping[str, int]
) -> dict[str, int]:
    """Find columns by the names of their fields, else by their labels as they are written."""
    at = {label.strip(): i for i, label in reversed([*enumerate(labels)])} | dict(position)
    return {name: at[name] for name in sorted(asked) if name in at}


class _Builder:
    def __init__(
        self,
        labels: tuple[str, ...],
        descriptor: Mapping[str, object],
        asked: frozenset[str],
        samples: int,
    ) -> None:
        stated = descriptor.get("fields")
        listed = stated if isinstance(stated, list) else []
        self.descriptors = [f for f in listed if isinstance(f, Mapping)]
        self.descriptor = descriptor
        self.labels = labels
        self.asked = asked
        self.samples = samples
        self.notes: list[Finding] = []
        self.judges = {str(f["name"]): self._judge(f) for f in self.descriptors}
        key = descriptor.get("primaryKey")
        self.primary = tuple(map(str, key)) if isinstance(key, list) else ()

    def build(self, header_row: int, how: Labels) -> Layout:
        """Match the header, then plan every check for the columns that are there."""
        header = match_header(self.labels, self._wanted(), how, header_row)
        position = {name: i for i, name in enumerate(header.fields) if name}
        checks = plan_checks(self.descriptor, frozenset(position), header_row)
        uniques, foreigns = self._uniques(position), self._foreigns(position)
        rows = tuple((c, tuple(position[n] for n in c.columns)) for c in checks.rows)
        wanted = _wanted(self.asked, self.labels, position)
        watched = [*(u.positions for u in uniques), *(f.positions for f in foreigns)]
        watched += [*(places for _, places in rows), tuple(wanted.values())]
        notes = (*self._dropped(), *self.notes)
        return Layout(
            labels=self.labels,
            fields=header.fields,
            columns=self._columns(header.fields, checks.cells, frozenset(chain(*watched))),
            uniques=uniques,
            foreigns=foreigns,
            row_checks=rows,
            wanted=wanted,
            header=header,
            required_fields=sum(judge.required for judge in self.judges.values()),
            schema_fields=len(self.judges),
            findings=(*header.findings, *checks.findings, *notes[:_NOTED]),
        )

    def _judge(self, descriptor: Mapping[str, object]) -> Judge:
        missing = self.descriptor.get("missingValues")
        inherited = {"missingValues": missing} if isinstance(missing, list) else {}
        aside: list[str] = []
        judge = Judge({**inherited, **descriptor}, set_aside=aside)
        self.notes += [_note(judge.name, "constraint-unusable", name, "") for name in aside]
        return judge

    def _wanted(self) -> tuple[Wanted, ...]:
        """Ask for every field; those of the primary key are required, as Validata has it."""
        return tuple(
            Wanted(
                name=str(f["name"]),
                title=str(f.get("title") or ""),
                required=self.judges[str(f["name"])].required or f["name"] in self.primary,
            )
            for f in self.descriptors
        )

    def _uniques(self, position: Mapping[str, int]) -> tuple[Unique, ...]:
        found = [
            Unique(
                Key(KEYS, "unique-error", "value-duplicate", name), (position[name],), self.samples
            )
            for name, judge in self.judges.items()
            if judge.unique and name in position
        ]
        if self.primary and all(name in position for name in self.primary):
            key = Key(KEYS, "primary-key", "key-duplicate", ", ".join(self.primary))
            places = tuple(position[name] for name in self.primary)
            found.append(Unique(key, places, self.samples, primary=True))
        return tuple(found)

    def _foreigns(self, position: Mapping[str, int]) -> tuple[Foreign, ...]:
        """Plan keys into the same table; the rebuilt schema has no others."""
        stated = self.descriptor.get("foreignKeys")
        found = []
        for foreign in stated if isinstance(stated, list) else ():
            ours, theirs = foreign["fields"], foreign["reference"]["fields"]
            if all(name in position for name in (*ours, *theirs)):
                key = Key(CELLS, "foreign-key", "foreign-key-unknown", ours[0])
                places = (tuple(position[n] for n in ours), tuple(position[n] for n in theirs))
                found.append(Foreign(key, *places, self.samples))
        return tuple(found)

    def _columns(
        self, fields: tuple[str, ...], checks: list[CellCheck], read: frozenset[int]
    ) -> tuple[ColumnPass, ...]:
        """Start every column; ``read``: those whose values someone needs."""
        mine: dict[str, list[CellCheck]] = {}
        for check in checks:
            mine.setdefault(check.column, []).append(check)
        return tuple(
            ColumnPass(
                self.judges[field] if field else any_judge(),
                tuple(mine.get(field, ())),
                len(fields),
                wants_values=i in read,
            )
            for i, field in enumerate(fields)
        )

    def _dropped(self) -> list[Finding]:
        """Tell what was left out when the schema was rebuilt."""
        dropped = self.descriptor.get("x-dropped")
        return [
            _note(
                str(d.get("field", "")),
                "schema-key-ignored",
                str(d.get("key", "")),
                str(d.get("reason", "")),
            )
            for d in (dropped if isinstance(dropped, list) else ())
            if isinstance(d, Mapping)
        ]


def _note(column: str, cause: str, key: str, reason: str) -> Finding:
    return Finding(
        rule=NOTES,
        code="check-error",
        cause=cause,
        severity="info",
        column=column,
        facts={"key": key[:100], "reason": reason[:100]},
    )
