"""What is wrong with the header's cells themselves: blank, repeated, or padded labels."""

from __future__ import annotations

from collections.abc import Sequence

from rules.core.evidence import Finding, Sample

_BREAKS = frozenset("\n\r\t")
_SHOWN = 8
"""Positions spelled out in one finding."""


def label_findings(labels: Sequence[str], row: int, samples: int) -> list[Finding]:
    """Report blank, repeated and padded labels, each kind once, with every position counted."""
    found = (
        _blank(labels, row),
        _repeated(labels, row, samples),
        _padded(labels, row, samples),
    )
    return [finding for finding in found if finding]


def _blank(labels: Sequence[str], row: int) -> Finding | None:
    at = [number for number, label in enumerate(labels, 1) if not label.strip()]
    if not at:
        return None
    return Finding(
        rule="header_labels",
        code="blank-label",
        cause="blank-label",
        count=len(at),
        of=len(labels),
        rows=(row,),
        samples=(Sample(row=row),),
        facts={"position": at[0], "positions": _list(at)},
    )


def _repeated(labels: Sequence[str], row: int, samples: int) -> Finding | None:
    first: dict[str, int] = {}
    again: dict[str, list[int]] = {}
    for number, label in enumerate(labels, 1):
        if not label.strip():
            continue
        if first.setdefault(label, number) != number:
            again.setdefault(label, []).append(number)
    if not again:
        return None
    name, at = next(iter(again.items()))
    return Finding(
        rule="header_labels",
        code="duplicate-label",
        cause="duplicate-label",
        column=name if len(again) == 1 else "",
        count=sum(map(len, again.values())),
        of=len(labels),
        rows=(row,),
        samples=tuple(Sample(row=row, value=label[:200]) for label in list(again)[:samples]),
        facts={"first_position": first[name], "position": at[0], "positions": _list(at)},
    )


def _padded(labels: Sequence[str], row: int, samples: int) -> Finding | None:
    padded = {
        label: " ".join(label.split())
        for label in labels
        if label.strip() and (label.strip() != label or set(label) & _BREAKS)
    }
    if not padded:
        return None
    shown = list(padded.items())[:samples]
    return Finding(
        rule="clean_header",
        code="padded-label",
        cause="padded-label",
        severity="warning",
        count=sum(label in padded for label in labels),
        of=len(labels),
        rows=(row,),
        samples=tuple(Sample(row=row, value=old[:200], fixed=new[:200]) for old, new in shown),
    )


def _list(numbers: list[int]) -> str:
    more = " …" if len(numbers) > _SHOWN else ""
    return ", ".join(map(str, numbers[:_SHOWN])) + more
