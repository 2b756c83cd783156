"""Are the values plausible, as the expectation suite understands it?"""

from __future__ import annotations

from rules.core.evidence import Evidence, ExpectationResult, Expectations, Finding
from rules.core.expected import met
from rules.core.rule import SEEN, Dimension, Skip, Value, rule
from rules.core.text import Text

_BETWEEN = ExpectationResult(
    type="expect_column_values_to_be_between", column="montant", success=True, share=1.0
)
_WILD = ExpectationResult(
    type=_BETWEEN.type, column="pourcentageSubvention", success=False, share=0.9
)
_TOLD = Finding(
    rule="values_plausible", code=_WILD.type, cause="expectation-range", column=_WILD.column
)


@rule(
    dimension=Dimension.SCHEMA,
    weight=1,
    effort="medium",
    title=Text(en="The values are plausible", fr="Les valeurs sont plausibles"),
    why=Text(
        en="A value can be well written and still be wrong: a grant of 1,000,000,000 euros, a date in 2205.",
        fr="Une valeur peut être bien écrite et pourtant fausse : une subvention d’un milliard, une date en 2205.",
    ),
    fix=Text(
        en="Check the unlikely values. Expectations met: {met} of {asked}; furthest off: {expectation}, column “{column}” (found: {observed}).",
        fr="Vérifiez les valeurs improbables. Attentes satisfaites : {met} sur {asked} ; la plus éloignée : {expectation}, colonne « {column} » (constaté : {observed}).",
    ),
    good=(
        Evidence(
            seen_at=SEEN, expectations=Expectations(suite="s", engine="gx", results=(_BETWEEN,))
        ),
    ),
    bad=(
        Evidence(
            seen_at=SEEN,
            expectations=Expectations(suite="s", engine="gx", results=(_BETWEEN, _WILD)),
            findings=(_TOLD,),
        ),
    ),
)
def values_plausible(expectations: Expectations, findings: tuple[Finding, ...]) -> Value | Skip:
    """Average how far the expectations about values are met."""
    return met(expectations, findings, "schema")
