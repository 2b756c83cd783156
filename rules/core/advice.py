"""From a verdict to advice: what to mend first, what each fix gains, the shortest way up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b

from rules.core.causes import CAUSES
from rules.core.evidence import Evidence, Finding
from rules.core.grading import GRADES, LADDER, Grade, Verdict, ended, weigh
from rules.core.rule import Dimension, Effort, Measurement, Rule
from rules.core.text import Fact

_EFFORT = {"low": 0, "medium": 1, "high": 2}
_MOST = 40
"""Causes of one rule that become suggestions of their own, widest first; the rule stands for the
rest. A hostile table has thousands of columns, and nobody reads a thousand suggestions."""
_GATES = {"no_rows": "has_rows"}
"""Which rule speaks for the outcome that ended an assessment; ``link_answers`` for all others."""


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
    resource: str = ""
    """Address of the file to change, where a dataset has several and not all are concerned."""
    facts: Mapping[str, Fact] = field(default_factory=dict)
    """What its sentences name, where the measurement beside it cannot tell (several files)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The shortest list of fixes to the next grade."""

    to: Grade | None
    """The grade they reach: the next, or better where one fix jumps; ``None`` where out of reach."""
    suggestions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Fix:
    """Something that can be taken as done: a rule met, or findings gone."""

    rule: Rule
    cause: str = ""
    column: str = ""

    @property
    def id(self) -> str:
        key = f"{self.rule.id}|{self.cause}|{self.column}"
        return blake2b(key.encode(errors="surrogatepass"), digest_size=6).hexdigest()


@dataclass(frozen=True, slots=True)
class _Case:
    """One verdict, and all that it takes to reach it again with something mended."""

    evidence: Evidence
    book: Mapping[str, Rule]
    verdict: Verdict
    findings: Mapping[str, list[Finding]]
    """Those that count, by the rule that they name."""

    def measure(self, rule: Rule, gone: frozenset[tuple[str, str, str]]) -> Measurement:
        """Ask one rule again as if these findings (rule, cause, column) were gone."""
        seen = (f for name in (rule.id, *rule.also) for f in self.findings.get(name, ()))
        left = tuple(f for f in seen if (f.rule, f.cause, f.column) not in gone)
        return rule.measure(replace(self.evidence, findings=left))

    def after(self, fixes: tuple[_Fix, ...]) -> Verdict:
        """Judge again as if these fixes were made: only the rules that they touch are asked."""
        met = frozenset(fix.rule.id for fix in fixes if not fix.cause)
        gone = frozenset((f.rule.id, f.cause, f.column) for f in fixes if f.cause)
        touched = {rule for rule, _, _ in gone}
        again = {
            rule.id: self.measure(rule, gone)
            for rule in self.book.values()
            if not touched.isdisjoint((rule.id, *rule.also))
        }
        seen = tuple(again.get(m.rule, m) for m in self.verdict.measurements)
        left = tuple(f for f in self.evidence.findings if (f.rule, f.cause, f.column) not in gone)
        return weigh(replace(self.evidence, findings=left), seen, met)

    def score(self, fixes: tuple[_Fix, ...]) -> float:
        """Give the score once these fixes are made."""
        return self.after(fixes).score or 0.0


def advise(
    evidence: Evidence, rules: tuple[Rule, ...], verdict: Verdict
) -> tuple[tuple[Suggestion, ...], Plan]:
    """Rank every fix by its exact gain, then by effort, and find the way to the next grade."""
    case = _case(evidence, rules, verdict)
    gate = _gate(case)
    fixes = {fix.id: fix for fix in _fixes(case, gate)}
    ranked = sorted((_suggest(fix, case) for fix in fixes.values()), key=rank)
    first = (_suggest(gate, case),) if gate else ()
    return (*first, *ranked), _plan(tuple(fixes[s.id] for s in ranked), case)


def replay(
    evidence: Evidence, rules: tuple[Rule, ...], verdict: Verdict
) -> Callable[[Iterable[Suggestion]], Verdict]:
    """Prepare to judge again as if suggestions were followed; those of unknown gain change nothing."""
    case = _case(evidence, rules, verdict)

    def after(done: Iterable[Suggestion]) -> Verdict:
        known = (s for s in done if s.gain is not None)
        return case.after(
            tuple(_Fix(case.book[s.rule], s.cause or "", s.column or "") for s in known)
        )

    return after


def rank(suggestion: Suggestion) -> tuple[float, float, int, str]:
    """Order suggestions: those that open the way, then by gain, documentation and effort."""
    gain = float("inf") if suggestion.gain is None else suggestion.gain
    return (-gain, -suggestion.documentation_gain, _EFFORT[suggestion.effort], suggestion.id)


def _case(evidence: Evidence, rules: tuple[Rule, ...], verdict: Verdict) -> _Case:
    findings: dict[str, list[Finding]] = {rule.id: [] for rule in rules}
    for finding in evidence.findings:
        if finding.severity != "info":
            findings.get(finding.rule, []).append(finding)
    return _Case(evidence, {rule.id: rule for rule in rules}, verdict, findings)


def _fixes(case: _Case, gate: _Fix | None) -> list[_Fix]:
    """List what can be mended: each cause, or the rule as a whole where causes do not explain it."""
    fixes: list[_Fix] = []
    barred = {LADDER[code] for code in case.verdict.limits if code in LADDER}
    for measurement in case.verdict.measurements:
        if measurement.value is None and measurement.rule in barred:
            # Not measured, yet it holds the grade down: saying nothing would leave no way up.
            fixes.append(_Fix(case.book[measurement.rule]))
        if gate and measurement.rule == gate.rule.id:
            continue
        if measurement.value is not None and measurement.value < 1:
            fixes += _parts(case.book[measurement.rule], measurement.value, case)
    return fixes


def _gate(case: _Case) -> _Fix | None:
    """Name what must be mended before anything else counts: the dead end itself, if it is one."""
    if not ended(case.verdict) or case.verdict.score is None:
        return None  # a passing failure mends itself
    end = case.verdict.limits[0]
    rule = case.book.get(_GATES.get(end, "link_answers"))
    return _Fix(rule, end) if rule else None


def _parts(rule: Rule, value: float, case: _Case) -> list[_Fix]:
    widest = sorted(case.findings[rule.id], key=lambda f: (-f.share, -f.count, f.cause, f.column))
    causes = tuple(dict.fromkeys((f.cause, f.column) for f in widest))
    clean = case.measure(rule, _all_of(rule, case)).value
    if clean is None or clean <= value:  # its findings only illustrate what it measured elsewhere
        return [_Fix(rule)]
    parts = [_Fix(rule, cause, column) for cause, column in causes[:_MOST]]
    return parts if clean >= 1 and len(causes) <= _MOST else [*parts, _Fix(rule)]


def _all_of(rule: Rule, case: _Case) -> frozenset[tuple[str, str, str]]:
    names = (rule.id, *rule.also)
    return frozenset((n, f.cause, f.column) for n in names for f in case.findings.get(n, ()))


def _suggest(fix: _Fix, case: _Case) -> Suggestion:
    after = case.after((fix,))
    cause = CAUSES.get(fix.cause)
    return Suggestion(
        id=fix.id,
        rule=fix.rule.id,
        cause=fix.cause or None,
        column=fix.column or None,
        gain=_gain(fix, case.verdict, after),
        documentation_gain=_points(case.verdict.documentation.score, after.documentation.score),
        grade_after=after.grade,
        effort=cause.effort if cause else fix.rule.effort,
        repairable=bool(cause and cause.repairable),
    )


def _gain(fix: _Fix, before: Verdict, after: Verdict) -> float | None:
    if ended(before) and fix.rule.dimension is Dimension.DOCUMENTATION:
        return 0.0
    if before.score is None or after.score is None or ended(before):
        return None  # behind a dead link anything may wait: no figure would be honest
    return _points(before.score, after.score)


def _points(before: float | None, after: float | None) -> float:
    return round(max(0.0, (after or 0.0) - (before or 0.0)), 1)


def _plan(ranked: tuple[_Fix, ...], case: _Case) -> Plan:
    """Take the best fixes until the next grade is reached, then drop what proved unneeded."""
    floor = next_floor(case.verdict)
    if floor is None or case.score(ranked) < floor:
        return Plan(to=None, suggestions=())
    enough = next(n for n in range(len(ranked) + 1) if case.score(ranked[:n]) >= floor)
    chosen = ranked[:enough]
    for fix in reversed(chosen):
        rest = tuple(f for f in chosen if f is not fix)
        chosen = rest if case.score(rest) >= floor else chosen
    return Plan(to=case.after(chosen).grade, suggestions=tuple(fix.id for fix in chosen))


def next_floor(verdict: Verdict) -> float | None:
    """Give the floor of the next grade; none at the top, or where no fix moves the score."""
    if verdict.score is None or ended(verdict):
        return None
    score = verdict.score
    return min((floor for floor, _ in GRADES if floor > score), default=None)
