"""What kind of text it is: a table, JSON, markup, or a page served in place of the data."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

_PAGE = re.compile(
    r"<(?:!doctype\s+html|html|head|body|title|script|style|meta|link|noscript|iframe|center"
    r"|table|div|h1|form)\b",
    re.IGNORECASE,
)
_HEADERS = 8_000
"""Characters among which the headers of a mail stand."""
_SPACE = re.compile(r"\s*")
_ROOT = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)(?=[\s/>])")
_ROOTS = {"rdf": "rdf", "kml": "kml", "featurecollection": "gml", "gpx": "gpx", "svg": "svg"}
_TROUBLE = frozenset(
    {"error", "errors", "exceptionreport", "serviceexceptionreport", "owsexception", "fault"}
)
"""Roots of the XML that storage (S3, Azure) and map servers (OGC) answer instead of the data."""
_SORRY = re.compile(
    r"(?:(?:error|erreur|http/\d\S*)?\s*:?\s*[45]\d\d\b[\s:–-]*)?"
    r"(?:not found|page not found|page non trouv|page introuvable|404 page|forbidden|unauthori[sz]ed"
    r"|acc[eè]s (?:refus|interdit)|access denied|internal server error|bad gateway"
    r"|service unavailable|gateway time-?out|upstream (?:connect|request)|too many requests"
    r"|no such (?:file|key|bucket)|file not found|fichier (?:non trouv|introuvable))",
    re.IGNORECASE,
)
_NAMED = re.compile(r"[A-Za-z-]{1,60}[ \t]*:")
_MAIL = re.compile(r"^MIME-Version[ \t]*:", re.IGNORECASE | re.MULTILINE)
_RELATED = re.compile(r"^Content-Type[ \t]*:\s*multipart/related\b", re.IGNORECASE | re.MULTILINE)
_BLANK = re.compile(r"\r?\n\r?\n")
_LFS = "version https://git-lfs.github.com/spec/"
_STARTS = (
    ("BEGIN:VCALENDAR", "ics"),
    ("BEGIN:VCARD", "vcf"),
    ("@prefix ", "ttl"),
    ("@base ", "ttl"),
    ("PREFIX ", "ttl"),
    ("%YAML", "yaml"),
)
_PROSE = {"md": "md", "sql": "sql", "yaml": "yaml", "yml": "yaml", "ttl": "ttl", "nt": "nt"}
"""Text that its name alone tells from a table."""


@dataclass(frozen=True, slots=True)
class Kind:
    """The format of a text; ``stands_in`` where it is a page or a message in place of the data."""

    format: str
    stands_in: bool = False


def text_kind(head: str, *, whole: bool, name: str) -> Kind:
    """Name the kind of text: ``csv`` unless it shows itself as something else.

    ``head`` is the text's beginning, ``whole`` true where it is all of it.
    """
    text = head.lstrip("\ufeff \t\r\n")
    if text[:1] == "<":
        return _markup(text)
    if text[:1] in {"{", "["}:
        return Kind(_json(text, name=name) or "csv")
    if _is_web_archive(text):
        return Kind("html", stands_in=True)
    if text.startswith(_LFS) or (whole and _is_excuse(text)):
        return Kind("txt", stands_in=True)
    found = next((kind for start, kind in _STARTS if text.startswith(start)), "")
    return Kind(found or _PROSE.get(name.lower().rpartition(".")[2], "csv"))


def _markup(text: str) -> Kind:
    start = 0
    while not _PAGE.match(text, start) and text.startswith(("<?", "<!"), start):
        close = "-->" if text.startswith("<!--", start) else ">"
        end = text.find(close, start)
        if end < 0:
            return Kind("xml")
        start = _SPACE.match(text, end + len(close)).end()  # type: ignore[union-attr] # it matches nothing too
    if _PAGE.match(text, start):
        return Kind("html", stands_in=True)
    root = _ROOT.match(text, start)
    if not root:
        return Kind(
            "nt" if text.startswith("<http") else "xml" if start or text[:2] == "<!" else "csv"
        )
    name = root[1].lower()
    return Kind(_ROOTS.get(name, "xml"), stands_in=name in _TROUBLE)


def _is_web_archive(text: str) -> bool:
    """Tell whether it is a page with its pictures in one file (MHTML), often called ``.xls``."""
    if not _NAMED.match(text):
        return False
    headers = _BLANK.split(text[:_HEADERS], maxsplit=1)[0]
    return bool(_MAIL.search(headers) and _RELATED.search(headers))


def _json(text: str, *, name: str) -> str:
    """Tell JSON from JSON Lines by what follows the first value; ``""`` where it is neither."""
    if not re.match(r'\{\s*(?:"|\}|$)|\[\s*(?:["\[{\]\-0-9tfnNI]|$)', text):
        return ""
    lines = name.lower().endswith((".jsonl", ".ndjson", ".jsonlines"))
    try:
        end = json.JSONDecoder().raw_decode(text)[1]
    except (ValueError, RecursionError):
        return "jsonl" if lines else "json"
    rest = text[end:].lstrip()
    if rest[:1] in {"{", "["} or (lines and not rest):
        return "jsonl"
    return "json" if not rest or text[0] == "{" else ""


def _is_excuse(text: str) -> bool:
    """Tell whether a whole file is one line of apology."""
    return len(text) < 300 and text.strip().count("\n") < 3 and bool(_SORRY.match(text))  # noqa: PLR2004
