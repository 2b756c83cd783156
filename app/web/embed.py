"""Text to paste into a README or a page, so that the badge is shown there."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

from markupsafe import escape

from rules.core.text import Lang

_KEPT = "/:?&=#%+,;@~!$*'"
"""What may stand in an address; brackets, quotes and blanks would break out of the markup."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """The badge in one markup language."""

    language: str
    text: str


def snippets(badge: str, report: str, alt: str, lang: Lang) -> tuple[Snippet, ...]:
    """Give the badge, linked to its report, in four markup languages. ``alt`` is a text of ours."""
    image, link = _safe(in_language(badge, lang)), _safe(report)
    return (
        Snippet("Markdown", f"[![{alt}]({image})]({link})"),
        Snippet(
            "HTML",
            f'<a href="{escape(link)}"><img src="{escape(image)}" alt="{escape(alt)}" height="20"></a>',
        ),
        Snippet("reStructuredText", f".. image:: {image}\n   :target: {link}\n   :alt: {alt}"),
        Snippet("AsciiDoc", f'image:{image}[{alt},link="{link}"]'),
    )


def same_origin(url: str) -> str:
    """Give an address of ours without its origin, so that a strict page may load it."""
    parts = urlsplit(url)
    return urlunsplit(("", "", parts.path, parts.query, ""))


def is_web(url: str) -> bool:
    """Tell whether an address may be a link: ``javascript:`` and the like may not."""
    return url.lower().startswith(("http://", "https://"))


def short_name(url: str) -> str:
    """Give the file's name in an address, else the address: something short to call it by."""
    try:
        path = unquote(urlsplit(url).path)
    except ValueError:  # a stranger's address may be no address at all
        return url
    return path.rstrip("/").rpartition("/")[2] or url


def in_language(url: str, lang: Lang) -> str:
    """Add the reader’s language to an address of ours."""
    parts = urlsplit(url)
    query = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if k != "lang"]
    asked = urlencode([*query, ("lang", lang)])
    return urlunsplit((parts.scheme, parts.netloc, parts.path, asked, parts.fragment))


def _safe(url: str) -> str:
    return quote(url, safe=_KEPT)
