"""The schemas that come with this service: folders of data, never code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.collect.cache import json_object

FOLDER = Path(__file__).parents[2] / "schemas"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipped:
    """One schema of ours, called ``publisher/name`` after its folders."""

    name: str
    descriptor: Mapping[str, object]
    suite: str = ""
    """The Great Expectations suite lying beside it, as JSON text; empty: none."""


def load(folder: Path = FOLDER) -> tuple[Shipped, ...]:
    """Read every ``publisher/name/schema.json``, by name. Raises ``ValueError`` on a broken one."""
    return tuple(_read(path, folder) for path in sorted(folder.glob("*/*/schema.json")))


def _read(path: Path, folder: Path) -> Shipped:
    name = path.parent.relative_to(folder).as_posix()
    suite = path.with_name("expectations.json")
    try:
        return Shipped(
            name=name,
            descriptor=json_object(path.read_bytes()),
            suite=suite.read_text(encoding="utf-8") if suite.is_file() else "",
        )
    except ValueError as error:
        raise ValueError(f"shipped schema {name}: {error}") from error
