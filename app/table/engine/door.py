"""The block engine's door: a big delimited file opened, and checked when its schema is laid out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

from app.table.delimited import Rest, Text, described, open_text
from app.table.engine.ahead import ahead
from app.table.engine.check import Run, after
from app.table.engine.chunk import Chunk
from app.table.engine.cut import Dialect, chunks
from app.table.engine.lines import Lines
from app.table.engine.pages import texts
from app.table.engine.scan import scan
from app.table.layout import Layout
from app.table.model import TableJob
from app.table.mojibake import Mangled
from app.table.records import Records, State
from app.table.source import Source
from app.table.validate import Checked
from rules.core.evidence import File


def read(source: Source, job: TableJob, file: File) -> Records:
    """Open delimited text; its rows wait for ``bulk``."""
    seen, garbled = scan(source, job.limits.max_line)
    table = open_text(source, job, seen)
    nothing = Rest(iter(()), State())
    known = described(file, table, Mangled(most=job.limits.samples), None, nothing)
    return replace(known, bulk=_Bulk(file, table, garbled).check)


@dataclass(frozen=True, slots=True)
class _Bulk:
    file: File
    table: Text
    garbled: bool

    def check(self, layout: Layout, samples: int) -> tuple[Records, Checked]:
        """Check every row, and see every line. Raises ``Unsupported``."""
        assert samples == self.table.limits.samples
        try:
            return self._check(layout)
        finally:  # what went wrong may hold on to this frame: the file is not left to the collector
            self.table.source.file.close()

    def _check(self, layout: Layout) -> tuple[Records, Checked]:
        run, lines = Run(self.table, layout), Lines(self.table, garbled=self.garbled)
        for chunk in ahead(self._body(lines)):
            run.take(chunk)
        checked = run.finish(partial(self._body, None))
        rest = Rest(iter(()), run.reading)
        return described(self.file, self.table, lines.mangled, lines.walked, rest), checked

    def _body(self, lines: Lines | None) -> Iterator[Chunk]:
        """Cut the file, and leave out the header and what stands above it."""
        header = self.table.header.row
        dialect = Dialect(self.table.delimiter, len(self.table.labels))
        for chunk in chunks(texts(self.table.source, self.table.charset), dialect):
            if lines is not None:
                lines.take(chunk)
            here = chunk.frame.height
            yield after(chunk, min(header, here)) if header else chunk
            header -= min(header, here)
