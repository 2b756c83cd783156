"""Does the header hold the columns of the schema?"""

from __future__ import annotations

from math import prod

from rules.core.evidence import Conformance, Evidence, Finding, SchemaRef
from rules.core.rule import SEEN, Dimension, Value, noted, rule
from rules.core.text import Text

_KEEPS = {
    "column-missing-required": 0.7,
    "column-missing-optional": 0.95,
    "label-near": 0.97,
    "labels-near": 0.97,
    "columns-reordered": 0.98,
    "column-extra": 0.98,
}
_OTHERWISE = {"error": 0.7, "warning": 0.97}
_HELD = Conformance(schema=SchemaRef(name="scdl/subventions"), fields=16, required_fields=11)
_MISSING = Finding(
    rule="columns_match_schema",
    code="missing-label",
    cause="column-missing-required",
    column="idAttribuant",
)


@rule(
    dimension=Dimension.SCHEMA,
    weight=5,
    title=Text(en="The columns are those of the schema", fr="Les colonnes sont celles du schéma"),
    why=Text(
        en="Columns are found by their name: one that is missing or misspelt cannot be used.",
        fr="Les colonnes se retrouvent par leur nom : absente ou mal nommée, une colonne est inutilisable.",
    ),
    fix=Text(
        en="Take the column names from the schema {schema}, letter for letter. Columns to look at: {count}, first of all “{column}”.",
        fr="Reprenez les noms de colonnes du schéma {schema}, à la lettre près. Colonnes à revoir : {count}, d’abord « {column} ».",
    ),
    good=(Evidence(seen_at=SEEN, conformance=_HELD),),
    bad=(Evidence(seen_at=SEEN, conformance=_HELD, findings=(_MISSING,)),),
)
def columns_match_schema(conformance: Conformance, findings: tuple[Finding, ...]) -> Value:
    """Let each column that is missing, misnamed or surplus take its part of what is left.

    A missing required column takes 30 % (and its cells count as wrong: see cells_match_schema), a
    missing optional one 5 %, a near name 3 %, the rest 2 %: never down to zero.
    """
    kept = sorted(_KEEPS.get(f.cause, _OTHERWISE[f.severity]) ** f.count for f in findings)
    return Value(prod(kept), {**noted(findings), "schema": conformance.schema.name})
