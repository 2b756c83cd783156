"""Are the cells filled in that the schema requires?"""

from __future__ import annotations

from math import sqrt

from rules.core.evidence import Conformance, Evidence, Finding, SchemaRef
from rules.core.rule import SEEN, Dimension, Skip, Value, noted, rule
from rules.core.text import Text

_HELD = Conformance(schema=SchemaRef(name="scdl/subventions"), required_cells=90)
_EMPTY = Finding(
    rule="required_cells_filled",
    code="constraint-error",
    cause="required-empty",
    column="montant",
    count=3,
    of=30,
    rows=(7,),
)


@rule(
    dimension=Dimension.COMPLETENESS,
    weight=4,
    effort="medium",
    title=Text(en="The required cells are filled in", fr="Les cellules obligatoires sont remplies"),
    why=Text(
        en="The schema calls a column required because the rows cannot be used without it.",
        fr="Le schéma rend une colonne obligatoire parce que, sans elle, les lignes sont inutilisables.",
    ),
    fix=Text(
        en="Fill in the required cells that are empty: {count} of {cells}. Begin with column “{column}”, row {row}.",
        fr="Remplissez les cellules obligatoires vides : {count} sur {cells}. Commencez par la colonne « {column} », ligne {row}.",
    ),
    good=(Evidence(seen_at=SEEN, conformance=_HELD),),
    bad=(Evidence(seen_at=SEEN, conformance=_HELD, findings=(_EMPTY,)),),
)
def required_cells_filled(conformance: Conformance, findings: tuple[Finding, ...]) -> Value | Skip:
    """Damp the share of empty cells among those required in the columns that are there."""
    cells = conformance.required_cells
    if not cells:
        return Skip("no_required_cells")
    facts = {**noted(findings), "cells": cells}
    return Value(1 - sqrt(min(1.0, sum(f.count for f in findings) / cells)), facts)
