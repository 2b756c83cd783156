"""Are the cells filled in?"""

from __future__ import annotations

from rules.core.evidence import Column, Evidence, Table
from rules.core.rule import SEEN, Dimension, Skip, Value, rule
from rules.core.text import Fact, Text

_REQUIRED, _OTHER = 3, 1
"""What a column weighs; without a schema none is required and all weigh the same."""


@rule(
    dimension=Dimension.COMPLETENESS,
    weight=3,
    effort="medium",
    title=Text(en="The cells are filled in", fr="Les cellules sont remplies"),
    why=Text(
        en="An empty cell may mean zero, unknown or not applicable: nothing tells the reader which.",
        fr="Une cellule vide peut vouloir dire zéro, inconnu ou sans objet : rien ne dit lequel au lecteur.",
    ),
    fix=Text(
        en="Empty cells: {empty} of {cells}. Begin with column “{column}” ({holes} empty).",
        fr="Cellules vides : {empty} sur {cells}. Commencez par la colonne « {column} » (vides : {holes}).",
    ),
    good=(
        Evidence(
            seen_at=SEEN, table=Table(rows=2, columns=(Column(position=1, label="a", filled=2),))
        ),
    ),
    bad=(
        Evidence(
            seen_at=SEEN, table=Table(rows=2, columns=(Column(position=1, label="a", filled=1),))
        ),
    ),
)
def filled_cells(table: Table) -> Value | Skip:
    """Give the share of cells that hold something, a required column counting three times."""
    if not table.rows:
        return Skip("no_rows")
    if not table.columns:
        return Skip("no_columns")
    worst = min(table.columns, key=lambda c: (c.filled, c.position))
    weights = [_REQUIRED if c.required else _OTHER for c in table.columns]
    filled = [min(c.filled, table.rows) for c in table.columns]
    share = sum(w * n for w, n in zip(weights, filled, strict=True)) / sum(weights) / table.rows
    cells = table.rows * len(filled)
    facts: dict[str, Fact] = {
        "empty": cells - sum(filled),
        "cells": cells,
        "column": worst.label or "—",
    }
    return Value(share, {**facts, "holes": table.rows - min(filled)})
