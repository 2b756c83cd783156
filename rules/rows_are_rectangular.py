"""Does every row have one cell for each column?"""

from __future__ import annotations

from rules.core.evidence import Evidence, Finding, Table
from rules.core.rule import SEEN, Dimension, Value, eased, noted, rule
from rules.core.text import Text

_LONG = Finding(
    rule="rows_are_rectangular",
    code="extra-cell",
    cause="row-too-long",
    count=2,
    of=200,
    rows=(14,),
)


@rule(
    dimension=Dimension.READABILITY,
    weight=3,
    title=Text(
        en="Every row has as many cells as there are columns",
        fr="Chaque ligne a autant de cellules qu’il y a de colonnes",
    ),
    why=Text(
        en="One cell too many or too few shifts the rest of the row into the wrong columns.",
        fr="Une cellule en trop ou en moins décale le reste de la ligne dans les mauvaises colonnes.",
    ),
    fix=Text(
        en="Rows too long or too short: {count} of {rows}; begin with row {row}. Often a text holds the separator or a lone quotation mark: let the spreadsheet do the CSV export, it puts such texts in quotes.",
        fr="Lignes trop longues ou trop courtes : {count} sur {rows} ; commencez par la ligne {row}. Souvent, un texte contient le séparateur ou un guillemet isolé : laissez le tableur faire l’export CSV, il entoure ces textes de guillemets.",
    ),
    good=(Evidence(seen_at=SEEN, table=Table(rows=200)),),
    bad=(Evidence(seen_at=SEEN, table=Table(rows=200), findings=(_LONG,)),),
)
def rows_are_rectangular(table: Table, findings: tuple[Finding, ...]) -> Value:
    """Damp the share of rows that are too long, too short or torn by an orphan quote."""
    return Value(eased(findings), {**noted(findings), "rows": table.rows})
