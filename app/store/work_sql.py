"""What we say to the table of work: plain SQL, the same for both databases but for locking.

``state = 'queued'`` stands there in full, never as a parameter: only so is a partial index used.
"""

from __future__ import annotations

from sqlalchemy import String, bindparam, text

CLAIM_LOCK = 7_146_202_612
"""PostgreSQL advisory lock: claims go one by one, or two would share a host's last place."""
NOW = "extract(epoch FROM statement_timestamp())::float8"
"""PostgreSQL's clock; the same all through one statement."""
SUBMIT = """
INSERT INTO work_item (id, topic, dataset, url, host, place, batch_id, priority, state,
  created_at, not_before, latest, worker, attempts, retries, crashes, losses, step, bytes, rows, content,
  code, problem, successor, request)
VALUES (:id, :topic, :dataset, :url, :host, :place, :batch_id, :priority, 'queued',
  :now, :due, :latest, '', 0, 0, 0, 0, 'queued', 0, 0, '', '', '', '', :request)
ON CONFLICT (topic) WHERE state = 'queued' DO """
ADD = text(SUBMIT + "NOTHING")
MERGE = text(
    SUBMIT
    + """UPDATE SET
  priority = CASE WHEN excluded.priority < work_item.priority
    THEN excluded.priority ELSE work_item.priority END,
  request = CASE WHEN excluded.place = '' THEN excluded.request ELSE work_item.request END,
  not_before = CASE
    WHEN :due <= :now AND work_item.not_before > :now THEN :now
    WHEN work_item.not_before <= :now THEN work_item.not_before
    WHEN :due > work_item.latest THEN work_item.latest
    WHEN :due > work_item.not_before THEN :due
    ELSE work_item.not_before END
RETURNING id"""
)
"""A newer order takes the place of the one waiting: whoever waits for it pulls it forward, a
publish that nobody waits for pushes it back, never beyond ``latest``."""
BUSY_TOPIC = text("SELECT 1 FROM work_item WHERE state = 'running' AND topic = :topic")

CLAIM_ALONE = text(
    "SELECT pg_advisory_xact_lock(:lock), set_config('synchronous_commit', 'off', true)"
)
REMEMBER = text(
    """INSERT INTO idempotency_key (key, fingerprint, job_id, expires_at)
VALUES (:key, :fingerprint, :id, :expires)
ON CONFLICT (key) DO UPDATE SET fingerprint = :fingerprint, job_id = :id, expires_at = :expires
  WHERE idempotency_key.expires_at < :now
RETURNING key"""
)
REMEMBERED = text("SELECT fingerprint, job_id FROM idempotency_key WHERE key = :key")
POINT = text("UPDATE idempotency_key SET job_id = :id WHERE key = :key")

RUNNING = text("SELECT host, topic FROM work_item WHERE state = 'running'")
HOSTS = text(
    """SELECT host, not_before, rest_until, failures, most FROM host_policy
WHERE not_before > :now OR most > 0 OR failures > 0"""
)
HEAD = text(
    """SELECT number, host, topic FROM work_item
WHERE state = 'queued' AND priority = :lane AND not_before <= :due AND place IN ('', :place)
  AND admitted_at IS NULL
ORDER BY not_before, number LIMIT :most"""
)
ROUND = text(
    """WITH RECURSIVE h(host) AS (
  SELECT min(host) FROM work_item WHERE state = 'queued' AND priority = :lane AND host > :after
  UNION ALL
  SELECT (SELECT min(host) FROM work_item
          WHERE state = 'queued' AND priority = :lane AND host > h.host)
  FROM h WHERE h.host IS NOT NULL)
SELECT h.host AS host, (
  SELECT number FROM work_item AS w
  WHERE w.state = 'queued' AND w.priority = :lane AND w.host = h.host AND w.not_before <= :due
    AND w.place IN ('', :place) AND w.admitted_at IS NULL
  ORDER BY w.not_before LIMIT 1) AS number
FROM h WHERE h.host IS NOT NULL LIMIT :most"""
)
"""One item of each host in turn, by index: its cost knows nothing of how many wait."""
TOPICS = text("SELECT number, host, topic FROM work_item WHERE number IN :numbers").bindparams(
    bindparam("numbers", expanding=True)
)
_TAKE = """UPDATE work_item SET state = 'running', worker = :worker, lease_until = :until,
  attempts = attempts + 1, started_at = :now, step = 'starting', bytes = 0, rows = 0
WHERE number IN ({chosen})
RETURNING number, id, topic, host, priority, attempts, retries, crashes, losses, request"""
_CHOSEN = "SELECT number FROM work_item WHERE number IN :numbers AND state = 'queued'"
TAKE = {
    "sqlite": text(_TAKE.format(chosen=_CHOSEN)),
    "postgresql": text(_TAKE.format(chosen=_CHOSEN + " FOR UPDATE SKIP LOCKED")),
}
TAKE = {
    name: statement.bindparams(bindparam("numbers", expanding=True))
    for name, statement in TAKE.items()
}

