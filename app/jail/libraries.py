"""Where our own code and its libraries lie: all that a job may read beside its file."""

from __future__ import annotations

import mimetypes
import site
import sys
from importlib.util import find_spec
from pathlib import Path

_SYSTEM = (
    "/lib",
    "/lib64",
    "/usr/lib",
    "/usr/lib64",
    "/usr/share/zoneinfo",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/dev/null",
    "/dev/urandom",
    "/proc/meminfo",  # Polars takes what it cannot read for a full machine, and works half as fast
    *map(str, mimetypes.knownfiles),
)


def libraries() -> tuple[str, ...]:
    """List the folders that imports may still need once the walls are up.

    Never the folder that holds our packages: the database of a checkout lies in there too.
    """
    python = (sys.prefix, sys.base_prefix, sys.exec_prefix, *site.getsitepackages())
    named = (p for p in sys.path if Path(p).name in {"site-packages", "dist-packages"})
    ours = (folder for package in ("app", "rules") for folder in _folders(package))
    wanted = dict.fromkeys((*python, *named, *ours, *_SYSTEM))
    return tuple(p for p in wanted if p != "/" and Path(p).exists())


def _folders(package: str) -> tuple[str, ...]:
    spec = find_spec(package)
    return tuple(spec.submodule_search_locations or ()) if spec else ()
