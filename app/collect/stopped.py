"""Why a fetch ended early."""

from __future__ import annotations


class Stopped(Exception):
    """A fetch cannot go on, for a reason of :mod:`rules.core.outcomes`; never leaves this room."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
