"""Does the table begin with its header, and only its header?"""

from __future__ import annotations

from math import prod, sqrt

from rules.core.evidence import Evidence, Finding, Table
from rules.core.rule import SEEN, Dimension, Value, noted, rule
from rules.core.text import Text

_COST = {"error": 0.6, "warning": 0.3}
_TITLES = Finding(
    rule="clean_header", code="preamble-rows", cause="preamble-rows", count=2, of=3, rows=(1, 2)
)


@rule(
    dimension=Dimension.READABILITY,
    weight=3,
    title=Text(
        en="The first row holds the column names, and nothing stands above it",
        fr="La première ligne porte les noms de colonnes, et rien ne la précède",
    ),
    why=Text(
        en="Programs take the first row for the column names; a title above it shifts the whole table.",
        fr="Les logiciels prennent la première ligne pour les noms de colonnes ; un titre au-dessus décale tout le tableau.",
    ),
    fix=Text(
        en="Delete whatever stands above or between the column names (look at row {row}): the file must begin with one row of names.",
        fr="Supprimez ce qui précède ou coupe les noms de colonnes (voir la ligne {row}) : le fichier doit commencer par une seule ligne de noms.",
    ),
    good=(Evidence(seen_at=SEEN, table=Table(rows=2)),),
    bad=(Evidence(seen_at=SEEN, table=Table(rows=2), findings=(_TITLES,)),),
)
def clean_header(table: Table, findings: tuple[Finding, ...]) -> Value:
    """Let each flaw take its part of what is left, so that mending any one of them shows."""
    parts = sorted(1 - _COST[f.severity] * sqrt(f.share) for f in findings)
    return Value(prod(parts), {**noted(findings), "columns": len(table.columns)})
