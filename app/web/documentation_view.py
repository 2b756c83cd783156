"""The documentation score and the two dry runs as the report shows them."""

from __future__ import annotations

from dataclasses import dataclass

from app.web.shapes import AssessmentShape
from app.web.shapes_documentation import MqaMetricShape, MqaShape, UdataShape
from app.web.voice import Voice

_ORDER = {"not_met": 0, "unknown": 1, "met": 2}


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """One criterion; ``text`` is ``None`` where nothing is left to do."""

    title: str
    status: str
    points: str
    text: str | None
    reason: str


def documentation_view(shape: AssessmentShape, voice: Voice) -> dict[str, object]:
    """Give one line and one table for each portal whose score could be foretold."""
    mqa, udata = shape.documentation.mqa, shape.documentation.udata
    lines = [
        *([_mqa_line(mqa, voice)] if mqa else []),
        *([_udata_line(udata, voice)] if udata else []),
    ]
    return {
        "forecasts": lines,
        "mqa_rows": _mqa_rows(mqa, voice) if mqa else [],
        "udata_rows": _udata_rows(udata) if udata else [],
    }


def _mqa_line(mqa: MqaShape, voice: Voice) -> tuple[str, str, str]:
    rating = mqa.rating_text or mqa.rating
    said = voice.say("mqa_points", points=mqa.points, total=mqa.max, rating=rating)
    more = mqa.points_at_most is not None and mqa.points_at_most > mqa.points
    at_most = voice.say("at_most", points=mqa.points_at_most or 0) if more else ""
    return voice.say("mqa"), said, at_most


def _udata_line(udata: UdataShape, voice: Voice) -> tuple[str, str, str]:
    if not udata.criteria:
        return voice.say("udata"), voice.percent(udata.score), ""
    counted = [criterion.status for criterion in udata.criteria]
    met, open_ = counted.count("met"), counted.count("unknown")
    said = voice.say("udata_met", count=met, of=len(counted))
    return voice.say("udata"), said, voice.say("at_most", points=met + open_) if open_ else ""


def _mqa_rows(mqa: MqaShape, voice: Voice) -> list[CriterionRow]:
    """Put what wins most first; what is met already comes last."""
    ranked = sorted(mqa.metrics, key=lambda metric: (_ORDER[metric.status], -metric.max))
    return [
        CriterionRow(m.title, m.status, _points(m, voice), m.text, m.reason_text or "")
        for m in ranked
    ]


def _points(metric: MqaMetricShape, voice: Voice) -> str:
    if metric.status == "unknown":
        return voice.say("between", low=0, high=metric.max)
    return voice.say("points_of", points=metric.points, max=metric.max)


def _udata_rows(udata: UdataShape) -> list[CriterionRow]:
    ranked = sorted(udata.criteria, key=lambda criterion: _ORDER[criterion.status])
    return [CriterionRow(c.title, c.status, "", c.text, c.reason_text or "") for c in ranked]
