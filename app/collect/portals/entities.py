"""XML that expands into something else is refused before any reader of RDF sees it."""

from __future__ import annotations

from xml.parsers import expat

_MOST, _LONGEST = 50, 1000
"""Entities that honest RDF/XML declares: a few short namespaces."""


class Expands(Exception):
    """The document declares entities that no description of data needs."""


def check_entities(body: bytes) -> None:
    """Read the XML once for its entities alone. Raises :class:`Expands`.

    External entities, entities made of others, parameter entities, many or long ones are refused.
    Malformed XML passes: whoever reads it says what is wrong.
    """
    seen = [0]

    def declared(  # expat hands over seven things
        name: str,
        is_parameter: bool,  # noqa: FBT001 # expat calls it
        value: str | None,
        base: str | None,  # noqa: ARG001
        system: str | None,
        public: str | None,
        notation: str | None,  # noqa: ARG001
    ) -> None:
        seen[0] += 1
        nested = value is None or "&" in value or "%" in value or len(value) > _LONGEST
        if is_parameter or system or public or nested or seen[0] > _MOST:
            raise Expands(name[:80])

    parser = expat.ParserCreate()
    parser.EntityDeclHandler = declared
    try:
        parser.Parse(body, True)  # noqa: FBT003 # expat's own signature
    except expat.ExpatError:
        return
