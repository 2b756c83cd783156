"""Which known schema a table without one seems to follow: a proposal, from its header alone."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import replace

from app.table.model import Candidate
from app.table.names import folded, words
from rules.core.evidence import SchemaRef

ENOUGH = 0.6
"""Least fit that is worth proposing."""
_FEWEST = 3
"""Fewest columns in common: two are a coincidence."""
_COVERED = 0.3
"""Least share of the file's own columns that the schema must know."""


def detect(labels: tuple[str, ...], candidates: tuple[Candidate, ...]) -> SchemaRef | None:
    """Give the best-fitting schema, its ``fit`` set, or ``None`` where none fits well enough."""
    said = _keys(labels)
    filled = sum(1 for label in labels if label.strip())
    fits = [
        (_fit(candidate, said), _found((*candidate.required, *candidate.optional), said), candidate)
        for candidate in candidates
    ]
    good = [
        (share, found, candidate)
        for share, found, candidate in fits
        if share >= ENOUGH and found >= max(_FEWEST, _COVERED * filled)
    ]
    if not good:
        return None
    share, _, best = max(good, key=lambda fit: fit[:2])
    return replace(best.ref, source="detected", fit=round(share, 3))


def _keys(names: Iterable[str]) -> set[Hashable]:
    return {key for name in names for key in (folded(name), words(name)) if key}


def _found(names: Iterable[str], said: set[Hashable]) -> int:
    return sum(folded(name) in said or words(name) in said for name in names)


def _fit(candidate: Candidate, said: set[Hashable]) -> float:
    total = 2 * len(candidate.required) + len(candidate.optional)
    found = 2 * _found(candidate.required, said) + _found(candidate.optional, said)
    return found / total if total else 0.0
