"""The log: one line an event, as JSON for machines or as text for people.

Nothing that a stranger wrote breaks a line, fakes one or moves a cursor; secrets are cut out of
every word. Modules log as the standard library has it; what is bound (``request_id``, ``job_id``)
stands on every line written meanwhile, in whichever thread.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from contextlib import AbstractContextManager
from typing import Any

import structlog
from structlog.contextvars import (
    bind_contextvars,
    bound_contextvars,
    get_contextvars,
    merge_contextvars,
)
from structlog.stdlib import BoundLogger, ProcessorFormatter
from structlog.typing import Processor

from app.redact import redact_text

Fields = MutableMapping[str, Any]
LONGEST = 10_000
"""Characters of one field; a trace is kept from its end."""
_QUIET = ("alembic", "httpcore2", "httpx2", "asyncio")
"""Libraries whose small talk is no news."""
_FIRST = ("time", "level", "logger", "event", "exception")


_SHARED: tuple[Processor, ...] = (
    merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
    structlog.processors.format_exc_info,
)
structlog.configure(
    processors=[*_SHARED, ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
)


def journal(name: str) -> BoundLogger:
    """Give a log that takes fields: ``journal("app.access").info("request", status=200)``."""
    log: BoundLogger = structlog.get_logger(name)
    return log


def set_up(form: str, level: str) -> None:
    """Write every log line of this process to standard error from now on.

    ``form``: ``json``, ``text``, or ``auto`` (text where a person looks on, else JSON).
    """
    as_text = form == "text" or (form == "auto" and sys.stderr.isatty())
    last: Processor = text_line if as_text else structlog.processors.JSONRenderer()
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        ProcessorFormatter(
            foreign_pre_chain=_SHARED,
            processors=[ProcessorFormatter.remove_processors_meta, harmless, last],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    logging.captureWarnings(capture=True)


def mark(**fields: str) -> None:
    """Put fields on every line that this task writes from now on: ``mark(job_id=…)``."""
    bind_contextvars(**fields)


def harmless(_logger: object, _method: str, fields: Fields) -> Fields:
    """Cut secrets out of every field, and fields down to a length that a log can bear."""
    return {name: _plain(value) for name, value in fields.items()}


def text_line(_logger: object, _method: str, fields: Fields) -> str:
    """Write a line for people; a trace follows, indented, so that none of its lines is one of ours."""
    head = f"{fields.get('time', '')} {str(fields.get('level', '')).upper()} {fields.get('logger', '')}:"
    rest = [f"{name}={value}" for name, value in fields.items() if name not in _FIRST]
    words = [head, str(fields.get("event", "")), *rest]
    trace = str(fields.get("exception", ""))
    lines = [f"    | {visible(line)}" for line in trace.split("\n")] if trace else []
    return "\n".join([visible(" ".join(words)), *lines])


def visible(text: str) -> str:
    """Write whatever is not plainly printable (line ends, escapes, marks of direction) as an escape."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def _plain(value: object) -> object:
    if value is None or isinstance(value, bool | int | float):
        return value
    text = redact_text(value if isinstance(value, str) else str(value))
    return text if len(text) <= LONGEST else f"… {text[-LONGEST:]}"


def marked(**fields: str) -> AbstractContextManager[None]:
    """Put fields on every line written within the block."""
    return bound_contextvars(**fields)


def mark_of(name: str) -> str:
    """Give a field put on every line; empty where it is not there."""
    return str(get_contextvars().get(name, ""))
