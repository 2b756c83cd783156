"""The one place where templates become HTML: always escaped, never a missing value."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from app.web.charts import bar
from app.web.embed import is_web, short_name
from app.web.formats import stamp, visible
from app.web.voice import Voice
from rules.core.grading import POLICY

STATIC = Path(__file__).parent / "static"
"""Folder to serve under ``/static``; every address carries the file's digest."""


def render(template: str, voice: Voice, context: Mapping[str, object]) -> str:
    """Write a page in one language. Raises where the context lacks what the template asks for."""
    shared: dict[str, object] = {
        "v": voice,
        "here": "",
        "switch": f"?lang={voice.other}",
        "standalone": False,
        "policy": POLICY,
    }
    return _TEMPLATES.get_template(template).render(shared | dict(context))


def asset(name: str) -> str:
    """Address a static file by its content, so that browsers may keep it for ever."""
    return f"/static/{name}?v={_DIGESTS[name]}"


_DIGESTS = {
    path.relative_to(STATIC).as_posix(): blake2b(path.read_bytes(), digest_size=6).hexdigest()
    for path in STATIC.rglob("*")
    if path.is_file()
}
_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.globals |= {
    "asset": asset,
    "bar": bar,
    "is_web": is_web,
    "short_name": short_name,
    "stamp": stamp,
    "style": Markup((STATIC / "style.css").read_text(encoding="utf-8")),  # noqa: S704 # our own file
    "visible": visible,
}
