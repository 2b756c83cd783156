"""Does the table hold any data?"""

from __future__ import annotations

from rules.core.evidence import Evidence, Table
from rules.core.rule import SEEN, Dimension, Skip, Value, rule
from rules.core.text import Text


@rule(
    dimension=Dimension.COMPLETENESS,
    weight=3,
    title=Text(en="The table holds rows of data", fr="Le tableau contient des lignes de données"),
    why=Text(
        en="A header alone is a promise, not data.",
        fr="Un en-tête seul est une promesse, pas une donnée.",
    ),
    fix=Text(
        en="Export the file again with its rows; columns found: {columns}, rows found: {rows}.",
        fr="Exportez de nouveau le fichier avec ses lignes ; colonnes trouvées : {columns}, lignes trouvées : {rows}.",
    ),
    good=(Evidence(seen_at=SEEN, table=Table(rows=1)),),
    bad=(Evidence(seen_at=SEEN, table=Table(rows=0)),),
)
def has_rows(table: Table) -> Value | Skip:
    """1 with at least one row; where the reading was cut short before any, nobody knows."""
    if not table.rows and not table.complete:
        return Skip("no_rows")
    return Value(float(table.rows > 0), {"rows": table.rows, "columns": len(table.columns)})
