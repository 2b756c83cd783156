"""When the database does not answer: an error that says so, in every language."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import exc

from app.errors import Problem
from rules.core.text import Text

log = logging.getLogger(__name__)


class Unavailable(Problem):
    """The database is gone, full or overrun: 503 database_unavailable, worth trying again."""

    def __init__(self) -> None:
        super().__init__(
            "database_unavailable",
            Text(
                en="The service cannot reach its records just now. Try again in a minute.",
                fr="Le service n’accède plus à ses données pour le moment. Réessayez dans une minute.",
            ),
            status=503,
        )


@contextmanager
def answering() -> Iterator[None]:
    """Turn what a driver says of an outage into ``Unavailable``; our own mistakes pass as they are."""
    try:
        yield
    except (exc.OperationalError, exc.InterfaceError, exc.TimeoutError) as error:
        log.warning("the database does not answer: %s", getattr(error, "orig", None) or error)
        raise Unavailable from error
