"""Can a reader ask the publisher a question?"""

from __future__ import annotations

from rules.core.evidence import Evidence, Metadata
from rules.core.rule import SEEN, Dimension, Value, rule
from rules.core.text import Text


@rule(
    dimension=Dimension.DOCUMENTATION,
    weight=2,
    title=Text(en="A contact is given", fr="Un contact est indiqué"),
    why=Text(
        en="Readers find errors: let them tell someone.",
        fr="Les lecteurs trouvent des erreurs : qu’ils puissent les signaler à quelqu’un.",
    ),
    fix=Text(
        en="Give a contact address on the dataset’s page, rather of a department than of a person. Contact now: {contact}.",
        fr="Indiquez une adresse de contact sur la page du jeu de données, celle d’un service plutôt que d’une personne. Contact actuel : {contact}.",
    ),
    good=(Evidence(seen_at=SEEN, metadata=Metadata(contact="opendata@ville.example")),),
    bad=(Evidence(seen_at=SEEN, metadata=Metadata()),),
)
def contact_given(metadata: Metadata) -> Value:
    """1 with any contact: an address, a form, a name."""
    contact = metadata.contact.strip()
    return Value(float(bool(contact)), {"contact": contact[:80] or "—"})
