"""The resource analyser that udata expects beside it: it announces what it publishes here."""
