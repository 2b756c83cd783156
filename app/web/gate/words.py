"""Why the gate stays shut, in both languages."""

from __future__ import annotations

from app.api_key import Scope
from app.errors import Problem
from rules.core.text import Text

_MISSING = Text(
    en="This service asks for an API key before it takes work. Send it as “Authorization: Bearer …”; "
    "whoever runs the service gives keys out.",
    fr="Ce service demande une clé d’API avant d’accepter du travail. Envoyez-la dans l’en-tête "
    "« Authorization: Bearer … » ; c’est l’exploitant du service qui en délivre.",
)
_INVALID = Text(
    en="This API key is not known here: check that it was copied whole, or ask for a new one.",
    fr="Cette clé d’API est inconnue ici : vérifiez qu’elle a été copiée en entier, ou demandez-en une nouvelle.",
)
_EXPIRED = Text(
    en="This API key has expired: ask for a new one.",
    fr="Cette clé d’API a expiré : demandez-en une nouvelle.",
)
_SCOPE = Text(
    en="This API key does not open this: it lacks the right “{scope}”.",
    fr="Cette clé d’API n’ouvre pas cet accès : il lui manque le droit « {scope} ».",
)
_SPENT = Text(
    en="Too many requests for now: try again in {seconds} s.",
    fr="Trop de requêtes pour le moment : réessayez dans {seconds} s.",
)
_CROSS_SITE = Text(
    en="This form was sent from a page of another site: open this service itself and send it there.",
    fr="Ce formulaire vient d’une page d’un autre site : ouvrez ce service lui-même et envoyez-le depuis là.",
)
TOO_LARGE = Text(
    en="The request is larger than we accept ({most} bytes).",
    fr="La requête dépasse la taille acceptée ({most} octets).",
)
CHALLENGE = 'Bearer realm="qualidata"'


def key_missing() -> Problem:
    """Refuse a call without a key."""
    return _shut("key_missing", _MISSING, 401, CHALLENGE)


def key_invalid() -> Problem:
    """Refuse a key that is not ours, or no longer."""
    return _shut("key_invalid", _INVALID, 401, f'{CHALLENGE}, error="invalid_token"')


def key_expired() -> Problem:
    """Refuse a key whose time is over."""
    return _shut("key_expired", _EXPIRED, 401, f'{CHALLENGE}, error="invalid_token"')


def scope_missing(scope: Scope) -> Problem:
    """Refuse a key that opens other things."""
    said = f'{CHALLENGE}, error="insufficient_scope", scope="{scope}"'
    problem = _shut("scope_missing", _SCOPE, 403, said)
    problem.facts["scope"] = scope
    return problem


def too_many_requests(seconds: int) -> Problem:
    """Refuse whoever has asked too much lately."""
    problem = Problem("too_many_requests", _SPENT, status=429, facts={"seconds": seconds})
    problem.headers["retry-after"] = str(seconds)
    return problem


def cross_site() -> Problem:
    """Refuse what another site had a browser send."""
    return Problem("cross_site", _CROSS_SITE, status=403)


def body_too_large(most: int) -> Problem:
    """Refuse a body, before or while it comes."""
    return Problem("body_too_large", TOO_LARGE, status=413, facts={"most": most})


def _shut(code: str, text: Text, status: int, challenge: str) -> Problem:
    problem = Problem(code, text, status=status)
    problem.headers["www-authenticate"] = challenge
    return problem
