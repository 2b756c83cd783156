"""Every refusal of the API that is not an outcome of fetching or reading: whose it is, what to do.

The sentences that say what happened stand where it happens; this table is what all of them have in
common. ``tests/web/test_refusals.py`` holds it against the code from both sides.
"""

from __future__ import annotations

from collections.abc import Mapping

from app.web.refusal import Refusal
from rules.core.outcomes import OUTCOMES
from rules.core.text import Text

_FACTS = {"status": "—", "detail": "—"}
_AGAIN = Text(en="Try again in a minute.", fr="Réessayez dans une minute.")
_DESCRIBED = Text(
    en="See /docs for what this address takes.", fr="Voir /docs pour ce que cette adresse accepte."
)
_SMALLER = Text(
    en="Send less, or give the address of the file instead of the file.",
    fr="Envoyez moins, ou donnez l’adresse du fichier au lieu du fichier lui-même.",
)
_ASK = Text(
    en="Ask whoever runs this service for a key.",
    fr="Demandez une clé à l’exploitant de ce service.",
)
_FORM = Text(
    en="Send a form (multipart/form-data) with one file and a few short fields.",
    fr="Envoyez un formulaire (multipart/form-data) avec un fichier et quelques champs courts.",
)
_LIST = Text(
    en="Send a CSV whose first line names its columns, one of them “url”, one address a line.",
    fr="Envoyez un CSV dont la première ligne nomme les colonnes, dont « url », avec une adresse par ligne.",
)
REFUSALS: Mapping[str, Refusal] = {
    "bad_request": Refusal(400, "request", retry=False, fix=_DESCRIBED),
    "not_json": Refusal(400, "request", retry=False, fix=_DESCRIBED),
    "not_a_form": Refusal(400, "request", retry=False, fix=_FORM),
    "bad_cursor": Refusal(
        400,
        "request",
        retry=False,
        fix=Text(
            en="Start again without “after”, and follow “next” as it is given.",
            fr="Recommencez sans « after », puis suivez « next » tel quel.",
        ),
    ),
    "idempotency_key_invalid": Refusal(
        400,
        "request",
        retry=False,
        fix=Text(en="A UUID does well.", fr="Un UUID convient bien."),
    ),
    "missing_parameter": Refusal(400, "request", retry=False, fix=_DESCRIBED),
    "invalid_parameter": Refusal(400, "request", retry=False, fix=_DESCRIBED),
    "key_missing": Refusal(401, "request", retry=False, fix=_ASK),
    "key_invalid": Refusal(401, "request", retry=False, fix=_ASK),
    "key_expired": Refusal(401, "request", retry=False, fix=_ASK),
    "scope_missing": Refusal(403, "request", retry=False, fix=_ASK),
    "cross_site": Refusal(
        403,
        "request",
        retry=False,
        fix=Text(
            en="A link to /?url=… fills the form in for your visitors.",
            fr="Un lien vers /?url=… remplit le formulaire pour vos visiteurs.",
        ),
    ),
    "not_found": Refusal(
        404,
        "request",
        retry=False,
        fix=Text(
            en="Check the address; a dataset has a page once it has been assessed.",
            fr="Vérifiez l’adresse ; un jeu de données a sa page dès qu’il a été évalué.",
        ),
    ),
    "method_not_allowed": Refusal(405, "request", retry=False, fix=_DESCRIBED),
    "request_timeout": Refusal(408, "request", retry=True, fix=_AGAIN),
    "job_ended": Refusal(
        409,
        "request",
        retry=False,
        fix=Text(
            en="Look at its result, or order again.", fr="Consultez son résultat, ou relancez."
        ),
    ),
    "bad_schedule": Refusal(
        422,
        "request",
        retry=False,
        fix=Text(
            en="Write minute, hour, day, month, weekday, in UTC: 0 3 * * 1; or leave the schedule out.",
            fr="Écrivez minute, heure, jour, mois, jour de semaine, en UTC : 0 3 * * 1 ; ou n’indiquez pas de planification.",
        ),
    ),
    "not_a_list": Refusal(422, "request", retry=False, fix=_LIST),
    "nothing_to_list": Refusal(422, "request", retry=False, fix=_LIST),
    "run_in_progress": Refusal(
        409,
        "request",
        retry=True,
        fix=Text(
            en="Follow the run under way; its address is in /v1/catalogs/{{id}}/runs.",
            fr="Suivez le passage en cours ; son adresse est dans /v1/catalogs/{{id}}/runs.",
        ),
    ),
    "run_ended": Refusal(
        409,
        "request",
        retry=False,
        fix=Text(
            en="Look at its result, or start another run.",
            fr="Consultez son résultat, ou lancez un autre passage.",
        ),
    ),
    "too_many_webhooks": Refusal(
        409,
        "request",
        retry=False,
        fix=Text(
            en="List them at /v1/webhooks and delete one, or ask the operator to raise QUALIDATA_WEBHOOK_MOST.",
            fr="Listez-les dans /v1/webhooks et supprimez-en un, ou demandez à l’exploitant d’augmenter QUALIDATA_WEBHOOK_MOST.",
        ),
    ),
    "webhook_disabled": Refusal(
        409,
        "request",
        retry=False,
        fix=Text(
            en='Send PATCH with {{"enabled": true}} to the webhook; its “reason” says why it is off.',
            fr='Envoyez au webhook un PATCH avec {{"enabled": true}} ; « reason » dit pourquoi il est désactivé.',
        ),
    ),
    "suite_malformed": Refusal(
        422,
        "request",
        retry=False,
        fix=Text(
            en="Send a suite as Great Expectations writes it: a JSON document with a list “expectations”.",
            fr="Envoyez une suite telle que Great Expectations l’écrit : un document JSON avec une liste « expectations ».",
        ),
    ),
    "metrics_closed": Refusal(
        401,
        "request",
        retry=False,
        fix=Text(
            en="Give the token of QUALIDATA_METRICS_TOKEN in “Authorization: Bearer”.",
            fr="Donnez le jeton de QUALIDATA_METRICS_TOKEN dans l’en-tête « Authorization: Bearer ».",
        ),
    ),
    "idempotency_mismatch": Refusal(
        422,
        "request",
        retry=False,
        fix=Text(
            en="Use a new key for a new order.", fr="Prenez une nouvelle clé pour un nouvel ordre."
        ),
    ),
    "body_too_large": Refusal(413, "request", retry=False, fix=_SMALLER),
    "invalid_request": Refusal(422, "request", retry=False, fix=_DESCRIBED),
    "nothing_to_assess": Refusal(422, "request", retry=False, fix=_DESCRIBED),
    "unknown_schema": Refusal(
        422,
        "request",
        retry=False,
        fix=Text(
            en="Take a name from /schemas, or give the address of a Table Schema.",
            fr="Prenez un nom dans /schemas, ou donnez l’adresse d’un schéma de table.",
        ),
    ),
    "too_many_requests": Refusal(
        429,
        "request",
        retry=True,
        fix=Text(
            en="Wait as long as Retry-After says, or ask for a key.",
            fr="Attendez le temps indiqué par Retry-After, ou demandez une clé.",
        ),
    ),
    "http_error": Refusal(400, "request", retry=False, fix=_DESCRIBED),
    "database_unavailable": Refusal(503, "us", retry=True, fix=_AGAIN),
    "ending": Refusal(503, "us", retry=True, fix=_AGAIN),
}


def refusal_of(code: str) -> Refusal | None:
    """Find a code in this table, or among the outcomes of fetching and reading."""
    if code in REFUSALS:
        return REFUSALS[code]
    outcome = OUTCOMES.get(code)
    if outcome is None:
        return None
    fix = Text(en=outcome.fix.say("en", _FACTS), fr=outcome.fix.say("fr", _FACTS))
    return Refusal(outcome.status, outcome.whose, outcome.retry, fix)
