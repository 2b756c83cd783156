"""Bytes that can be read again and again: the job's own file, or a scratch copy of ours."""

from __future__ import annotations

import errno
import io
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, TextIO, cast

from app.table.encoding import Charset
from app.table.records import Unreadable

BLOCK = 1 << 20
FULL = frozenset({errno.EFBIG, errno.ENOSPC, errno.EDQUOT})
"""What writing says where there is no room."""


class Source:
    """An open file that closes itself with the last reader that holds it."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.size = file.seek(0, io.SEEK_END)

    def __del__(self) -> None:
        # Readers are lazy and may be dropped half way: the file goes with the last of them.
        with suppress(AttributeError, OSError, ValueError):
            self.file.close()

    @classmethod
    def of(cls, path: str) -> Source:
        """Open a file for reading."""
        return cls(Path(path).open("rb"))

    @classmethod
    def scratch(cls, parts: Iterable[bytes]) -> Source:
        """Write parts to a nameless file of ours; raise ``too_large`` where they do not fit."""
        file = cast("BinaryIO", tempfile.TemporaryFile())  # noqa: SIM115 # closed by __del__
        try:
            for part in parts:
                file.write(part)
            file.flush()
        except BaseException as trouble:
            with suppress(OSError):  # closing writes what is left, and may fail again
                file.close()
            if isinstance(trouble, OSError) and trouble.errno in FULL:
                raise Unreadable("too_large") from None
            raise
        return cls(file)

    def head(self, size: int) -> bytes:
        """Read the first bytes."""
        self.file.seek(0)
        return self.file.read(size)

    def at(self, offset: int, size: int) -> bytes:
        """Read some bytes from anywhere; fewer, or none, beyond the end."""
        start = min(offset, self.size)
        return os.pread(self.file.fileno(), min(size, self.size - start), start)

    def tail(self, size: int) -> bytes:
        """Read the last bytes."""
        self.file.seek(max(0, self.size - size))
        return self.file.read(size)

    def blocks(self, size: int = BLOCK) -> Iterator[bytes]:
        """Read everything, block by block."""
        self.file.seek(0)
        while block := self.file.read(size):
            yield block

    @contextmanager
    def text(self, charset: Charset) -> Iterator[TextIO]:
        """Read as text from the start, line ends as they stand (what ``csv.reader`` asks for)."""
        self.file.seek(0)
        text = io.TextIOWrapper(
            self.file, encoding=charset.codec, errors=charset.errors, newline=""
        )
        try:
            yield text
        finally:
            with suppress(ValueError):
                text.detach()
