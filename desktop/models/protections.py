"""Triggers that make the ledger append-only in the database itself (L2).

Audit rows, issued papers, prints, imported history and the keys of changes are guarded the same
way against change. What keeps the index of search words and the kept sums stands among them, and
what tells the windows of other PCs that something was written.
"""

from collections.abc import Iterable

from desktop.models.kept_sums import keeping_guards
from desktop.models.search_index import search_guards

APPLICATION_ID = 0x5A58_4F46  # "ZXOF": marks an SQLite file as ours
# One advisory lock on PostgreSQL puts all changes in a line (architecture: "Changes stand").
CHANGE_LOCK = 7_402_026
# What a server's windows listen to: the number that the trail has come to with each change.
NEWS = "zhongxiao_change"

WRITTEN_ONCE = (
    "account",
    "entry_kind",
    "entry",
    "posting",
    "audit",
    "issued_paper",
    "paper_print",
    "history_line",
    "change_key",
)
# What the ledger's guards ask, by name: a row is added, never replaced (REPLACE fires no DELETE).
NAMED = ("account", "entry_kind")
# Numbered without gaps, each row naming the hash of the one before it.
CHAINED = ("audit", "issued_paper")


def protections(dialect: str) -> list[str]:
    """The statements that create every trigger, for ``sqlite`` or ``postgresql``."""
    if dialect == "sqlite":
        return [
            *_sqlite_written_once(),
            *_sqlite_named(),
            *_sqlite_chained(),
            _SQLITE_POSTING,
            _SQLITE_ENTRY,
            *search_guards(dialect),
            *keeping_guards(dialect),
        ]
    return [
        *_postgresql_written_once(),
        *_postgresql_chained(),
        *_POSTGRESQL_LEDGER,
        *_POSTGRESQL_NEWS,
        *search_guards(dialect),
        *keeping_guards(dialect),
    ]


def _sqlite_written_once() -> Iterable[str]:
    for table in WRITTEN_ONCE:
        for event in ("UPDATE", "DELETE"):
            yield f"""
CREATE TRIGGER {table}_refuses_{event.lower()} BEFORE {event} ON "{table}"
BEGIN SELECT RAISE(ABORT, '{table} is append-only: {event} refused'); END"""


def _sqlite_named() -> Iterable[str]:
    for table in NAMED:
        yield f"""
CREATE TRIGGER {table}_is_new BEFORE INSERT ON "{table}"
BEGIN
  SELECT RAISE(ABORT, '{table} is never replaced')
  WHERE EXISTS (SELECT 1 FROM "{table}" WHERE name = NEW.name);
END"""


def _sqlite_chained() -> Iterable[str]:
    # Whatever REPLACE could take away has a number that is not the next one.
    for table in CHAINED:
        yield f"""
CREATE TRIGGER {table}_goes_on BEFORE INSERT ON "{table}"
BEGIN
  SELECT RAISE(ABORT, '{table} is numbered without gaps and never replaced')
  WHERE NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM "{table}");
  SELECT RAISE(ABORT, '{table} names the hash before it')
  WHERE NEW.previous_hash IS NOT
        coalesce((SELECT hash FROM "{table}" WHERE id = NEW.id - 1), '');
END"""


_SQLITE_POSTING = """
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
END"""

# REPLACE deletes without firing DELETE triggers, so whatever it could replace is looked for here.
_SQLITE_ENTRY = """
CREATE TRIGGER entry_seals_postings BEFORE INSERT ON entry
BEGIN
  SELECT RAISE(ABORT, 'entries are numbered without gaps and never replaced')
  WHERE NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM entry);
  SELECT RAISE(ABORT, 'this action is posted already')
  WHERE EXISTS (SELECT 1 FROM entry WHERE action_key = NEW.action_key OR hash = NEW.hash);
  SELECT RAISE(ABORT, 'an entry names the hash before it')
  WHERE NEW.previous_hash IS NOT
        coalesce((SELECT hash FROM entry WHERE number = NEW.number - 1), '');
  SELECT RAISE(ABORT, 'an entry has two or more postings that sum to zero')
  WHERE (SELECT count(*) < 2 OR sum(amount_fen) <> 0
         FROM posting WHERE entry_number = NEW.number);
END"""


def _postgresql_written_once() -> Iterable[str]:
    yield """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP;
END $$"""
    for table in WRITTEN_ONCE:
        yield f"""
CREATE TRIGGER {table}_refuses_change BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION refuse_change()"""
        yield f"""
CREATE TRIGGER {table}_refuses_truncate BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"""


def _postgresql_chained() -> Iterable[str]:
    for table in CHAINED:
        yield f"""
CREATE OR REPLACE FUNCTION {table}_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock({CHANGE_LOCK});
  IF NEW.id IS DISTINCT FROM (SELECT coalesce(max(id), 0) + 1 FROM {table}) THEN
    RAISE EXCEPTION '{table} is numbered without gaps and never replaced';
  END IF;
  IF NEW.previous_hash IS DISTINCT FROM
     coalesce((SELECT hash FROM {table} WHERE id = NEW.id - 1), '') THEN
    RAISE EXCEPTION '{table} names the hash before it';
  END IF;
  RETURN NEW;
END $$"""
        yield f"""
CREATE TRIGGER {table}_goes_on BEFORE INSERT ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_goes_on()"""


# The lock and READ COMMITTED let each check see all that is committed: nobody can seal an
# entry between a check and its insert.
_POSTGRESQL_LEDGER = (
    f"""
CREATE OR REPLACE FUNCTION stage_posting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'the ledger is written under READ COMMITTED only';
  END IF;
  PERFORM pg_advisory_xact_lock({CHANGE_LOCK});
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
    """
CREATE TRIGGER posting_is_staged BEFORE INSERT ON posting
FOR EACH ROW EXECUTE FUNCTION stage_posting()""",
    f"""
CREATE OR REPLACE FUNCTION seal_postings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'the ledger is written under READ COMMITTED only';
  END IF;
  PERFORM pg_advisory_xact_lock({CHANGE_LOCK});
  IF NEW.number IS DISTINCT FROM (SELECT coalesce(max(number), 0) + 1 FROM entry) THEN
    RAISE EXCEPTION 'entries are numbered without gaps and never replaced';
  END IF;
  IF NEW.previous_hash IS DISTINCT FROM
     coalesce((SELECT hash FROM entry WHERE number = NEW.number - 1), '') THEN
    RAISE EXCEPTION 'an entry names the hash before it';
  END IF;
  IF (SELECT count(*) < 2 OR sum(amount_fen) <> 0
      FROM posting WHERE entry_number = NEW.number) THEN
    RAISE EXCEPTION 'an entry has two or more postings that sum to zero';
  END IF;
  RETURN NEW;
END $$""",
    """
CREATE TRIGGER entry_seals_postings BEFORE INSERT ON entry
FOR EACH ROW EXECUTE FUNCTION seal_postings()""",
)
_POSTGRESQL_NEWS = (
    f"""
CREATE OR REPLACE FUNCTION tell_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('{NEWS}', (SELECT max(id)::text FROM told));
  RETURN NULL;
END $$""",
    """
CREATE TRIGGER audit_is_told AFTER INSERT ON audit REFERENCING NEW TABLE AS told
FOR EACH STATEMENT EXECUTE FUNCTION tell_change()""",
)
