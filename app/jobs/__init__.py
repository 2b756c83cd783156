"""Orders wait here for a free slot. The door stays when a durable queue moves in behind it."""

from app.jobs.local import LocalRunner, Priority

__all__ = ["LocalRunner", "Priority"]
