"""A client for the Qualidata service: one typed file, standard library only (Python 3.11 or newer).

Copy it beside your code::

    from qualidata_client import Qualidata

    service = Qualidata("https://qualidata.example", lang="en")
    found = service.assess("https://town.example/grants.csv", schema="scdl/subventions")
    print(found.grade, found.score, found.summary)
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPMessage
from pathlib import Path
from typing import Any, Literal
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen
from uuid import uuid4

OPERATIONS = (
    *("createAssessment", "getAssessment", "findDatasets", "getDatasetHistory"),
    *("badgeByUrl", "getJob"),
)
"""Every operation of ``/openapi.json`` that is used here."""
Grade = Literal["A", "B", "C", "D", "E"]
_NOT_OURS = "the answer is not one of Qualidata’s"


class QualidataError(Exception):
    """The service refused, or could not be reached; ``code`` is stable, the message is for people."""

    def __init__(self, code: str, message: str, status: int = 0) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.status = status
        """HTTP status; 0 where no answer came."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """One family of rules; ``score`` 0..100, ``None`` where it could not be measured."""

    id: str
    title: str
    score: float | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One thing to change, and the points that it wins (``None``: cannot be known yet)."""

    title: str
    text: str
    column: str | None
    gain: float | None


@dataclass(frozen=True, slots=True)
class Assessment:
    """One explained grade. ``grade`` is ``None`` where the file could not be measured."""

    id: str
    url: str
    dataset: str
    assessed_at: str
    grade: Grade | None
    score: float | None
    coverage: float
    limits: tuple[str, ...]
    summary: tuple[str, ...]
    dimensions: tuple[Dimension, ...]
    suggestions: tuple[Suggestion, ...]
    report: str
    """Address of the page for people."""
    raw: Mapping[str, Any] = field(repr=False)
    """The whole answer, as the API describes it."""


@dataclass(frozen=True, slots=True)
class Past:
    """One past assessment of a dataset."""

    assessment: str
    assessed_at: str
    grade: Grade | None
    score: float | None


