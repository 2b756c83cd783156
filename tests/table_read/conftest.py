from collections.abc import Callable
from pathlib import Path

import pytest

from app.table.model import TableJob
from app.table.open import open_records
from app.table.records import Records
from rules.core.evidence import File, Finding

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"

Opened = Callable[..., Records | File]


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    """Write bytes to a file and open them."""

    def open_bytes(data: bytes, name: str = "data.csv", **job) -> Records | File:
        path = tmp_path / "body"
        path.write_bytes(data)
        return open_records(TableJob(path=str(path), name=name, **job))

    return open_bytes


@pytest.fixture
def table(opened) -> Callable[..., Records]:
    """Open bytes that must be a table."""

    def open_table(data: bytes, name: str = "data.csv", **job) -> Records:
        found = opened(data, name, **job)
        assert isinstance(found, Records), found
        return found

    return open_table


@pytest.fixture
def outcome(opened) -> Callable[..., str]:
    """Open bytes that must not be a table; give ``outcome`` or, where it is ok, the format."""

    def open_file(data: bytes, name: str = "data.csv", **job) -> str:
        found = opened(data, name, **job)
        assert isinstance(found, File), (found.file, found.labels)
        return found.outcome if found.outcome != "ok" else found.format

    return open_file


@pytest.fixture
def corpus() -> Path:
    if not CORPUS.is_dir():
        pytest.skip("the corpus of third-party files is not beside the repository")
    return CORPUS


@pytest.fixture
def finding() -> Callable[[Records, str], Finding]:
    """Give the one finding of a cause."""

    def one(records: Records, cause: str) -> Finding:
        found = [f for f in records.findings if f.cause == cause]
        assert len(found) == 1, [f.cause for f in records.findings]
        return found[0]

    return one
