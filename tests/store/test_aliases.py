"""Every address of a dataset leads to its newest assessment, on both databases."""

from __future__ import annotations

from dataclasses import replace

from rules.core.assessment import dataset_id

PAGE, API = "https://portail.example/dataset/x", "https://portail.example/api/3/x"
FILES = ("https://ville.example/1.csv", "https://ville.example/2.csv")


def test_a_dataset_is_found_under_each_of_its_addresses_and_listed_once(store, assess):
    whole = replace(assess(PAGE, id="whole"), aliases=(API, PAGE + "?x=1"))
    store.save(whole)

    assert store.latest(dataset_id(API)).id == "whole"
    assert store.head(dataset_id(PAGE + "?x=1")).assessment == "whole"
    assert [head.url for head in store.datasets()[0]] == [PAGE]
    assert store.history(dataset_id(API)) == ()


def test_its_files_are_kept_as_datasets_of_their_own(store, assess):
    parts = tuple(assess(url, id=f"part{n}") for n, url in enumerate(FILES))
    store.save(replace(assess(PAGE, id="whole"), parts=parts))

    assert store.latest(dataset_id(FILES[1])).id == "part1"
    assert store.latest(dataset_id(PAGE)).parts == ()
    assert {head.url for head in store.datasets()[0]} == {PAGE, *FILES}


def test_the_newest_assessment_of_an_address_wins(store, assess):
    store.save(assess(FILES[0], id="before", day=1))
    store.save(replace(assess(PAGE, id="whole", day=2), aliases=(FILES[0],)))
    assert store.latest(dataset_id(FILES[0])).id == "whole"

    store.save(assess(FILES[0], id="after", day=3))
    store.save(replace(assess(PAGE, id="old", day=2), aliases=(FILES[0],)))
    assert store.latest(dataset_id(FILES[0])).id == "after"
    assert {head.url for head in store.datasets()[0]} == {PAGE, FILES[0]}


def test_saving_twice_changes_nothing(store, assess):
    whole = replace(assess(PAGE, id="whole"), aliases=(API,), parts=(assess(FILES[0], id="p"),))
    store.save(whole)
    store.save(whole)

    assert len(store.history(dataset_id(PAGE))) == 1
    assert len(store.datasets()[0]) == 2
