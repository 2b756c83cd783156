"""The interactive page of the API: Swagger UI from our own files, so that it works offline.

FastAPI's own page loads scripts from a CDN and runs an inline one; under our content security
policy neither may happen.
"""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from app.web.context import Reader
from app.web.rendering import asset
from rules.core.text import Lang

router = APIRouter(include_in_schema=False)
_PAGE = """<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} – Qualidata</title>
<link rel="icon" href="{icon}" type="image/svg+xml">
<link rel="stylesheet" href="{style}">
<script src="{bundle}" defer></script>
<script src="{start}" defer></script>
</head>
<body>
<div id="swagger-ui" data-openapi="/openapi.json"><p><a href="/openapi.json">/openapi.json</a></p></div>
</body>
</html>
"""
_TITLES: dict[Lang, str] = {"fr": "API pour les développeurs", "en": "API for developers"}


@router.get("/docs", response_class=HTMLResponse)
async def api_page(lang: Reader) -> str:
    """Show every operation, ready to be tried; without scripts, a link to its description."""
    return _PAGE.format(
        lang=lang,
        title=_TITLES[lang],
        icon=asset("favicon.svg"),
        style=asset("vendor/swagger-ui.css"),
        bundle=asset("vendor/swagger-ui-bundle.js"),
        start=asset("api.js"),
    )
