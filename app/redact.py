"""Secrets cut out of whatever is shown or logged: addresses, log lines, our own keys.

The whole address is kept where it must be fetched again, and nowhere else. What is cut is written
``…``, the same in every language, so that an address cut twice is an address cut once.
"""

from __future__ import annotations

import logging
import re
from urllib.parse import quote, unquote

CUT = "…"
_NAMES = frozenset(
    "sig sign signature hmac token jwt bearer key apikey subscriptionkey accesskey privatekey "  # noqa: SIM905 # reads better
    "accesskeyid awsaccesskeyid googleaccessid keypairid secret password passwd passphrase pwd pass "
    "pw auth authorization authkey credential credentials sessionid sid jsessionid "
    "phpsessid ticket otp assertion".split()
)
"""Parameters that open doors, without ``-``, ``_`` and ``.`` and in lower case."""
_ENDS = (
    "token",
    "secret",
    "password",
    "signature",
    "apikey",
    "accesskey",
    "sessionid",
    "credential",
)
_STARTS = ("xamz", "xgoog", "xms")
_JOINTS = re.compile(r"[-_.\s]")
_JOINTS_OF_URL = frozenset("?&;#")
_PARTED = re.compile(r"([?&;#])")
_INSIDE = re.compile(r"//|[?%;#&]")
_USER = re.compile(r"(?<=//)[^/?#\\]*@")
_LOOKS_SECRET = re.compile(
    r"(?<![0-9A-Za-z])qd_[0-9A-Za-z]{6,32}_[0-9A-Za-z]{20,}(?:_[0-9A-Za-z]+)?"  # our own keys
    r"|(?<![\w-])eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?"  # JSON web tokens
)
_ANY_PAIR = re.compile(r"([^=&;?#]+)=([^&;#]*)")
_WORD = re.compile(r"[^\s\"'<>]+")
_HEADER = re.compile(
    r"(?i)\b((?:x-api-key|authorization|cookie)\W{0,2}[:=]\W{0,2}(?:bearer |basic )?)[^\s\"',]+"
)
_DEEPEST = 3
"""Addresses inside addresses that are looked into; deeper ones are cut whole."""


def redact_url(url: str) -> str:
    """Give an address without user name, password, tokens and signatures. Never raises."""
    return _cut(url, _DEEPEST)


def closed(url: str) -> str:
    """Give an address without any value in its query: a receiver's own may all be secret."""
    return _ANY_PAIR.sub(rf"\1={CUT}", _USER.sub("", url, count=1))


def has_secret(url: str) -> bool:
    """Tell whether an address holds something that may not be shown."""
    return redact_url(url) != url


def redact_text(text: str) -> str:
    """Cut secrets out of a line of prose or of a log. Never raises."""
    text = _WORD.sub(lambda found: redact_url(found[0]), text)
    text = _HEADER.sub(rf"\1{CUT}", text)
    return _LOOKS_SECRET.sub(CUT, text)


class Redacting(logging.Filter):
    """Cuts secrets out of every record of a logger, before any handler sees it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record; let it pass."""
        if record.name == "uvicorn.access" and isinstance(record.args, tuple):
            # Its formatter takes the arguments apart itself.
            record.args = tuple(redact_text(a) if isinstance(a, str) else a for a in record.args)
        else:
            record.msg, record.args = redact_text(record.getMessage()), None
        return True


def _cut(url: str, depth: int) -> str:
    shown = _USER.sub("", url, count=1)
    head, *rest = _PARTED.split(shown)
    parts = (part if part in _JOINTS_OF_URL else _pair(part, depth) for part in rest)
    return _LOOKS_SECRET.sub(CUT, head + "".join(parts))


def _pair(part: str, depth: int) -> str:
    """Write one ``name=value``: cut it, or look into an address that it holds."""
    name, _, value = part.partition("=")
    if unquote(value) in {"", CUT}:
        return part
    if _is_secret(unquote(name)):
        return f"{name}={CUT}"
    plain = unquote(value)
    if not _INSIDE.search(plain):
        return part
    if not depth:
        return f"{name}={CUT}"
    inner = _cut(plain, depth - 1)
    return part if inner == plain else f"{name}={quote(inner, safe='').replace(quote(CUT), CUT)}"


def _is_secret(name: str) -> bool:
    bare = _JOINTS.sub("", name.rpartition("/")[2]).lower()
    return bare in _NAMES or bare.endswith(_ENDS) or bare.startswith(_STARTS)
