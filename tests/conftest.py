"""What holds for every test: generated cases are the same on every run, unless asked otherwise."""

from __future__ import annotations

import os

from hypothesis import settings

from tests.postgresql import postgresql_server

__all__ = ["postgresql_server"]

# A build must not turn red by the luck of the draw; `make fuzz` draws anew and looks longer.
settings.register_profile("steady", derandomize=True, database=None, deadline=None)
settings.register_profile("fuzz", deadline=None)
settings.load_profile("fuzz" if os.environ.get("QUALIDATA_FUZZ") else "steady")
