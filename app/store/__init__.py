"""The store room: assessments go in, and come out by id, by dataset, by time."""

from app.store.model import Entry, Graded, Head
from app.store.outage import Unavailable
from app.store.store import Store

__all__ = ["Entry", "Graded", "Head", "Store", "Unavailable"]
