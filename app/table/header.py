"""The header against the schema: which label holds which field, and what is wrong with it.

Exact names first, then names equal but for case, accents and punctuation, then names made of the
same words or bearing the field's title, then names a slip or two away. A near match is reported
as a rename, and its column is checked as that field: one typo must not hide a thousand errors.
Each label serves one field at most, and only where nothing else would fit as well.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, replace

from app.table.model import Labels
from app.table.names import aliases, folded, slips, tolerance, words
from rules.core.evidence import Finding, Sample, Severity
from rules.core.text import Fact

RULE = "columns_match_schema"
_NAMED = 100
"""Most surplus columns reported one by one; the rest is one finding, still counted."""
_ONE_BY_ONE = 3
"""Most misspelt names reported each on its own: a header in capitals is one habit, not twenty slips."""
_MAX_PAIRS = 40_000
"""Most label-field pairs compared letter by letter."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One column that the schema asks for."""

    name: str
    title: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True)
class Header:
    """What the header holds."""

    fields: tuple[str, ...]
    """Field name of each label in turn, ``""`` where no field claims it."""
    findings: tuple[Finding, ...]
    fit: float
    """Share of the schema's fields found, required ones counting double."""


def match_header(
    labels: tuple[str, ...], wanted: tuple[Wanted, ...], how: Labels = "near", row: int = 1
) -> Header:
    """Pair labels with fields, and report what does not pair; ``row`` is where the labels stand."""
    pairs = _pair(labels, wanted, how)
    fields = tuple(pairs.get(position, "") for position in range(len(labels)))
    found = set(pairs.values())
    found_here = (
        *_renamed(labels, pairs, row),
        *_missing(wanted, found),
        *(_extra(labels, fields) if wanted else ()),
        *_reordered(fields, wanted),
    )
    every = max(1, len(wanted))
    findings = tuple(replace(f, of=max(every, f.count)) for f in found_here)
    return Header(fields=fields, findings=findings, fit=fit(wanted, found))


def fit(wanted: Iterable[Wanted], found: set[str]) -> float:
    """Give the share of fields found, required ones counting double; 0 where none is wanted."""
    weights = [(field.name, 2 if field.required else 1) for field in wanted]
    total = sum(weight for _, weight in weights)
    return sum(weight for name, weight in weights if name in found) / total if total else 0.0


def _pair(labels: tuple[str, ...], wanted: tuple[Wanted, ...], how: Labels) -> dict[int, str]:
    """Give label position → field name, the surest matches first."""
    free = {label: i for i, label in reversed(tuple(enumerate(labels))) if label.strip()}
    pairs: dict[int, str] = {}
    for field in wanted:
        if field.name in free:
            pairs[free.pop(field.name)] = field.name
    left = {f.name: f for f in wanted if f.name not in set(pairs.values())}
    if how == "caseless":
        _pair_equal(free, left, pairs, lambda field: (field.name,), str.lower)
    if how != "near":
        return pairs
    _pair_equal(free, left, pairs, lambda field: (field.name,), folded)
    _pair_equal(free, left, pairs, lambda field: (field.name,), words)
    _pair_equal(free, left, pairs, lambda field: (field.title,), words)
    _pair_equal(free, left, pairs, lambda field: aliases(field.name), words)
    _pair_slips(free, left, pairs, wanted)
    return pairs


def _pair_equal(
    free: dict[str, int],
    left: dict[str, Wanted],
    pairs: dict[int, str],
    names_of: Callable[[Wanted], tuple[str, ...]],
    key: Callable[[str], Hashable],
) -> None:
    """Pair what has the same key, where one label and one field alone have it."""
    by_key: dict[Hashable, list[str]] = {}
    for label in free:
        by_key.setdefault(key(label), []).append(label)
    claims: dict[Hashable, list[str]] = {}
    for field in left.values():
        for claim in {key(name) for name in names_of(field)}:
            claims.setdefault(claim, []).append(field.name)
    for claim, names in claims.items():
        labels = by_key.get(claim, [])
        if claim and len(names) == 1 and len(labels) == 1 and names[0] in left:
            pairs[free.pop(labels[0])] = left.pop(names[0]).name


