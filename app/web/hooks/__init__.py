"""Webhooks: who is told of what, and the log of what they were told."""
