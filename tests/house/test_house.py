"""What the house promises about itself."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXTS = {".py", ".md", ".toml", ".yaml", ".html", ".css", ".js", ".json", ".lock", ""}


def tracked() -> list[Path]:
    known = ["git", "ls-files", "-co", "--exclude-standard"]
    listed = subprocess.run(known, cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout: nothing tells our files from others")
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).is_file()]


@pytest.mark.parametrize("page", ["readme.py", "settings.py", "refusals.py"])
def test_what_is_written_from_code_is_up_to_date(page):
    done = subprocess.run([sys.executable, ROOT / "docs" / page, "--check"], check=False)
    assert done.returncode == 0, "run: make readme"


def test_no_module_is_too_long_to_be_one_idea():
    rooms = [
        p for p in tracked() if p.suffix == ".py" and p.parts[len(ROOT.parts)] in {"app", "rules"}
    ]
    long = {
        p.name: n for p in rooms if (n := len(p.read_text(encoding="utf-8").splitlines())) > 250
    }
    assert rooms
    assert long == {}


def test_nothing_carries_a_path_of_the_machine_it_was_written_on():
    path = re.compile(r"(^|[\s\"'(=:])/(home|root|work|Users)/[A-Za-z.]")
    found = [
        f"{p.name}:{n}"
        for p in tracked()
        if p.suffix in TEXTS and p.name != Path(__file__).name
        for n, line in enumerate(p.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if path.search(line)
    ]
    assert found == []


def test_the_locks_name_no_host_and_hash_everything():
    for lock in ROOT.glob("requirements*.lock"):
        text = lock.read_text(encoding="utf-8")
        assert "://" not in text
        assert text.count("==") <= text.count("--hash=")


def test_both_locks_agree():
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^[\w.-]+==[\w.]+", (ROOT / name).read_text(), re.MULTILINE))

    assert pins("requirements.lock") <= pins("requirements-dev.lock")


def test_the_readme_names_only_what_can_be_made():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for word in re.findall(r"make ([a-z]+)", readme):
        assert f"\n{word}:" in makefile, word


def test_the_migrations_folder_never_hides_the_library():
    assert not (ROOT / "alembic" / "__init__.py").exists()
