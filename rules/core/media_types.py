"""Media types by format: the registered one first, then those that servers also use."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

MEDIA_TYPES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "csv": ("text/csv", "application/csv", "text/x-csv", "application/x-csv"),
        "tsv": ("text/tab-separated-values", "text/tsv"),
        "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",),
        "xls": ("application/vnd.ms-excel",),
        "ods": ("application/vnd.oasis.opendocument.spreadsheet",),
        "json": ("application/json", "text/json"),
        "jsonl": (
            "application/jsonl",
            "application/x-ndjson",
            "application/ndjson",
            "application/x-jsonlines",
        ),
        "geojson": ("application/geo+json", "application/vnd.geo+json", "application/json"),
        "parquet": ("application/vnd.apache.parquet", "application/x-parquet"),
        "pdf": ("application/pdf",),
        "xml": ("application/xml", "text/xml"),
        "zip": ("application/zip", "application/x-zip-compressed"),
        "gz": ("application/gzip", "application/x-gzip"),
    }
)
GENERIC = frozenset(
    {
        "text/plain",
        "application/octet-stream",
        "binary/octet-stream",
        "application/force-download",
        "application/x-download",
    }
)
"""Types that are not wrong, and say nothing."""
