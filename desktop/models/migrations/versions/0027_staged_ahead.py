"""Postings may wait for any entry to come, not for the next one alone.

So those of thousands of entries are written at once. Each entry still seals its own as it is
inserted, nothing is added to one that stands, and none is committed without its entry.
"""

from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

_SQLITE = (
    "DROP TRIGGER posting_is_staged",
    """
CREATE TRIGGER posting_is_staged BEFORE INSERT ON posting
BEGIN
  SELECT RAISE(ABORT, 'foreign keys must be on to post')
  WHERE (SELECT foreign_keys FROM pragma_foreign_keys) = 0;
  SELECT RAISE(ABORT, 'postings go to entries to come only')
  WHERE NEW.entry_number <= (SELECT coalesce(max(number), 0) FROM entry);
  SELECT RAISE(ABORT, 'an amount is whole fen')
  WHERE typeof(NEW.amount_fen) <> 'integer' OR NEW.amount_fen = 0;
  SELECT RAISE(ABORT, 'a posting names whose its account is')
  WHERE NOT EXISTS (SELECT 1 FROM account WHERE name = NEW.account AND owner =
    CASE WHEN NEW.client_id IS NULL AND NEW.case_id IS NULL THEN 'office'
         WHEN NEW.case_id IS NULL THEN 'client' WHEN NEW.client_id IS NULL THEN 'case' END);
  SELECT RAISE(ABORT, 'a posting is never replaced')
  WHERE EXISTS (SELECT 1 FROM posting
                WHERE entry_number = NEW.entry_number AND position = NEW.position);
END""",
)
_POSTGRESQL = (
    """
CREATE OR REPLACE FUNCTION stage_posting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'the ledger is written under READ COMMITTED only';
  END IF;
  PERFORM pg_advisory_xact_lock(7402026);
  IF NEW.entry_number <= (SELECT coalesce(max(number), 0) FROM entry) THEN
    RAISE EXCEPTION 'postings go to entries to come only';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM account WHERE name = NEW.account AND owner =
    CASE WHEN NEW.client_id IS NULL AND NEW.case_id IS NULL THEN 'office'
         WHEN NEW.case_id IS NULL THEN 'client' WHEN NEW.client_id IS NULL THEN 'case' END) THEN
    RAISE EXCEPTION 'a posting names whose its account is';
  END IF;
  RETURN NEW;
END $$""",
)


def upgrade() -> None:
    """Put the guard of postings in the place of the one before; no row is touched."""
    ours = _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL
    for statement in ours:
        op.execute(statement)
