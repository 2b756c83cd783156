"""Everything we refuse to do, with the reason in every language.

Bad data is never an error: it is an assessment that says so. Only bad requests land here::

    Problem                     status, code, words in both languages
    ├── Refused                 a code of rules.core.outcomes (address_not_public …)
    ├── UnknownSchema           422 unknown_schema
    ├── UnusableSchema          422 schema_refused
    ├── NotFound                404 not_found
    ├── store.Unavailable       503 database_unavailable
    └── BadRequest              400/413/415/422 bad_request, body_too_large …
"""

from __future__ import annotations

import errno
from collections.abc import Mapping

from app.redact import redact_text
from rules.core.outcomes import OUTCOMES
from rules.core.text import Fact, Lang, Text


class Problem(Exception):
    """A request that we cannot serve (RFC 9457: a problem detail)."""

    def __init__(
        self, code: str, text: Text, *, status: int = 422, facts: Mapping[str, Fact] | None = None
    ) -> None:
        """Keep the code, the sentence and the facts that it needs."""
        super().__init__(code)
        self.code = code
        self.text = text
        self.status = status
        self.facts = dict(facts or {})
        self.headers: dict[str, str] = {}
        """What else the answer must say: ``WWW-Authenticate``, ``Retry-After``."""

    def say(self, lang: Lang) -> str:
        """Explain, in one language."""
        return self.text.say(lang, self.facts)


class Refused(Problem):
    """An address or a file that we will not touch: the code is one of ``OUTCOMES``."""

    def __init__(self, code: str, because: Problem | None = None, **facts: Fact) -> None:
        """Take the facts of the sentence, and what lies behind it where that is known."""
        outcome = OUTCOMES[code]
        text = outcome.text
        known: dict[str, Fact] = {"status": "—", "detail": "—", **facts}
        if because is not None:
            text = Text(en=f"{text.en} {because.text.en}", fr=f"{text.fr} {because.text.fr}")
            known |= because.facts
        super().__init__(code, text, status=outcome.status, facts=known)


def out_of_space(error: OSError) -> bool:
    """Tell whether the disk is full, or our share of it used up."""
    return error.errno in {errno.ENOSPC, errno.EDQUOT}


class UnknownSchema(Problem):
    """No schema of that name, here or in the registries."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "unknown_schema",
            Text(
                en="There is no schema called “{name}”. See /v1/schemas for those known here.",
                fr="Aucun schéma ne s’appelle « {name} ». Voir /v1/schemas pour ceux connus ici.",
            ),
            facts={"name": redact_text(name[:200])},
        )


class UnusableSchema(Problem):
    """Something was found under that reference, but it is no Table Schema that we can use."""

    def __init__(self, why: Text, facts: Mapping[str, Fact] | None = None) -> None:
        """Take the end of a sentence and its facts."""
        super().__init__(
            "schema_refused",
            Text(
                en=f"The schema cannot be used: {why.en}.",
                fr=f"Le schéma ne peut pas être utilisé : {why.fr}.",
            ),
            facts={
                k: redact_text(v) if isinstance(v, str) else v for k, v in (facts or {}).items()
            },
        )


class NotFound(Problem):
    """Nothing is stored under that id or address."""

    def __init__(self, what: Text) -> None:
        super().__init__("not_found", what, status=404)


class BadRequest(Problem):
    """A request that does not fit the contract."""
