"""One assessment as a page."""

from __future__ import annotations

import asyncio

from fastapi.responses import HTMLResponse

from app.web.context import Context
from app.web.pages import HistoryPoint, report_page
from app.web.present import present
from rules.core.assessment import Assessment
from rules.core.text import Lang

_POINTS = 60


async def report_response(parts: Context, assessment: Assessment, lang: Lang) -> HTMLResponse:
    """Render the report of an assessment with its dataset's history."""
    entries = await asyncio.to_thread(parts.store.history, assessment.dataset.id, limit=_POINTS)
    points = tuple(
        HistoryPoint(id=e.assessment, assessed_at=e.assessed_at, score=e.score, grade=e.grade)
        for e in entries
    )
    shape = present(assessment, lang, parts.settings.public_base_url)
    return HTMLResponse(report_page(shape, points, lang))
