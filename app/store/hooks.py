"""Who wants to be told of what, and the log of what they were told."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from app.errors import NotFound, Problem
from app.store import hook_rows
from app.store import hook_sql as sql
from app.store.document import visible
from app.store.engine import Engines
from app.store.hook_model import Delivery, Hook, HookChange, HookState, NewHook
from app.store.outage import answering
from app.store.outbox import announce_test
from app.store.work_rows import clock
from rules.core.text import Text

_NEWEST = 2**62
_OVERLAP = 24 * 3600.0
"""Seconds that a replaced secret goes on signing, so that no receiver misses a message."""
_CHUNK = 2000
UNKNOWN = Text(en="No webhook has this id.", fr="Aucun webhook ne porte cet identifiant.")
_NO_MESSAGE = Text(
    en="No message of this webhook has this id.",
    fr="Aucun message de ce webhook ne porte cet identifiant.",
)
_TOO_MANY = Text(
    en="{most} webhooks are registered here already: remove one that nobody needs any more.",
    fr="{most} webhooks sont déjà enregistrés ici : supprimez-en un qui ne sert plus.",
)
_OFF = Text(
    en="This webhook is switched off: switch it on first.",
    fr="Ce webhook est désactivé : réactivez-le d’abord.",
)


class Hooks:
    """Every call is one short transaction. Any raises ``Unavailable`` in an outage.

    Those with an ``owner`` raise ``NotFound`` on what is somebody else's.
    """

    def __init__(self, engines: Engines) -> None:
        self._engines = engines

    def add(self, new: NewHook, most: int) -> Hook:
        """Register a webhook. Raises ``Problem`` (409 too_many_webhooks) where there are enough."""
        with answering(), self._engines.write.begin() as connection:
            if int(connection.execute(sql.COUNT).scalar_one()) >= most:
                raise Problem("too_many_webhooks", _TOO_MANY, status=409, facts={"most": most})
            connection.execute(sql.ADD, hook_rows.hook_facts(new, clock(connection)))
            return _mine(connection, new.id, new.owner)

    def every(self, owner: str) -> tuple[Hook, ...]:
        """Give an owner's webhooks, oldest first."""
        with answering(), self._engines.read.connect() as connection:
            return tuple(map(hook_rows.hook, connection.execute(sql.MINE, {"owner": owner})))

    def one(self, id_: str, owner: str) -> Hook:
        """Give one webhook."""
        with answering(), self._engines.read.connect() as connection:
            return _mine(connection, id_, owner)

    def change(self, id_: str, owner: str, change: HookChange) -> Hook:
        """Change a webhook; switched on again, it is sent what has been waiting."""
        with answering(), self._engines.write.begin() as connection:
            hook = _mine(connection, id_, owner)
            state, reason = _switched(hook, change.enabled)
            told = replace(
                hook,
                label=hook.label if change.label is None else change.label,
                events=change.events or hook.events,
                filters=change.filters or hook.filters,
            )
            facts = {"id": id_, "label": told.label, "state": state, "reason": reason}
            connection.execute(sql.CHANGE, hook_rows.told(told) | facts)
            if state != hook.state:
                statement = sql.RESUME if state == "enabled" else sql.PAUSE
                connection.execute(statement, {"id": id_, "now": clock(connection)})
            return _mine(connection, id_, owner)

    def rotate(self, id_: str, owner: str, secret: str) -> Hook:
        """Give a webhook a new secret; the one before signs beside it for a day."""
        with answering(), self._engines.write.begin() as connection:
            until = clock(connection) + _OVERLAP
            given = {"id": visible(id_), "owner": owner, "secret": secret, "until": until}
            connection.execute(sql.ROTATE, given)
            return _mine(connection, id_, owner)

    def remove(self, id_: str, owner: str) -> None:
        """Forget a webhook, its log and what waits for it."""
        with answering(), self._engines.write.begin() as connection:
            if not connection.execute(sql.DROP, {"id": visible(id_), "owner": owner}).rowcount:
                raise NotFound(UNKNOWN)

    def test(self, id_: str, owner: str) -> Delivery:
        """Have a test message sent. Raises ``Problem`` (409 webhook_disabled) where it is off."""
        with answering(), self._engines.write.begin() as connection:
            hook = _on(_mine(connection, id_, owner))
            return _message(connection, id_, announce_test(connection, id_, hook.host))

    def again(self, id_: str, owner: str, message: str) -> Delivery:
        """Have a message sent once more, under its own id; one that waits is left as it is."""
        with answering(), self._engines.write.begin() as connection:
            _on(_mine(connection, id_, owner))
            given = {"webhook": id_, "id": visible(message), "now": clock(connection)}
            connection.execute(sql.AGAIN, given)
            return _message(connection, id_, message)

    def log(self, id_: str, owner: str, most: int, before: int = _NEWEST) -> tuple[Delivery, ...]:
        """Give what a webhook was told, newest first."""
        with answering(), self._engines.read.connect() as connection:
            _mine(connection, id_, owner)
            given = {"webhook": id_, "before": before, "most": most}
            return tuple(map(hook_rows.delivery, connection.execute(sql.LOG, given)))

    def forget(self, days: int) -> int:
        """Drop messages that ended longer ago than that, and what is of no more use."""
        gone = 0
        for statement in sql.FORGET:
            while True:
                with answering(), self._engines.write.begin() as connection:
                    before = clock(connection) - days * 86_400
                    some = connection.execute(statement, {"before": before, "most": _CHUNK})
                gone += some.rowcount
                if some.rowcount < _CHUNK:
                    break
        return gone


def _mine(connection: Connection, id_: str, owner: str) -> Hook:
    row = connection.execute(sql.ONE, {"id": visible(id_), "owner": owner}).first()
    if row is None:
        raise NotFound(UNKNOWN)
    return hook_rows.hook(row)


def _message(connection: Connection, webhook: str, id_: str) -> Delivery:
    row = connection.execute(sql.MESSAGE, {"webhook": webhook, "id": visible(id_)}).first()
    if row is None:
        raise NotFound(_NO_MESSAGE)
    return hook_rows.delivery(row)


def _switched(hook: Hook, enabled: bool | None) -> tuple[HookState, str]:  # noqa: FBT001 # None: as it is
    if enabled is None or enabled == (hook.state == "enabled"):
        return hook.state, hook.reason
    return ("enabled", "") if enabled else ("disabled", "asked")


def _on(hook: Hook) -> Hook:
    if hook.state != "enabled":
        raise Problem("webhook_disabled", _OFF, status=409)
    return hook
