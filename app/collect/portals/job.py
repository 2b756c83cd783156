"""What the child process runs: one document in, what it is out. Strangers' bytes stay there."""

from __future__ import annotations

from app.collect.portals.recognise import json_or_none, recognise
from app.collect.portals.record import Reading
from app.collect.portals.udata import read_resources
from app.collect.portals.wire import ASKED, LIST, READING, RESOURCES


def run(payload: bytes) -> bytes:
    """Read the document and write down what it is."""
    kind, asked, body = payload.split(b"\n", 2)
    if kind == LIST:
        return RESOURCES.dump_json(read_resources(json_or_none(body)) or ((), ""))
    return READING.dump_json(recognise(body, ASKED.validate_json(asked)) or Reading())
