"""A page of a DCAT catalogue, and the address of the next one in both forms of Hydra."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote

from app.collect.metadata import read_text
from app.collect.portals import dcat, graph
from app.collect.portals.asked import Asked
from app.collect.portals.entities import Expands
from app.collect.portals.harvest.filling import fill, filled
from app.collect.portals.harvest.item import Item, Portion, Question
from app.collect.spelling import bare

_NEXT = ("next", "nextPage")
_CLASSES = ("PartialCollectionView", "PagedCollection")


def read(body: bytes, question: Question) -> Portion | None:
    """Read the datasets; ``None`` where it is no RDF, or none that speaks of a catalogue."""
    asked = question.asked
    try:
        known = graph.parse(body, bare(asked.answered))
    except Expands:
        return Portion(kind="dcat", code="record_entities")
    except graph.Unreadable as error:
        too_many = str(error) == "too many triples"
        return Portion(kind="dcat", code="catalog_page_too_large") if too_many else None
    found = graph.datasets(known)
    pages = graph.of_type(known, tuple(f"{graph.HYDRA}{name}" for name in _CLASSES))
    catalogs = graph.of_type(known, (f"{graph.DCAT}Catalog",))
    if not found and not pages and not catalogs:
        return None
    took = fill(found, question, lambda subject: _item(known, subject, asked))
    told = [graph.told(known, page, 1) for page in pages]
    following = (read_text(page.get(name)) for page in told for name in _NEXT)
    titles = (read_text(graph.told(known, c, 1).get("title")) for c in catalogs[:1])
    return replace(
        filled("dcat", took),
        next=next((text for text in following if text), ""),
        title=next(titles, "")[:300],
    )


def _item(known: graph.Graph, subject: graph.Node, asked: Asked) -> Item | None:
    told = graph.told(known, subject)
    own = subject.value if graph.is_named(subject) else ""
    key = own or read_text(told.get("identifier")) or read_text(told.get("title"))
    # An address of another site would take that one's place here: it is only a name then.
    url = own if asked.own(own) else f"{bare(asked.url)}#{quote(key, safe='')}"
    record = dcat.record_of(told, replace(asked, url=url))
    return None if record.state else Item(key=key or url, record=record)
