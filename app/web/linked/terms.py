"""What a triple is made of, and the vocabularies that we speak."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from types import MappingProxyType

from app.web.formats import unhidden
from rules.core.text import LANGS, Text

PREFIXES: Mapping[str, str] = MappingProxyType(
    {
        "dcat": "http://www.w3.org/ns/dcat#",
        "dct": "http://purl.org/dc/terms/",
        "dqv": "http://www.w3.org/ns/dqv#",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "oa": "http://www.w3.org/ns/oa#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "prov": "http://www.w3.org/ns/prov#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "sdmx-attribute": "http://purl.org/linked-data/sdmx/2009/attribute#",
        "sdmx-code": "http://purl.org/linked-data/sdmx/2009/code#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "spdx": "http://spdx.org/rdf/terms#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }
)
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Iri:
    """The name of a thing; always a legal one (see :mod:`app.web.linked.addresses`)."""

    value: str


@dataclass(frozen=True, slots=True)
class Literal:
    """A value: text in a language, or of a type (an xsd name without prefix)."""

    text: str
    lang: str = ""
    type: str = ""


Node = Iri | Literal
Triple = tuple[Iri, Iri, Node]


def term(name: str) -> Iri:
    """Write a prefixed name (``dqv:value``) in full. Raises ``KeyError`` for an unknown prefix."""
    prefix, _, local = name.partition(":")
    return Iri(PREFIXES[prefix] + local)


def plain(text: str) -> Literal:
    """Quote a stranger's text: one line, nothing hidden, no character that XML refuses."""
    return Literal(unhidden(text, _LONGEST))


def spoken(text: Text) -> Iterator[Literal]:
    """Say a sentence of ours in every language."""
    return (Literal(getattr(text, lang), lang=lang) for lang in LANGS)


def decimal(value: float) -> Literal:
    """Write a finite figure without exponent: 0.93, 100.0. Raises ``ValueError`` for any other."""
    if not math.isfinite(value):
        raise ValueError("not a finite number")
    return Literal(f"{Decimal(repr(float(value))):f}", type="decimal")


def instant(at: datetime) -> Literal:
    """Write an instant in UTC, to the microsecond where there is one."""
    utc = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    return Literal(utc.isoformat().replace("+00:00", "Z"), type="dateTime")
