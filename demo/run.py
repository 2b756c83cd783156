"""The two-minute tour: start the service, have it grade a good and a bad file by their address.

Run by ``make demo``. Everything it makes lies in ``.demo/`` and may be deleted at any time.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
STATE = ROOT / ".demo"
QUALIDATA = Path(sys.executable).parent / "qualidata"
PORTAL = {
    "title": "Subventions versées par la commune",
    "description": (
        "Toutes les subventions de plus de 500 euros versées par la commune de Val-Fleuri, "
        "association par association, avec la date de la convention, l’objet et le montant. "
        "Fichier conforme au schéma SCDL, exporté du logiciel de gestion financière."
    ),
    "licence": "etalab-2.0",
    "contact": "donnees@val-fleuri.example",
    "publisher": "Commune de Val-Fleuri",
    "keywords": ["subventions", "associations"],
}
ORDERS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("subventions-2026.csv", {"metadata": PORTAL, "frequency": "annual"}),
    ("subventions-a-corriger.csv", {"metadata": {"title": "Subventions 2026 (export)"}}),
)


class Quiet(SimpleHTTPRequestHandler):
    """A town's file server that does not talk."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def main() -> int:
    """Run the tour until Ctrl-C."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--once", action="store_true", help="stop after the two grades")
    asked = parser.parse_args()
    files = serve_files()
    base = f"http://127.0.0.1:{asked.port}"
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    service = start(asked.port, files.server_port)
    try:
        if not answers(base, service):
            print(f"The service did not start on port {asked.port}; try: make demo PORT=8123")
            return 1
        for name, extra in ORDERS:
            url = f"http://127.0.0.1:{files.server_port}/{name}"
            show(post(base, {"url": url, "schema": "scdl/subventions", **extra}))
        if asked.once:
            return 0
        print(f"\nLe service reste ouvert : {base}/ — Ctrl-C pour arrêter.")
        return service.wait()
    except KeyboardInterrupt:
        print("\nAu revoir.")
        return 0
    finally:
        service.terminate()
        service.wait(timeout=15)
        files.shutdown()


def serve_files() -> ThreadingHTTPServer:
    """Publish the demo's files on loopback, as a town's own server would."""
    handler = partial(Quiet, directory=str(ROOT / "demo" / "files"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def start(port: int, files: int) -> subprocess.Popen[bytes]:
    """Migrate the embedded database and start the service; only this demo may fetch loopback."""
    STATE.mkdir(exist_ok=True)
    settings = {
        "QUALIDATA_DATA_DIR": str(STATE),
        "QUALIDATA_DATABASE_URL": "",
        "QUALIDATA_FETCH_ALLOW_NETWORKS": "127.0.0.1/32",
        "QUALIDATA_FETCH_ALLOW_PORTS": str(files),
    }
    environment = {**os.environ, **settings}
    subprocess.run([QUALIDATA, "migrate"], env=environment, check=True, stdout=subprocess.DEVNULL)
    print("Démarrage du service (la première fois, Great Expectations prend quelques secondes)…")
    with (STATE / "service.log").open("wb") as log:
        return subprocess.Popen(
            [QUALIDATA, "serve", "--port", str(port)], env=environment, stdout=log, stderr=log
        )


def answers(base: str, service: subprocess.Popen[bytes]) -> bool:
    """Wait until the service is ready; False where it ended, or was not ours to begin with."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and service.poll() is None:
        try:
            urllib.request.urlopen(f"{base}/readyz", timeout=2).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
        else:
            time.sleep(0.2)
            return service.poll() is None
    return False


def post(base: str, order: dict[str, Any]) -> dict[str, Any]:
    """Ask for one assessment, as a portal would."""
    request: urllib.request.Request | str = urllib.request.Request(
        f"{base}/v1/assessments?lang=fr",
        data=json.dumps(order).encode(),
        headers={"content-type": "application/json", "prefer": "wait=60"},
    )
    while True:
        with urllib.request.urlopen(request, timeout=120) as answer:
            body: dict[str, Any] = json.load(answer)
        if "grade" in body:
            return body
        # A slow machine: the service gave a job instead, which leads to the assessment.
        ready = body.get("assessment")
        request = (
            f"{base}/v1/assessments/{ready}?lang=fr" if ready else f"{base}/v1/jobs/{body['id']}"
        )
        time.sleep(0 if ready else 1)


def show(assessment: dict[str, Any]) -> None:
    """Print grade, reasons, first fixes and links."""
    name = assessment["resource"]["url"].rsplit("/", 1)[-1]
    score = str(assessment["score"]).replace(".", ",")
    print(f"\n━━ {name}\n   Note {assessment['grade']}  ({score} / 100)")
    for sentence in assessment["summary"]:
        print(f"   • {sentence}")
    if assessment["suggestions"]:
        print("   À corriger d’abord :")
    for number, item in enumerate(assessment["suggestions"][:4], 1):
        gain = f"  (+{str(item['gain']).replace('.', ',')} points)" if item["gain"] else ""
        print(f"   {number}. {item['title']}{gain}\n      {item['text']}")
    print(
        f"   Rapport : {assessment['links']['report']}\n   Badge   : {assessment['links']['badge']}"
    )


if __name__ == "__main__":
    sys.exit(main())
