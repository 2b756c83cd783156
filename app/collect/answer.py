"""What an answer's headers say, read without trusting a word of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from math import ceil
from urllib.parse import quote, unquote, unquote_to_bytes, urljoin, urlsplit, urlunsplit

from app.collect.plain import plain
from app.collect.spelling import tidied

NAME_MAX = 80
"""Longest file name kept, in characters."""
_DAY = 86_400
_FIRST_YEAR = 1990
"""The web is not older: what claims to be has a clock that was never set."""
_AS_IS = "%/:=&~+!$,;'@()*[]"
"""Characters of a redirect left as they are; blanks and accents are written as URLs must be."""
_MEDIA_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,64}/[a-z0-9!#$&^_.+-]{1,64}")
_NAME_STAR = re.compile(r"filename\*\s*=\s*([\w-]+)'[^']*'([^;\s]+)", re.IGNORECASE)
_NAME = re.compile(r'filename\s*=\s*(?:"((?:\\.|[^"\\])*)"|([^;\s]+))', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Headers:
    """An answer's headers, by lower-case name."""

    values: tuple[tuple[str, str], ...] = ()

    @classmethod
    def read(cls, raw: Iterable[tuple[bytes, bytes]]) -> Headers:
        """Decode them: UTF-8 as servers write it, else Latin-1 as RFC 9110 has it."""
        return cls(tuple((_decode(name).lower(), _decode(value)) for name, value in raw))

    def all(self, name: str) -> str:
        """Give every value of a header in one line; empty where there is none."""
        return ", ".join(value for key, value in self.values if key == name)

    def first(self, name: str) -> str:
        """Give the first value of a header; empty where there is none."""
        return next((value.strip() for key, value in self.values if key == name), "")

    @property
    def size(self) -> int | None:
        """The stated length in bytes, as sent over the wire."""
        stated = self.first("content-length")
        return int(stated[:18]) if stated.isascii() and stated.isdecimal() else None

    @property
    def codings(self) -> tuple[str, ...]:
        """The content codings applied, in lower case, without ``identity``."""
        names = (name.strip().lower() for name in self.all("content-encoding").split(","))
        return tuple(name for name in names if name not in {"", "identity"})

    @property
    def media_type(self) -> str:
        """The stated media type in lower case, without parameters; empty where it is none."""
        stated = self.first("content-type").split(";")[0].strip().lower()
        return stated if _MEDIA_TYPE.fullmatch(stated) else ""

    @property
    def etag(self) -> str:
        """The entity tag; empty where it is absurdly long."""
        stated = self.first("etag")
        return stated if len(stated) <= 200 and stated.isprintable() else ""  # noqa: PLR2004

    def last_modified(self, now: datetime) -> datetime | None:
        """Give the stated date of change; garbage, the future and unset clocks are no date."""
        try:
            at = parsedate_to_datetime(self.first("last-modified")[:64])
            at = at.replace(tzinfo=at.tzinfo or UTC).astimezone(UTC)
        except (ValueError, TypeError, OverflowError, IndexError):
            return None
        return at if at.year >= _FIRST_YEAR and at <= now + timedelta(days=1) else None

    def retry_after(self, now: datetime) -> int | None:
        """Give the seconds that the server asks for: stated so, or as a date; at most a day."""
        stated = self.first("retry-after")[:64]
        if stated.isascii() and stated.isdecimal():
            return min(int(stated[:9]), _DAY)
        try:
            at = parsedate_to_datetime(stated)
            seconds = (at.replace(tzinfo=at.tzinfo or UTC) - now).total_seconds()
        except (ValueError, TypeError, OverflowError, IndexError):
            return None
        return min(ceil(seconds), _DAY) if seconds > 0 else None

    def file_name(self, url: str) -> str:
        """Name the file: as the server does, else by the URL's last segment. Never a path."""
        disposition = self.first("content-disposition")[:1000]
        return safe_name(_disposed(disposition) or unquote(urlsplit(url).path.split("/")[-1]))

    def next_url(self, url: str) -> str:
        """Give where a redirect leads, as URLs must be written. Raises ``ValueError`` on nonsense."""
        parts = urlsplit(urljoin(url, self.first("location")))
        path, query = quote(parts.path, safe=_AS_IS), quote(parts.query, safe=_AS_IS + "?")
        return tidied(urlunsplit((parts.scheme, parts.netloc, path, query, "")))


def safe_name(text: str) -> str:
    """Make a file's name fit to show: its last path segment, at most 80 characters, end kept."""
    name = plain(re.split(r"[/\\]", text[-1000:])[-1], 1000)
    if name.strip(". ") == "":
        return ""
    dot = name.rfind(".")
    tail = name[dot:] if 0 < len(name) - dot <= 12 else ""  # noqa: PLR2004 # “.csv.gz” at most
    return name[: NAME_MAX - len(tail)] + tail if len(name) > NAME_MAX else name


def _disposed(text: str) -> str:
    """Read a Content-Disposition's file name (RFC 6266); only UTF-8 and Latin-1 are decoded."""
    if star := _NAME_STAR.search(text):
        charset = "latin-1" if star[1].lower() == "iso-8859-1" else "utf-8"
        return unquote_to_bytes(star[2]).decode(charset, "replace")
    if named := _NAME.search(text):
        return re.sub(r"\\(.)", r"\1", named[1]) if named[1] else named[2] or ""
    return ""


def _decode(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")
