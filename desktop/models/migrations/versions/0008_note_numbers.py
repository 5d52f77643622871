"""The number of each delivery's note, and a line for every print of a paper.

What stands here is frozen: later changes go into revisions of their own.
"""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_STOPS = """
    SELECT stop.id, stop.run_id, stop.order_id, run.number AS run, run.loaded_on,
           client_order.number AS order_number
    FROM stop JOIN run ON run.id = stop.run_id
    JOIN client_order ON client_order.id = stop.order_id
    WHERE run.state = 'loaded' ORDER BY stop.order_id, stop.run_id"""
_DELIVERIES = """
    SELECT delivery.id, delivery.order_id, delivery.recorded_on,
           client_order.number AS order_number
    FROM delivery JOIN client_order ON client_order.id = delivery.order_id
    ORDER BY delivery.id"""


def upgrade() -> None:
    """Add columns and table; then number what is there as its papers were numbered."""
    op.execute("ALTER TABLE stop ADD COLUMN note VARCHAR DEFAULT '' NOT NULL")
    op.execute("ALTER TABLE delivery ADD COLUMN note VARCHAR DEFAULT '' NOT NULL")
    op.create_index(op.f("ix_stop_note"), "stop", ["note"], unique=False)
    op.create_index(op.f("ix_delivery_note"), "delivery", ["note"], unique=False)
    op.create_table(
        "paper_print",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("printed_on", sa.Date(), nullable=False),
        sa.Column("printed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["printed_by_id"], ["staff.id"], name=op.f("fk_paper_print_printed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_print")),
    )
    op.create_index("ix_paper_print_document", "paper_print", ["kind", "document_id"])
    number_notes()
    count_what_went_out()
    for statement in guards():
        op.get_bind().exec_driver_sql(statement)


def guards() -> list[str]:
    """Prints are written once."""
    if op.get_bind().dialect.name == "sqlite":
        return [
            f"""
CREATE TRIGGER paper_print_refuses_{event.lower()} BEFORE {event} ON "paper_print"
BEGIN SELECT RAISE(ABORT, 'paper_print is append-only: {event} refused'); END"""
            for event in ("UPDATE", "DELETE")
        ]
    return [
        """
CREATE TRIGGER paper_print_refuses_change BEFORE UPDATE OR DELETE ON paper_print
FOR EACH ROW EXECUTE FUNCTION refuse_change()""",
        """
CREATE TRIGGER paper_print_refuses_truncate BEFORE TRUNCATE ON paper_print
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()""",
    ]


def number_notes() -> None:
    """Each stop and delivery gets the number that its note bears."""
    connection = op.get_bind()
    printed = set(
        connection.execute(
            sa.text("SELECT document_id FROM issued_paper WHERE kind = 'manifest'")
        ).scalars()
    )
    numbered: dict[int, list[tuple[str, str]]] = {}
    for stop in connection.execute(sa.text(_STOPS)).mappings().all():
        known = numbered.setdefault(stop["order_id"], [])
        note = _base(stop["order_number"])
        # Papers of a second run that went out already bear the first one's number.
        if known and stop["run"] not in printed:
            note = f"{note}-{len(known) + 1}"
        known.append((str(stop["loaded_on"]), note))
        give("stop", stop["id"], note)
    for delivery in connection.execute(sa.text(_DELIVERIES)).mappings().all():
        day = str(delivery["recorded_on"])
        before = [note for on, note in numbered.get(delivery["order_id"], ()) if on <= day]
        note = before[-1] if before else _base(delivery["order_number"])
        give("delivery", delivery["id"], note)


def give(table: str, key: int, note: str) -> None:
    """Write a note's number to a record, and tell the trail of it."""
    connection = op.get_bind()
    connection.execute(
        sa.text(f"UPDATE {table} SET note = :note WHERE id = :id"), {"note": note, "id": key}
    )
    connection.execute(
        sa.text(
            "INSERT INTO audit (at, day, action, record_kind, record_id, before, after)"
            " VALUES (:at, :day, 'upgrade', :kind, :key, :before, :after)"
        ),
        {
            "at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "day": date.today().isoformat(),
            "kind": table,
            "key": str(key),
            "before": json.dumps({"note": ""}),
            "after": json.dumps({"note": note}),
        },
    )


def _base(order: str) -> str:
    return order.replace("DD", "SD", 1)


def count_what_went_out() -> None:
    """A paper that was issued before counts as printed once, a manifest with its notes."""
    connection = op.get_bind()
    rows = list(_went_out(connection))
    if rows:
        connection.execute(
            sa.text(
                "INSERT INTO paper_print (kind, document_id, printed_on, printed_by_id)"
                " VALUES (:kind, :document_id, :issued_on, :issued_by_id)"
            ),
            rows,
        )


def _went_out(connection: sa.Connection) -> Iterator[dict[str, object]]:
    issued = "SELECT kind, document_id, issued_on, issued_by_id FROM issued_paper ORDER BY id"
    notes = """
        SELECT DISTINCT 'delivery_note' AS kind, stop.note AS document_id, issued_on, issued_by_id
        FROM issued_paper JOIN run ON run.number = issued_paper.document_id
        JOIN stop ON stop.run_id = run.id WHERE kind = 'manifest' ORDER BY 2"""
    for query in (issued, notes):
        for row in connection.execute(sa.text(query)).mappings():
            yield dict(row)
