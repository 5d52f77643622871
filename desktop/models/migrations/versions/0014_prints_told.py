"""Prints of papers and keys of saved forms stand in the trail; the keys are written once.

What stands here is frozen: later changes go into revisions of their own.
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

# By table: its key, and the facts that the trail tells.
TOLD = {
    "paper_print": ("id", ("id", "kind", "document_id", "printed_on", "printed_by_id")),
    "saved_form": (
        "key",
        (
            "key", "content", "action", "confirmed", "record_kind", "record_id", "saved_at",
            "saved_by_id",
        ),
    ),
}  # fmt: skip
TRAIL = (
    "id", "at", "day", "staff_id", "action", "record_kind", "record_id", "before", "after", "seal",
    "previous_hash",
)  # fmt: skip
_AT_ONCE = 5_000


def upgrade() -> None:
    """Have the trail go on with what is there: records are held against it from now on."""
    connection = op.get_bind()
    columns = (*TRAIL, "hash")
    insert = sa.text(
        f"INSERT INTO audit ({', '.join(columns)})"
        f" VALUES ({', '.join(f':{name}' for name in columns)})"
    )
    lines = list(chained(connection))
    for start in range(0, len(lines), _AT_ONCE):
        connection.execute(insert, lines[start : start + _AT_ONCE])
    for statement in guards():
        connection.exec_driver_sql(statement)


def chained(connection: sa.Connection) -> Iterator[dict[str, object]]:
    """The new lines, each with its number, the hash before it and its own."""
    newest = sa.text("SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1")
    last = connection.execute(newest).first()
    number, previous = tuple(last) if last else (0, "")
    now, today = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"), date.today().isoformat()
    for table, key, after in facts(connection):
        number += 1
        line = {
            "id": number,
            "at": now,
            "day": today,
            "staff_id": None,
            "action": "upgrade",
            "record_kind": table,
            "record_id": key,
            "before": None,
            "after": after,
            "seal": "",
            "previous_hash": previous,
        }
        told = [None if line[name] is None else str(line[name]) for name in TRAIL]
        canonical = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
        previous = hashlib.sha256(canonical.encode()).hexdigest()
        yield {**line, "hash": previous}


def facts(connection: sa.Connection) -> Iterator[tuple[str, str, str]]:
    for table, (key, names) in TOLD.items():
        query = sa.text(
            f"SELECT {', '.join(names)} FROM {table} WHERE NOT EXISTS (SELECT 1 FROM audit"
            f" WHERE record_kind = '{table}' AND record_id = CAST({table}.{key} AS VARCHAR))"
            f" ORDER BY {key}"
        )
        for row in connection.execute(query).mappings():
            kept = {name: row[name] for name in names if row[name] not in (None, "")}
            after = json.dumps(kept, ensure_ascii=False, default=str, separators=(",", ":"))
            yield table, str(row[key]), after


def guards() -> list[str]:
    """Keys of saved forms are written once."""
    if op.get_bind().dialect.name == "sqlite":
        return [
            f"""
CREATE TRIGGER saved_form_refuses_{event.lower()} BEFORE {event} ON "saved_form"
BEGIN SELECT RAISE(ABORT, 'saved_form is append-only: {event} refused'); END"""
            for event in ("UPDATE", "DELETE")
        ]
    return [
        """
CREATE TRIGGER saved_form_refuses_change BEFORE UPDATE OR DELETE ON saved_form
FOR EACH ROW EXECUTE FUNCTION refuse_change()""",
        """
CREATE TRIGGER saved_form_refuses_truncate BEFORE TRUNCATE ON saved_form
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()""",
    ]
