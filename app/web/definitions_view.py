"""The pages that define our words, for people; programs get the same as linked data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from app.web.linked.definitions import DEFINITIONS, Definition, Kind, known
from app.web.linked.words_def import KINDS
from app.web.rendering import render
from app.web.voice import Voice
from rules.core.text import Lang

_FORMS = (("ttl", "Turtle"), ("jsonld", "JSON-LD"), ("rdf", "RDF/XML"))


@dataclass(frozen=True, slots=True)
class Entry:
    """One definition in words."""

    id: str
    path: str
    title: str
    text: str
    note: str
    dimensions: tuple[tuple[str, str], ...]
    """Path and title of each."""


@dataclass(frozen=True, slots=True)
class Section:
    """All definitions of one kind."""

    id: str
    title: str
    text: str
    entries: tuple[Entry, ...]


def definition_page(definition: Definition, path: str, lang: Lang) -> str:
    """Write the page of one definition."""
    voice = Voice(lang)
    context = {
        "entry": _entry(definition, voice),
        "up": (f"/def/{definition.kind}", voice.prose(KINDS[definition.kind][0].say(lang))),
        "forms": _forms(path),
        "here": path,
        "switch": f"{path}?lang={voice.other}",
    }
    return render("definition.html", voice, context)


def definitions_page(kinds: Iterable[Kind], path: str, lang: Lang) -> str:
    """Write the list of one or several kinds of definitions."""
    voice = Voice(lang)
    context = {
        "sections": tuple(_section(kind, voice) for kind in kinds),
        "forms": _forms(path),
        "here": path,
        "switch": f"{path}?lang={voice.other}",
    }
    return render("definitions.html", voice, context)


def _section(kind: Kind, voice: Voice) -> Section:
    title, text = KINDS[kind]
    return Section(
        id=kind,
        title=voice.prose(title.say(voice.lang)),
        text=voice.prose(text.say(voice.lang)),
        entries=tuple(_entry(definition, voice) for definition in known(kind)),
    )


def _entry(definition: Definition, voice: Voice) -> Entry:
    dimensions = (DEFINITIONS["dimensions", d.value] for d in definition.dimensions)
    return Entry(
        id=definition.id,
        path=_path(definition),
        title=voice.prose(definition.title.say(voice.lang)),
        text=voice.prose(definition.text.say(voice.lang)),
        note=voice.prose(definition.note.say(voice.lang)) if definition.note else "",
        dimensions=tuple((_path(d), voice.prose(d.title.say(voice.lang))) for d in dimensions),
    )


def _path(definition: Definition) -> str:
    return f"/def/{definition.kind}/{quote(definition.id)}"


def _forms(path: str) -> tuple[tuple[str, str], ...]:
    return tuple((f"{path}.{extension}", name) for extension, name in _FORMS)
