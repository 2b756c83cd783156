"""What we say to the outbox: plain SQL, the same for both databases but for locking.

``state = 'waiting'`` stands there in full, never as a parameter: only so is a partial index used.
"""

from __future__ import annotations

from sqlalchemy import bindparam, text

from app.store.work_sql import NOW

COUNT = text("SELECT count(*) FROM webhook WHERE job_id = ''")
ADD = text(
    """INSERT INTO webhook (id, owner, url, host, label, secret, former, former_until, events,
  dataset, prefix, catalog, below, drops, state, reason, created_at, job_id)
VALUES (:id, :owner, :url, :host, :label, :secret, '', 0, :events,
  :dataset, :prefix, :catalog, :below, :drops, 'enabled', '', :now, :job)"""
)
MINE = text("SELECT * FROM webhook WHERE owner = :owner AND job_id = '' ORDER BY created_at, id")
ONE = text("SELECT * FROM webhook WHERE id = :id AND owner = :owner AND job_id = ''")
ENABLED = text("SELECT * FROM webhook WHERE state = 'enabled' AND job_id = '' ORDER BY id")
CHANGE = text(
    """UPDATE webhook SET label = :label, events = :events, dataset = :dataset, prefix = :prefix,
  catalog = :catalog, below = :below, drops = :drops, state = :state, reason = :reason
WHERE id = :id"""
)
ROTATE = text(
    """UPDATE webhook SET former = secret, former_until = :until, secret = :secret
WHERE id = :id AND owner = :owner AND job_id = ''"""
)
DROP = text("DELETE FROM webhook WHERE id = :id AND owner = :owner AND job_id = ''")
OFF = text(
    """UPDATE webhook SET state = 'disabled', reason = :reason
WHERE id = :id AND state = 'enabled' AND job_id = ''
  AND (:reason = 'gone' OR delivered_at IS NULL OR delivered_at < :since) RETURNING id"""
)
TAKEN = text("UPDATE webhook SET delivered_at = :now WHERE id = :id")
PAUSE = text("UPDATE delivery SET state = 'paused' WHERE webhook_id = :id AND state = 'waiting'")
RESUME = text(
    """UPDATE delivery SET state = 'waiting', due = :now, attempts = 0
WHERE webhook_id = :id AND state = 'paused'"""
)
ABANDON = text(
    """UPDATE delivery SET state = 'dropped', code = 'webhook_gone', ended_at = :now
WHERE webhook_id = :id AND state IN ('waiting', 'paused')"""
)

ONE_OFFS = text("SELECT * FROM webhook WHERE state = 'enabled' AND job_id <> '' AND job_id = :job")
RENEW = text(
    """UPDATE webhook SET secret = :secret
WHERE state = 'enabled' AND job_id <> '' AND job_id = :job AND url = :url"""
)
MOVE = text(
    """UPDATE webhook SET job_id = :successor
WHERE state = 'enabled' AND job_id <> '' AND job_id = :job"""
)
SPENT = text("UPDATE webhook SET state = 'spent' WHERE id = :id")
ENDED_JOBS = text(
    """SELECT * FROM work_item WHERE ended_at IS NOT NULL AND id IN (
  SELECT job_id FROM webhook WHERE state = 'enabled' AND job_id <> '') LIMIT 100"""
)
BRIEF = text(
    "SELECT grade, score, coverage, policy, limits, outcome FROM assessment WHERE id = :id"
)

SEND = text(
    """INSERT INTO delivery (id, webhook_id, resource_id, host, event, dataset, facts, state,
  created_at, due, attempts, taken, worker, code, tries)
VALUES (:id, :webhook, :resource, :host, :event, :dataset, :facts, 'waiting',
  :now, :now, 0, 0, '', '', '[]')
ON CONFLICT (resource_id) WHERE state = 'waiting' AND resource_id IS NOT NULL DO NOTHING"""
)
RESOURCES = text(
    "SELECT * FROM portal_resource WHERE dataset IN :datasets AND deleted = FALSE AND writes = TRUE"
).bindparams(bindparam("datasets", expanding=True))
LISTED_IN = text(
    "SELECT DISTINCT catalog_id FROM catalog_dataset WHERE dataset IN :datasets AND NOT gone"
).bindparams(bindparam("datasets", expanding=True))

DUE = {
    name: text(f"SELECT 1 FROM delivery WHERE state = 'waiting' AND due <= {now} LIMIT 1")  # noqa: S608 # no outside text
    for name, now in (("sqlite", ":now"), ("postgresql", NOW))
}
_FREE = """d.state = 'waiting' AND d.host = h.host AND d.due <= :now AND NOT EXISTS (
    SELECT 1 FROM delivery AS e WHERE e.webhook_id = d.webhook_id AND e.dataset = d.dataset
      AND e.number < d.number AND e.state IN ('waiting', 'sending')
      AND (e.state = 'sending' OR e.attempts = 0))"""
