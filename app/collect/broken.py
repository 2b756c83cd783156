"""Who broke a connection, as far as the error tells: only what is sure is held against anyone."""

from __future__ import annotations

import ssl

_CODES: tuple[tuple[type[OSError], str], ...] = (
    (ssl.SSLEOFError, "truncated"),
    (ssl.SSLZeroReturnError, "truncated"),
    (ssl.SSLError, "tls_invalid"),
    (ConnectionRefusedError, "connect_failed"),
    (ConnectionError, "truncated"),
    (OSError, "no_route"),
)
"""From the most precise error to the least; the last is a network, or a limit, of ours."""


def broken_by(error: BaseException) -> str:
    """Name the outcome behind an error, down to the first cause that the system itself stated."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, OSError) and cause.errno is not None:
            return next(code for kind, code in _CODES if isinstance(cause, kind))
        cause = cause.__cause__ or cause.__context__  # the connection pool raises “from None”
    return "truncated"
