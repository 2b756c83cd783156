"""Who wants to hear of what: pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from app.store.hook_model import Filters, Hook, News
from rules.core.assessment import dataset_id

_ORDER = "ABCDE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """The addresses that a piece of news is about."""

    urls: Collection[str]
    catalogs: Collection[str] = ()
    """The catalogues that list it, by id."""
    part: bool = False
    """One file of a dataset of several: only whoever asked for this very address is told."""


def wants(hook: Hook, news: News, where: Where) -> bool:
    """Tell whether a receiver asked to hear of this."""
    filters = hook.filters
    if news.event not in hook.events or (where.part and not filters.dataset):
        return False
    return _about(filters, news, where) and _worth(filters, news)


def fell(news: News) -> bool:
    """Tell whether a grade is worse than the one before."""
    both = news.grade is not None and news.before is not None
    return both and str(news.grade) > str(news.before)


def _about(filters: Filters, news: News, where: Where) -> bool:
    catalogs = where.catalogs if news.run is None else (news.run.catalog,)
    if filters.catalog and filters.catalog not in catalogs:
        return False
    if filters.dataset and dataset_id(filters.dataset) not in map(dataset_id, where.urls):
        return False
    return not filters.prefix or any(url.startswith(filters.prefix) for url in where.urls)


def _worth(filters: Filters, news: News) -> bool:
    if news.run is not None:
        return True  # a run has no grade of its own
    if filters.drops and not fell(news):
        return False
    return not filters.below or (
        news.grade is not None and _ORDER.index(news.grade) > _ORDER.index(filters.below)
    )
