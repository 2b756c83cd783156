"""What a hostile file might make its reader do: each deed by name."""

from __future__ import annotations

import os
import signal
import time


def run(payload: bytes) -> bytes:
    deed = payload.decode()
    if deed == "abort":
        os.abort()
    if deed == "raise":
        raise ValueError("no")
    if deed == "exit":
        os._exit(0)
    if deed == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if deed == "hoard":
        return bytes(4 << 30)
    if deed == "sleep":
        time.sleep(60)
    while deed == "spin":
        pass
    if deed == "flood":
        return bytes(100 << 20)
    if deed == "large":
        return b"x" * 5_000_000
    return str(os.getpid()).encode() if deed == "pid" else b"done"


def lie(payload: bytes) -> bytes:
    """Answer in the reader's place: something else than an inspection."""
    if b"garbage" in payload:
        return b"\xff\x00{"
    return b'{"file": {"bytes": "many"}, "findings": 7}' if b"wrong" in payload else b""


def die(_: bytes) -> bytes:
    os.abort()


def sleep(_: bytes) -> bytes:
    time.sleep(60)
    return b""
