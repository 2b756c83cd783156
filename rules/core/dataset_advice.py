"""Advice for a dataset of several files: each file's own, weighed by what it does for them all."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from hashlib import blake2b

from rules.core.advice import Plan, Suggestion, next_floor, rank, replay
from rules.core.assessment import Assessment
from rules.core.dataset_score import mean_documentation, mean_score
from rules.core.evidence import Finding
from rules.core.grading import Verdict, grade_of
from rules.core.rule import Dimension, Rule
from rules.core.text import Fact
from rules.core.words import outcome_facts

MOST_PER_FILE, MOST = 30, 100
"""Suggestions taken from one file, and kept in all; the others are in the files' own reports."""
MOST_FINDINGS = 40
"""Findings taken from one file, beside those behind a suggestion."""
_OF_THE_FILE = frozenset({"schema_declared"})
"""What is declared file by file, though it belongs to the documentation."""
_SEVERITIES = {"error": 0, "warning": 1, "info": 2}


@dataclass(frozen=True, slots=True)
class _Wish:
    """One suggestion, and the files that it concerns, each with its own form of it."""

    suggestion: Suggestion
    files: Mapping[int, Suggestion]


@dataclass(frozen=True, slots=True)
class _Whole:
    """The dataset's verdict, and all that it takes to reach it again with something mended."""

    verdicts: tuple[Verdict, ...]
    replays: tuple[Callable[[Iterable[Suggestion]], Verdict], ...]

    def after(self, wishes: Iterable[_Wish]) -> tuple[Verdict, ...]:
        """Judge again the files that these wishes touch."""
        done: dict[int, list[Suggestion]] = {}
        for wish in wishes:
            for number, own in wish.files.items():
                done.setdefault(number, []).append(own)
        return tuple(
            self.replays[n](done[n]) if n in done else verdict
            for n, verdict in enumerate(self.verdicts)
        )

    def score(self, wishes: Iterable[_Wish]) -> float:
        """Give the dataset's score once these wishes are fulfilled."""
        return mean_score(self.after(wishes)) or 0.0


def advise_dataset(
    parts: tuple[Assessment, ...], rules: tuple[Rule, ...], verdict: Verdict
) -> tuple[tuple[Suggestion, ...], Plan]:
    """Rank what can be changed in any file by what the dataset gains, and find the way up."""
    verdicts = tuple(part.verdict for part in parts)
    replays = tuple(replay(p.evidence, rules, p.verdict) for p in parts)
    whole = _Whole(verdicts, replays)
    weighed = (_weigh(wish, whole, verdict) for wish in _wishes(parts, rules))
    ranked = sorted(weighed, key=lambda wish: rank(wish.suggestion))[:MOST]
    return tuple(wish.suggestion for wish in ranked), _plan(ranked, whole, verdict)


def merged_findings(
    parts: tuple[Assessment, ...], suggestions: tuple[Suggestion, ...]
) -> tuple[Finding, ...]:
    """Give the findings behind the suggestions and each file's gravest, marked with their file."""
    wanted = {(s.resource, s.rule, s.cause or "", s.column or "") for s in suggestions}
    merged: list[Finding] = []
    for part in parts:
        url = part.dataset.url
        ranked = sorted(part.evidence.findings, key=lambda f: (_SEVERITIES[f.severity], -f.count))
        for place, finding in enumerate(ranked):
            key = (url, finding.rule, finding.cause, finding.column)
            if place < MOST_FINDINGS or key in wanted:
                merged.append(replace(finding, resource=url))
    return tuple(merged)


def _wishes(parts: tuple[Assessment, ...], rules: tuple[Rule, ...]) -> list[_Wish]:
    """Gather the files' suggestions; one about the dataset's page is the same for all of them."""
    described = {r.id for r in rules if r.dimension is Dimension.DOCUMENTATION} - _OF_THE_FILE
    shared: dict[str, dict[int, Suggestion]] = {}
    wishes: list[_Wish] = []
    for number, part in enumerate(parts):
        for own in part.suggestions[:MOST_PER_FILE]:
            if own.rule in described and own.gain is not None:
                shared.setdefault(own.id, {})[number] = own
            else:
                wishes.append(_Wish(_marked(own, part), {number: own}))
    for files in shared.values():
        first = min(files)
        facts = _facts(files[first], parts[first])
        wishes.append(_Wish(replace(files[first], facts=facts), files))
    return wishes


def _marked(own: Suggestion, part: Assessment) -> Suggestion:
    key = f"{part.dataset.url}|{own.id}"
    id_ = blake2b(key.encode(errors="surrogatepass"), digest_size=6).hexdigest()
    return replace(own, id=id_, resource=part.dataset.url, facts=_facts(own, part))


def _facts(own: Suggestion, part: Assessment) -> Mapping[str, Fact]:
    measured = (m.facts for m in part.verdict.measurements if m.rule == own.rule)
    return {**outcome_facts(part.evidence), **next(measured, {})}


def _weigh(wish: _Wish, whole: _Whole, before: Verdict) -> _Wish:
    """Put the dataset's gain in the place of the file's."""
    own = wish.suggestion
    if own.gain is None or before.score is None:
        return _Wish(replace(own, gain=None, grade_after=before.grade), wish.files)
    after = whole.after((wish,))
    score = mean_score(after) or 0.0
    said, better = before.documentation.score or 0.0, mean_documentation(after) or 0.0
    gained = replace(
        own,
        gain=round(max(0.0, score - before.score), 1),
        documentation_gain=round(max(0.0, better - said), 1),
        grade_after=grade_of(score),
    )
    return _Wish(gained, wish.files)


def _plan(ranked: list[_Wish], whole: _Whole, verdict: Verdict) -> Plan:
    """Take the best wishes until the next grade is reached, then drop what proved unneeded."""
    floor = next_floor(verdict)
    if floor is None or whole.score(ranked) < floor:
        return Plan(to=None, suggestions=())
    # Mending never lowers a score: the shortest prefix is found by halving.
    enough = bisect_left(range(len(ranked) + 1), floor, key=lambda n: whole.score(ranked[:n]))
    chosen = ranked[:enough]
    for wish in reversed(chosen):
        rest = [other for other in chosen if other is not wish]
        chosen = rest if whole.score(rest) >= floor else chosen
    steps = tuple(wish.suggestion.id for wish in chosen)
    return Plan(to=grade_of(whole.score(chosen)), suggestions=steps)
