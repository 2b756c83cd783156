"""Which methods an address takes: those of all its routes; the framework names the first one's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fastapi.routing import APIRoute


def allowed(routes: Iterable[object], path: str) -> str:
    """Give the methods of every route at a path, as ``Allow`` lists them; empty where there is none."""
    found = {
        method for route in _every(routes) if _at(route, path) for method in route.methods or ()
    }
    return ", ".join(sorted(found))


def _every(routes: Iterable[object]) -> Iterator[APIRoute]:
    for route in routes:
        inner = getattr(route, "original_router", None)
        if isinstance(route, APIRoute):
            yield route
        elif inner is not None:
            yield from _every(inner.routes)


def _at(route: APIRoute, path: str) -> bool:
    return route.path_regex.match(path) is not None
