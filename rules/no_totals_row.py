"""Is every row data, and none a total?"""

from __future__ import annotations

from rules.core.evidence import Evidence, Finding, Table
from rules.core.rule import SEEN, Dimension, Value, eased, noted, rule
from rules.core.text import Text

_SPOILT = 0.5
"""The most a table with a total keeps: however long it is, every sum made from it is doubled."""
_TOTAL = Finding(rule="no_totals_row", code="totals-row", cause="totals-row", of=90, rows=(91,))


@rule(
    dimension=Dimension.READABILITY,
    weight=1,
    title=Text(
        en="There is no total row among the data", fr="Aucune ligne de total parmi les données"
    ),
    why=Text(
        en="Whoever adds up the column counts a total twice.",
        fr="Qui additionne la colonne compte le total en double.",
    ),
    fix=Text(
        en="Delete the total rows: {count}, see row {row}. Readers can add up for themselves.",
        fr="Supprimez les lignes de total : {count}, voir la ligne {row}. Chacun peut refaire l’addition.",
    ),
    good=(Evidence(seen_at=SEEN, table=Table(rows=90)),),
    bad=(Evidence(seen_at=SEEN, table=Table(rows=90), findings=(_TOTAL,)),),
)
def no_totals_row(table: Table, findings: tuple[Finding, ...]) -> Value:
    """Take half at the first total, then damp: one total does nearly all the harm."""
    facts = {**noted(findings), "rows": table.rows}
    return Value(_SPOILT * eased(findings) if findings else 1.0, facts)
