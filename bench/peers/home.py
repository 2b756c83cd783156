"""Where the peers live: environments of their own under ``.bench/``, made when first needed.

None of them is a dependency of ours; validata-table (GPL) wants older libraries than the others.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
HOME = FOLDER.parent.parent / ".bench"
PEERS = {
    "DuckDB, as text": ("duckdb_text", "peers"),
    "Pandera (polars)": ("pandera_polars", "peers"),
    "Pointblank (polars)": ("pointblank_polars", "peers"),
    "Great Expectations": ("gx_pandas", "peers"),
    "validata-table": ("validata_table", "validata"),
}
"""What the table calls a peer → its script here, and its environment."""
_LISTS = {"peers": "requirements.txt", "validata": "requirements-validata.txt"}


def python(name: str) -> Path:
    """Give the interpreter of an environment; make it, with all it needs, where it is missing."""
    home = HOME / name
    ready, inside = home / "ready", home / "bin" / "python"
    if not ready.exists():
        print(f"making {home} …", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
        wanted = FOLDER / _LISTS[name]
        install = [str(inside), "-m", "pip", "install", "-q", "-r", str(wanted)]
        subprocess.run(install, check=True, stdout=subprocess.DEVNULL)
        ready.touch()
    return inside


def command(peer: str, path: str, encoding: str, schema: str) -> list[str]:
    """Give the command that times a peer over a file."""
    script, home = PEERS[peer]
    return [str(python(home)), str(FOLDER / f"{script}.py"), path, encoding, schema]
