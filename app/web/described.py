"""The description of the API at ``/openapi.json``, where refusals have their own media type.

FastAPI files every model of an answer under the media type of the route's success.
"""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

from app.web.problems import MEDIA_TYPE, ProblemShape

_PROBLEM = {"$ref": f"#/components/schemas/{ProblemShape.__name__}"}


class Described(FastAPI):
    """An application that describes its refusals as problem+json."""

    def openapi(self) -> dict[str, Any]:
        """Describe every operation."""
        known = self.openapi_schema is not None
        api = super().openapi()
        if not known:
            for path in api["paths"].values():
                for operation in path.values():
                    _refile(operation.get("responses", {}))
        return api


def _refile(responses: dict[str, dict[str, Any]]) -> None:
    for response in responses.values():
        content = response.get("content", {})
        if any(body.get("schema") == _PROBLEM for body in content.values()):
            response["content"] = {MEDIA_TYPE: {"schema": _PROBLEM}}
