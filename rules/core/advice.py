"""From a verdict to advice: what to mend first, what each fix gains, the shortest way up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import blake2b

from rules.core.causes import CAUSES
from rules.core.evidence import Evidence
from rules.core.grading import GRADES, Grade, Verdict, judge
from rules.core.rule import Effort, Rule

_EFFORT = {"low": 0, "medium": 1, "high": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """One thing to change: a whole rule to meet, or one cause in one column to remove."""

    id: str
    rule: str
    cause: str | None
    column: str | None
    gain: float | None
    """Points won by this fix alone, by re-scoring; ``None`` where nothing can be known before it."""
    documentation_gain: float
    grade_after: Grade | None
    effort: Effort
    repairable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The shortest list of fixes to the next grade; ``to`` is ``None`` at the top, or out of reach."""

    to: Grade | None
    suggestions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Fix:
    """Something that can be taken as done: a rule met, or findings gone."""

    rule: Rule
    cause: str = ""
    column: str = ""

    @property
    def id(self) -> str:
        return blake2b(f"{self.rule.id}|{self.cause}|{self.column}".encode(), digest_size=6).hexdigest()


def advise(
    evidence: Evidence, rules: tuple[Rule, ...], verdict: Verdict
) -> tuple[tuple[Suggestion, ...], Plan]:
    """Rank every fix by its exact gain, then by effort, and find the way to the next grade."""
    fixes = _fixes(evidence, rules, verdict)
    suggestions = sorted((_suggest(fix, evidence, rules, verdict) for fix in fixes), key=_rank)
    return tuple(suggestions), _plan(fixes, suggestions, evidence, rules, verdict)


def _fixes(evidence: Evidence, rules: tuple[Rule, ...], verdict: Verdict) -> tuple[_Fix, ...]:
    fixes: list[_Fix] = []
    by_id = {rule.id: rule for rule in rules}
    for measurement in verdict.measurements:
        if measurement.value is None or measurement.value >= 1:
            continue
        rule = by_id[measurement.rule]
        causes = dict.fromkeys((f.cause, f.column) for f in evidence.findings if f.rule == rule.id)
        fixes += [_Fix(rule, cause, column) for cause, column in causes] or [_Fix(rule)]
    return tuple(fixes)


def _apply(
    fixes: tuple[_Fix, ...], evidence: Evidence, rules: tuple[Rule, ...]
) -> Verdict:
    """Judge again as if these fixes were made."""
    gone = {(f.rule.id, f.cause, f.column) for f in fixes if f.cause}
    left = tuple(f for f in evidence.findings if (f.rule, f.cause, f.column) not in gone)
    met = frozenset(f.rule.id for f in fixes if not f.cause)
    return judge(replace(evidence, findings=left), rules, met)


def _suggest(
    fix: _Fix, evidence: Evidence, rules: tuple[Rule, ...], verdict: Verdict
) -> Suggestion:
    after = _apply((fix,), evidence, rules)
    cause = CAUSES.get(fix.cause)
    return Suggestion(
        id=fix.id,
        rule=fix.rule.id,
        cause=fix.cause or None,
        column=fix.column or None,
        gain=_gain(verdict, after),
        documentation_gain=_points(verdict.documentation.score, after.documentation.score),
        grade_after=after.grade,
        effort=cause.effort if cause else fix.rule.effort,
        repairable=bool(cause and cause.repairable),
    )


def _gain(before: Verdict, after: Verdict) -> float | None:
    if before.score is None or after.score is None or _ended(before):
        return None  # behind a dead link anything may wait: no figure would be honest
    return _points(before.score, after.score)


def _ended(verdict: Verdict) -> bool:
    return verdict.score == 0 and bool(verdict.limits)


def _points(before: float | None, after: float | None) -> float:
    return round(max(0.0, (after or 0.0) - (before or 0.0)), 1)


def _rank(suggestion: Suggestion) -> tuple[float, float, int, str]:
    gain = float("inf") if suggestion.gain is None else suggestion.gain
    return (-gain, -suggestion.documentation_gain, _EFFORT[suggestion.effort], suggestion.id)


def _plan(
    fixes: tuple[_Fix, ...],
    ranked: list[Suggestion],
    evidence: Evidence,
    rules: tuple[Rule, ...],
    verdict: Verdict,
) -> Plan:
    """Add the best fix until the next grade is reached, then drop what proved unneeded."""
    goal = _next(verdict)
    if goal is None:
        return Plan(to=None, suggestions=())
    floor, grade = goal
    by_id = {fix.id: fix for fix in fixes}
    chosen: list[_Fix] = []
    waiting = [by_id[s.id] for s in ranked]
    score = verdict.score or 0.0
    while score < floor and waiting:
        best = max(waiting, key=lambda fix: _score((*chosen, fix), evidence, rules))
        chosen.append(best)
        waiting.remove(best)
        score = _score(tuple(chosen), evidence, rules)
    if score < floor:
        return Plan(to=None, suggestions=())
    for fix in tuple(chosen):
        rest = tuple(f for f in chosen if f is not fix)
        if _score(rest, evidence, rules) >= floor:
            chosen = list(rest)
    return Plan(to=grade, suggestions=tuple(fix.id for fix in chosen))


def _next(verdict: Verdict) -> tuple[float, Grade] | None:
    if verdict.score is None or verdict.grade in (None, "A") or _ended(verdict):
        return None
    return min((g for g in GRADES if g[0] > verdict.score), default=None)


def _score(fixes: tuple[_Fix, ...], evidence: Evidence, rules: tuple[Rule, ...]) -> float:
    return _apply(fixes, evidence, rules).score or 0.0
