"""The block engine's door: a big delimited file opened, and checked when its schema is laid out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace

from app.table.delimited import Rest, Text, described, open_text
from app.table.engine.ahead import ahead
from app.table.engine.check import Run, after, judge
from app.table.engine.chunk import Chunk, Dialect
from app.table.engine.cut import chunks as cut_again
from app.table.engine.cut import cuts, parsed
from app.table.engine.lines import Lines
from app.table.engine.pages import texts
from app.table.engine.scan import scan
from app.table.engine.watch import Watch, promising
from app.table.layout import Layout
from app.table.model import TableJob
from app.table.mojibake import Mangled
from app.table.records import Records, State, Surprise, Unreadable, Unsupported
from app.table.source import Source
from app.table.uncollected import uncollected
from app.table.validate import Checked
from rules.core.evidence import File


def read(source: Source, job: TableJob, file: File) -> Records:
    """Open delimited text; its rows wait for ``bulk``."""
    bulk = (None if job.limits.look_first else _hasty(source, job, file)) or _careful(
        source, job, file
    )
    nothing = Rest(iter(()), State())
    known = described(file, bulk.table, Mangled(most=job.limits.samples), None, nothing)
    return replace(known, bulk=bulk.check)


def _hasty(source: Source, job: TableJob, file: File) -> _Bulk | None:
    """Open what begins as plain UTF-8; ``None`` where it does not, or seems to hold nothing."""
    if not promising(source):
        return None
    watch = Watch(source, job.limits.max_line)
    with suppress(Unreadable, UnicodeDecodeError):
        return _Bulk(file, open_text(source, job, watch.seen), watch, garbled=True)
    return None


def _careful(source: Source, job: TableJob, file: File) -> _Bulk:
    seen, garbled = scan(source, job.limits.max_line)
    return _Bulk(file, open_text(source, job, seen), None, garbled=garbled)


@dataclass(frozen=True, slots=True)
class _Bulk:
    file: File
    table: Text
    watch: Watch | None
    garbled: bool

    def check(self, layout: Layout, samples: int) -> tuple[Records, Checked]:
        """Check every row, and see every line. Raises ``Unsupported``."""
        assert samples == self.table.limits.samples
        try:
            with uncollected():
                return self._check(layout)
        finally:  # what went wrong may hold on to this frame: the file is not left to the collector
            self.table.source.file.close()

    def _check(self, layout: Layout) -> tuple[Records, Checked]:
        """Cut, parse, look and judge, each in a thread of its own, one chunk ahead of the next."""
        run, lines = Run(self.table, layout), Lines(self.table, garbled=self.garbled)
        cut = ahead(cuts(self._texts(), self._dialect))
        chunks = ahead(self._body(self._watched(parsed(cut, self._dialect), lines)))
        judge(run, chunks)
        checked = run.finish(lambda: self._body(cut_again(self._texts(), self._dialect)))
        rest = Rest(iter(()), run.reading)
        return described(self.file, self.table, *lines.finish(), rest), checked

    def _watched(self, chunks: Iterator[Chunk], lines: Lines) -> Iterator[Chunk]:
        """Have a look at every line. Raises ``Surprise``."""
        try:
            for chunk in chunks:
                if self.watch:
                    self.watch.take(chunk)
                lines.take(chunk)
                light = replace(chunk, data=b"")  # which nobody needs any more
                del chunk
                yield light
                del light
        except (Unsupported, UnicodeDecodeError) as trouble:
            raise (Surprise(str(trouble)) if self.watch else trouble) from None

    def _body(self, chunks: Iterator[Chunk]) -> Iterator[Chunk]:
        """Leave out the header and what stands above it."""
        header = self.table.header.row
        for chunk in chunks:
            here = min(header, chunk.frame.height)
            body = after(chunk, here) if here else chunk
            header -= here
            del chunk
            yield body
            del body

    def _texts(self) -> Iterator[bytes]:
        return texts(self.table.source, self.table.charset)

    @property
    def _dialect(self) -> Dialect:
        return Dialect(self.table.delimiter, len(self.table.labels))
