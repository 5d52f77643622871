"""Audit trail and issued papers are chained, secrets sealed, files have a digest.

What stands here is frozen: later changes go into revisions of their own.
"""

import hashlib
import json
from datetime import UTC, date, datetime

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TRAIL = (
    "id", "at", "day", "staff_id", "action", "record_kind", "record_id", "before", "after", "seal",
    "previous_hash",
)  # fmt: skip
PAPERS = (
    "id", "kind", "document_id", "number", "issued_on", "issued_by_id", "data", "previous_hash",
)  # fmt: skip
LINES = (
    "agreement_lead_line", "agreement_product_rate", "agreement_protected_price", "order_line",
    "settlement_line", "staff_role", "stop", "suggestion_product", "unit",
)  # fmt: skip
PAGE = 5_000


def upgrade() -> None:
    """Chain what is there in its order; the guards rest while their own columns are filled."""
    for table in ("audit", "issued_paper"):
        drop_guards(table)
    for table, name in (
        ("audit", "seal"),
        ("audit", "previous_hash"),
        ("audit", "hash"),
        ("issued_paper", "previous_hash"),
        ("issued_paper", "hash"),
        ("attachment", "digest"),
    ):
        op.execute(f"ALTER TABLE {table} ADD COLUMN {name} VARCHAR DEFAULT '' NOT NULL")
    tell("delivery_line", ("unit_name", "unit_size", "ordered"))
    tell_taken_out()
    number_again("audit")
    number_again("issued_paper")
    chain("audit", TRAIL)
    chain("issued_paper", PAPERS)
    digest_files()
    for statement in guards():
        op.get_bind().exec_driver_sql(statement)


def is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def drop_guards(table: str) -> None:
    if is_sqlite():
        for event in ("update", "delete"):
            op.execute(f"DROP TRIGGER {table}_refuses_{event}")
    else:
        for event in ("change", "truncate"):
            op.execute(f"DROP TRIGGER {table}_refuses_{event} ON {table}")


def tell(table: str, columns: tuple[str, ...]) -> None:
    """Have the trail tell what 0006 wrote down: records are held against it from now on."""
    connection = op.get_bind()
    rows = connection.execute(sa.text(f"SELECT id, {', '.join(columns)} FROM {table} ORDER BY id"))
    insert = sa.text(
        "INSERT INTO audit (at, day, action, record_kind, record_id, before, after)"
        " VALUES (:at, :day, 'upgrade', :kind, :key, '{}', :after)"
    )
    now, today = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"), date.today().isoformat()
    told = [
        {
            "at": now,
            "day": today,
            "kind": table,
            "key": str(row["id"]),
            "after": json.dumps({name: row[name] for name in columns}, ensure_ascii=False),
        }
        for row in rows.mappings()
    ]
    if told:
        connection.execute(insert, told)


def tell_taken_out() -> None:
    """Have the trail tell of lines that were taken out of a document, which it never did before."""
    connection = op.get_bind()
    read = sa.text("SELECT record_id, after FROM audit WHERE record_kind = :kind ORDER BY id")
    insert = sa.text(
        "INSERT INTO audit (at, day, action, record_kind, record_id, before)"
        " VALUES (:at, :day, 'upgrade', :kind, :key, '{}')"
    )
    now, today = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"), date.today().isoformat()
    for table in LINES:
        key = sa.inspect(connection).get_pk_constraint(table)["constrained_columns"]
        there = {
            "/".join(str(part) for part in row)
            for row in connection.execute(sa.text(f"SELECT {', '.join(key)} FROM {table}"))
        }
        told: dict[str, str | None] = dict(connection.execute(read, {"kind": table}).all())
        gone = [one for one, after in told.items() if after is not None and one not in there]
        if gone:
            rows = [{"at": now, "day": today, "kind": table, "key": one} for one in gone]
            connection.execute(insert, rows)


def number_again(table: str) -> None:
    """Close the gaps that PostgreSQL's sequences leave; nothing refers to these numbers."""
    connection = op.get_bind()
    rows = connection.execute(sa.text(f"SELECT id FROM {table} ORDER BY id")).scalars().all()
    update = sa.text(f"UPDATE {table} SET id = :new WHERE id = :old")
    for new, old in enumerate(rows, 1):
        if new != old:
            connection.execute(update, {"new": new, "old": old})


def chain(table: str, columns: tuple[str, ...]) -> None:
    connection = op.get_bind()
    page = sa.text(
        f"SELECT {', '.join(columns)} FROM {table} WHERE id > :after ORDER BY id LIMIT {PAGE}"
    )
    update = sa.text(
        f"UPDATE {table} SET previous_hash = :previous_hash, hash = :hash WHERE id = :id"
    )
    previous, after = "", 0
    while rows := connection.execute(page, {"after": after}).mappings().all():
        found = []
        for row in rows:
            values = {**row, "previous_hash": previous}
            told = [None if values[name] is None else str(values[name]) for name in columns]
            canonical = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
            digest = hashlib.sha256(canonical.encode()).hexdigest()
            found.append({"id": row["id"], "previous_hash": previous, "hash": digest})
            previous, after = digest, row["id"]
        connection.execute(update, found)


def digest_files() -> None:
    connection = op.get_bind()
    update = sa.text("UPDATE attachment SET digest = :digest WHERE id = :id")
    for key in connection.execute(sa.text("SELECT id FROM attachment")).scalars().all():
        content = connection.execute(
            sa.text("SELECT content FROM attachment WHERE id = :id"), {"id": key}
        ).scalar_one()
        digest = hashlib.sha256(bytes(content)).hexdigest()
        connection.execute(update, {"digest": digest, "id": key})


def guards() -> list[str]:
    found = []
    for table in ("audit", "issued_paper"):
        if is_sqlite():
            found += [
                f"""
CREATE TRIGGER {table}_refuses_{event.lower()} BEFORE {event} ON "{table}"
BEGIN SELECT RAISE(ABORT, '{table} is append-only: {event} refused'); END"""
                for event in ("UPDATE", "DELETE")
            ]
            found.append(f"""
CREATE TRIGGER {table}_goes_on BEFORE INSERT ON "{table}"
BEGIN
  SELECT RAISE(ABORT, '{table} is numbered without gaps and never replaced')
  WHERE NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM "{table}");
  SELECT RAISE(ABORT, '{table} names the hash before it')
  WHERE NEW.previous_hash IS NOT
        coalesce((SELECT hash FROM "{table}" WHERE id = NEW.id - 1), '');
END""")
            continue
        found += [
            f"""
CREATE TRIGGER {table}_refuses_change BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION refuse_change()""",
            f"""
CREATE TRIGGER {table}_refuses_truncate BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()""",
            f"""
CREATE OR REPLACE FUNCTION {table}_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(7402026);
  IF NEW.id IS DISTINCT FROM (SELECT coalesce(max(id), 0) + 1 FROM {table}) THEN
    RAISE EXCEPTION '{table} is numbered without gaps and never replaced';
  END IF;
  IF NEW.previous_hash IS DISTINCT FROM
     coalesce((SELECT hash FROM {table} WHERE id = NEW.id - 1), '') THEN
    RAISE EXCEPTION '{table} names the hash before it';
  END IF;
  RETURN NEW;
END $$""",
            f"""
CREATE TRIGGER {table}_goes_on BEFORE INSERT ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_goes_on()""",
        ]
    return found
