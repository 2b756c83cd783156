"""A real service, a town full of canaries, and a real Chromium to hear whether one sings."""

from __future__ import annotations

import os
import shutil
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Error, sync_playwright

from tests.running import client, service, town

__all__ = ["client", "service", "town"]

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
WATCH = """
addEventListener("securitypolicyviolation", (e) => {
  (window.stopped ??= []).push(`${e.violatedDirective} ${e.blockedURI} ${e.sample}`);
});
"""


class Ears:
    """A tab that notes what a page does beyond being read."""

    def __init__(self, page):
        self.page, self.sung, self.asked = page, [], []
        page.set_default_timeout(30_000)
        page.add_init_script(WATCH)
        page.on("dialog", self._dialog)
        page.on("request", lambda request: self.asked.append(request.url))

    def _dialog(self, dialog):
        self.sung.append(dialog.message)
        dialog.dismiss()

    def hear(self, address):
        """Open an address; give what ran, what the policy had to stop, and which hosts were asked."""
        self.page.goto("about:blank")
        self.sung.clear()
        self.asked.clear()
        try:
            self.page.goto(address, wait_until="load")
        except Error as error:  # kept as a file: no page that anything could run in
            if "Download is starting" not in str(error):
                raise
            return self.sung, [], set()
        hit = self.page.evaluate("document.documentElement?.getAttribute('data-hit')")
        stopped = self.page.evaluate("window.stopped ?? []")
        hosts = {urlsplit(url).netloc for url in self.asked if url.startswith("http")}
        return [*self.sung, *filter(None, [hit])], stopped, hosts


@pytest.fixture(scope="module")
def ears():
    if not os.access(CHROMIUM, os.X_OK):
        reason = "no Chromium on this machine: the canaries were NOT heard"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    with sync_playwright() as play:
        chromium = play.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-quic"]
        )
        yield Ears(chromium.new_context().new_page())
        chromium.close()
