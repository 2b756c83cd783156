"""Where in a JSON document the list of records stands, and whether it is data at all."""

from __future__ import annotations

import json
from dataclasses import dataclass

from app.table.json_stream import Stream
from app.table.records import Unreadable

_LISTS = ("data", "results", "records", "features", "items", "rows", "value", "result", "elements")
"""Keys under which services put their list of records."""
_NESTS = ("result", "response", "data")
"""Keys under which they put the object that holds it (CKAN, Solr)."""
_KEYS_MAX = 100_000
"""Keys of one object among which the list is looked for."""
_GEO = frozenset(
    {"FeatureCollection", "Feature", "GeometryCollection", "Point", "MultiPoint", "LineString"}
    | {"MultiLineString", "Polygon", "MultiPolygon"}
)
_ERRORS = ("error", "errors", "exception", "errorcode", "error_code", "errorMessage", "fault")
_MESSAGES = frozenset({"message", "msg", "detail", "details", "title", "description", "reason"})
_AROUND = _MESSAGES | {
    *("code", "status", "statuscode", "status_code", "type", "instance", "path", "timestamp"),
    *("success", "ok", "help", "trace", "traceid", "request_id", "requestid", "documentation_url"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """What a document is: ``found`` where the stream stands before a list of records."""

    found: bool
    geo: bool = False


def find_list(stream: Stream, level: int = 0) -> Place:
    """Move the stream to the list of records. Raises ``json_malformed``, ``too_many_columns`` …"""
    if stream.peek() == "[":
        return Place(found=True)
    stream.need("{")
    geo = False
    keys = 0
    while not stream.step("}"):
        keys += 1
        if keys > _KEYS_MAX:
            raise Unreadable("too_many_columns")
        key = stream.value()
        stream.need(":")
        mark = stream.peek()
        if mark == "[" and key in _LISTS:
            return Place(found=True, geo=geo or key == "features")
        if mark == "{" and key in _NESTS and level < 2:  # noqa: PLR2004 # data.result.records
            place = find_list(stream, level + 1)
            if place.found:
                return place
        else:
            value = stream.value()
            geo = geo or (key == "type" and isinstance(value, str) and value in _GEO)
        if not stream.step(","):
            stream.need("}")
            break
    return Place(found=False, geo=geo)


def is_message(text: str) -> bool:
    """Tell whether a short document is a server's excuse rather than data."""
    try:
        document = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return False
    if not isinstance(document, dict) or any(_rows(document.get(key)) for key in _LISTS):
        return False
    keys = {str(key).lower() for key in document}
    if any(document.get(key) for key in _ERRORS) or document.get("success") is False:
        return True
    return bool(keys & _MESSAGES) and keys <= _AROUND


def _rows(value: object) -> bool:
    return bool(value) and isinstance(value, list | dict)
