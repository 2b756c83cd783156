"""Write docs/refusals.md from the vocabulary: ``python docs/refusals.py`` (or ``--check``)."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from rules.core.outcome import Outcome  # noqa: E402
from rules.core.outcomes import OUTCOMES  # noqa: E402

HEAD = """# What can go wrong, and what it means

One code for each thing that can go wrong; codes never change their meaning. Every code has a
sentence and a remedy in French and English, which the API and the pages give. Whose problem it is
decides what it costs: an origin that is down, a limit of ours, or a crash of ours leaves *no grade*,
never a bad one. This page is written from the code by `make readme`.

*Again*: whether the same request may well succeed later; the service then tries again by itself.
"""
GROUPS = (
    ("request", "The request", "Refused before anything is fetched; nothing is stored."),
    ("origin", "The server of the data", "Found while fetching."),
    ("file", "The file", "Found while reading."),
    ("us", "This service", "Our limits and our faults: they cost the publisher nothing."),
)
EFFECTS = {
    "dead": "grade E: the link is dead",
    "not_data": "grade E: not the data",
    "unmeasured": "no grade",
    "refused": "refused",
}
OTHERS = """
## Other refusals of a request

| code | status | English | français |
|---|---|---|---|
"""
_RAISED = {"Problem": 422, "BadRequest": 422}


def page() -> str:
    """Write the page."""
    return HEAD + "".join(map(_group, GROUPS)) + OTHERS + "\n".join(sorted(_others())) + "\n"


def _group(group: tuple[str, str, str]) -> str:
    whose, title, says = group
    head = "| code | effect | again | English | français |\n|---|---|---|---|---|\n"
    rows = [_row(one) for one in OUTCOMES.values() if one.whose == whose]
    return f"\n## {title}\n\n{says}\n\n{head}" + "\n".join(rows) + "\n"


def _row(one: Outcome) -> str:
    effect = f"{one.status}" if one.effect == "refused" else EFFECTS[one.effect]
    if one.code == "http_status":
        effect += "; 5xx, 408, 425, 429 and 202: no grade"
    english, french = f"{one.text.en} *{one.fix.en}*", f"{one.text.fr} *{one.fix.fr}*"
    again = "yes" if one.retry else "no"
    return f"| `{one.code}` | {effect} | {again} | {_cell(english)} | {_cell(french)} |"


def _others() -> set[str]:
    """Find what is raised with words of its own."""
    found = set()
    for path in sorted((ROOT / "app").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        words = dict(_texts(tree))
        for code, status, text in _raised(tree, words):
            if code not in OUTCOMES:
                found.add(f"| `{code}` | {status} | {_cell(text[0])} | {_cell(text[1])} |")
    return found


def _texts(tree: ast.Module) -> Iterator[tuple[str, tuple[str, str]]]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            text = _text(node.value)
            if text:
                yield node.targets[0].id, text


def _text(node: ast.AST) -> tuple[str, str] | None:
    if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Text"):
        return None
    said = {word.arg: _said(word.value) for word in node.keywords}
    return said["en"], said["fr"]


def _said(node: ast.expr) -> str:
    """Read a sentence; what is only known when it is raised is left open."""
    if isinstance(node, ast.JoinedStr):
        return "".join(
            _said(part) if isinstance(part, ast.Constant) else "…" for part in node.values
        )
    return str(ast.literal_eval(node))


def _raised(
    tree: ast.Module, words: dict[str, tuple[str, str]]
) -> Iterator[tuple[str, int, tuple[str, str]]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or len(node.args) < 2:  # noqa: PLR2004
            continue
        name = getattr(node.func, "id", "") or getattr(node.func, "attr", "")
        code, said = node.args[0], node.args[1]
        text = words.get(getattr(said, "id", "")) or _text(said)
        if (
            name in {*_RAISED, "__init__"}
            and text
            and isinstance(code, ast.Constant)
            and isinstance(code.value, str)
        ):
            status = {word.arg: word.value for word in node.keywords}.get("status")
            number = status.value if isinstance(status, ast.Constant) else 422
            yield code.value, int(str(number)), text


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("{{", "{").replace("}}", "}")


def main() -> int:
    """Rewrite the page; with ``--check`` only say whether it is up to date."""
    path = ROOT / "docs" / "refusals.md"
    if "--check" in sys.argv:
        return int(not path.exists() or path.read_text(encoding="utf-8") != page())
    path.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
