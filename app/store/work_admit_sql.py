"""What the admission step says to the table of work. PostgreSQL only: nobody else has an engine."""

from __future__ import annotations

from sqlalchemy import bindparam, text

from app.store.work_sql import NOW

ALONE = text(
    f"""SELECT pg_try_advisory_xact_lock(:lock) AS alone,
  set_config('synchronous_commit', 'off', true), {NOW} AS now,
  (SELECT version_num FROM alembic_version LIMIT 1) AS revision"""  # noqa: S608 # no outside text
)
"""What is taken up need not reach the disk at once: were it forgotten, it would be taken up anew."""
ADMITTED = text(
    """SELECT host, topic, priority, place FROM work_item
WHERE state = 'queued' AND admitted_at IS NOT NULL"""
)
WITHDRAW_AGED = text(
    """UPDATE work_item SET admitted_at = NULL WHERE number IN (
  SELECT number FROM work_item WHERE state = 'queued' AND admitted_at < :before AND priority > 0
  ORDER BY admitted_at LIMIT :most)"""
)
"""They are handed out anew, out of turn; their old tickets are good for nothing then."""
ADMIT = text(
    """UPDATE work_item SET admitted_at = :now WHERE number IN (
  SELECT number FROM work_item WHERE number IN :numbers AND state = 'queued'
  FOR UPDATE SKIP LOCKED)
RETURNING number, place, priority"""
).bindparams(bindparam("numbers", expanding=True))
_OURS = "number = :number AND state = 'queued' AND admitted_at = :ticket"
HOST_LOCK = text(
    f"""SELECT pg_advisory_xact_lock(hashtextextended(host, :lock)),
  set_config('synchronous_commit', 'off', true),
  (SELECT version_num FROM alembic_version LIMIT 1) AS revision FROM work_item WHERE {_OURS}"""  # noqa: S608 # no outside text
)
"""Starts on one host go one by one, or two would share its last place."""
START = text(
    f"""UPDATE work_item AS w SET state = 'running', worker = :worker, lease_until = {NOW} + :lease,
  attempts = attempts + 1, started_at = {NOW}, step = 'starting', bytes = 0, rows = 0,
  admitted_at = NULL
WHERE {_OURS}
  AND NOT EXISTS (SELECT 1 FROM work_item r WHERE r.state = 'running' AND r.topic = w.topic)
  AND (host = '-' OR (
    (SELECT count(*) FROM work_item r WHERE r.state = 'running' AND r.host = w.host)
      < COALESCE((SELECT most FROM host_policy p WHERE p.host = w.host), :per_host)
    AND NOT EXISTS (SELECT 1 FROM host_policy p WHERE p.host = w.host AND (p.not_before > {NOW}
      OR (w.priority = 2 AND p.rest_until > {NOW})))))
RETURNING number, id, topic, host, priority, attempts, retries, crashes, losses, request"""  # noqa: S608 # no outside text
)
WITHDRAW = text(f"UPDATE work_item SET admitted_at = NULL WHERE {_OURS}")  # noqa: S608 # no outside text
OVERDUE = text(
    """SELECT number, admitted_at AS ticket FROM work_item
WHERE state = 'queued' AND admitted_at < :before ORDER BY admitted_at LIMIT 1000"""
)
