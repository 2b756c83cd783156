"""A suite held against a table: judged here as far as we can, the rest by Great Expectations."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from app.table.native.judging import Unusable
from app.table.native.listed import Listed
from app.table.native.piece import Piece
from app.table.native.run import OF_BLANKS, Native
from app.table.outcome import Outcome
from app.table.records import Cell
from app.table.suite import Expected, Suite, read_suite
from app.table.suite_feed import Fed, feed
from app.table.suite_header import OF_HEADER, header_outcome
from app.table.suite_types import FOREIGN, KNOWN, NEEDED
from app.table.suite_verdict import located, unmeasured, verdict
from app.table.watch import tell
from rules.core.evidence import ExpectationResult, Expectations, Finding

MISSING, EMPTY, FAILED, TOO_LARGE = (
    "column_missing",
    "no_values",
    "expectation_failed",
    "too_large",
)
OURS = "native"
Columns = Mapping[str, Sequence[Cell]]
_Answers = dict[int, Outcome | str]


def run_suite(
    suite: str, columns: Columns, rows: Sequence[int], header: Sequence[str] = ()
) -> tuple[Expectations, tuple[Finding, ...]]:
    """Hold a table against a suite (JSON text). Never raises for what a suite or a cell holds.

    ``columns`` are the table's cells by column, each as long as ``rows``, which are the rows'
    ordinals in the file. ``header`` names all columns of the file, in its order, where ``columns``
    are not all of them.
    """
    run = SuiteRun(read_suite(suite), columns, header or tuple(columns))
    whole = Listed(columns, rows)
    run.look(whole)
    return run.finish(lambda: (whole,), columns, rows)


class SuiteRun:
    """A suite on its way through a table."""

    def __init__(self, suite: Suite, columns: Collection[str], header: Sequence[str]) -> None:
        """Start; ``columns`` are those of the suite's that the table has, ``header`` all it has."""
        self._suite = suite
        self._rows = 0
        self._known: _Answers = {}
        asked: dict[int, Expected] = {}
        for place, expected in enumerate(suite.expected):
            answer = _known(expected, columns, header)
            if answer is None:
                asked[place] = expected
            else:
                self._known[place] = answer
        self._foreign = {p: e for p, e in asked.items() if e.type in FOREIGN}
        self._native = Native({p: e for p, e in asked.items() if e.type not in FOREIGN})

    @property
    def foreign_columns(self) -> frozenset[str]:
        """Name the columns that Great Expectations needs whole."""
        return frozenset(name for one in self._foreign.values() for name in one.columns)

    def look(self, piece: Piece) -> None:
        """Take in the next rows."""
        self._rows += piece.height
        self._native.look(piece)

    def finish(
        self,
        again: Callable[[], Iterable[Piece]],
        columns: Columns | None,
        rows: Sequence[int],
    ) -> tuple[Expectations, tuple[Finding, ...]]:
        """Answer. ``again`` gives the pieces once more, ``columns`` the cells of foreign columns.

        ``columns`` is ``None`` where the table is too large for Great Expectations.
        """
        if self._suite.fault:
            result = ExpectationResult(type="", reason=self._suite.fault)
            return Expectations(suite="", engine=OURS, results=(result,)), ()
        answers = self._known | self._native.finish(again)
        if self._foreign:
            answers |= _asked(self._foreign, columns, rows)
        return self._written(answers)

    def _written(self, answers: _Answers) -> tuple[Expectations, tuple[Finding, ...]]:
        results: list[ExpectationResult] = []
        findings: list[Finding] = []
        for place, expected in enumerate(self._suite.expected):
            outcome = answers.get(place, FAILED)
            if isinstance(outcome, str):
                results.append(unmeasured(expected, outcome))
                continue
            result, finding = verdict(expected, outcome)
            results.append(result)
            findings += [finding] if finding else []
        engine = _engine(results)
        return (
            Expectations(suite=self._suite.name, engine=engine, results=tuple(results)),
            tuple(findings),
        )


def _known(
    expected: Expected, columns: Collection[str], header: Sequence[str]
) -> Outcome | str | None:
    """Answer what no cell is needed for."""
    if expected.refusal:
        return expected.refusal
    if (KNOWN[expected.type].arguments & NEEDED) - expected.kwargs.keys():
        return FAILED
    if expected.type in OF_HEADER:
        try:
            return header_outcome(expected, header)
        except Unusable:
            return FAILED
    if expected.type == "expect_column_to_exist":
        there = expected.columns[0] in columns
        return Outcome(success=there, unmet=0.0 if there else 1.0)
    return None if all(column in columns for column in expected.columns) else MISSING


def _asked(
    foreign: Mapping[int, Expected], columns: Columns | None, rows: Sequence[int]
) -> _Answers:
    """Have Great Expectations answer, or say by a reason code why there is no answer."""
    if columns is None:
        return dict.fromkeys(foreign, TOO_LARGE)
    from app.table.expect import Asked, ask  # noqa: PLC0415 # only who needs it pays for it

    tell("expecting", len(rows))
    answers: _Answers = {}
    fed: Fed = {}
    asked: Asked = {}
    for place, expected in foreign.items():
        if not rows:
            answers[place] = EMPTY
            continue
        arguments, usable = feed(expected, columns, fed)
        if not usable and expected.type not in OF_BLANKS:
            answers[place] = EMPTY
        else:
            asked[place] = (expected.type, arguments)
    answers |= ask(asked, fed, len(rows)) if asked else {}
    return {
        place: one if isinstance(one, str) else located(foreign[place], one, columns, rows)
        for place, one in answers.items()
    }


def _engine(results: Iterable[ExpectationResult]) -> str:
    """Name those who judged."""
    if all(result.engine != "great_expectations" for result in results):
        return OURS
    from app.table.expect import engine_name  # noqa: PLC0415 # only who needs it pays for it

    return f"{OURS}, {engine_name()}"
