"""Has the publisher said which schema the file follows?"""

from __future__ import annotations

from rules.core.evidence import Conformance, Evidence, Metadata, SchemaRef
from rules.core.rule import SEEN, Dimension, Value, rule
from rules.core.text import Text

_SCDL = SchemaRef(name="scdl/subventions", source="declared")


@rule(
    dimension=Dimension.DOCUMENTATION,
    weight=2,
    title=Text(en="The file’s schema is declared", fr="Le schéma du fichier est déclaré"),
    why=Text(
        en="A schema says what each column means, and lets everyone check the file and join it to others.",
        fr="Un schéma dit ce que signifie chaque colonne, et permet à tous de vérifier le fichier et de le croiser avec d’autres.",
    ),
    fix=Text(
        en="Declare the schema on the resource’s page, by its name on schema.data.gouv.fr. Declared now: {declared}; known schema that fits best: {proposal}.",
        fr="Déclarez le schéma sur la page de la ressource, par son nom sur schema.data.gouv.fr. Déclaré aujourd’hui : {declared} ; schéma connu qui convient le mieux : {proposal}.",
    ),
    good=(
        Evidence(seen_at=SEEN, metadata=Metadata(), conformance=Conformance(schema=_SCDL)),
        Evidence(seen_at=SEEN, metadata=Metadata(declared_schema="scdl/subventions")),
    ),
    bad=(
        Evidence(seen_at=SEEN, metadata=Metadata()),
        Evidence(seen_at=SEEN, metadata=Metadata(), proposal=_SCDL),
    ),
)
def schema_declared(metadata: Metadata, evidence: Evidence) -> Value:
    """1 where the publisher or the caller named a schema; one that we only detected is a proposal.

    A name that leads nowhere is half a declaration.
    """
    held = evidence.conformance.schema if evidence.conformance else None
    found = held if held and held.source == "detected" else evidence.proposal
    named = bool(metadata.declared_schema or (held and held.source != "detected"))
    lost = evidence.gaps.get("conformance") == "unknown_schema"
    declared = metadata.declared_schema[:80] or "—"
    facts = {"declared": declared, "proposal": found.name if found else "—"}
    return Value(0.5 if lost else float(named), facts)
