"""An assessment survives being written down: today's, yesterday's, and strangers' strings."""

import json
from collections import ChainMap
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from app.store.document import pack, unpack, visible
from rules.core.assessment import Assessment
from rules.core.evidence import Column, Finding, Sample, Table
from rules.core.rule import Dimension

FIRST = json.loads((Path(__file__).parent / "golden" / "assessment-0.1.json").read_text("utf-8"))
"""Written by version 0.1, something in every field. Never write it anew: others' databases hold it."""

ANY_TEXT = st.text(st.characters(exclude_categories=()))


def same_or_more(old, new):
    """Compare JSON values, letting ``new`` have keys that ``old`` has not."""
    if isinstance(old, dict):
        return all(key in new and same_or_more(value, new[key]) for key, value in old.items())
    if isinstance(old, list):
        return len(old) == len(new) and all(map(same_or_more, old, new))
    return type(old) is type(new) and old == new


def test_a_document_of_the_first_version_is_still_read_and_loses_nothing():
    assessment = unpack(json.dumps(FIRST))
    assert assessment.verdict.measurements[0].dimension is Dimension.COMPLETENESS
    assert assessment.evidence.seen_at.microsecond == 123456
    assert same_or_more(FIRST, json.loads(pack(assessment)))


def test_a_document_read_and_written_again_is_equal():
    assessment = unpack(json.dumps(FIRST))
    assert unpack(pack(assessment)) == assessment


def test_a_document_from_before_a_field_was_added_takes_its_default():
    old = json.loads(json.dumps(FIRST))
    del old["evidence"]["proposal"]
    del old["evidence"]["findings"][0]["facts"]
    del old["evidence"]["access"]["redirects"]
    assessment = unpack(json.dumps(old))
    assert assessment.evidence.proposal is None
    assert assessment.evidence.findings[0].facts == {}
    assert assessment.evidence.access is not None
    assert assessment.evidence.access.redirects == 0


def test_a_document_of_a_newer_version_is_read_without_what_we_do_not_know():
    newer = json.loads(json.dumps(FIRST))
    newer["mood"] = newer["evidence"]["access"]["mood"] = {"good": True}
    assert unpack(json.dumps(newer)) == unpack(json.dumps(FIRST))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.builds(
        Assessment, parts=st.just(()), resources=..., left_out=..., notes=..., aliases=...
    )  # a dataset's files are kept as assessments of their own
)
def test_whatever_the_types_allow_comes_back(assessment):
    text = pack(assessment)
    assert pack(unpack(text)) == text
    if "NaN" not in text:  # which is not even equal to itself
        assert unpack(text) == assessment


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(value=ANY_TEXT)
def test_whatever_a_cell_holds_comes_back(assess, value):
    finding = Finding(
        rule="r", code="c", cause="c", column=value, samples=(Sample(row=2, value=value),)
    )
    table = Table(rows=1, columns=(Column(position=1, label=value, top=((value, 1),)),))
    before = assess()
    before = replace(before, evidence=replace(before.evidence, table=table, findings=(finding,)))
    after = unpack(pack(before))
    # Two halves of one character side by side are that character, in JSON as in UTF-16.
    joined = value.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
    assert after.evidence.findings[0].samples[0].value == joined
    assert after == before or joined != value


@given(ANY_TEXT)
def test_a_document_is_plain_ascii_without_a_nul(value):
    text = pack(replace(unpack(json.dumps(FIRST)), id=value))
    assert text.isascii()
    assert "\0" not in text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Été 2026 😀", "Été 2026 😀"),
        ("", ""),
        ("a\0b", "a\ufffdb"),
        ("\ud800b", "\ufffdb"),
        ("a\udc80", "a\ufffd"),
        ("\udc80\ud800", "\ufffd\ufffd"),
        ("\ud83d\ude00", "😀"),
        ("\ufeffa", "\ufeffa"),
    ],
)
def test_what_no_column_takes_is_replaced_visibly_and_nothing_else(text, shown):
    assert visible(text) == shown


@given(ANY_TEXT)
def test_visible_text_can_be_stored_anywhere(text):
    assert "\0" not in visible(text)
    visible(text).encode()


@pytest.mark.parametrize("value", [3, object(), b"bytes", None])
def test_a_value_of_the_wrong_type_is_refused_when_written_not_when_read(assess, value):
    with pytest.raises((ValidationError, TypeError)):
        pack(replace(assess(), id=value))


@pytest.mark.parametrize("value", [{"a": 1}, MappingProxyType({"a": 1}), ChainMap({"a": 1})])
def test_facts_may_be_any_mapping(assess, value):
    finding = Finding(rule="r", code="c", cause="c", facts=value)
    before = assess()
    before = replace(before, evidence=replace(before.evidence, findings=(finding,)))
    assert unpack(pack(before)) == before