ROUND = text(
    f"""WITH RECURSIVE h(host) AS (
  SELECT min(host) FROM delivery WHERE state = 'waiting' AND host > :after
  UNION ALL
  SELECT (SELECT min(host) FROM delivery WHERE state = 'waiting' AND host > h.host)
  FROM h WHERE h.host IS NOT NULL)
SELECT h.host AS host, (
  SELECT number FROM delivery AS d WHERE {_FREE} ORDER BY d.due, d.number LIMIT 1) AS number
FROM h WHERE h.host IS NOT NULL LIMIT :most"""  # noqa: S608 # no outside text
)
"""One message of each host in turn. Of one dataset, the first try of an earlier message comes
before that of a later one: news arrive in order for as long as the receiver takes them."""
BUSY = text("SELECT host, count(*) AS items FROM delivery WHERE state = 'sending' GROUP BY host")
_TAKE = """UPDATE delivery SET state = 'sending', worker = :worker, lease_until = :until,
  taken = taken + 1 WHERE number IN ({chosen}) RETURNING *"""
_CHOSEN = "SELECT number FROM delivery WHERE number IN :numbers AND state = 'waiting'"
TAKE = {
    name: text(_TAKE.format(chosen=_CHOSEN + locked)).bindparams(
        bindparam("numbers", expanding=True)
    )
    for name, locked in (("sqlite", ""), ("postgresql", " FOR UPDATE SKIP LOCKED"))
}
HOOKS = text("SELECT * FROM webhook WHERE id IN :ids").bindparams(bindparam("ids", expanding=True))
PLACES = text("SELECT * FROM portal_resource WHERE id IN :ids").bindparams(
    bindparam("ids", expanding=True)
)
_HELD = """SELECT number, webhook_id, resource_id, tries, created_at FROM delivery
WHERE number = :number AND state = 'sending' AND worker = :worker AND taken = :taken"""
HELD = {"sqlite": text(_HELD), "postgresql": text(_HELD + " FOR UPDATE")}
CLOSE = text(
    """UPDATE delivery SET state = :state, status = :status, code = :code, tries = :tries,
  attempts = attempts + :tried, due = :due, ended_at = :ended, lease_until = NULL, worker = ''
WHERE number = :number"""
)
STATE = text("SELECT state FROM webhook WHERE id = :id")
TWIN = text("SELECT 1 FROM delivery WHERE state = 'waiting' AND resource_id = :resource")
PUSHED = text("UPDATE portal_resource SET pushed = :pushed WHERE id = :id")
GONE = text("UPDATE portal_resource SET deleted = TRUE, updated_at = :now WHERE id = :id")
_LOST = "SELECT number, resource_id FROM delivery WHERE state = 'sending' AND lease_until < :now LIMIT 100"
LOST = {"sqlite": text(_LOST), "postgresql": text(_LOST + " FOR UPDATE SKIP LOCKED")}
PUT_BACK = text(
    """UPDATE delivery SET lease_until = NULL, worker = '', due = :now, state = :state,
  ended_at = :ended WHERE number = :number"""
)

LOG = text(
    """SELECT * FROM delivery WHERE webhook_id = :webhook AND number < :before
ORDER BY number DESC LIMIT :most"""
)
MESSAGE = text("SELECT * FROM delivery WHERE webhook_id = :webhook AND id = :id")
AGAIN = text(
    """UPDATE delivery SET state = 'waiting', due = :now, attempts = 0, ended_at = NULL
WHERE webhook_id = :webhook AND id = :id AND state NOT IN ('waiting', 'sending') RETURNING number"""
)

FORGET = (
    text(
        """DELETE FROM delivery WHERE number IN (SELECT number FROM delivery
  WHERE ended_at < :before ORDER BY ended_at LIMIT :most)"""
    ),
    text(
        """DELETE FROM delivery WHERE number IN (SELECT number FROM delivery
  WHERE state = 'paused' AND created_at < :before LIMIT :most)"""
    ),
    text(
        """DELETE FROM webhook WHERE id IN (SELECT id FROM webhook
  WHERE state = 'spent' AND created_at < :before AND NOT EXISTS (
    SELECT 1 FROM delivery WHERE delivery.webhook_id = webhook.id) LIMIT :most)"""
    ),
    text(
        """DELETE FROM portal_resource WHERE id IN (SELECT id FROM portal_resource
  WHERE deleted = TRUE AND updated_at < :before LIMIT :most)"""
    ),
)

KNOWN = text("SELECT * FROM portal_resource WHERE portal = :portal AND resource_id = :resource")
NOTE = text(
    """INSERT INTO portal_resource (id, portal, resource_id, dataset_id, dataset, host, writes,
  seen, pushed, deleted, updated_at)
VALUES (:id, :portal, :resource, :dataset_id, :dataset, :host, :writes, :seen, '', FALSE, :now)
ON CONFLICT (portal, resource_id) DO UPDATE SET dataset_id = :dataset_id, dataset = :dataset,
  host = :host, writes = :writes, seen = :seen, deleted = FALSE, updated_at = :now"""
)
FORGOTTEN = text(
    """UPDATE portal_resource SET deleted = TRUE, seen = '', pushed = '', updated_at = :now
WHERE portal = :portal AND resource_id = :resource AND deleted = FALSE RETURNING id"""
)
SILENCE = text(
    """UPDATE delivery SET state = 'dropped', code = 'resource_gone', ended_at = :now
WHERE resource_id = :id AND state = 'waiting'"""
)
