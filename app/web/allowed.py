"""Which methods an address takes: all those described for the first path that it fits."""

from __future__ import annotations

import re
from functools import lru_cache

from fastapi import FastAPI

_WORD = re.compile(r"\\\{[^}]*\\\}")
_METHODS = frozenset({"get", "post", "put", "patch", "delete"})


def allowed(app: FastAPI, path: str) -> str:
    """Give the value of ``Allow``; empty where the address is not described.

    Several routes share an address, one for each method: the framework names those of the first.
    """
    for pattern, methods in _paths(app):
        if pattern.fullmatch(path):
            return methods
    return ""


@lru_cache(maxsize=4)
def _paths(app: FastAPI) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (_pattern(path), _named(_METHODS & operations.keys()))
        for path, operations in app.openapi()["paths"].items()
    )


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(_WORD.sub("[^/]+", re.escape(path)))


def _named(methods: frozenset[str]) -> str:
    names = {method.upper() for method in methods}
    return ", ".join(sorted(names | ({"HEAD"} if "GET" in names else set())))