@dataclass(frozen=True, slots=True)
class Qualidata:
    """A service at ``base``. Every call raises :class:`QualidataError`, and nothing else."""

    base: str
    key: str = ""
    lang: Literal["fr", "en"] = "fr"
    timeout: float = 90
    """Seconds for one call; an assessment may take several (see ``wait``)."""

    def assess(
        self,
        url: str,
        *,
        schema: str | Mapping[str, Any] | None = None,
        metadata: Mapping[str, Any] | None = None,
        frequency: str | None = None,
        patience: float = 600,
    ) -> Assessment:
        """Have the service assess an address, and wait up to ``patience`` seconds."""
        stated = {"url": url, "schema": schema, "metadata": metadata, "frequency": frequency}
        body = json.dumps({k: v for k, v in stated.items() if v is not None}).encode()
        return self._assess(body, "application/json", patience)

    def assess_file(
        self, path: str | Path, *, schema: str | None = None, patience: float = 600
    ) -> Assessment:
        """Send a file to be assessed, and wait up to ``patience`` seconds."""
        border, name = uuid4().hex, quote(Path(path).name)
        text = f'--{border}\r\nContent-Disposition: form-data; name="schema"\r\n\r\n{schema}\r\n'
        head = (
            f'--{border}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        )
        try:
            content = Path(path).read_bytes()
        except OSError as error:
            raise QualidataError("no_such_file", str(error)) from error
        parts = [(text if schema else "").encode(), head.encode(), content]
        body = b"".join([*parts, f"\r\n--{border}--\r\n".encode()])
        return self._assess(body, f"multipart/form-data; boundary={border}", patience)

    def wait(self, job: str, patience: float = 600) -> Assessment:
        """Wait for a job (its id) that the service answered with; asks as often as it is told to."""
        end = time.monotonic() + patience
        while True:
            stands, _, headers = self._call("GET", f"/v1/jobs/{quote(job, safe='')}")
            state, found = stands.get("state"), stands.get("assessment")
            if state == "succeeded" and found:
                return self.assessment(found)
            if state == "cancelled" and stands.get("superseded_by"):
                job = stands["superseded_by"]
                continue
            if state not in {"queued", "running"}:
                code = str(stands.get("code") or state or "not_json")
                raise QualidataError(code, str(stands.get("reason") or code))
            pause = _seconds(headers.get("retry-after"))
            if time.monotonic() + pause > end:
                raise QualidataError("out_of_patience", f"job {job} is still {state}")
            time.sleep(pause)

    def assessment(self, identifier: str) -> Assessment:
        """Read one assessment again."""
        return _assessment(self._call("GET", f"/v1/assessments/{quote(identifier, safe='')}")[0])

    def dataset(self, url: str) -> Assessment | None:
        """Read the latest assessment of an address; ``None`` where it has never been assessed."""
        try:
            return _assessment(self._call("GET", "/v1/datasets", url=url)[0])
        except QualidataError as error:
            if error.code == "not_found":
                return None
            raise

    def history(self, dataset: str, limit: int = 100) -> tuple[Past, ...]:
        """List the past assessments of a dataset (its id), newest first."""
        path = f"/v1/datasets/{quote(dataset, safe='')}/history"
        items = self._call("GET", path, limit=str(limit))[0]["items"]
        return tuple(Past(i["assessment"], i["assessed_at"], i["grade"], i["score"]) for i in items)

    def badge_url(self, url: str) -> str:
        """Give the address of the badge of an address: always an image."""
        return f"{self.base.rstrip('/')}/badge.svg?{urlencode({'url': url, 'lang': self.lang})}"

    def _assess(self, body: bytes, kind: str, patience: float) -> Assessment:
        started = time.monotonic()
        answer, status, headers = self._call("POST", "/v1/assessments", body=body, kind=kind)
        if status != 202:  # noqa: PLR2004 # accepted: a job does it
            return _assessment(answer)
        job = (headers.get("location") or "").rstrip("/").rpartition("/")[2]
        return self.wait(job, patience - (time.monotonic() - started))

    def _call(
        self, method: str, path: str, *, body: bytes | None = None, kind: str = "", **query: str
    ) -> tuple[Mapping[str, Any], int, HTTPMessage]:
        if not self.base.startswith(("http://", "https://")):
            raise QualidataError("bad_address", "the service’s address starts with http(s)://")
        address = f"{self.base.rstrip('/')}{path}?{urlencode({**query, 'lang': self.lang})}"
        headers = {"Accept": "application/json"}
        headers |= {"Content-Type": kind} if kind else {}
        headers |= {"Authorization": f"Bearer {self.key}"} if self.key else {}
        try:
            request = Request(address, body, headers, method=method)  # noqa: S310 # checked
            with urlopen(request, timeout=self.timeout) as answer:  # noqa: S310 # checked above
                return _object(answer.read()), answer.status, answer.headers
        except HTTPError as error:
            raise _refusal(error) from error
        except (OSError, HTTPException, ValueError) as error:
            raise QualidataError("unreachable", str(error)) from error


def _object(text: bytes) -> Mapping[str, Any]:
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        read = None
    if not isinstance(read, dict):
        raise QualidataError("not_json", _NOT_OURS)
    return read


def _refusal(error: HTTPError) -> QualidataError:
    """Read a problem detail (RFC 9457), where there is one."""
    with error:
        try:
            problem = json.load(error)
            return QualidataError(problem["code"], problem["title"], error.code)
        except (ValueError, KeyError, TypeError, OSError, HTTPException):
            return QualidataError("http_error", f"HTTP {error.code}", error.code)


def _seconds(retry_after: str | None) -> float:
    text = retry_after or ""
    return float(min(60, max(1, int(text)))) if text.isascii() and text.isdecimal() else 2.0


def _assessment(raw: Mapping[str, Any]) -> Assessment:
    try:
        return Assessment(
            id=raw["id"],
            url=raw["dataset"]["url"],
            dataset=raw["dataset"]["id"],
            assessed_at=raw["assessed_at"],
            grade=raw["grade"],
            score=raw["score"],
            coverage=raw["coverage"],
            limits=tuple(raw["limits"]),
            summary=tuple(raw["summary"]),
            dimensions=tuple(
                Dimension(d["id"], d["title"], d["score"], d["reason"]) for d in raw["dimensions"]
            ),
            suggestions=tuple(
                Suggestion(s["title"], s["text"], s["column"], s["gain"])
                for s in raw["suggestions"]
            ),
            report=raw["links"]["report"],
            raw=raw,
        )
    except (KeyError, TypeError) as error:
        raise QualidataError("not_json", _NOT_OURS) from error
