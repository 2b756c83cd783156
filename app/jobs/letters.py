"""A message to a webhook: its body, and the signatures by which its receiver knows us."""

from __future__ import annotations

import re
import secrets
from base64 import b64decode, b64encode
from datetime import UTC, datetime

from standardwebhooks import Webhook

from app.collect.post import Letter
from app.jobs.payload import payload
from app.store import Hook, News

_BYTES = 32
_LENGTHS = range(24, 65)
_SECRET = re.compile(r"whsec_[A-Za-z0-9+/]{32,88}={0,2}")


def new_secret() -> str:
    """Make a secret as Standard Webhooks writes them."""
    return f"whsec_{b64encode(secrets.token_bytes(_BYTES)).decode()}"


def usable_secret(text: str) -> bool:
    """Tell whether a text is a secret of 24 to 64 bytes, with its prefix."""
    if not _SECRET.fullmatch(text):
        return False
    try:
        return len(b64decode(text.removeprefix("whsec_") + "==")) in _LENGTHS
    except ValueError:
        return False


def letter_to(hook: Hook, message: str, news: News, base: str) -> Letter:
    """Write a message and sign it, now; with the secret before too, for as long as it counts."""
    body = payload(news, base).model_dump_json()
    now = datetime.now(UTC)
    signatures = [
        Webhook(secret).sign(message, now, body) for secret in (hook.secret, hook.former) if secret
    ]
    return Letter(
        url=hook.url,
        body=body.encode(),
        headers=(
            ("webhook-id", message),
            ("webhook-timestamp", str(int(now.timestamp()))),
            ("webhook-signature", " ".join(signatures)),
        ),
    )
