"""Which resources of a dataset are its data, and why the others are left out."""

from __future__ import annotations

from dataclasses import dataclass

from app.collect.portals.record import Record, Resource
from rules.core.assessment import LeftOut

_ROLES = {
    "documentation": "documentation",
    "api": "service",
    "code": "code",
    "update": "not_main",
    "other": "not_main",
    "multipart": "multipart",
}
_SERVICE_NAMES = (
    "wms wfs wmts wcs csw sos sparql api rest soap odata esri_rest esrirest geoservices "
    "arcgis_geoservices_rest_api arcgis_geoservice ogc_wms ogc_wfs ogc_wmts ogc_wcs ogc_api "
    "view_service download_service wms_srvc wfs_srvc"
)
_SERVICES = frozenset(_SERVICE_NAMES.split())
_PAGE_NAMES = "html htm xhtml web_page webpage website web link url page www text_html"
_PAGES = frozenset(_PAGE_NAMES.split())
_DOCUMENT_NAMES = "pdf doc docx odt rtf md markdown ppt pptx odp"
_DOCUMENTS = frozenset(_DOCUMENT_NAMES.split())
_MEDIA = {
    "text/html": "html",
    "application/pdf": "pdf",
    "application/msword": "doc",
    "application/sparql-query": "sparql",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """The resources to assess, in the portal's order, and those left out, each with its reason."""

    main: tuple[Resource, ...]
    left_out: tuple[LeftOut, ...]


def choose(record: Record, most: int) -> Choice:
    """Pick the data among the resources.

    What the portal calls documentation, a service or code is left out, and so is what can only
    be that by its format. Documents and web pages are left out beside data; where nothing else
    is published they stand for it, and earn what such data earns. Beyond ``most``, the first.
    """
    reasons = _reasons(record)
    data = [r for r, reason in reasons if not reason]
    if not data:
        data = [r for r, reason in reasons if reason in {"document", "page"}]
    main = data[:most]
    chosen = {id(r) for r in main}
    left = tuple(
        LeftOut(url=r.url, title=r.title, reason=reason or "too_many")
        for r, reason in reasons
        if id(r) not in chosen
    )
    return Choice(tuple(main), left)


def _reasons(record: Record) -> list[tuple[Resource, str]]:
    """Give each resource and why it is left out; an address listed twice counts once."""
    reasons: list[tuple[Resource, str]] = []
    seen: set[str] = set()
    for part in record.resources:
        again = part.url in seen
        seen.add(part.url)
        reasons.append((part, "twice" if again and part.url else _reason(part)))
    return reasons


def _reason(part: Resource) -> str:
    if not part.url.lower().startswith(("http://", "https://")):
        return "no_address"
    if part.role in _ROLES:
        return _ROLES[part.role]
    kind = _kind(part)
    if kind in _SERVICES:
        return "service"
    if part.role == "main":  # the publisher says that this is the data: a PDF then counts as such
        return ""
    return "page" if kind in _PAGES else "document" if kind in _DOCUMENTS else ""


def _kind(part: Resource) -> str:
    """Give a resource's format in one word, from whatever the portal states."""
    stated = part.format or _MEDIA.get(part.media_type.partition(";")[0].strip(), "")
    if not stated:
        path = part.url.partition("?")[0].rpartition("/")[2]
        stated = path.rpartition(".")[2] if "." in path else ""
    word = _MEDIA.get(stated.lower(), stated)
    return "_".join(word.lower().strip(" .").replace(":", " ").replace("/", " ").split())
