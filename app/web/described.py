"""The description of the API at ``/openapi.json``, where refusals have their own media type.

FastAPI files every model of an answer under the media type of the route's success.
"""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

from app.web.gate.guards import guard_of
from app.web.problems import MEDIA_TYPE, ProblemShape

_PROBLEM = {"$ref": f"#/components/schemas/{ProblemShape.__name__}"}


_SCHEMES: dict[str, Any] = {
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "qd_<id>_<secret>_<checksum>",
        "description": "An API key; whoever runs the service gives them out.",
    },
    "header": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
}
_EITHER: list[dict[str, list[str]]] = [{"bearer": []}, {"header": []}]
_METHODS = frozenset({"get", "head", "post", "put", "patch", "delete"})


class Described(FastAPI):
    """An application that describes its refusals as problem+json, and which calls want a key."""

    require_key: bool = False

    def openapi(self) -> dict[str, Any]:
        """Describe every operation."""
        known = self.openapi_schema is not None
        api = super().openapi()
        if not known:
            api.setdefault("components", {})["securitySchemes"] = _SCHEMES
            for path, operations in api["paths"].items():
                for method in _METHODS & operations.keys():
                    _refile(operations[method].get("responses", {}))
                    self._guard(method.upper(), path, operations[method])
        return api

    def _guard(self, method: str, path: str, operation: dict[str, Any]) -> None:
        """Say which scope a call wants; where keys are not required, it may come without one."""
        guard = guard_of(method, path)
        if guard is not None and guard.scope is not None:
            operation["security"] = _EITHER if self.require_key else [{}, *_EITHER]
            operation["x-scope"] = guard.scope


def _refile(responses: dict[str, dict[str, Any]]) -> None:
    for response in responses.values():
        content = response.get("content", {})
        if any(body.get("schema") == _PROBLEM for body in content.values()):
            response["content"] = {MEDIA_TYPE: {"schema": _PROBLEM}}
