import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta

import pytest

from app.web.charts import Point, bar, ladder, skyline, sparkline
from rules.core.grading import GRADES

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def classes(root, tag):
    return [node.get("class") for node in root.iter(tag)]


@pytest.mark.parametrize("share", [-1.0, 0.0, 0.5, 1.0, 3.0])
def test_a_bar_never_leaves_its_frame(share):
    root = ET.fromstring(bar(share, "Complétude : 50"))
    track, fill = root.findall("rect")
    assert (root.get("role"), root.findtext("title")) == ("img", "Complétude : 50")
    assert 0 <= float(fill.get("width")) <= float(track.get("width"))


def test_not_measured_is_an_empty_frame_and_zero_is_an_empty_track():
    assert classes(ET.fromstring(bar(None, "x")), "rect") == ["void"]
    assert classes(ET.fromstring(bar(0.0, "x")), "rect") == ["track", "fill"]


def test_a_bar_without_a_name_is_decoration():
    root = ET.fromstring(bar(0.5))
    assert (root.get("aria-hidden"), root.get("role"), root.find("title")) == ("true", None, None)


@pytest.mark.parametrize("grade", [letter for _, letter in GRADES])
def test_the_staircase_shows_one_grade_and_its_score(grade):
    root = ET.fromstring(ladder(grade, "78,4 / 100", "Note"))
    lit = [step for step in root.findall("g") if step.get("class").endswith(" on")]
    assert [step.find("text").text for step in lit] == [grade]
    assert lit[0].findall("text")[1].text == "78,4 / 100"
    assert [step.find("text").text for step in root.findall("g")] == list("ABCDE")


def test_without_a_grade_every_step_is_blank():
    root = ET.fromstring(ladder(None, "", "Aucune note"))
    assert all(step.get("class").endswith(" blank") for step in root.findall("g"))
    assert all(len(step.findall("text")) == 1 for step in root.findall("g"))


def test_the_skyline_has_one_named_bar_for_each_column(canary):
    columns = [("a", 1.0), (canary, 0.25), ("c", 0.0)]
    drawn = skyline(columns, "Remplissage")
    root = ET.fromstring(drawn.replace("\u202e", "").replace("\x07", ""))
    assert len(root.findall("g")) == 3
    assert "<script" not in drawn
    assert [float(g.findall("rect")[1].get("height")) for g in root.findall("g")] == [60, 15, 0]


def test_the_curve_breaks_where_nothing_was_measured():
    scores = [41.0, 52.6, None, 60.1, 74.9]
    points = [Point(NOW + timedelta(days=i), s) for i, s in enumerate(scores)]
    root = ET.fromstring(sparkline(points, "Score"))
    assert [len(line.get("points").split()) for line in root.findall("polyline")] == [2, 2]
    assert classes(root, "circle") == [None, None, "unknown", None, None]
    assert [t.text for t in root.findall("text")] == list("ABCDE")


def test_higher_scores_are_drawn_higher_and_later_ones_further_right():
    points = [Point(NOW + timedelta(days=9), 90.0), Point(NOW, 10.0)]
    first, second = ET.fromstring(sparkline(points, "Score")).findall("circle")
    assert float(first.get("cx")) < float(second.get("cx"))
    assert float(first.get("cy")) > float(second.get("cy"))


@pytest.mark.parametrize("points", [[], [Point(NOW, 50.0)], [Point(NOW, None), Point(NOW, None)]])
def test_too_few_points_are_still_a_chart(points):
    root = ET.fromstring(sparkline(points, "Score"))
    assert root.findall("polyline") == []
    assert len(root.findall("circle")) == len(points)
