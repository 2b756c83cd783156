"""Does every column hold something?"""

from __future__ import annotations

from rules.core.evidence import Evidence, Finding, Table
from rules.core.rule import SEEN, Dimension, Value, eased, noted, rule
from rules.core.text import Text

_EMPTY = Finding(
    rule="no_empty_column",
    code="empty-column",
    cause="column-empty",
    column="idRAE",
    count=1,
    of=16,
)


@rule(
    dimension=Dimension.COMPLETENESS,
    weight=1,
    effort="medium",
    title=Text(
        en="No column is empty from top to bottom", fr="Aucune colonne n’est entièrement vide"
    ),
    why=Text(
        en="An empty column promises something that is not there.",
        fr="Une colonne vide promet quelque chose qui n’y est pas.",
    ),
    fix=Text(
        en="Fill in the empty columns, or leave out those that no schema asks for. Empty columns: {count} of {columns}, among them “{column}”.",
        fr="Remplissez les colonnes vides, ou retirez celles qu’aucun schéma ne demande. Colonnes vides : {count} sur {columns}, dont « {column} ».",
    ),
    good=(Evidence(seen_at=SEEN, table=Table(rows=2)),),
    bad=(Evidence(seen_at=SEEN, table=Table(rows=2), findings=(_EMPTY,)),),
)
def no_empty_column(table: Table, findings: tuple[Finding, ...]) -> Value:
    """Damp the share of columns without a single value."""
    return Value(eased(findings), {**noted(findings), "columns": len(table.columns)})
