"""Is every row there only once?"""

from __future__ import annotations

from rules.core.evidence import Evidence, Finding, Table
from rules.core.rule import SEEN, Dimension, Value, eased, noted, rule
from rules.core.text import Text

_TWICE = Finding(
    rule="no_duplicate_rows", code="duplicate-row", cause="duplicate-row", of=90, rows=(42,)
)


@rule(
    dimension=Dimension.COMPLETENESS,
    weight=1,
    title=Text(en="No row is there twice", fr="Aucune ligne n’est en double"),
    why=Text(
        en="A row pasted twice is counted twice in every sum.",
        fr="Une ligne collée deux fois compte double dans tous les totaux.",
    ),
    fix=Text(
        en="Delete the repeated rows: {count} of {rows}, the first one is row {row} (in a spreadsheet: Data → Remove duplicates).",
        fr="Supprimez les lignes répétées : {count} sur {rows}, la première est la ligne {row} (dans le tableur : Données → Supprimer les doublons).",
    ),
    good=(Evidence(seen_at=SEEN, table=Table(rows=90)),),
    bad=(Evidence(seen_at=SEEN, table=Table(rows=90), findings=(_TWICE,)),),
)
def no_duplicate_rows(table: Table, findings: tuple[Finding, ...]) -> Value:
    """Damp the share of rows that repeat an earlier one word for word."""
    return Value(eased(findings), {**noted(findings), "rows": table.rows})
