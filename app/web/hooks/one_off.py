"""The webhook of one order: told once, when its job has ended."""

from __future__ import annotations

from typing import Annotated
from uuid import uuid4

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, WithJsonSchema

from app.jobs import Desk, new_secret, usable_secret
from app.store import NewHook
from app.web.hooks.shapes import URL_MAX


def _usable(value: str | None) -> str | None:
    if value is not None and not usable_secret(value):
        raise ValueError("whsec_ and the base64 of 24 to 64 bytes")
    return value


class OneOffWebhook(BaseModel):
    """An address to tell, and the secret that signs what it is told."""

    model_config = ConfigDict(extra="forbid")

    url: str = Field(min_length=1, max_length=URL_MAX)
    secret: Annotated[str | None, AfterValidator(_usable)] = Field(
        default=None, description="`whsec_…`; without one, the answer’s `Webhook-Secret` holds it."
    )


_Address = Annotated[str, Field(min_length=1, max_length=URL_MAX)]
# Written out, since nothing else files this shape among those of the API's description.
_AS_JSON = {
    "anyOf": [
        {"type": "string", "minLength": 1, "maxLength": URL_MAX},
        {
            "type": "object",
            "properties": {"url": {"type": "string"}, "secret": {"type": ["string", "null"]}},
            "required": ["url"],
            "additionalProperties": False,
        },
        {"type": "null"},
    ]
}
OneOff = Annotated[_Address | OneOffWebhook | None, WithJsonSchema(_AS_JSON)]


def one_off(asked: OneOff, desk: Desk) -> tuple[NewHook | None, dict[str, str]]:
    """Read the wish, and give the header that tells the secret, once. Raises ``Refused``."""
    if asked is None:
        return None, {}
    given = OneOffWebhook(url=asked) if isinstance(asked, str) else asked
    url = given.url.strip()
    secret = given.secret or new_secret()
    hook = NewHook(
        id=f"wh_{uuid4().hex}",
        url=url,
        host=desk.receiver(url),
        secret=secret,
        events=("assessment.completed",),
    )
    return hook, {} if given.secret else {"webhook-secret": secret}
