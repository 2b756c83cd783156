"""The files that a portal lists under a dataset."""

import pytest

from app.collect.listed import MOST, read_listed
from app.collect.metadata import read_metadata
from rules.core.listed import Listed


@pytest.mark.parametrize(
    ("item", "listed"),
    [
        ({}, Listed()),
        ({"format": "csv", "type": "main"}, Listed(format="csv", kind="main")),
        ({"description": "Les lignes"}, Listed(described=True)),
        ({"description": "  "}, Listed()),
        ({"description": None}, Listed()),
        ({"filetype": "remote"}, Listed(remote=True)),
        ({"filetype": "file"}, Listed(remote=False)),
        ({"filetype": "own"}, Listed()),
        ({"extras": {"check:available": True}}, Listed(available=True)),
        ({"extras": {"check:available": False}}, Listed(available=False)),
        ({"extras": {"check:available": None}}, Listed(available=False)),
        ({"extras": {}}, Listed()),
        ({"extras": None, "format": 3, "type": [], "filetype": {}}, Listed()),
    ],
    ids=repr,
)
def test_a_file_is_read_as_udata_and_ckan_list_it(item, listed):
    assert read_listed([item]) == (listed,)


@pytest.mark.parametrize("value", [None, "x", 3, {"total": 4, "href": "x"}, [3, None]], ids=repr)
def test_what_is_no_list_of_files_tells_nothing(value):
    assert read_listed(value) is None


def test_an_empty_list_says_that_there_is_no_file():
    assert read_listed([]) == ()
    assert read_metadata({"resources": []}).resources == ()


def test_an_endless_list_is_cut():
    assert len(read_listed([{}] * (MOST + 5)) or ()) == MOST
