"""The gate before every route: who asks, whether they may, how much they have asked lately."""

from app.web.gate.callers import Asker, Caller, caller_of, charge, needs

__all__ = ["Asker", "Caller", "caller_of", "charge", "needs"]
