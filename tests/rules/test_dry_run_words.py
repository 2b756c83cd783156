"""Every criterion of the two dry runs has a name and a fix, in both languages, with its facts."""

from __future__ import annotations

from string import Formatter

import pytest

from rules.core import mqa, mqa_words, udata_score, udata_words
from rules.core.dry_run import stated
from rules.core.evidence import Access, Evidence, File, Metadata
from rules.core.mqa_metrics import METRICS, Pillar
from rules.core.reasons import reason_text
from rules.core.rule import SEEN
from rules.core.text import LANGS
from rules.core.udata_score import CRITERIA

URL = "https://ville.example/budget.csv"
SITUATIONS = [
    Evidence(seen_at=SEEN, access=access, file=file, metadata=metadata)
    for access in (None, Access(url=URL), Access(url=URL, outcome="http_status", status=404))
    for file in (None, File(format="csv"))
    for metadata in (
        Metadata(),
        Metadata(access_url=URL),
        Metadata(download_url="https://b.example"),
    )
]
ANSWERS = [
    pytest.param(advice, answer, id=f"{name}-{number}")
    for number, seen in enumerate(SITUATIONS)
    for name, advice, answer in (
        *((m.metric.id, mqa_words.ADVICE[m.metric.id], m.answer) for m in mqa.foretell(seen).marks),
        *(
            (c.criterion.id, udata_words.ADVICE[c.criterion.id], c.answer)
            for c in udata_score.foretell(seen).checks
        ),
    )
]


def test_every_criterion_has_words_and_no_words_are_left_over():
    assert list(mqa_words.ADVICE) == [metric.id for metric in METRICS]
    assert list(udata_words.ADVICE) == [criterion.id for criterion in CRITERIA]
    assert set(mqa_words.PILLAR_TITLES) == set(Pillar)
    assert set(mqa_words.RATING_WORDS) == {word for _, word in mqa.RATINGS}


@pytest.mark.parametrize(("advice", "answer"), ANSWERS)
def test_the_facts_of_an_answer_fill_its_advice(advice, answer):
    wanted = {name for _, name, _, _ in Formatter().parse(advice.fix.en) if name}

    assert wanted == {name for _, name, _, _ in Formatter().parse(advice.fix.fr) if name}
    assert wanted <= set(answer.facts)
    for lang in LANGS:
        assert advice.fix.say(lang, answer.facts)
        assert not answer.reason or reason_text(answer.reason, lang) != answer.reason


def test_what_is_quoted_is_short():
    assert len(stated("x " * 500)) <= 80
    assert stated(" \n ") == "—"
