"""The door of the file layer: bytes in, records out, or the reason why there are none."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from app.table import spreadsheet, text
from app.table.archive import gunzip, unzip, zip_kind
from app.table.formats import MEDIA_TYPES
from app.table.model import TableJob
from app.table.records import Records, Unreadable
from app.table.sniff import magic
from app.table.source import Source
from rules.core.evidence import File

log = logging.getLogger(__name__)


def _columnar(source: Source, job: TableJob, file: File) -> Records | File:
    from app.table import columnar  # noqa: PLC0415 # Arrow takes longer to import than a small file to judge

    return columnar.read(source, job, file)


_READERS: Mapping[str, Callable[[Source, TableJob, File], Records | File]] = MappingProxyType(
    {
        "text": text.read,
        "xlsx": spreadsheet.read,
        "xls": spreadsheet.read,
        "ods": spreadsheet.read,
        "parquet": _columnar,
    }
)
_PACKED = frozenset({"gz", "zip"})


def open_records(job: TableJob) -> Records | File:
    """Open a file as a table, or say what it is and why it is none.

    A bare :class:`File` is no table: either its ``outcome`` tells what went wrong, or its
    ``format`` is none of a table (``pdf``, ``shp`` …). Only ``MemoryError`` is ever raised.
    """
    file = File(name=job.name, sha256=job.sha256)
    try:
        source = Source.of(job.path)
    except OSError:
        log.exception("a job's file is gone")
        return replace(file, outcome="parse_crashed")
    return _open(source, job, replace(file, bytes=source.size))


def _open(source: Source, job: TableJob, file: File, *, inside: bool = False) -> Records | File:
    if not source.size:
        return replace(file, outcome="empty")
    try:
        kind = magic(source)
        file = _as(file, kind)
        if kind == "zip":
            kind = zip_kind(source)
            file = _as(file, kind)
        if kind in _PACKED:
            return _unpack(source, job, file, inside=inside)
        reader = _READERS.get(kind)
        return reader(source, job, file) if reader else file
    except Unreadable as end:
        return replace(file, outcome=end.code)
    except MemoryError:
        raise
    except Exception:  # a file that we did not foresee: ours to mend, never a lost job
        log.exception("a file could not be opened")
        return replace(file, outcome="parse_crashed")


def _as(file: File, kind: str) -> File:
    known = "" if kind == "text" else kind
    return replace(file, format=known, media_type=MEDIA_TYPES.get(kind, "application/octet-stream"))


def _unpack(source: Source, job: TableJob, file: File, *, inside: bool) -> Records | File:
    """Open the one data file in an archive; the media type stays the archive's, as served."""
    if inside:
        raise Unreadable("archive_nested")
    if file.format == "gz":
        found, name = gunzip(source), job.name.removesuffix(".gz")
    else:
        member = unzip(source)
        if member is None:
            return file
        found, name = member
    opened = _open(found, replace(job, name=name), file, inside=True)
    if isinstance(opened, File):
        return replace(opened, media_type=file.media_type)
    return replace(opened, file=replace(opened.file, media_type=file.media_type))
