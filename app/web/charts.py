"""Our own small charts: SVG as text, styled by the style sheet, each with its words.

Every function escapes what it is given. Shares are 0..1, scores 0..100; ``None`` is drawn as an
empty dashed frame: “not measured” must never look like zero.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from markupsafe import Markup

from rules.core.grading import GRADES, Grade

_OPEN = Markup('<svg class="{kind}" viewBox="0 0 {w} {h}" role="img"{extra}><title>{name}</title>')
_HIDDEN = Markup('<svg class="{kind}" viewBox="0 0 {w} {h}" aria-hidden="true"{extra}>')
_CLOSE = Markup("</svg>")
_STRETCH = Markup(' preserveAspectRatio="none"')

_BAR_WIDTH, _BAR_HEIGHT = 200, 12
_ROW, _ACTIVE, _GAP = 27, 84, 5
_FIRST_LENGTH, _STEP, _EXTRA = 74, 24, 34
_PLOT_LEFT, _PLOT_TOP, _PLOT_WIDTH, _PLOT_HEIGHT = 34, 12, 430, 160
_SKY_HEIGHT, _SKY_STEP, _SKY_PIXELS = 60, 10, 30


@dataclass(frozen=True, slots=True)
class Point:
    """One score at one instant; ``None`` where nothing could be graded."""

    at: datetime
    score: float | None


def bar(share: float | None, name: str = "") -> Markup:
    """Draw one horizontal bar; without a name it is decoration beside a figure already written."""
    parts = [_open("bar", _BAR_WIDTH, _BAR_HEIGHT, name, extra=_STRETCH)]
    if share is None:
        parts.append(_rect("void", 0.5, 0.5, _BAR_WIDTH - 1, _BAR_HEIGHT - 1))
    else:
        parts.append(_rect("track", 0, 0, _BAR_WIDTH, _BAR_HEIGHT))
        parts.append(_rect("fill", 0, 0, _BAR_WIDTH * _bounded(share), _BAR_HEIGHT))
    return _join([*parts, _CLOSE])


class Graded(Protocol):
    """Something with datasets, some of them graded."""

    @property
    def datasets(self) -> int:
        """How many there are."""

    @property
    def grades(self) -> Mapping[Grade, int]:
        """How many have each grade."""


def grades_bar(group: Graded, name: str) -> Markup:
    """Draw how many have each grade, best first; those without one are left empty."""
    parts = [_open("bar grades", _BAR_WIDTH, _BAR_HEIGHT, name, extra=_STRETCH)]
    parts.append(_rect("void", 0.5, 0.5, _BAR_WIDTH - 1, _BAR_HEIGHT - 1))
    x, total = 0.0, max(1, group.datasets)
    for _, letter in GRADES:
        width = _BAR_WIDTH * group.grades.get(letter, 0) / total
        if width:
            parts.append(_rect(f"grade-{letter}", x, 0, width, _BAR_HEIGHT))
        x += width
    return _join([*parts, _CLOSE])


def ladder(grade: Grade | None, score: str, name: str) -> Markup:
    """Draw the five grades as a staircase; the step reached is tall and carries the score.

    ``score`` is already written for the reader; it stands beside the letter.
    """
    height = 4 * (_ROW + _GAP) + (_ACTIVE if grade else _ROW) + 2
    width = _FIRST_LENGTH + 4 * _STEP + _EXTRA + 92
    parts, top = [_open("ladder", width, height, name)], 1
    for step, (_, letter) in enumerate(GRADES):
        active = letter == grade
        state = "blank" if grade is None else "on" if active else "off"
        parts.append(_step(step, letter, top, score if active else None, state))
        top += (_ACTIVE if active else _ROW) + _GAP
    return _join([*parts, _CLOSE])


def skyline(columns: Sequence[tuple[str, float]], name: str) -> Markup:
    """Draw one upright bar for each column: filled below, missing above."""
    size = Markup(' width="{}"').format(len(columns) * _SKY_PIXELS)
    frame = _open("skyline", len(columns) * _SKY_STEP, _SKY_HEIGHT, name, extra=_STRETCH + size)
    parts = [frame]
    for place, (label, filled) in enumerate(columns):
        x, full = place * _SKY_STEP + 1, _SKY_HEIGHT * _bounded(filled)
        parts.append(Markup("<g><title>{}</title>").format(label))
        parts.append(_rect("missing", x, 0, _SKY_STEP - 2, _SKY_HEIGHT))
        parts.append(_rect("fill", x, _SKY_HEIGHT - full, _SKY_STEP - 2, full))
        parts.append(Markup("</g>"))
    return _join([*parts, _CLOSE])


def sparkline(points: Sequence[Point], name: str) -> Markup:
    """Draw scores over time, on the grades' own floors; unmeasured points break the line."""
    width = _PLOT_LEFT + _PLOT_WIDTH + 16
    parts = [_open("sparkline", width, _PLOT_TOP + _PLOT_HEIGHT + 14, name)]
    parts += [_floor(floor, letter) for floor, letter in GRADES]
    placed = _placed(sorted(points, key=lambda point: point.at))
    parts += [
        Markup('<polyline points="{}"/>').format(" ".join(f"{x:.1f},{y:.1f}" for x, y in run))
        for run in _runs(placed)
    ]
    parts += [_dot(x, y) for x, y in placed]
    return _join([*parts, _CLOSE])


