"""Answers of real portals, kept beside the repository: never copied into it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

PAYLOADS = Path(__file__).parents[3] / "shared" / "corpus" / "payloads"


@pytest.fixture(scope="session")
def payload():
    """Give a recorded answer by its path: JSON read, CSV as rows, all else as text."""

    def read(name):
        path = PAYLOADS / name
        if not path.is_file():
            pytest.skip("the recorded answers (../shared/corpus/payloads) are not here")
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".json":
            return json.loads(text)
        return list(csv.reader(text.splitlines())) if path.suffix == ".csv" else text

    return read
