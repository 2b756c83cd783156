"""Does every column have a name of its own?"""

from __future__ import annotations

from rules.core.evidence import Evidence, Finding, Table
from rules.core.rule import SEEN, Dimension, Value, eased, noted, rule
from rules.core.text import Text

_BLANK = Finding(rule="header_labels", code="blank-label", cause="blank-label", count=1, of=8)


@rule(
    dimension=Dimension.READABILITY,
    weight=2,
    title=Text(en="Every column has a name of its own", fr="Chaque colonne a son propre nom"),
    why=Text(
        en="A column without a name cannot be called; of two with the same name, one is lost.",
        fr="Une colonne sans nom ne peut être désignée ; de deux colonnes de même nom, l’une est perdue.",
    ),
    fix=Text(
        en="Give a name to each column, each name once. Columns to name or rename: {count} of {columns}.",
        fr="Donnez un nom à chaque colonne, et chaque nom une seule fois. Colonnes à nommer ou renommer : {count} sur {columns}.",
    ),
    good=(Evidence(seen_at=SEEN, table=Table(rows=2)),),
    bad=(Evidence(seen_at=SEEN, table=Table(rows=2), findings=(_BLANK,)),),
)
def header_labels(table: Table, findings: tuple[Finding, ...]) -> Value:
    """Damp the share of columns with a blank or repeated name."""
    return Value(eased(findings), {**noted(findings), "columns": len(table.columns)})
