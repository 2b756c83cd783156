"""docs/api.md tells the truth: each request is sent, each answer compared."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAIRS = re.findall(
    r"```http\n(GET|POST) (\S+)\n(.*?)```\n\n```json\n(.*?)```",
    (ROOT / "docs" / "api.md").read_text(encoding="utf-8"),
    re.DOTALL,
)
ANY = "…"
PACKAGE = {
    "title": "Grants",
    "resources": [
        {"name": n, "title": t, "path": p, "schema": "scdl/subventions"}
        for n, t, p in (
            ("a", "Grants 2026", "2026.csv"),
            ("b", "Draft", "draft.csv"),
            ("c", "Guide", "guide.pdf"),
        )
    ],
}
"""The town's package: what docs/api.md shows."""


@pytest.fixture(scope="module")
def told(client, town):
    """Send what the page sends, with the town's real address."""
    for file in (ROOT / "demo" / "files").iterdir():
        town.publish(f"/{file.name}", file.read_bytes())
    address = f"http://127.0.0.1:{town.port}"
    town.publish("/grants/datapackage.json", json.dumps(PACKAGE))
    for name, source in (("2026", "subventions-2026"), ("draft", "subventions-a-corriger")):
        body = (ROOT / "demo" / "files" / f"{source}.csv").read_bytes()
        town.publish(f"/grants/{name}.csv", body)

    def send(method: str, path: str, body: str):
        path, body = (text.replace("http://town.example", address) for text in (path, body))
        headers = {"content-type": "application/json", "prefer": "wait=60"}
        answer = client.request(method, path, content=body.strip() or None, headers=headers)
        return json.loads(answer.text.replace(address, "http://town.example"))

    return send


def holds(shown, real, at: str = "$") -> None:
    """Check that what is shown is what came back; more may have come."""
    if shown == ANY:
        return
    if isinstance(shown, dict):
        assert isinstance(real, dict), at
        for key, value in shown.items():
            assert key in real, f"{at}.{key}"
            holds(value, real[key], f"{at}.{key}")
    elif isinstance(shown, list):
        open_ended = shown[-1:] == [ANY]
        wanted = shown[:-1] if open_ended else shown
        assert len(real) >= len(wanted) if open_ended else len(real) == len(wanted), at
        for number, (left, right) in enumerate(zip(wanted, real, strict=False)):
            holds(left, right, f"{at}[{number}]")
    else:
        assert shown == real, f"{at}: {shown!r} != {real!r}"


def test_the_page_has_examples():
    assert len(PAIRS) >= 9


@pytest.mark.parametrize("number", range(len(PAIRS)))
def test_an_example_is_what_the_service_answers(told, number):
    method, path, body, answer = PAIRS[number]
    holds(json.loads(answer), told(method, path, body))


def test_the_comparison_can_fail():
    with pytest.raises(AssertionError):
        holds({"a": [1, ANY]}, {"a": [2]})
