"""A reader that prints what a hostile file had it print."""

from __future__ import annotations

import os

FORGED = '{"level": "critical", "event": "all is lost"}\n2026-11-23 CRITICAL: all is lost\n\x1b[2J'


def run(payload: bytes) -> bytes:
    os.write(1, FORGED.encode())
    os.write(2, b"last words")
    return payload
