"""The running service that these tests ask."""

from tests.running import client, service, town

__all__ = ["client", "service", "town"]
