"""``/metrics`` for Prometheus: this process, the queue, and what all workers have done."""

from __future__ import annotations

import asyncio
import hmac
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Annotated

from fastapi import APIRouter, Header, Response
from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.metrics_core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    InfoMetricFamily,
    Metric,
)

from app import __version__
from app.errors import Problem
from app.meters import WEB, WORK, Sample, work_zero
from app.settings import Settings
from app.store import JobState, Present, Store, Unavailable
from app.web.context import Parts, Reader
from app.web.problems import RESPONSES, answer
from app.web.shelf import Shelf
from rules.core.text import Text

_PRIORITIES = ("publish", "person", "batch")
_CLOSED = Text(
    en="These figures are for whoever runs the service: send its token as “Authorization: Bearer …”.",
    fr="Ces chiffres sont réservés à l’exploitant du service : envoyez son jeton dans « Authorization: Bearer … ».",
)


def router(settings: Settings, shelf: Shelf) -> APIRouter:
    """Build the route."""
    routes = APIRouter(tags=["health"], responses=RESPONSES)
    token = settings.metrics_token.get_secret_value()
    own = CollectorRegistry()
    ProcessCollector(registry=own)

    @routes.get("/metrics", operation_id="metrics", response_class=Response)
    async def metrics(
        parts: Parts,
        lang: Reader,
        authorization: Annotated[str, Header(description="`Bearer` and the token, if any.")] = "",
    ) -> Response:
        """Give the service's figures in the text format of Prometheus."""
        if token and not _same(authorization, f"Bearer {token}"):
            refused = answer(Problem("metrics_closed", _CLOSED, status=401), lang)
            refused.headers["www-authenticate"] = "Bearer"
            return refused
        found = await asyncio.to_thread(_Found, parts.store)
        registry = CollectorRegistry()
        for families in (lambda: _cache(shelf), found.families):
            registry.register(_Given(families))
        text = b"".join(generate_latest(one) for one in (own, WEB, registry))
        return Response(text, media_type=CONTENT_TYPE_LATEST, headers={"cache-control": "no-store"})

    return routes


class _Given:
    """A collector of families that a function gives."""

    def __init__(self, families: Callable[[], Iterator[Metric]]) -> None:
        self._families = families

    def collect(self) -> Iterator[Metric]:
        return self._families()


class _Found:
    """What the database says; nothing where it is away."""

    def __init__(self, store: Store) -> None:
        self.up = True
        self.depth: Mapping[tuple[JobState, int], int] = {}
        self.work: Mapping[Sample, float] = {}
        self.workers: tuple[Present, ...] = ()
        try:
            self.depth, self.work = store.upkeep.depth(), store.tallies.all()
            self.workers = store.roll.present()
        except Unavailable:
            self.up = False

    def families(self) -> Iterator[Metric]:
        """Give the queue, the work done, and whether the database answered."""
        yield InfoMetricFamily("qualidata", "This service.", {"version": __version__})
        yield GaugeMetricFamily(
            "qualidata_database_up", "1 where the database answers.", float(self.up)
        )
        if self.up:
            yield self._queue()
            yield from _fleet(self.workers)
            yield from _work(self.work)

    def _queue(self) -> Metric:
        family = GaugeMetricFamily(
            "qualidata_queue_jobs",
            "Jobs that wait or run, by state and priority.",
            labels=("state", "priority"),
        )
        for state in ("queued", "running"):
            for number, name in enumerate(_PRIORITIES):
                items = self.depth.get((state, number), 0)
                family.add_metric((state, name), items)
        return family


def _fleet(workers: tuple[Present, ...]) -> Iterator[Metric]:
    """Give the workers that live, by machine: no series outlives its machine."""
    figures: tuple[tuple[str, str, Callable[[Present], float]], ...] = (
        ("workers", "Workers that live, by machine.", lambda _: 1),
        ("worker_slots", "Jobs that they may do at once.", lambda one: one.slots),
        (
            "worker_resident_bytes",
            "Memory of workers and their warm parents.",
            lambda one: one.resident,
        ),
        (
            "worker_jobs_per_second",
            "Jobs that they do, over the last minute.",
            lambda one: one.rate,
        ),
    )
    for name, words, figure in figures:
        sums: dict[str, float] = defaultdict(float)
        for worker in workers:
            sums[worker.place] += figure(worker)
        family = GaugeMetricFamily(f"qualidata_{name}", words, labels=("place",))
        for place, total in sorted(sums.items()):
            family.add_metric((place,), total)
        yield family


def _work(known: Mapping[Sample, float]) -> Iterator[Metric]:
    """Give what all workers counted, under the names and in the order of our own instruments."""
    every = {**work_zero(), **known}
    for template in WORK.collect():
        family = Metric(template.name, template.documentation, template.type)
        names = {template.name + end for end in ("", "_total", "_bucket", "_sum", "_count")}
        mine = [sample for sample in every if sample[0] in names]
        for name, labels in sorted(mine, key=_order):
            family.add_sample(name, dict(labels), every[name, labels])
        yield family


def _order(sample: Sample) -> tuple[object, ...]:
    name, labels = sample
    rest = tuple(pair for pair in labels if pair[0] != "le")
    return rest, name, float(dict(labels).get("le", "0"))


def _cache(shelf: Shelf) -> Iterator[Metric]:
    counts = shelf.counts
    asked = CounterMetricFamily(
        "qualidata_badge_cache_requests",
        "Badges and latest grades asked for: given again (hit), looked up (miss), or given although "
        "old since the database was away (stale).",
        labels=("result",),
    )
    for result in ("hit", "miss", "stale"):
        asked.add_metric(
            (result,), getattr(counts, {"hit": "hits", "miss": "misses"}.get(result, result))
        )
    yield asked
    given = CounterMetricFamily(
        "qualidata_badge_cache_answers",
        "Answers given from the read cache, by route and status.",
        labels=("route", "status"),
    )
    for (route, status), times in tuple(counts.given.items()):
        given.add_metric((route, str(status)), times)
    yield given
    yield GaugeMetricFamily("qualidata_badge_cache_bytes", "Memory of the read cache.", shelf.bytes)
    yield GaugeMetricFamily("qualidata_badge_cache_entries", "Answers kept.", len(shelf))


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode())
