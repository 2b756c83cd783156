"""Is every cell written as the schema asks?"""

from __future__ import annotations

from math import fsum, prod, sqrt

from rules.core.evidence import Conformance, Evidence, Finding, SchemaRef
from rules.core.rule import SEEN, Dimension, Skip, Value, noted, rule
from rules.core.text import Text

_GONE = "column-missing-required"
_COST = {"error": 0.45, "warning": 0.05}
_HELD = Conformance(schema=SchemaRef(name="scdl/subventions"), cells=480)
_DMY = Finding(
    rule="cells_match_schema",
    code="type-error",
    cause="date-dmy",
    column="dateConvention",
    count=30,
    of=30,
    rows=(2,),
)


@rule(
    dimension=Dimension.SCHEMA,
    weight=10,
    also=("columns_match_schema", "required_cells_filled"),
    title=Text(
        en="The cells are written as the schema asks", fr="Les cellules respectent le schéma"
    ),
    why=Text(
        en="A date or an amount written otherwise is lost to every program that follows the schema.",
        fr="Une date ou un montant écrit autrement est perdu pour tout logiciel qui suit le schéma.",
    ),
    fix=Text(
        en="Correct the cells that break the schema: {count} of {cells}. Begin with column “{column}”, row {row}.",
        fr="Corrigez les cellules non conformes au schéma : {count} sur {cells}. Commencez par la colonne « {column} », ligne {row}.",
    ),
    good=(Evidence(seen_at=SEEN, conformance=_HELD),),
    bad=(Evidence(seen_at=SEEN, conformance=_HELD, findings=(_DMY,)),),
)
def cells_match_schema(conformance: Conformance, findings: tuple[Finding, ...]) -> Value | Skip:
    """Let each column take its part of what is left: 1 - 0.45 √share of its cells in error.

    Mistakes repeat down a column, so the column is the unit: wholly wrong it takes 45 %, with 1 %
    of wrong cells 4.5 %; three wholly wrong columns leave 0.17. Warnings take at most 5 %.
    A required column that is missing counts as wholly wrong, an empty required cell as a wrong
    one: neither leaving a column out nor emptying its cells may pay.
    """
    if not conformance.cells:
        return Skip("no_cells")
    mine = tuple(f for f in findings if f.rule == "cells_match_schema")
    gone = {(f.column, "error"): [1.0] for f in findings if f.cause == _GONE}
    shares: dict[tuple[str, str], list[float]] = gone
    empty = tuple(f for f in findings if f.rule == "required_cells_filled")
    for finding in (*mine, *empty):
        shares.setdefault((finding.column, finding.severity), []).append(finding.share)
    parts = (1 - _COST[kind] * sqrt(min(1.0, fsum(each))) for (_, kind), each in shares.items())
    return Value(prod(sorted(parts)), {**noted(mine), "cells": conformance.cells})
