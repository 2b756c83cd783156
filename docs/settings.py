"""Write docs/settings.md from the settings model: ``python docs/settings.py`` (or ``--check``)."""

from __future__ import annotations

import ast
import inspect
import sys
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from app.settings import Settings  # noqa: E402

HEAD = """# Settings

Read from the environment as `QUALIDATA_…`; absurd values are refused at start. Lists are
comma-separated; durations are seconds (`30`) or ISO 8601 (`PT30S`); sizes may carry a unit (`100MB`).
This page is written from the code by `make readme`.

| name | default | what it does |
|---|---|---|
"""


def page() -> str:
    """Write the page: one line a setting, its meaning taken from the model itself."""
    rows = [
        f"| `QUALIDATA_{name.upper()}` | {_default(name)} | {meaning} |"
        for name, meaning in _meanings().items()
    ]
    return HEAD + "\n".join(rows) + "\n"


def _meanings() -> dict[str, str]:
    body = ast.parse(inspect.getsource(Settings)).body[0].body  # type: ignore[attr-defined]
    found = {}
    for node, after in pairwise(body):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            said = after.value.value if isinstance(after, ast.Expr) else ""  # type: ignore[attr-defined]
            found[node.target.id] = " ".join(str(said).split()).replace("|", "\\|")
    return found


def _default(name: str) -> str:
    value = Settings.model_fields[name].default
    if hasattr(value, "get_secret_value"):
        value = value.get_secret_value()
    if value is None:
        return "(empty)"
    if hasattr(value, "total_seconds"):
        return f"`{value.total_seconds():g}`"
    if isinstance(value, tuple):
        value = ",".join(map(str, value))
    shown = value.human_readable() if hasattr(value, "human_readable") else str(value)
    return f"`{shown}`" if shown else "(empty)"


def main() -> int:
    """Rewrite the page; with ``--check`` only say whether it is up to date."""
    path = ROOT / "docs" / "settings.md"
    if "--check" in sys.argv:
        return int(not path.exists() or path.read_text(encoding="utf-8") != page())
    path.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
