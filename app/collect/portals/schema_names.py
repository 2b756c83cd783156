"""Which schema a portal means: a name that the registries know, or the address of a descriptor."""

from __future__ import annotations

import re

_REGISTRY = re.compile(
    r"^https?://schema\.data\.gouv\.fr/(?:schemas/)?(?P<name>[\w.-]+/[\w.-]+)"
    r"(?:/v?(?P<version>\d[\w.-]*|latest)(?:\.html)?)?(?:/[\w.-]+)?/?$",
    re.IGNORECASE,
)
_NAME = re.compile(r"^[\w.-]+/[\w.-]+(?:@[\w.-]+)?$")
_DESCRIPTOR = re.compile(
    r"^https?://\S+(?:schema\S*\.json|\.schema\.json)(?:[?#]\S*)?$", re.IGNORECASE
)


def schema_name(stated: str) -> str:
    """Write a schema of schema.data.gouv.fr by its name, however it is stated."""
    found = _REGISTRY.match(stated.strip())
    if not found:
        return stated.strip()
    version = found["version"] or ""
    exact = version and version.lower() != "latest"
    return f"{found['name']}@{version}" if exact else found["name"]


def schema_among(standards: tuple[str, ...]) -> str:
    """Pick the Table Schema among the standards that a file is said to conform to.

    ``dct:conformsTo`` names anything, from INSPIRE to a coordinate system: only what is written
    like a schema is taken for one.
    """
    names = (schema_name(stated) for stated in standards)
    return next((name for name in names if _NAME.match(name) or _DESCRIPTOR.match(name)), "")
