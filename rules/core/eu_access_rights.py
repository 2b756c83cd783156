"""The EU's words for who may read the data (authority list of the Publications Office)."""

from __future__ import annotations

import re

ACCESS_RIGHTS = frozenset(
    ("CONFIDENTIAL", "NON_PUBLIC", "NORMAL", "OP_DATPRO", "PUBLIC", "RESTRICTED", "SENSITIVE")
)
_AUTHORITY = re.compile(r"^https?://publications\.europa\.eu/resource/authority/access-right/")
_DCAT_US = {"RESTRICTED_PUBLIC": "RESTRICTED"}


def access_right(stated: str) -> str:
    """Give the EU code of stated access rights, or ``""``: a code, its URI, or DCAT-US's level."""
    bare = re.sub(r"[^A-Z]+", "_", _AUTHORITY.sub("", stated.strip()).upper())
    code = _DCAT_US.get(bare, bare)
    return code if code in ACCESS_RIGHTS else ""
