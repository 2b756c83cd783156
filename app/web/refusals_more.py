"""Refusals of catalogues, webhooks, expectations and figures: part of the table of refusals."""

from __future__ import annotations

from collections.abc import Mapping

from app.web.refusal import Refusal
from rules.core.text import Text

_LIST = Text(
    en="Send a CSV whose first line names its columns, one of them “url”, one address a line.",
    fr="Envoyez un CSV dont la première ligne nomme les colonnes, dont « url », avec une adresse par ligne.",
)
JOINED: Mapping[str, Refusal] = {
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
}
