"""Addresses as they may be shown: what opens doors in them is cut."""

from __future__ import annotations

import re
from urllib.parse import unquote

CUT = "…"
_PAIR = re.compile(r"([^=&;?#]+)=([^&;#]*)")
_USER = re.compile(r"(?<=//)[^/?#]*@")
_SECRETS = re.compile(
    r"sig|sign|signature|hmac|jwt|bearer|pass|pwd|auth|credential|.*(?:token|secret|password"
    r"|apikey|accesskey|accesskeyid|signature|sessionid)|key|(?:xamz|xgoog|xms).*|sid|ticket|otp"
)


def shown(url: str) -> str:
    """Give an address without user name and without the values of secret parameters."""
    return _PAIR.sub(_pair, _USER.sub("", url, count=1))


def closed(url: str) -> str:
    """Give an address without any value in its query: a receiver's own may all be secret."""
    return _PAIR.sub(rf"\1={CUT}", _USER.sub("", url, count=1))


def _pair(found: re.Match[str]) -> str:
    name = re.sub(r"[-_.]", "", unquote(found[1])).lower()
    return f"{found[1]}={CUT}" if _SECRETS.fullmatch(name) else found[0]
