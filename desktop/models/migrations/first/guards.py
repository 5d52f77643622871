"""The triggers of the first revision: what is written once is never changed."""

SQLITE = (
    """
CREATE TRIGGER entry_refuses_update BEFORE UPDATE ON "entry"
BEGIN SELECT RAISE(ABORT, 'entry is append-only: UPDATE refused'); END""",
    """
CREATE TRIGGER entry_refuses_delete BEFORE DELETE ON "entry"
BEGIN SELECT RAISE(ABORT, 'entry is append-only: DELETE refused'); END""",
    """
CREATE TRIGGER posting_refuses_update BEFORE UPDATE ON "posting"
BEGIN SELECT RAISE(ABORT, 'posting is append-only: UPDATE refused'); END""",
    """
CREATE TRIGGER posting_refuses_delete BEFORE DELETE ON "posting"
BEGIN SELECT RAISE(ABORT, 'posting is append-only: DELETE refused'); END""",
    """
CREATE TRIGGER audit_refuses_update BEFORE UPDATE ON "audit"
BEGIN SELECT RAISE(ABORT, 'audit is append-only: UPDATE refused'); END""",
    """
CREATE TRIGGER audit_refuses_delete BEFORE DELETE ON "audit"
BEGIN SELECT RAISE(ABORT, 'audit is append-only: DELETE refused'); END""",
    """
CREATE TRIGGER issued_paper_refuses_update BEFORE UPDATE ON "issued_paper"
BEGIN SELECT RAISE(ABORT, 'issued_paper is append-only: UPDATE refused'); END""",
    """
CREATE TRIGGER issued_paper_refuses_delete BEFORE DELETE ON "issued_paper"
BEGIN SELECT RAISE(ABORT, 'issued_paper is append-only: DELETE refused'); END""",
    """
CREATE TRIGGER history_line_refuses_update BEFORE UPDATE ON "history_line"
BEGIN SELECT RAISE(ABORT, 'history_line is append-only: UPDATE refused'); END""",
    """
CREATE TRIGGER history_line_refuses_delete BEFORE DELETE ON "history_line"
BEGIN SELECT RAISE(ABORT, 'history_line is append-only: DELETE refused'); END""",
    """
CREATE TRIGGER posting_is_staged BEFORE INSERT ON posting
BEGIN
  SELECT RAISE(ABORT, 'foreign keys must be on to post')
  WHERE (SELECT foreign_keys FROM pragma_foreign_keys) = 0;
  SELECT RAISE(ABORT, 'postings go to the next entry only')
  WHERE NEW.entry_number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM entry);
  SELECT RAISE(ABORT, 'an amount is whole fen')
  WHERE typeof(NEW.amount_fen) <> 'integer' OR NEW.amount_fen = 0;
  SELECT RAISE(ABORT, 'a posting is never replaced')
  WHERE EXISTS (SELECT 1 FROM posting
                WHERE entry_number = NEW.entry_number AND position = NEW.position);
END""",
    """
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
END""",
)


POSTGRESQL = (
    """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP;
END $$""",
    """
CREATE TRIGGER entry_refuses_change BEFORE UPDATE OR DELETE ON entry
FOR EACH ROW EXECUTE FUNCTION refuse_change()""",
    """
CREATE TRIGGER entry_refuses_truncate BEFORE TRUNCATE ON entry
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()""",
    """
CREATE TRIGGER posting_refuses_change BEFORE UPDATE OR DELETE ON posting
FOR EACH ROW EXECUTE FUNCTION refuse_change()""",
    """
CREATE TRIGGER posting_refuses_truncate BEFORE TRUNCATE ON posting
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()""",
    """
CREATE TRIGGER audit_refuses_change BEFORE UPDATE OR DELETE ON audit
FOR EACH ROW EXECUTE FUNCTION refuse_change()""",
    """
CREATE TRIGGER audit_refuses_truncate BEFORE TRUNCATE ON audit
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()""",
    """
CREATE TRIGGER issued_paper_refuses_change BEFORE UPDATE OR DELETE ON issued_paper
FOR EACH ROW EXECUTE FUNCTION refuse_change()""",
    """
CREATE TRIGGER issued_paper_refuses_truncate BEFORE TRUNCATE ON issued_paper
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()""",
    """
CREATE TRIGGER history_line_refuses_change BEFORE UPDATE OR DELETE ON history_line
FOR EACH ROW EXECUTE FUNCTION refuse_change()""",
    """
CREATE TRIGGER history_line_refuses_truncate BEFORE TRUNCATE ON history_line
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()""",
    """
CREATE OR REPLACE FUNCTION stage_posting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'the ledger is written under READ COMMITTED only';
  END IF;
  PERFORM pg_advisory_xact_lock(7402026);
  IF NEW.entry_number IS DISTINCT FROM (SELECT coalesce(max(number), 0) + 1 FROM entry) THEN
    RAISE EXCEPTION 'postings go to the next entry only';
  END IF;
  RETURN NEW;
END $$""",
    """
CREATE TRIGGER posting_is_staged BEFORE INSERT ON posting
FOR EACH ROW EXECUTE FUNCTION stage_posting()""",
    """
CREATE OR REPLACE FUNCTION seal_postings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'the ledger is written under READ COMMITTED only';
  END IF;
  PERFORM pg_advisory_xact_lock(7402026);
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
