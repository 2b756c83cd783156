"""What we say to the tables of catalogues: plain SQL, the same for both databases."""

from __future__ import annotations

from sqlalchemy import TextClause, bindparam, text

ADD = text(
    """INSERT INTO catalog (id, url, kind, start, title, schedule, policy, next_at, created_at)
VALUES (:id, :url, :kind, '', :title, :schedule, :policy, :next, :now)
ON CONFLICT (id) DO UPDATE SET
  kind = CASE WHEN :kind = '' THEN catalog.kind ELSE :kind END,
  start = CASE WHEN :kind IN ('', catalog.kind) THEN catalog.start ELSE '' END,
  title = CASE WHEN :title = '' THEN catalog.title ELSE :title END,
  schedule = CASE WHEN :scheduled THEN :schedule ELSE catalog.schedule END,
  policy = CASE WHEN :scheduled THEN :policy ELSE catalog.policy END,
  next_at = CASE WHEN :scheduled THEN :next ELSE catalog.next_at END"""
)
GET = text("SELECT * FROM catalog WHERE id = :id")
ALL = text(
    """SELECT * FROM catalog WHERE created_at < :before OR (created_at = :before AND id < :id)
ORDER BY created_at DESC, id DESC LIMIT :most"""
)
KNOWN = text("UPDATE catalog SET kind = :kind, start = :start WHERE id = :id")
TITLED = text("UPDATE catalog SET title = :title WHERE id = :id AND title = ''")
HARVESTED = text("UPDATE catalog SET harvested_at = :at WHERE id = :id")
SEEN_WHOLE = text("UPDATE catalog SET whole_at = :at WHERE id = :id")
DUE = text("SELECT * FROM catalog WHERE next_at <= :now ORDER BY next_at LIMIT 20")
NEXT = text("UPDATE catalog SET next_at = :next WHERE id = :id AND next_at = :was")
DROP = text("DELETE FROM catalog WHERE id = :id")
DROP_SOME = text(
    """DELETE FROM catalog_dataset WHERE number IN (
  SELECT number FROM catalog_dataset WHERE catalog_id = :id LIMIT :most)"""
)
DROP_BATCHES = text("DELETE FROM batch WHERE id IN (SELECT id FROM run WHERE catalog_id = :id)")

START = text(
    """INSERT INTO run (id, catalog_id, policy, harvest, state, created_at, worker, not_before, cursor,
  after, pages, seen, added, changed, gone, troubles, ordered, merged, done, failed, code)
VALUES (:id, :catalog, :policy, :harvest, 'queued', :now, '', 0, '',
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, '')
ON CONFLICT (catalog_id) WHERE ended_at IS NULL DO NOTHING RETURNING number"""
)
LIVE = text("SELECT * FROM run WHERE catalog_id = :catalog AND ended_at IS NULL")
RUN = text("SELECT * FROM run WHERE id = :id")
RUNS = text("SELECT * FROM run WHERE catalog_id = :catalog ORDER BY number DESC LIMIT :most")
_WAITING = """SELECT number FROM run WHERE ended_at IS NULL
  AND state IN ('queued', 'harvesting', 'choosing') AND not_before <= :now
  AND (lease_until IS NULL OR lease_until < :now) ORDER BY number LIMIT 1"""
_TAKE = """UPDATE run SET worker = :worker, lease_until = :until,
  started_at = COALESCE(started_at, :now),
  state = CASE WHEN state = 'queued' THEN 'harvesting' ELSE state END
WHERE number IN ({waiting}) RETURNING *"""
TAKE = {
    "sqlite": text(_TAKE.format(waiting=_WAITING)),
    "postgresql": text(_TAKE.format(waiting=_WAITING + " FOR UPDATE SKIP LOCKED")),
}
_OURS = "number = :number AND worker = :worker AND ended_at IS NULL"
BEAT = text(f"UPDATE run SET lease_until = :until WHERE {_OURS} RETURNING number")  # noqa: S608 # no outside text
RELEASE = text(f"UPDATE run SET lease_until = NULL, worker = '' WHERE {_OURS}")  # noqa: S608 # no outside text
TURN = text(
    f"""UPDATE run SET lease_until = :until, cursor = :cursor, pages = pages + :pages,
  troubles = troubles + :troubles, total = COALESCE(:total, total),
  seen = seen + :seen, added = added + :added, changed = changed + :changed,
  ordered = ordered + :ordered, merged = merged + :merged WHERE {_OURS}"""  # noqa: S608 # no outside text
)
OURS = {
    "sqlite": text(f"SELECT number FROM run WHERE {_OURS}"),  # noqa: S608 # no outside text
    "postgresql": text(f"SELECT number FROM run WHERE {_OURS} FOR UPDATE"),  # noqa: S608 # no outside text
}
LISTED = text(
    f"""UPDATE run SET state = 'choosing', cursor = '', code = :code, gone = gone + :gone,
  lease_until = :until WHERE {_OURS} RETURNING number"""  # noqa: S608 # no outside text
)
CHOSEN = text(
    f"""UPDATE run SET after = :after, ordered = ordered + :ordered, merged = merged + :merged,
  lease_until = :until WHERE {_OURS}"""  # noqa: S608 # no outside text
)
CHOSE = text(
    f"""UPDATE run SET state = 'assessing', lease_until = NULL, worker = '' WHERE {_OURS}"""  # noqa: S608 # no outside text
)
REST = text(
    f"""UPDATE run SET not_before = :until, lease_until = NULL, worker = '', cursor = :cursor
WHERE {_OURS}"""  # noqa: S608 # no outside text
)
_COUNTED = """ended_at = :now, lease_until = NULL, worker = '',
  done = (SELECT count(*) FROM work_item WHERE batch_id = run.id AND state = 'succeeded'),
  failed = (SELECT count(*) FROM work_item WHERE batch_id = run.id AND state = 'failed')"""
