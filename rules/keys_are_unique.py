"""Does each key designate one row only?"""

from __future__ import annotations

from rules.core.evidence import Conformance, Evidence, Finding, SchemaRef
from rules.core.rule import SEEN, Dimension, Skip, Value, eased, noted, rule
from rules.core.text import Text

_HELD = Conformance(schema=SchemaRef(name="etalab/schema-irve-statique"), keyed_rows=90)
_TWICE = Finding(
    rule="keys_are_unique",
    code="unique-error",
    cause="value-duplicate",
    column="id_pdc_itinerance",
    count=2,
    of=90,
    rows=(17,),
)


@rule(
    dimension=Dimension.SCHEMA,
    weight=1,
    effort="medium",
    title=Text(
        en="Each key designates one row only", fr="Chaque clé ne désigne qu’une seule ligne"
    ),
    why=Text(
        en="With two rows under one key, nobody knows which of them is right.",
        fr="Quand deux lignes portent la même clé, nul ne sait laquelle est la bonne.",
    ),
    fix=Text(
        en="Give each row a key of its own, or delete the repeated row: {count} of {rows}; begin with column “{column}”, row {row}.",
        fr="Donnez à chaque ligne sa propre clé, ou supprimez la ligne répétée : {count} sur {rows} ; commencez par la colonne « {column} », ligne {row}.",
    ),
    good=(Evidence(seen_at=SEEN, conformance=_HELD),),
    bad=(Evidence(seen_at=SEEN, conformance=_HELD, findings=(_TWICE,)),),
)
def keys_are_unique(conformance: Conformance, findings: tuple[Finding, ...]) -> Value | Skip:
    """Damp the share of rows whose key is missing or taken; no key in the schema, no question."""
    if not conformance.keyed_rows:
        return Skip("no_key")
    return Value(eased(findings), {**noted(findings), "rows": conformance.keyed_rows})
