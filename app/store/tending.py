"""What an SQLite file needs now and then; PostgreSQL has its own autovacuum."""

from __future__ import annotations

import logging
from contextlib import closing

from app.store.engine import Engines
from app.store.outage import answering

_WORTH = 32 << 20
"""Bytes of empty pages below which nobody minds them."""
_SHARE = 0.25
_LARGEST = 4 << 30
"""Bytes beyond which the file is not written anew: writers would wait for too long."""
log = logging.getLogger(__name__)


def tend(engines: Engines) -> None:
    """Refresh the planner's figures, fold the log into the file, and give back what is empty.

    Readers are never held up; writers are while the file is written anew, where a quarter of it
    is empty. Raises ``Unavailable`` where the file is busy or the disk full.
    """
    if engines.write.dialect.name != "sqlite":
        return
    # Not in a transaction: neither the log nor the file could be folded in one.
    with answering(), closing(engines.write.raw_connection()) as borrowed:
        connection = borrowed.driver_connection
        assert connection is not None
        connection.execute("PRAGMA optimize")
        size, pages, free = (
            int(connection.execute(f"PRAGMA {name}").fetchone()[0])
            for name in ("page_size", "page_count", "freelist_count")
        )
        if free * size > _WORTH and free > _SHARE * pages and pages * size <= _LARGEST:
            log.info("the database file is written anew: %d of %d pages are empty", free, pages)
            connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
