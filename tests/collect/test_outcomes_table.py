"""The vocabulary of what can go wrong: complete, in both languages, fair to publishers."""

import re
from datetime import UTC, datetime
from pathlib import Path
from string import Formatter

import pytest
from fastapi.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from app.web.present import present
from rules import RULES
from rules.core.assessment import conclude
from rules.core.evidence import Access, Evidence, File, Metadata
from rules.core.outcomes import OUTCOMES, effect_of, may_pass
from rules.core.text import LANGS
from rules.core.words import outcome_facts

_VOCABULARY = """
url_malformed scheme_refused userinfo_refused port_refused host_invalid host_encoded_ip
address_not_public too_many_redirects redirect_refused dns_failed dns_timeout connect_failed
tls_invalid http_status deadline too_slow headers_timeout too_large bomb bad_encoding
encoding_refused truncated length_mismatch not_the_data
empty nul_bytes not_text line_too_long too_many_columns too_many_rows cell_too_large
archive_malformed archive_too_many_entries archive_nested archive_encrypted entry_mismatch
xml_entities sheet_too_sparse json_too_deep parquet_malformed unsupported_format
parse_timeout parse_memory parse_crashed pattern_too_costly schema_refused sandbox_missing
cancelled superseded internal no_space no_rows schema_unreachable
dataset_private dataset_deleted dataset_not_found no_resources no_data_resource resource_refused
portal_unavailable record_malformed record_entities record_too_large several_datasets
dataset_not_listed host_denied host_resting
"""
VOCABULARY = _VOCABULARY.split()
_REFUSED = """
url_malformed scheme_refused userinfo_refused port_refused host_invalid host_encoded_ip
address_not_public host_denied schema_refused schema_unreachable several_datasets dataset_not_listed
"""
REFUSED = _REFUSED.split()
_DEAD = """
dns_failed connect_failed tls_invalid too_many_redirects redirect_refused http_status bad_encoding
dataset_deleted dataset_not_found
"""
DEAD = _DEAD.split()
_NOT_DATA = """
not_the_data bomb empty no_rows nul_bytes not_text archive_malformed archive_encrypted
entry_mismatch xml_entities json_malformed parquet_malformed no_resources
"""
NOT_DATA = _NOT_DATA.split()


def test_every_code_of_the_vocabulary_is_in_the_table():
    assert set(VOCABULARY) - set(OUTCOMES) == set()


def test_effects_are_those_agreed():
    effects = {code: outcome.effect for code, outcome in OUTCOMES.items()}

    assert {c for c, e in effects.items() if e == "refused"} == set(REFUSED)
    assert {c for c, e in effects.items() if e == "dead"} == set(DEAD)
    assert {c for c, e in effects.items() if e == "not_data"} == set(NOT_DATA)


@pytest.mark.parametrize("outcome", OUTCOMES.values(), ids=lambda o: o.code)
def test_a_code_speaks_both_languages_and_only_uses_its_two_facts(outcome):
    for text in (outcome.text, outcome.fix):
        for lang in LANGS:
            sentence = getattr(text, lang)
            names = {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}

            assert names <= {"status", "detail"}
            assert text.say(lang, {"status": 404, "detail": "x"}).endswith(".")
            assert "'" not in sentence
        assert text.en != text.fr


@pytest.mark.parametrize("outcome", OUTCOMES.values(), ids=lambda o: o.code)
def test_what_costs_the_publisher_is_the_publishers_own_and_may_be_mended(outcome):
    if outcome.effect in ("dead", "not_data"):
        assert outcome.whose in ("origin", "file")
    if outcome.whose == "us":
        assert outcome.effect == "unmeasured"
    if outcome.effect == "refused":
        assert outcome.whose == "request"
        assert outcome.status == 422


@pytest.mark.parametrize(
    ("code", "status", "effect", "later"),
    [
        ("http_status", 404, "dead", False),
        ("http_status", 410, "dead", False),
        ("http_status", 401, "dead", False),
        ("http_status", 403, "dead", False),
        ("http_status", 301, "dead", False),
        ("http_status", None, "dead", False),
        ("http_status", 202, "unmeasured", True),
        ("http_status", 408, "unmeasured", True),
        ("http_status", 425, "unmeasured", True),
        ("http_status", 429, "unmeasured", True),
        ("http_status", 500, "unmeasured", True),
        ("http_status", 503, "unmeasured", True),
        ("http_status", 599, "unmeasured", True),
        ("dns_timeout", None, "unmeasured", True),
        ("too_large", 200, "unmeasured", False),
        ("truncated", 200, "unmeasured", True),
        ("not_the_data", 200, "not_data", False),
        ("address_not_public", None, "refused", False),
        ("a_code_of_next_year", None, "unmeasured", False),
    ],
)
def test_passing_trouble_never_makes_a_bad_grade(code, status, effect, later):
    assert effect_of(code, status) == effect
    assert may_pass(code, status) is later


ROOT = Path(__file__).parents[2]
_RAISED = re.compile(r'(?:Refused|Stopped|Died|Unreadable|NoRecord)\(\s*(?:\w+, )?"(\w+)"')
RESERVED = {
    "too_many_rows",  # reading stops there, and the table says that it is not complete
    "pattern_too_costly",  # a finding says it of one column; nothing else stops
}


def source():
    paths = [p for room in ("app", "rules") for p in (ROOT / room).rglob("*.py")]
    return "\n".join(
        path.read_text(encoding="utf-8") for path in paths if not path.stem.startswith("outcomes")
    )


def test_every_code_that_is_raised_has_words():
    used = set(_RAISED.findall(source()))

    assert len(used) > 40
    assert used <= set(OUTCOMES)


def test_every_code_that_has_words_can_happen():
    text = source()

    assert {code for code in OUTCOMES if f'"{code}"' not in text} == RESERVED


GRADES = {"dead": "E", "not_data": "E", "unmeasured": None}


@pytest.mark.parametrize("part", ["access", "file"])
@pytest.mark.parametrize("code", sorted(code for code in OUTCOMES if effect_of(code) != "refused"))
def test_whose_problem_it_is_decides_the_grade(code, part):
    parts = {"file", "table", "conformance", "expectations"} - {part}
    access = Access(url="https://mairie.example/a.csv", outcome=code if part == "access" else "ok")
    evidence = Evidence(
        seen_at=datetime(2026, 11, 23, tzinfo=UTC),
        access=access,
        file=File(outcome=code) if part == "file" else None,
        metadata=Metadata(modified=datetime(2026, 11, 20, tzinfo=UTC), frequency="annual"),
        gaps=dict.fromkeys(parts, code),
    )
    found = conclude("https://mairie.example/a.csv", evidence, RULES)

    assert found.verdict.grade == GRADES[effect_of(code)]
    assert found.verdict.limits == (code,)
    for lang in LANGS:
        (limit,) = present(found, lang).limit_texts
        assert limit.text == OUTCOMES[code].text.say(lang, outcome_facts(evidence))


def test_what_nobody_foresaw_is_a_problem_too(tmp_path):
    app = create_app(Settings(data_dir=tmp_path, expectations=False, workers=0))

    @app.get("/broken")
    def broken():
        raise RuntimeError("/etc/secret: the words of an engine")

    with TestClient(app, raise_server_exceptions=False) as client:
        answer = client.get("/broken")

    assert (answer.status_code, answer.json()["code"]) == (500, "internal")
    assert answer.headers["content-type"] == "application/problem+json"
    assert "secret" not in answer.text
