"""Folders for one job's files: ours alone, gone with the job, and swept after a violent end."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

PREFIX, LOCK = "qualidata-", ".lock"


class Scratch:
    """One process's scratch folder, made when first needed, and a folder in it for each job."""

    def __init__(self) -> None:
        self._root: Path | None = None
        self._lock = -1
        self._making = Lock()
        self._broom = ThreadPoolExecutor(1, "qualidata-broom")

    def folder(self) -> TemporaryDirectory[str]:
        """Make a folder that is removed after a ``with`` block, whatever is in it.

        Some other thread does that: where the disk is busy, a file system takes milliseconds for it.
        """
        return _Folder(self._made(), self._broom)

    def close(self) -> None:
        """Remove all that was made here."""
        self._broom.shutdown()
        with self._making:
            if self._root is not None:
                shutil.rmtree(self._root, ignore_errors=True)
                os.close(self._lock)
                self._root = None

    def _made(self) -> Path:
        with self._making:
            while self._root is None:
                root = Path(tempfile.mkdtemp(prefix=PREFIX))
                self._lock = os.open(root / LOCK, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
                # The kernel lets go of it when this process ends, however it ends.
                fcntl.flock(self._lock, fcntl.LOCK_EX)
                if (root / LOCK).exists():  # else a sweep was quicker
                    self._root = root
                else:
                    os.close(self._lock)
            return self._root


class _Folder(TemporaryDirectory[str]):
    """A folder whose removal nobody waits for."""

    def __init__(self, root: Path, broom: Executor) -> None:
        super().__init__(prefix="job-", dir=root, ignore_cleanup_errors=True)
        self._broom = broom

    def cleanup(self) -> None:
        """Have it removed, once; at once where the others have gone."""
        try:
            self._broom.submit(super().cleanup)
        except RuntimeError:  # it is being closed
            super().cleanup()


def sweep() -> int:
    """Remove the scratch folders of processes that are no more; give their number."""
    mine = (p for p in Path(tempfile.gettempdir()).glob(PREFIX + "*") if _is_ours(p))
    return sum(_abandoned(folder) for folder in mine)


def _is_ours(path: Path) -> bool:
    try:
        status = path.lstat()
    except OSError:
        return False
    return path.is_dir() and not path.is_symlink() and status.st_uid == os.getuid()


def _abandoned(folder: Path) -> bool:
    try:
        handle = os.open(folder / LOCK, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
    except OSError:  # being made just now, or somebody else's
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    else:
        shutil.rmtree(folder, ignore_errors=True)
        return True
    finally:
        os.close(handle)
