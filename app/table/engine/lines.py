"""What the lines of a file show while it is checked: mangled text, quotes that swallow lines."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from app.table.charset_findings import cells_of
from app.table.delimited import Text
from app.table.engine.chunk import Chunk
from app.table.engine.utf8 import garbled, may_be_garbled
from app.table.mojibake import Mangled, suspect
from app.table.preflight import line_end
from app.table.quotes import Walk

_ASCII = 0x80


class Lines:
    """Goes along with the chunks, and fills what the plain path finds in passes of its own."""

    def __init__(self, table: Text, *, garbled: bool) -> None:
        """Start; ``garbled`` is false where no line can hold mangled text."""
        seen = self._seen = table.seen
        self._mangled = Mangled(most=table.limits.samples)
        self._walked = Walk(width=len(table.labels), wanted=[])
        self._wanted = np.array(sorted({seen.first_accent, *seen.bad_at}), np.int64)
        self._garbled = garbled
        self._delimiter = table.delimiter
        self._ends = [0, 0, 0]
        self._before = 0

    def take(self, chunk: Chunk) -> None:
        """Look at a chunk's lines."""
        self._walk(self._walked, chunk, self._look_for_mangled(chunk))
        self._before += len(chunk.lines)

    def finish(self) -> tuple[Mangled, Walk | None]:
        """Give what was seen, once the file's figures are known: a walk where lines may be joined."""
        self._mangled.looked = self._seen.lines
        self._walked.line_end = line_end(*self._ends)
        return self._mangled, self._walked if self._seen.odd_lines else None

    def _look_for_mangled(self, chunk: Chunk) -> list[int]:
        """Note the lines of mangled text; give their numbers within the chunk."""
        if not self._garbled or chunk.data.isascii() or not may_be_garbled(chunk.data):
            return []
        data = np.frombuffer(chunk.data, np.uint8)
        suspects = np.unique(
            np.searchsorted(chunk.lines, garbled(data, np.flatnonzero(data >= _ASCII)))
        )
        noted = []
        for line in suspects.tolist():
            text = _line(chunk, line).decode()
            if suspect(text):
                self._mangled.take(self._before + line + 1, cells_of(text, self._delimiter))
                noted.append(line)
        return noted

    def _walk(self, walked: Walk, chunk: Chunk, noted: Sequence[int]) -> None:
        mine = self._wanted - self._before - 1
        mine = mine[(mine >= 0) & (mine < len(chunk.lines))]
        for line in sorted({*mine.tolist(), *noted}):
            record = int(np.searchsorted(chunk.records, chunk.lines[line]))
            walked.row_of[self._before + line + 1] = walked.records + record + 1
        self._ends = [a + b for a, b in zip(self._ends, chunk.ends, strict=True)]
        if not chunk.closed:
            self._note_open(walked, chunk)
        elif len(chunk.inner):
            self._look_into_long_records(walked, chunk)
        self._find_last(walked, chunk)
        walked.records += len(chunk.records)

    def _look_into_long_records(self, walked: Walk, chunk: Chunk) -> None:
        """Judge each record that spans lines as :class:`Walk` does."""
        first = np.flatnonzero(np.diff(chunk.inner, prepend=-2) != 1)
        spans = np.diff(first, append=len(chunk.inner)) + 1
        lines, records = chunk.inner[first], chunk.inner[first] - first
        starts = np.where(lines, chunk.lines[lines - 1] + 1, 0)
        every = (array.tolist() for array in (lines, records, spans, starts, chunk.lines[lines]))
        separator, most = self._delimiter.encode(), walked.width - 1
        for line, record, span, start, end in zip(*every, strict=True):
            # A whole record swallows others only where all its lines have as many cells as it.
            if record in chunk.uneven or chunk.data.count(separator, start, end) == most:
                cuts = [_line(chunk, line + k).count(separator) for k in range(span)]
                self._look_into(walked, chunk, cuts, (line, record))

    def _look_into(self, walked: Walk, chunk: Chunk, cuts: list[int], at: tuple[int, int]) -> None:
        _, record = at
        if walked.swallows(len(_cells(chunk, record)), cuts):
            self._note_orphan(walked, chunk, at)
            walked.swallowed += len(cuts)

    def _note_open(self, walked: Walk, chunk: Chunk) -> None:
        """Note the quote that is never closed."""
        self._note_orphan(walked, chunk, (0, 0))
        walked.swallowed += len(chunk.lines)

    def _note_orphan(self, walked: Walk, chunk: Chunk, at: tuple[int, int]) -> None:
        line, record = at
        cells = _cells(chunk, record)
        long = max(cells, key=lambda cell: cell.count("\n") + cell.count("\r"))
        where = (walked.records + record + 1, self._before + line + 1)
        walked.orphans.append((*where, " ".join(long[:200].split())))

    def _find_last(self, walked: Walk, chunk: Chunk) -> None:
        """Note the last record that is not blank."""
        for place in range(len(chunk.records) - 1, -1, -1):
            cells = _cells(chunk, place)
            if any(cell.strip() for cell in cells):
                walked.last = (walked.records + place + 1, cells)
                return


def _cells(chunk: Chunk, place: int) -> tuple[str, ...]:
    """Give a record's cells as they stand in the file."""
    uneven = chunk.uneven.get(place)
    return chunk.frame.row(place) if uneven is None else uneven


def _line(chunk: Chunk, line: int) -> bytes:
    start = int(chunk.lines[line - 1]) + 1 if line else 0
    return chunk.data[start : int(chunk.lines[line])].removesuffix(b"\r")
