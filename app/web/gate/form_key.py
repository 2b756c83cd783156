"""A key typed into a page: a form cannot send a header."""

from __future__ import annotations

from dataclasses import replace

from fastapi import Request
from starlette.datastructures import FormData

from app.api_key import Scope
from app.web.context import Context
from app.web.gate.callers import caller_of, holder

REFUSED = frozenset({"key_missing", "key_invalid", "key_expired", "scope_missing"})
"""Codes that are about the key: a page shows them at its field."""


async def admit(request: Request, parts: Context, form: FormData, scope: Scope) -> None:
    """Go on only with a key that opens this, where one is required. Raises ``Problem`` 401, 403."""
    if not parts.settings.require_key:
        return
    typed, caller = form.get("key"), caller_of(request)
    if isinstance(typed, str) and typed.strip():
        caller = replace(caller, key=await holder(parts.store.keys, typed.strip()))
    caller.must(scope)
