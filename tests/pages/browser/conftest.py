"""A real Chromium and a loopback server that sends the headers the service sends."""

from __future__ import annotations

import os
import shutil
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import sync_playwright

from app.web.badge import GRADE_COLORS, badge_svg
from app.web.headers import IMAGE, PAGE
from app.web.pages import STATIC

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
WATCH = """
addEventListener("securitypolicyviolation", (e) => {
  document.documentElement.dataset.violation = e.violatedDirective;
});
"""


@pytest.fixture(scope="module")
def browser():
    if not os.access(CHROMIUM, os.X_OK):
        reason = "no Chromium on this machine: the pages were NOT tried in a browser"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    with sync_playwright() as play:
        chromium = play.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-quic"]
        )
        yield chromium
        chromium.close()


FIXED = {
    "inline": (b"<!DOCTYPE html><script>document.title='ran'</script>", "text/html"),
    "events": (b"retry: 600000\n\n", "text/event-stream"),
}


@pytest.fixture(scope="module")
def site(page_of, canary_badge):
    """Serve the pages as the service does; ``posts`` keeps what the form sent."""

    class Handler(BaseHTTPRequestHandler):
        posts: list[bytes] = []  # noqa: RUF012 # one list for the server, on purpose

        def do_GET(self):
            path, _, query = self.path.partition("?")
            if path.startswith("/static/"):
                body, kind = (STATIC / path.rpartition("/")[2]).read_bytes(), _kind(path)
            elif path == "/hostile.svg" or path.endswith("/badge.svg"):
                body, kind = canary_badge.encode(), "image/svg+xml"
            elif path.rpartition("/")[2] in FIXED:
                body, kind = FIXED[path.rpartition("/")[2]]
            else:
                lang = "en" if "lang=en" in query else "fr"
                body, kind = page_of(path[1:] or "home", lang).encode(), "text/html; charset=utf-8"
            self._answer(body, kind)

        def do_POST(self):
            self.posts.append(self.rfile.read(int(self.headers["content-length"])))
            time.sleep(0.4)
            self._answer(b"<!DOCTYPE html><title>ok</title>", "text/html")

        def _answer(self, body, kind):
            self.send_response(200)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(body)))
            if not self.path.startswith("/alone"):  # one file for anywhere carries its own policy
                self.send_header("content-security-policy", IMAGE if "svg" in kind else PAGE)
            self.send_header("x-content-type-options", "nosniff")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            pass

    def _kind(path):
        kinds = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
        return kinds[path.rpartition(".")[2]]

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", Handler.posts
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def canary_badge():
    hit = "</title><script>document.documentElement.dataset.hit=1</script>"
    return badge_svg(hit, f"B {hit}", GRADE_COLORS["B"])


@pytest.fixture(scope="module")
def tabs(browser):
    """Two open tabs, with and without JavaScript, each with what the browser complains about."""
    opened = {}
    for script in (True, False):
        context = browser.new_context(java_script_enabled=script)
        if script:
            context.grant_permissions(["clipboard-read", "clipboard-write"])
        page, problems = context.new_page(), []
        page.on("console", lambda message, said=problems: said.append(message.text))
        page.on("pageerror", lambda error, said=problems: said.append(str(error)))
        page.set_default_timeout(20_000)
        if script:
            page.add_init_script(WATCH)
        opened[script] = page, problems
    return opened


@pytest.fixture
def visit(tabs, site):
    """Open a page of the site in a tab that forgot what it saw before."""

    def go(path, *, dark=False, script=True):
        page, problems = tabs[script]
        page.emulate_media(color_scheme="dark" if dark else "light", media="screen")
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto("about:blank")
        problems.clear()
        page.goto(site[0] + path)
        return page, problems

    return go