def _step(step: int, letter: Grade, top: int, score: str | None, state: str) -> Markup:
    height = _ROW if score is None else _ACTIVE
    length = _FIRST_LENGTH + step * _STEP + (0 if score is None else _EXTRA)
    group = Markup('<g class="step step-{} {}">').format(letter, state)
    box = Markup('<rect x="1" y="{}" width="{}" height="{}" rx="6"/>').format(top, length, height)
    middle = top + height / 2
    text = Markup('<text class="letter" x="{}" y="{}">{}</text>').format(14, middle, letter)
    beside = Markup('<text class="points" x="{}" y="{}">{}</text>')
    said = Markup("") if score is None else beside.format(length + 12, middle, score)
    return group + box + text + said + Markup("</g>")


def _placed(points: Sequence[Point]) -> list[tuple[float, float | None]]:
    if not points:
        return []
    first = points[0].at
    span = (points[-1].at - first).total_seconds()
    return [
        (
            _PLOT_LEFT + _PLOT_WIDTH * ((p.at - first).total_seconds() / span if span else 0.5),
            None if p.score is None else _height(p.score),
        )
        for p in points
    ]


def _runs(placed: list[tuple[float, float | None]]) -> list[list[tuple[float, float]]]:
    runs: list[list[tuple[float, float]]] = [[]]
    for x, y in placed:
        if y is None:
            runs.append([])
        else:
            runs[-1].append((x, y))
    return [run for run in runs if len(run) > 1]


def _dot(x: float, y: float | None) -> Markup:
    if y is None:
        mark = '<circle class="unknown" cx="{:.1f}" cy="{:.1f}" r="4"/>'
        return Markup(mark).format(x, _height(0))  # noqa: S704 # a literal of ours, figures only
    return Markup('<circle cx="{:.1f}" cy="{:.1f}" r="4"/>').format(x, y)


def _floor(floor: float, letter: Grade) -> Markup:
    line = Markup('<line x1="{}" x2="{}" y1="{y:.1f}" y2="{y:.1f}"/>')
    text = Markup('<text x="{}" y="{:.1f}">{}</text>')
    ceiling = min((f for f, _ in GRADES if f > floor), default=100.0)
    drawn = line.format(_PLOT_LEFT, _PLOT_LEFT + _PLOT_WIDTH, y=_height(floor))
    return drawn + text.format(8, _height((floor + ceiling) / 2), letter)


def _height(score: float) -> float:
    return _PLOT_TOP + _PLOT_HEIGHT * (1 - _bounded(score / 100))


def _open(kind: str, width: float, height: float, name: str, extra: str = "") -> Markup:
    return (_OPEN if name else _HIDDEN).format(kind=kind, w=width, h=height, name=name, extra=extra)


def _rect(kind: str, x: float, y: float, width: float, height: float) -> Markup:
    shape = Markup('<rect class="{}" x="{:g}" y="{:g}" width="{:g}" height="{:g}"/>')
    return shape.format(kind, x, y, width, height)


def _bounded(share: float) -> float:
    return min(1.0, max(0.0, share))


def _join(parts: Sequence[Markup]) -> Markup:
    return Markup("").join(parts)
