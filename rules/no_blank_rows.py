"""Is the table free of blank rows?"""

from __future__ import annotations

from rules.core.evidence import Evidence, Finding, Table
from rules.core.rule import SEEN, Dimension, Value, eased, noted, rule
from rules.core.text import Text

_BLANK = Finding(
    rule="no_blank_rows", code="blank-row", cause="blank-row", count=3, of=90, rows=(12,)
)


@rule(
    dimension=Dimension.READABILITY,
    weight=1,
    title=Text(en="There is no blank row", fr="Il n’y a pas de ligne vide"),
    why=Text(
        en="Many programs stop reading at the first blank row, or count it as data.",
        fr="Beaucoup de logiciels s’arrêtent à la première ligne vide, ou la comptent comme une donnée.",
    ),
    fix=Text(
        en="Delete the blank rows: {count}, the first one is row {row}.",
        fr="Supprimez les lignes vides : {count}, la première est la ligne {row}.",
    ),
    good=(Evidence(seen_at=SEEN, table=Table(rows=90)),),
    bad=(Evidence(seen_at=SEEN, table=Table(rows=87, blank_rows=3), findings=(_BLANK,)),),
)
def no_blank_rows(table: Table, findings: tuple[Finding, ...]) -> Value:
    """Damp the share of rows that are blank."""
    return Value(eased(findings), {**noted(findings), "rows": table.rows})