def _pair_slips(
    free: dict[str, int], left: dict[str, Wanted], pairs: dict[int, str], wanted: tuple[Wanted, ...]
) -> None:
    """Pair names a slip or two apart, where no other field and no other label is as near."""
    if len(free) * len(wanted) > _MAX_PAIRS:
        return
    every = tuple(field.name for field in wanted)
    near = {label: _nearest(label, every) for label in free}
    claims: dict[str, list[str]] = {}
    for label, name in near.items():
        if name in left:
            claims.setdefault(name, []).append(label)
    for name, labels in claims.items():
        if len(labels) == 1:
            pairs[free.pop(labels[0])] = left.pop(name).name


def _nearest(label: str, names: tuple[str, ...]) -> str:
    """Give the one field nearest to a label; ``""`` where two are as near, or none is near."""
    plain = folded(label)
    found = [
        (distance, name)
        for name in names
        if _digits(plain) == _digits(folded(name))
        and (distance := slips(plain, folded(name), tolerance(folded(name)))) is not None
    ]
    best = [name for distance, name in found if distance == min(found)[0]]
    return best[0] if len(best) == 1 else ""


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def _finding(code: str, cause: str, severity: Severity, column: str, **facts: Fact) -> Finding:
    return Finding(rule=RULE, code=code, cause=cause, severity=severity, column=column, facts=facts)


def _renamed(labels: tuple[str, ...], pairs: Mapping[int, str], row: int) -> list[Finding]:
    """Report near names; blanks around a right name are told with the header's cells."""
    renamed = [(labels[i], name) for i, name in sorted(pairs.items()) if labels[i].strip() != name]
    if len(renamed) <= _ONE_BY_ONE:
        return [
            _finding("incorrect-label", "label-near", "warning", name, label=label, field=name)
            for label, name in renamed
        ]
    together = _finding("incorrect-label", "labels-near", "warning", "")
    samples = tuple(Sample(row=row, value=label[:200], fixed=name) for label, name in renamed)
    return [replace(together, count=len(renamed), rows=(row,), samples=samples[:_NAMED])]


def _missing(wanted: tuple[Wanted, ...], found: set[str]) -> list[Finding]:
    return [
        _finding("missing-label", "column-missing-required", "error", f.name, field=f.name)
        if f.required
        else _finding("missing-label", "column-missing-optional", "warning", f.name, field=f.name)
        for f in wanted
        if f.name not in found
    ]


def _extra(labels: tuple[str, ...], fields: tuple[str, ...]) -> list[Finding]:
    """Report columns that the schema does not know; blank and repeated labels are told elsewhere."""
    known = {label for label, field in zip(labels, fields, strict=True) if field}
    surplus = dict.fromkeys(
        label
        for label, field in zip(labels, fields, strict=True)
        if not field and label.strip() and label not in known
    )
    names = tuple(surplus)
    found = [
        _finding("extra-label", "column-extra", "warning", name, label=name)
        for name in names[:_NAMED]
    ]
    rest = names[_NAMED:]
    if rest:
        listed = ", ".join(rest[:5]) + "…"
        together = _finding("extra-label", "column-extra", "warning", "", label=listed)
        found.append(replace(together, count=len(rest)))
    return found


def _reordered(fields: tuple[str, ...], wanted: tuple[Wanted, ...]) -> list[Finding]:
    """Report the order only where the sets of columns are equal, as Validata does."""
    expected = tuple(field.name for field in wanted)
    if not expected or fields == expected or sorted(fields) != sorted(expected):
        return []
    order = ", ".join(expected)
    return [_finding("incorrect-label", "columns-reordered", "warning", "", order=order[:500])]
