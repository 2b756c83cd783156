"""Sums and advice over a catalogue: what a town starts with, what is said, what is kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.store.catalog_model import Followed, TopFix
from app.web.catalogs.socle import SOCLE, parts_of, start_of
from app.web.catalogs.summaries import Summaries
from app.web.catalogs.summary import Wanted, fix_words
from rules import RULES
from rules.core.causes import CAUSES
from rules.core.outcomes import OUTCOMES

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def has(schema, grade="A", score=95.0, days=10):
    return Followed(
        org="x",
        schema=schema,
        source="portal",
        grade=grade,
        score=score,
        dataset="d",
        title="t",
        updated=NOW - timedelta(days=days),
    )


ALL = [has(schema) for schema in SOCLE]


@pytest.mark.parametrize(
    ("published", "reason", "schema"),
    [
        ([], "publish", "scdl/subventions"),
        ([has("scdl/subventions")], "publish", "139bercy/format-commande-publique"),
        ([has("scdl/budget", "D", 40.0), has("scdl/prenoms", "E", 0.0)], "mend", "scdl/prenoms"),
        ([has("scdl/budget", None, None)], "publish", "scdl/subventions"),
        ([*ALL[1:], has("scdl/subventions", days=900)], "update", "scdl/subventions"),
        ([*ALL[1:], has("scdl/subventions", "B", 80.0)], "improve", "scdl/subventions"),
        (ALL, None, None),
    ],
)
def test_where_to_start(published, reason, schema):
    start = start_of(parts_of(published, {}, NOW))
    assert (start and start.reason) == reason
    assert (start and start.part.schema) == schema
    if start:
        facts = {"title": "T", "schema": schema, "grade": "D", "peers": 1, "age": 900}
        assert all("{" not in start.text.say(lang, facts) for lang in ("fr", "en"))


def test_an_age_is_in_whole_days_and_never_below_zero():
    parts = parts_of([has("scdl/budget", days=-3), has("scdl/prenoms", days=41)], {}, NOW)
    ages = {part.schema: part.age for part in parts}
    assert (ages["scdl/budget"], ages["scdl/prenoms"], ages["scdl/catalogue"]) == (0, 41, None)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_fix_is_said_without_naming_a_file(lang):
    names = [
        *((rule.id, "") for rule in RULES),
        *(("cells_match_schema", cause) for cause in CAUSES),
        *(("link_answers", code) for code in OUTCOMES),
    ]
    for rule, cause in names:
        title, text = fix_words(TopFix(rule=rule, cause=cause, datasets=1, gain=1.0), lang)
        assert title
        assert text
        assert "[…]" not in title + text
        assert "{" not in title + text


def test_a_rule_of_an_older_policy_is_named_at_least():
    assert fix_words(TopFix(rule="gone", cause="", datasets=1, gain=1.0), "fr") == ("gone", "")


@pytest.mark.parametrize(
    ("rule", "cause", "title", "text"),
    [
        (
            "link_answers",
            "http_status",
            "Le serveur répond par une erreur au lieu du fichier.",
            "Vérifiez que le lien ouvre bien le fichier dans un navigateur où vous n’êtes pas connecté.",
        ),
        (
            "header_matches_schema",
            "padded-label",
            None,
            "Supprimez ce qui est en trop.",
        ),
        (
            "header_matches_schema",
            "label-near",
            None,
            "Renommez la colonne en « … », à la lettre près.",
        ),
    ],
)
def test_a_fix_of_many_files_leaves_out_the_example_of_one(rule, cause, title, text):
    said = fix_words(TopFix(rule=rule, cause=cause, datasets=1, gain=1.0), "fr")

    assert said[1].replace("\u00a0", " ").replace("\u202f", " ") == text
    assert title in {None, said[0]}


class _Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def test_a_summary_is_kept_as_long_as_it_was_costly():
    clock, made = _Clock(), []
    summaries = Summaries(clock)

    def make(cost):
        def run():
            clock.now += cost
            made.append(cost)
            return f"made {len(made)}"

        return run

    big, small = Wanted(catalog="big"), Wanted(catalog="small")
    assert summaries.get(big, make(3.0)) == "made 1"
    clock.now += 59
    assert summaries.get(big, make(3.0)) == "made 1"
    clock.now += 2
    assert summaries.get(big, make(3.0)) == "made 2"
    assert summaries.get(small, make(0.0)) == "made 3"
    assert summaries.get(small, make(0.0)) == "made 4"
    summaries.get(Wanted(catalog="huge"), make(3600.0))
    clock.now += 601
    assert summaries.get(Wanted(catalog="huge"), make(1.0)) == "made 6"
