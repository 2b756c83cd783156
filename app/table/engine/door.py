"""The block engine's door: a big delimited file opened, and checked when its schema is laid out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace

from app.table.delimited import Rest, Text, described, open_text
from app.table.engine.ahead import Ahead
from app.table.engine.check import Run, after, judge
from app.table.engine.chunk import Chunk, Dialect
from app.table.engine.cut import Cut, chunks, cuts, parsed
from app.table.engine.lines import Lines
from app.table.engine.pages import texts
from app.table.engine.scan import scan
from app.table.engine.watch import Watch, beginning
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
    """Open what begins as plain text of one encoding; ``None`` where it seems not to."""
    seen = beginning(source)
    if seen is None:
        return None
    watch = Watch(seen, job.limits.max_line)
    with suppress(Unreadable, UnicodeDecodeError):
        return _Bulk(file, open_text(source, job, watch.seen), watch, garbled=True)
    return None


def _careful(source: Source, job: TableJob, file: File) -> _Bulk:
    seen, garbled = scan(source, job.limits.max_line)
    return _Bulk(file, open_text(source, job, seen), None, garbled=garbled)


class _Bulk:
    """A file that is being cut and parsed, each in a thread of its own, while its rows wait.

    What the threads do knows nothing of this object: they end with it, should nobody ask.
    """

    def __init__(self, file: File, table: Text, watch: Watch | None, *, garbled: bool) -> None:
        self.file = file
        self.table = table
        self._dialect = Dialect(table.delimiter, len(table.labels))
        self._lines = Lines(table, garbled=garbled)
        blocks = texts(table.source, table.charset, watch.read if watch else None)
        cut = cuts(blocks, self._dialect)
        read = parsed(Ahead(_watched(cut, watch) if watch else cut), self._dialect)
        seen = _seen(read, self._lines, hasty=watch is not None)
        self._chunks = Ahead(_body(seen, table.header.row))

    def check(self, layout: Layout, samples: int) -> tuple[Records, Checked]:
        """Check every row, and see every line. Raises ``Unsupported``."""
        assert samples == self.table.limits.samples
        try:
            with uncollected():
                return self._check(layout)
        finally:  # what went wrong may hold on to this frame: the file is not left to the collector
            self._chunks.close()
            self.table.source.file.close()

    def _check(self, layout: Layout) -> tuple[Records, Checked]:
        run = Run(self.table, layout)
        judge(run, self._chunks)
        checked = run.finish(self._again)
        rest = Rest(iter(()), run.reading)
        return described(self.file, self.table, *self._lines.finish(), rest), checked

    def _again(self) -> Iterator[Chunk]:
        blocks = texts(self.table.source, self.table.charset)
        return _body(chunks(blocks, self._dialect), self.table.header.row)


def _watched(cuts: Iterable[Cut | Chunk], watch: Watch) -> Iterator[Cut | Chunk]:
    """Have a look at the bytes. Raises ``Surprise``."""
    for cut in cuts:
        watch.take(cut)
        yield cut
        del cut


def _seen(chunks: Iterable[Chunk], lines: Lines, *, hasty: bool) -> Iterator[Chunk]:
    """Have a look at every line. Raises ``Surprise`` where nobody had a careful look before."""
    try:
        for chunk in chunks:
            lines.take(chunk)
            light = replace(chunk, data=b"")  # which nobody needs any more
            del chunk
            yield light
            del light
    except (Unsupported, UnicodeDecodeError) as trouble:
        raise (Surprise(str(trouble)) if hasty else trouble) from None


def _body(chunks: Iterable[Chunk], header: int) -> Iterator[Chunk]:
    """Leave out the header and what stands above it: so many records."""
    for chunk in chunks:
        here = min(header, chunk.frame.height)
        body = after(chunk, here) if here else chunk
        header -= here
        del chunk
        yield body
        del body
