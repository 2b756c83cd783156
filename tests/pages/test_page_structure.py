"""Promises that every page keeps, in both languages, for any assessment."""

import re
from itertools import pairwise

import pytest


def test_a_page_is_well_formed(page_of, read, page_name, lang):
    html = page_of(page_name, lang)
    assert html.startswith("<!DOCTYPE html>")
    assert read(html).faults == []


def test_a_page_says_its_language_and_offers_the_other(page_of, read, page_name, lang):
    tree = read(page_of(page_name, lang))
    other = {"fr": "en", "en": "fr"}[lang]
    assert tree.all("html")[0]["lang"] == lang
    links = [a for a in tree.all("a") if a.get("hreflang") == other]
    assert len(links) == (0 if page_name == "alone" else 1)
    assert all(f"lang={other}" in link["href"] for link in links)


def test_a_page_has_one_title_and_headings_without_gaps(page_of, read, page_name, lang):
    tree = read(page_of(page_name, lang))
    levels = [int(tag[1]) for tag, _ in tree.tags if re.fullmatch("h[1-6]", tag)]
    assert len([tag for tag, _ in tree.tags if tag == "title"]) >= 1
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_a_page_has_landmarks_and_a_way_past_the_menu(page_of, read, page_name, lang):
    tree = read(page_of(page_name, lang))
    assert [len(tree.all(tag)) for tag in ("header", "main", "footer")] == [1, 1, 1]
    assert tree.all("a")[0]["href"] == "#" + tree.all("main")[0]["id"]


def test_ids_are_unique_and_every_reference_finds_one(page_of, read, page_name, lang):
    tree = read(page_of(page_name, lang))
    ids = [a["id"] for _, a in tree.tags if "id" in a]
    assert len(ids) == len(set(ids))
    wanted = {a["href"][1:] for a in tree.all("a") if a["href"].startswith("#")}
    for name in ("for", "aria-labelledby", "aria-describedby", "list"):
        wanted |= {i for _, a in tree.tags if a.get(name) for i in a[name].split()}
    assert wanted <= set(ids)


def test_every_field_has_a_label_and_every_image_words(page_of, read, page_name, lang):
    tree = read(page_of(page_name, lang))
    labelled = {a["for"] for a in tree.all("label")}
    fields = [a for tag in ("input", "select", "textarea") for a in tree.all(tag)]
    assert {a["id"] for a in fields if a.get("type") != "hidden"} == labelled
    assert all(a["alt"] for a in tree.all("img"))
    assert all("aria-hidden" in a or a.get("role") == "img" for a in tree.all("svg"))


def test_every_table_has_a_caption_and_scoped_headers(page_of, read, page_name, lang):
    tree = read(page_of(page_name, lang))
    assert len(tree.all("caption")) == len(tree.all("table"))
    assert all(a.get("scope") in {"col", "row"} for a in tree.all("th"))


def test_nothing_on_a_page_breaks_a_strict_content_policy(page_of, read, page_name, lang):
    tree = read(page_of(page_name, lang))
    assert not [a for _, a in tree.tags if "style" in a]
    assert not [k for _, a in tree.tags for k in a if k.startswith("on")]
    assert all("src" in a for a in tree.all("script"))
    assert len(tree.all("style")) == (1 if page_name == "alone" else 0)


def test_strangers_text_is_never_markup(page_of, read, page_name, lang, canary):
    html = page_of(page_name, lang)
    tree = read(html)
    assert canary not in html
    assert "<b id=canary" not in html
    assert not [a for a in tree.all("img") if a.get("src") == "x"]
    shown = re.sub('value="[^"]*"', "", html)  # a field keeps what was typed, to the letter
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b\x00-\x08]", shown)
    assert all(not a["href"].lower().startswith("javascript:") for a in tree.all("a"))


@pytest.mark.parametrize("name", ["hostile", "refused", "schemas", "error", "catalogs", "catalog"])
def test_the_canary_is_really_on_the_hostile_pages(page_of, name, lang):
    assert "&lt;/title&gt;&lt;script&gt;" in page_of(name, lang)


def test_endless_text_is_cut(page_of, page_name, lang):
    assert "é" * 800 not in page_of(page_name, lang)


def test_both_languages_have_the_same_build(page_of, read, page_name):
    def build(tree):
        return [(tag, a.get("id"), a.get("class")) for tag, a in tree.tags if tag != "br"]

    assert build(read(page_of(page_name, "fr"))) == build(read(page_of(page_name, "en")))


def test_links_between_pages_keep_the_language(page_of, read, page_name, lang):
    tree = read(page_of(page_name, lang))
    ours = [a["href"] for a in tree.all("a") if a["href"].startswith("/") and "hreflang" not in a]
    kept = [href for href in ours if f"lang={lang}" in href or href == "/docs"]
    assert ours == kept
