"""Media types registered with IANA that data, documents and pictures are published in."""

from __future__ import annotations

import re
from collections.abc import Mapping

_REGISTERED: Mapping[str, str] = {
    "application": """
        atom+xml epub+zip fhir+json geo+json geo+json-seq geopackage+sqlite3 gml+xml gzip
        json json-seq ld+json mbox msword n-quads n-triples octet-stream pdf postscript
        rdf+xml rtf sparql-query sparql-results+json sparql-results+xml sql tei+xml
        trig vnd.apache.arrow.file vnd.apache.arrow.stream vnd.apache.parquet vnd.dbf vnd.geo+json
        vnd.google-earth.kml+xml vnd.google-earth.kmz vnd.ms-excel
        vnd.ms-excel.sheet.binary.macroenabled.12 vnd.ms-excel.sheet.macroenabled.12
        vnd.ms-powerpoint vnd.oasis.opendocument.chart
        vnd.oasis.opendocument.graphics vnd.oasis.opendocument.presentation
        vnd.oasis.opendocument.spreadsheet vnd.oasis.opendocument.text
        vnd.openxmlformats-officedocument.presentationml.presentation
        vnd.openxmlformats-officedocument.spreadsheetml.sheet
        vnd.openxmlformats-officedocument.wordprocessingml.document
        vnd.rar vnd.shp vnd.shx vnd.sqlite3 xhtml+xml xml xml-dtd xslt+xml yaml zip zlib zstd
    """,
    "audio": "aac flac mp4 mpeg ogg opus",
    "image": "avif bmp emf gif heic jp2 jpeg png svg+xml tiff vnd.dwg vnd.dxf webp wmf",
    "text": """
        calendar css csv csv-schema html javascript markdown n3 plain rtf tab-separated-values
        turtle vcard xml
    """,
    "video": "mp4 mpeg ogg quicktime",
}
_KNOWN = frozenset(f"{top}/{sub}" for top, subs in _REGISTERED.items() for sub in subs.split())
_TREE = re.compile(r"^https?://www\.iana\.org/assignments/media-types/", re.IGNORECASE)
_SHAPE = re.compile(
    r"^(?:application|audio|font|haptics|image|message|model|multipart|text|video)/[a-z0-9][\w.+-]*$"
)


def registered(stated: str) -> bool | None:
    """Tell whether a media type (or its IANA URI) is registered; ``None`` where we do not know.

    The register holds thousands, of which we keep those in use for data; what is no media type at
    all, or is called ``x-…``, is surely not in it.
    """
    bare = _TREE.sub("", stated.strip()).split(";", 1)[0].strip().lower()
    if bare in _KNOWN:
        return True
    if not _SHAPE.match(bare) or "/x-" in bare:
        return False
    return None
