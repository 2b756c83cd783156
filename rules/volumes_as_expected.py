"""Is there as much data as its expectation suite says?"""

from __future__ import annotations

from rules.core.evidence import Evidence, ExpectationResult, Expectations, Finding
from rules.core.expected import met
from rules.core.rule import SEEN, Dimension, Skip, Value, rule
from rules.core.text import Text

_ROWS = ExpectationResult(
    type="expect_table_row_count_to_be_between", dimension="completeness", success=True, share=1.0
)
_FEW = ExpectationResult(type=_ROWS.type, dimension="completeness", success=False, share=0.4)
_TOLD = Finding(
    rule="volumes_as_expected", code=_FEW.type, cause="expectation-rows", column=_FEW.column
)


@rule(
    dimension=Dimension.COMPLETENESS,
    weight=2,
    effort="medium",
    title=Text(en="There is as much data as expected", fr="Le volume de données est celui attendu"),
    why=Text(
        en="Half the usual number of rows, or a column suddenly half empty, points to a broken export.",
        fr="Deux fois moins de lignes que d’habitude, ou une colonne soudain à moitié vide, trahit un export raté.",
    ),
    fix=Text(
        en="Check that the export is whole. Expectations met: {met} of {asked}; furthest off: {expectation}, column “{column}” (found: {observed}).",
        fr="Vérifiez que l’export est complet. Attentes satisfaites : {met} sur {asked} ; la plus éloignée : {expectation}, colonne « {column} » (constaté : {observed}).",
    ),
    good=(
        Evidence(seen_at=SEEN, expectations=Expectations(suite="s", engine="gx", results=(_ROWS,))),
    ),
    bad=(
        Evidence(
            seen_at=SEEN,
            expectations=Expectations(suite="s", engine="gx", results=(_ROWS, _FEW)),
            findings=(_TOLD,),
        ),
    ),
)
def volumes_as_expected(expectations: Expectations, findings: tuple[Finding, ...]) -> Value | Skip:
    """Average how far the expectations about filled cells and numbers of rows are met."""
    return met(expectations, findings, "completeness")
