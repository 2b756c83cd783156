"""Write what README prints from code: ``python docs/readme.py`` (or ``--check``)."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from rules.__main__ import book  # noqa: E402

START, END = "<!-- rule book: written by `make readme` -->\n", "<!-- end of rule book -->"


def renewed(text: str) -> str:
    """Put the rule book as it is today between its marks."""
    before, _, rest = text.partition(START)
    _, _, after = rest.partition(END)
    return f"{before}{START}\n{book('en')}\n\n{END}{after}"


def main() -> int:
    """Rewrite README; with ``--check`` only say whether it is up to date."""
    path = ROOT / "README.md"
    text = path.read_text(encoding="utf-8")
    if "--check" in sys.argv:
        return int(renewed(text) != text)
    path.write_text(renewed(text), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