"""While a run lasts, only its orders are counted; they are forgotten some day, what is written here is not."""
FAIL = text(
    f"UPDATE run SET state = 'failed', code = :code, {_COUNTED} WHERE {_OURS} RETURNING *"  # noqa: S608 # no outside text
)
TITLE = text("SELECT title FROM catalog WHERE id = :id")
CANCEL = text(
    f"""UPDATE run SET state = 'cancelled', code = 'cancelled', {_COUNTED}
WHERE id = :id AND ended_at IS NULL RETURNING *"""  # noqa: S608 # no outside text
)
OVER = text(
    """SELECT * FROM run WHERE state = 'assessing' AND ended_at IS NULL AND NOT EXISTS (
  SELECT 1 FROM work_item WHERE batch_id = run.id AND state IN ('queued', 'admitted', 'running'))
LIMIT 20"""
)
END = text(
    f"UPDATE run SET state = :state, {_COUNTED} WHERE id = :id AND ended_at IS NULL RETURNING *"  # noqa: S608 # no outside text
)
FORGET = (
    text(
        """DELETE FROM run WHERE number IN (SELECT number FROM run AS old
  WHERE ended_at < :before AND EXISTS (
    SELECT 1 FROM run AS newer WHERE newer.catalog_id = old.catalog_id AND newer.number > old.number)
  LIMIT :most)"""
    ),
    text(
        """DELETE FROM batch WHERE id IN (SELECT id FROM batch AS old WHERE created_at < :before
  AND NOT EXISTS (SELECT 1 FROM run WHERE run.id = old.id)
  AND NOT EXISTS (SELECT 1 FROM work_item WHERE batch_id = old.id) LIMIT :most)"""
    ),
)
"""A catalogue's last run stays; a batch goes after its run and its orders."""
TROUBLE = text(
    "INSERT INTO run_trouble (run_id, url, code, detail) VALUES (:run, :url, :code, :detail)"
)
TROUBLES = text(
    "SELECT url, code, detail FROM run_trouble WHERE run_id = :run ORDER BY number LIMIT :most"
)
TROUBLE_COUNT = text("SELECT code, count(*) AS n FROM run_trouble WHERE run_id = :run GROUP BY 1")


def among(statement: str, name: str) -> TextClause:
    """Build a statement with a list in it."""
    return text(statement).bindparams(bindparam(name, expanding=True))


LISTED_BEFORE = among(
    """SELECT number, key, digest, seen_run, gone FROM catalog_dataset
WHERE catalog_id = :catalog AND key IN :keys""",
    "keys",
)
INSERT = text(
    """INSERT INTO catalog_dataset (catalog_id, key, url, dataset, host, title, organisation, org,
  modified, digest, request, record, code, changed_at, seen_run, ordered_run, gone, stale, outcome)
VALUES (:catalog, :key, :url, :dataset, :host, :title, :organisation, :org,
  :modified, :digest, :request, :record, :code, :now, :run, 0, FALSE, FALSE, '')"""
)
REWRITE = text(
    """UPDATE catalog_dataset SET url = :url, dataset = :dataset, host = :host, title = :title,
  organisation = :organisation, org = :org, modified = :modified, digest = :digest,
  request = :request, record = :record, code = :code, changed_at = :now, seen_run = :run,
  gone = FALSE WHERE catalog_id = :catalog AND key = :key"""
)
TOUCH = among(
    "UPDATE catalog_dataset SET seen_run = :run, gone = FALSE WHERE number IN :numbers", "numbers"
)
UNLABEL = among(
    "DELETE FROM catalog_label WHERE source = 'portal' AND member IN :numbers", "numbers"
)
LABEL = text(
    """INSERT INTO catalog_label (catalog_id, kind, value, member, source, grade, score)
VALUES (:catalog, :kind, :value, :member, 'portal', NULL, NULL) ON CONFLICT DO NOTHING"""
)
GONE = text(
    """UPDATE catalog_dataset SET gone = TRUE WHERE number IN (
  SELECT number FROM catalog_dataset WHERE catalog_id = :catalog AND number > :after
    AND seen_run <> :run AND NOT gone ORDER BY number LIMIT :most) RETURNING number"""
)
_POLICIES = {
    "all": "TRUE",
    "changed": "(assessed_at IS NULL OR changed_at > assessed_at)",
    "failed": "(grade IS NULL OR stale)",
    "due": "(assessed_at IS NULL OR changed_at > assessed_at OR due_at <= :now)",
}
_ORDERED = """SELECT number, url, dataset, host, request FROM catalog_dataset
WHERE number IN :numbers AND request <> '' AND ordered_run < :run AND """
PICK = {policy: among(_ORDERED + where, "numbers") for policy, where in _POLICIES.items()}
"""Which of these members a run assesses, by its policy."""
AHEAD = text(
    """SELECT number FROM catalog_dataset WHERE catalog_id = :catalog AND number > :after
  AND NOT gone ORDER BY number LIMIT :most"""
)
JUDGED = among("UPDATE catalog_dataset SET ordered_run = :run WHERE number IN :numbers", "numbers")
RECORD = text("SELECT record FROM catalog_dataset WHERE catalog_id = :catalog AND key = :key")
MEMBER_LABELS = among(
    "SELECT member, kind, value FROM catalog_label WHERE member IN :numbers ORDER BY kind, value",
    "numbers",
)
