"""The documentation score and the two dry runs in words."""

from __future__ import annotations

from collections import defaultdict

from app.web import shapes_documentation as shapes
from rules.core import mqa, mqa_words, udata_score, udata_words
from rules.core.assessment import Assessment
from rules.core.dry_run import Advice, Answer
from rules.core.mqa_metrics import Pillar
from rules.core.reasons import reason_text
from rules.core.text import Lang


def documentation(assessment: Assessment, lang: Lang) -> shapes.DocumentationShape:
    """Give the score of the metadata and what two portals would make of it.

    The dry runs are drawn from the stored evidence each time, and touch nothing of the grade.
    """
    europe = mqa.foretell(assessment.evidence)
    france = udata_score.foretell(assessment.evidence)
    return shapes.DocumentationShape(
        score=assessment.verdict.documentation.score,
        mqa=_europe(europe, lang) if europe else None,
        udata=_france(france, lang) if france else None,
    )


def _europe(forecast: mqa.Forecast, lang: Lang) -> shapes.MqaShape:
    rating = mqa.rating_of(forecast.points)
    return shapes.MqaShape(
        points=forecast.points,
        rating=rating,
        rating_text=mqa_words.RATING_WORDS[rating].say(lang),
        points_at_most=forecast.at_most,
        rating_at_most=mqa.rating_of(forecast.at_most),
        max=mqa.TOTAL,
        dimensions=[_pillar(forecast, pillar, lang) for pillar in Pillar],
        metrics=[_metric(mark, lang) for mark in forecast.marks],
    )


def _pillar(forecast: mqa.Forecast, pillar: Pillar, lang: Lang) -> shapes.MqaDimensionShape:
    marks = forecast.of(pillar)
    return shapes.MqaDimensionShape(
        id=pillar.value,
        title=mqa_words.PILLAR_TITLES[pillar].say(lang),
        points=sum(mark.points for mark in marks),
        points_at_most=sum(mark.at_most for mark in marks),
        max=sum(mark.metric.points for mark in marks),
    )


def _metric(mark: mqa.Mark, lang: Lang) -> shapes.MqaMetricShape:
    advice = mqa_words.ADVICE[mark.metric.id]
    return shapes.MqaMetricShape(
        id=mark.metric.id,
        dimension=mark.metric.pillar.value,
        title=advice.title.say(lang),
        status=mark.answer.status,
        points=mark.points,
        max=mark.metric.points,
        text=_fix(advice, mark.answer, lang),
        reason=mark.answer.reason or None,
        reason_text=_reason(mark.answer, lang),
    )


def _france(forecast: udata_score.Forecast, lang: Lang) -> shapes.UdataShape:
    return shapes.UdataShape(
        score=round(forecast.score, 4),
        score_at_most=round(forecast.at_most, 4),
        criteria=[_criterion(check, lang) for check in forecast.checks],
    )


def _criterion(check: udata_score.Check, lang: Lang) -> shapes.UdataCriterionShape:
    advice = udata_words.ADVICE[check.criterion.id]
    return shapes.UdataCriterionShape(
        id=check.criterion.id,
        title=advice.title.say(lang),
        status=check.answer.status,
        text=_fix(advice, check.answer, lang),
        reason=check.answer.reason or None,
        reason_text=_reason(check.answer, lang),
    )


def _fix(advice: Advice, answer: Answer, lang: Lang) -> str | None:
    if answer.status == "met":
        return None
    return advice.fix.say(lang, defaultdict(lambda: "—", answer.facts))


def _reason(answer: Answer, lang: Lang) -> str | None:
    return reason_text(answer.reason, lang) if answer.reason else None
