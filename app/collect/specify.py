"""From a descriptor that someone wrote to a schema that may leave this room."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from app.collect.plain import plain
from app.collect.registry import bare
from app.errors import UnusableSchema
from app.table.descriptor import rebuild
from app.table.descriptor_refusal import NoTableSchema
from app.table.model import Candidate, SchemaSpec
from rules.core.evidence import SchemaRef, SchemaSource
from rules.core.frequency import parse_frequency

NAME_MAX, TITLE_MAX, VERSION_MAX = 300, 300, 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a descriptor comes from, and why it is used."""

    name: str
    source: SchemaSource
    version: str = ""
    """As the registry calls it; the descriptor's own is used where this is empty."""
    suite: str = ""


def specify(descriptor: Mapping[str, object], origin: Origin) -> SchemaSpec:
    """Rebuild a descriptor and name it. Raises ``UnusableSchema``."""
    try:
        rebuilt = rebuild(descriptor)
    except NoTableSchema as refusal:
        facts = {
            k: plain(v, TITLE_MAX) if isinstance(v, str) else v for k, v in refusal.facts.items()
        }
        raise UnusableSchema(refusal.why, facts) from None
    text = json.dumps(rebuilt, sort_keys=True, separators=(",", ":"))
    ref = _ref(descriptor, origin, sha256(text.encode()).hexdigest())
    return SchemaSpec(ref=ref, descriptor=text, suite=origin.suite)


def candidate(spec: SchemaSpec) -> Candidate:
    """Keep of a schema what comparing a header needs."""
    fields = json.loads(spec.descriptor)["fields"]
    must = {f["name"]: bool(f.get("constraints", {}).get("required")) for f in fields}
    return Candidate(
        ref=spec.ref,
        required=tuple(name for name, needed in must.items() if needed),
        optional=tuple(name for name, needed in must.items() if not needed),
    )


def stated(descriptor: Mapping[str, object], key: str, most: int) -> str:
    """Read one text of a descriptor; empty where it is none."""
    value = descriptor.get(key)
    return plain(value, most) if isinstance(value, str) else ""


def _ref(descriptor: Mapping[str, object], origin: Origin, digest: str) -> SchemaRef:
    return SchemaRef(
        name=plain(origin.name, NAME_MAX),
        version=bare(origin.version or stated(descriptor, "version", VERSION_MAX)),
        title=stated(descriptor, "title", TITLE_MAX),
        source=origin.source,
        digest=digest,
        frequency=parse_frequency(stated(descriptor, "frequency", TITLE_MAX)),
        dates=_dates(descriptor),
    )


def _dates(descriptor: Mapping[str, object]) -> tuple[str, ...]:
    named = descriptor.get("dates")
    return tuple(n for n in named if isinstance(n, str)) if isinstance(named, list) else ()
