"""The API's own page in a real Chromium: every operation is there, nothing is fetched elsewhere."""

from __future__ import annotations

import os
import re
import shutil
from hashlib import sha256

import pytest
from playwright.sync_api import sync_playwright

from app.web.rendering import STATIC

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
VENDOR = STATIC / "vendor"


@pytest.fixture(scope="module")
def opened(service):
    """The page, once Swagger UI has drawn it; what the browser complained about; what it asked."""
    if not os.access(CHROMIUM, os.X_OK):
        reason = "no Chromium on this machine: the API page was NOT tried in a browser"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    with sync_playwright() as play:
        chromium = play.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-quic"]
        )
        page, said, asked = chromium.new_page(), [], []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{service}/docs?lang=en")
        page.wait_for_selector(".opblock", timeout=60_000)
        yield page, said, asked
        chromium.close()


def test_every_operation_is_listed(opened, client):
    page, *_ = opened
    api = client.get("/openapi.json").json()
    paths = api["paths"] | api["webhooks"]
    wanted = {(verb, path) for path, verbs in paths.items() for verb in verbs}
    seen = {
        (
            block.locator(".opblock-summary-method").inner_text().lower(),
            block.locator(".opblock-summary-path").get_attribute("data-path"),
        )
        for block in page.locator(".opblock").all()
    }
    assert wanted
    assert seen == wanted


def test_an_operation_opens_and_can_be_tried(opened):
    page, *_ = opened
    page.locator("#operations-health-health .opblock-summary-control").click()
    page.locator("#operations-health-health .try-out__btn").click()
    page.locator("#operations-health-health button.execute").click()
    shown = page.locator("#operations-health-health .live-responses-table .highlight-code").first
    shown.wait_for()
    assert '"ok"' in shown.inner_text()


def test_the_policy_for_scripts_holds_and_is_never_broken(opened, client):
    page, said, asked = opened
    policy = client.get("/docs").headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert [line for line in said if "Content Security Policy" in line or "rror" in line] == []
    origin = page.url.partition("/docs")[0]
    assert [url for url in asked if not url.startswith((origin, "data:"))] == []


def test_the_page_has_no_script_of_its_own(client):
    html = client.get("/docs").text
    assert re.findall(r"<script(?![^>]*\bsrc=)", html) == []
    for address in re.findall(r'(?:src|href)="([^"]+)"', html):
        assert address.startswith("/")
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("path", ["/redoc", "/docs/oauth2-redirect"])
def test_no_other_page_of_the_framework_is_left(client, path):
    assert client.get(path).status_code == 404


def test_the_vendored_files_are_those_that_were_noted():
    noted = dict(re.findall(r"`(\S+)` \| `([0-9a-f]{64})`", (VENDOR / "README.md").read_text()))
    files = {p.name for p in VENDOR.iterdir() if p.suffix in {".js", ".css"}}
    assert files == set(noted)
    for name, digest in noted.items():
        assert sha256((VENDOR / name).read_bytes()).hexdigest() == digest
    assert "Apache License" in (VENDOR / "swagger-ui.LICENSE.txt").read_text()
    assert sum(p.stat().st_size for p in VENDOR.iterdir()) < 2_000_000
