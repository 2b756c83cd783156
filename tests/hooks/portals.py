"""Portals on loopback that announce what they publish, keep what is written back, and echo it."""

from __future__ import annotations

import json
import re
import threading
from copy import deepcopy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import httpx2

TOKEN, KEY = "what-the-portal-sends-us", "what-we-send-the-portal"
_EXTRAS = re.compile(r"/api/2/datasets/([^/]+)/resources/([^/]+)/extras/")
_RECORD = re.compile(r"/api/1/datasets/([^/]+)/")
_EVENT = [
    "id",
    "url",
    "format",
    "title",
    "schema",
    "description",
    "filetype",
    "type",
    "mime",
    "filesize",
    "checksum_type",
    "checksum_value",
    "created_at",
    "last_modified",
    "extras",
]


class FakePortal:
    """What udata and CKAN have in common here: records, one account's key, what came back."""

    def __init__(self):
        self.datasets = {}
        self.written = []
        self.statuses = []
        """Answers to the next writes, instead of taking them."""
        portal = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                self._answer(*portal.read(self.path))

            def do_PUT(self):
                self._change()

            def do_POST(self):
                self._change()

            def _change(self):
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                self._answer(*portal.change(self.command, self.path, self.headers, body))

            def _answer(self, status, said):
                body = said if isinstance(said, bytes) else json.dumps(said).encode()
                kind = "text/csv" if isinstance(said, bytes) else "application/json"
                self.send_response(status)
                self.send_header("content-type", kind)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.files = {}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_port
        self.base = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def file(self, body):
        path = f"/files/{uuid4().hex}.csv"
        self.files[path] = body
        return path

    def of(self, resource_id):
        """What was written back to one resource."""
        return [said for own, said in tuple(self.written) if own == resource_id]


class FakeUdata(FakePortal):
    """udata with ``RESOURCES_ANALYSER_URI``; unlike it, this one announces every write again."""

    def __init__(self):
        super().__init__()
        self.hook = ""
        self.echoes = True
        self.touches = False
        """Whether a write to the extras also changes ``last_modified``."""
        self.answers = []

    def publish(self, body, **more):
        """Put a dataset of one file there, and announce it as udata does."""
        dataset, own = uuid4().hex[:24], str(uuid4())
        resource = {
            "id": own,
            "url": self.base + self.file(body),
            "latest": f"{self.base}/fr/datasets/r/{own}",
            "format": "csv",
            "title": "Subventions 2026",
            "schema": None,
            "description": None,
            "filetype": "file",
            "type": "main",
            "mime": "text/csv",
            "filesize": len(body),
            "checksum": None,
            "created_at": "2026-11-20T10:00:00+00:00",
            "last_modified": "2026-11-20T10:00:00+00:00",
            "extras": {"check:available": True},
            "harvest": None,
            **more,
        }
        self.datasets[dataset] = record(dataset, [resource])
        return dataset, resource

    def announce(self, dataset, resource, method="PUT", **headers):
        path = "/api/resources/" if method == "POST" else f"/api/resources/{resource['id']}"
        headers = headers or {"Authorization": f"Bearer {TOKEN}"}
        body = None if method == "DELETE" else event(dataset, resource)
        with httpx2.Client(timeout=30, trust_env=False) as client:
            answer = client.request(method, self.hook + path, json=body, headers=headers)
        self.answers.append((resource["id"], answer.status_code))
        return answer

    def read(self, path):
        if path in self.files:
            return 200, self.files[path]
        found = _RECORD.fullmatch(path)
        dataset = self.datasets.get(found[1]) if found else None
        return (200, dataset) if dataset else (404, {"message": "not found"})

    def change(self, method, path, headers, body):
        found = _EXTRAS.fullmatch(path)
        if method != "PUT" or not found:
            return 404, {}
        if headers.get("x-api-key") != KEY:
            return 401, {"message": "Unauthorized"}
        if self.statuses:
            return self.statuses.pop(0), {"message": "not now"}
        dataset = self.datasets.get(found[1])
        resource = next((r for r in dataset["resources"] if r["id"] == found[2]), None)
        if resource is None:
            return 404, {"message": "Resource does not exist"}
        said = json.loads(body)
        self.written.append((found[2], said))
        for key, value in said.items():
            if value is None:
                resource["extras"].pop(key, None)
            else:
                resource["extras"][key] = value
        if self.touches:
            resource["last_modified"] = f"2026-11-21T10:00:{len(self.written) % 60:02}+00:00"
        if self.echoes:
            threading.Thread(target=self.announce, args=(found[1], deepcopy(resource))).start()
        return 200, resource["extras"]


class FakeCkan(FakePortal):
    """CKAN's action API: ``package_show`` and ``resource_patch``."""

    def publish(self, body):
        package, own = str(uuid4()), str(uuid4())
        resource = {
            "id": own,
            "package_id": package,
            "name": "Subventions 2026",
            "url": self.base + self.file(body),
            "format": "CSV",
            "last_modified": "2026-11-20T10:00:00",
            "created": "2026-11-20T10:00:00",
        }
        self.datasets[package] = {
            "id": package,
            "name": package,
            "title": "Subventions",
            "notes": "Les subventions versées aux associations par la ville, année après année.",
            "license_id": "lov2",
            "owner_org": "ville",
            "state": "active",
            "num_resources": 1,
            "frequency": "annual",
            "resources": [resource],
        }
        return package, resource

    def read(self, path):
        if path in self.files:
            return 200, self.files[path]
        parts = urlsplit(path)
        wanted = parse_qs(parts.query).get("id", [""])[0]
        if parts.path == "/api/3/action/package_show" and wanted in self.datasets:
            return 200, {"success": True, "result": self.datasets[wanted]}
        return 404, {"success": False, "error": {"__type": "Not Found Error"}}

    def change(self, method, path, headers, body):
        if (method, path) != ("POST", "/api/3/action/resource_patch"):
            return 404, {}
        if headers.get("authorization") != KEY:
            return 403, {"success": False, "error": {"__type": "Authorization Error"}}
        said = json.loads(body)
        self.written.append((said.pop("id"), said))
        return 200, {"success": True, "result": said}


def record(dataset, resources):
    """A dataset as version 1 of udata's API gives it."""
    return {
        "id": dataset,
        "slug": dataset,
        "title": "Subventions aux associations",
        "description": "Les subventions versées aux associations par la ville. " * 4,
        "page": None,
        "created_at": "2020-01-01T00:00:00+00:00",
        "last_update": "2026-11-20T10:00:00+00:00",
        "last_modified": "2026-11-20T10:00:00+00:00",
        "frequency": "annual",
        "temporal_coverage": None,
        "license": "lov2",
        "quality": {},
        "badges": [],
        "archived": None,
        "deleted": None,
        "private": False,
        "tags": ["subventions"],
        "organization": {"name": "Ville"},
        "resources": resources,
    }


def event(dataset, resource):
    """What udata sends (``serialize_resource_for_event``)."""
    return {
        "resource_id": resource["id"],
        "dataset_id": dataset,
        "document": {key: deepcopy(resource.get(key)) for key in _EVENT},
    }