BEAT = text(
    "UPDATE work_item SET lease_until = :until WHERE state = 'running' AND worker = :worker "
    "RETURNING id, attempts"
)
_OURS = "WHERE number = :number AND state = 'running' AND worker = :worker AND attempts = :attempts"
MARK = text(
    f"UPDATE work_item SET step = :step, bytes = :bytes, rows = :rows, content = :content {_OURS}"  # noqa: S608 # no outside text
)
_CLOSE = f"""UPDATE work_item SET state = :state, code = :code, problem = :problem,
  not_before = {{now}} + :wait, ended_at = CASE WHEN :ends THEN {{now}} END,
  lease_until = NULL, worker = '', retries = retries + :retried, crashes = crashes + :crashed,
  losses = losses + :lost, step = :step, bytes = :bytes, rows = :rows, content = :content,
  successor = :successor, assessment_id = COALESCE(:assessment, assessment_id)
{_OURS} RETURNING *"""  # noqa: S608 # no outside text
CLOSE = {
    "sqlite": text(_CLOSE.format(now="CAST(:now AS REAL)")),
    "postgresql": text(_CLOSE.format(now=NOW)),
}
"""The database tells the time in passing, where it has a clock of its own."""
WAITING = text("SELECT id FROM work_item WHERE topic = :topic AND state = 'queued'")
PATIENCE = text(
    """INSERT INTO host_policy (host, not_before) VALUES (:host, :until)
ON CONFLICT (host) DO UPDATE SET not_before = :until WHERE host_policy.not_before < :until"""
)
REST = text(
    """INSERT INTO host_policy (host, not_before, failures, rest_until)
VALUES (:host, 0, 1, :now + :rest)
ON CONFLICT (host) DO UPDATE SET failures = host_policy.failures + 1,
  rest_until = :now + CASE WHEN host_policy.failures > 5 THEN :rest * 64
    ELSE :rest * (1 << host_policy.failures) END
  WHERE host_policy.rest_until <= :now"""
)
"""Twice as long each time; those who were under way together count once."""
WELL = text(
    "UPDATE host_policy SET failures = 0, rest_until = 0 WHERE host = :host AND failures > 0"
)
_EXPIRED = """SELECT number, id, topic, host, priority, attempts, retries, crashes, losses, request, worker
FROM work_item WHERE state = 'running' AND (lease_until < :now OR lease_until > :absurd) LIMIT 100"""
EXPIRED = {"sqlite": text(_EXPIRED), "postgresql": text(_EXPIRED + " FOR UPDATE SKIP LOCKED")}
PUT_BACK = (
    text(
        """UPDATE work_item SET not_before = :now, latest = :now, created_at = :now
WHERE state = 'queued' AND priority IN (0, 1, 2) AND not_before > :now + 60
  AND created_at > :now + 60"""
    ),
    text("UPDATE host_policy SET not_before = :now WHERE not_before > :now + 3700"),
)
"""What was said by a clock that has been put back since would else wait for it to catch up."""
CRASHES = text("SELECT sum(crashes) FROM work_item WHERE content = :content AND crashes > 0")

JOB = text("SELECT * FROM work_item WHERE id = :id")
HEARERS = text(
    """SELECT
  EXISTS (SELECT 1 FROM host_policy WHERE host = :host AND failures > 0) AS ill,
  EXISTS (SELECT 1 FROM webhook WHERE state = 'enabled' AND job_id <> '' AND job_id = :job)
    AS followers,
  EXISTS (SELECT 1 FROM webhook WHERE state = 'enabled' AND job_id = '') AS hooks,
  EXISTS (SELECT 1 FROM portal_resource
    WHERE dataset IN :datasets AND deleted = FALSE AND writes = TRUE) AS portals"""
).bindparams(bindparam("datasets", expanding=True, type_=String))
"""Whom the end of a job may concern: mostly nobody, and one look tells."""
CANCEL = text(
    """UPDATE work_item SET state = 'cancelled', code = 'cancelled', ended_at = :now,
  lease_until = NULL, worker = '' WHERE id = :id AND state IN ('queued', 'running') RETURNING *"""
)
REVISION = text("SELECT version_num FROM alembic_version")
DEPTH = text(
    """SELECT state, priority, count(*) AS items FROM work_item
WHERE state IN ('queued', 'running') GROUP BY state, priority"""
)
ALIVE = text(
    "SELECT request FROM work_item WHERE state IN ('queued', 'running') AND place = :place"
)

BATCH_STATES = text(
    "SELECT state, count(*) AS items FROM work_item WHERE batch_id = :id GROUP BY 1"
)
CANCEL_SOME = text(
    """UPDATE work_item SET state = 'cancelled', code = 'cancelled', ended_at = :now,
  lease_until = NULL, worker = '' WHERE number IN (SELECT number FROM work_item
  WHERE batch_id = :id AND state IN ('queued', 'running') LIMIT :most)"""
)
FORGET = (
    text(
        """DELETE FROM work_item WHERE number IN (SELECT number FROM work_item
  WHERE ended_at < :before ORDER BY ended_at LIMIT :most)"""
    ),
    text(
        """DELETE FROM idempotency_key WHERE key IN (SELECT key FROM idempotency_key
  WHERE expires_at < :now LIMIT :most)"""
    ),
    text(
        """DELETE FROM host_policy WHERE host IN (SELECT host FROM host_policy
  WHERE not_before < :now AND rest_until < :now - 3600 AND most IS NULL LIMIT :most)"""
    ),
)
