"""Stock by lot, and runs that are closed: lots, what moves them, and where they lie (D3, D6)."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from alembic import op

from desktop.models.migrations.telling import Telling

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KINDS = (
    *("first-count", "receipt", "count", "write-off", "loading", "unserved", "found"),
    *("delivery", "delivery-cancelled", "return", "return-cancelled"),
    *("run-difference", "run-closed", "benefit", "benefit-cancelled"),
)
PLACES = ("received", "difference", "warehouse", "runs", "clients", "written_off")


def upgrade() -> None:
    """Lots of old receipts become lots that the office knows, their receipts what was noted."""
    _grow_vehicles()
    _grow_runs()
    _grow_deliveries()
    telling = Telling(revision)
    _take_off_stops(telling)
    old = _old_receipts()
    op.drop_table("lot")
    _make_lots()
    _make_moves()
    _write_receipts(telling, old)
    account = sa.table("account", sa.column("name"), sa.column("chinese"), sa.column("owner"))
    op.bulk_insert(
        account, [{"name": "cash-over-short", "chinese": "现金长短款", "owner": "office"}]
    )
    kind = sa.table("entry_kind", sa.column("name"), sa.column("counts_as"))
    op.bulk_insert(kind, [{"name": "cash-difference", "counts_as": ""}])


def _grow_vehicles() -> None:
    for name in ("starts", "ends"):
        op.add_column("vehicle", sa.Column(name, sa.String(), nullable=False, server_default=""))
    for name in ("kg", "runs", "reload_s"):
        op.add_column("vehicle", sa.Column(name, sa.Integer(), nullable=True))
    for name in ("per_run_fen", "per_km_fen", "per_hour_fen"):
        op.add_column("vehicle", sa.Column(name, sa.BigInteger(), nullable=True))


def _grow_runs() -> None:
    with op.batch_alter_table("run") as table:
        table.drop_constraint(op.f("ck_run_state"), type_="check")
        table.create_check_constraint(
            op.f("ck_run_state"), "state IN ('planned', 'loaded', 'closed', 'discarded')"
        )
        table.add_column(
            sa.Column("by_lot", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        table.add_column(sa.Column("closed_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("closed_by_id", sa.Integer(), nullable=True))
        table.add_column(
            sa.Column("cash_difference_fen", sa.BigInteger(), nullable=False, server_default="0")
        )
        table.add_column(sa.Column("close_reason", sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("close_entry_number", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_run_closed_by_id"), "staff", ["closed_by_id"], ["id"])
        table.create_foreign_key(
            op.f("fk_run_close_entry_number"), "entry", ["close_entry_number"], ["number"]
        )
    _without_default("run", "by_lot", "cash_difference_fen", "close_reason")
    op.create_index(op.f("ix_run_close_entry_number"), "run", ["close_entry_number"])
    with op.batch_alter_table("stop") as table:
        table.add_column(sa.Column("unserved_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("unserved_by_id", sa.Integer(), nullable=True))
        table.add_column(
            sa.Column("unserved_reason", sa.String(), nullable=False, server_default="")
        )
        table.create_foreign_key(
            op.f("fk_stop_unserved_by_id"), "staff", ["unserved_by_id"], ["id"]
        )
    _without_default("stop", "unserved_reason")


def _take_off_stops(telling: Telling) -> None:
    """Orders that left their run: unserved if it was loaded, and off it if it is only planned."""
    stops = op.get_bind().execute(
        sa.text(
            "SELECT stop.id, stop.run_id, stop.position, stop.order_id, stop.note, run.state, run.day"
            " FROM stop JOIN run ON run.id = stop.run_id"
            " JOIN client_order ON client_order.id = stop.order_id"
            " WHERE stop.id <> (SELECT max(last.id) FROM stop last"
            " WHERE last.order_id = stop.order_id)"
            " OR client_order.state IN ('confirmed', 'cancelled')"
            " OR (run.state = 'planned' AND client_order.state <> 'planned') ORDER BY stop.id"
        ).columns(day=sa.Date())
    )
    stop = sa.table("stop", sa.column("id"), sa.column("unserved_on", sa.Date()))
    for *facts, state, day in stops.all():
        row = dict(zip(("id", "run_id", "position", "order_id", "note"), facts, strict=True))
        this = stop.c.id == row["id"]
        if state == "planned":
            op.get_bind().execute(stop.delete().where(this))
            telling.tell("stop", row["id"], row, None)
        else:
            op.get_bind().execute(stop.update().where(this).values(unserved_on=day))
            telling.tell("stop", row["id"], {"unserved_on": None}, {"unserved_on": day})


def _grow_deliveries() -> None:
    with op.batch_alter_table("delivery") as table:
        table.add_column(sa.Column("run_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_delivery_run_id"), "run", ["run_id"], ["id"])
    op.create_index(op.f("ix_delivery_run_id"), "delivery", ["run_id"])
    with op.batch_alter_table("goods_return") as table:
        table.add_column(sa.Column("condition", sa.String(), nullable=False, server_default="good"))
        table.create_check_constraint(
            op.f("ck_goods_return_condition"), "condition IN ('good', 'bad')"
        )
    _without_default("goods_return", "condition")


def _without_default(table: str, *columns: str) -> None:
    with op.batch_alter_table(table) as changed:
        for column in columns:
            changed.alter_column(column, server_default=None)


def _make_lots() -> None:
    op.create_table(
        "stock_start",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("started_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_stock_start_once")),
        sa.ForeignKeyConstraint(
            ["started_by_id"], ["staff.id"], name=op.f("fk_stock_start_started_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_start")),
    )
    op.create_table(
        "lot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("expires", sa.Date(), nullable=False),
        *(sa.Column(place, sa.Integer(), nullable=False) for place in PLACES),
        *(
            sa.CheckConstraint(f"{place} >= 0", name=op.f(f"ck_lot_{place}"))
            for place in PLACES
            if place != "difference"
        ),
        sa.CheckConstraint(
            "received + difference = warehouse + runs + clients + written_off",
            name=op.f("ck_lot_conserved"),
        ),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_lot_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lot")),
        sa.UniqueConstraint("product_id", "code", name=op.f("uq_lot_product_id_code")),
    )
    op.create_index(op.f("ix_lot_product_id"), "lot", ["product_id"])
    op.create_index(op.f("ix_lot_code"), "lot", ["code"])
    op.create_table(
        "run_lot",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity >= 0", name=op.f("ck_run_lot_quantity")),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_run_lot_run_id")),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_run_lot_lot_id")),
        sa.PrimaryKeyConstraint("run_id", "lot_id", name=op.f("pk_run_lot")),
    )
    op.create_index(op.f("ix_run_lot_lot_id"), "run_lot", ["lot_id"])


def _make_moves() -> None:
    op.create_table(
        "receipt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("received_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_receipt_quantity")),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_receipt_lot_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_receipt_unit_id")),
        sa.ForeignKeyConstraint(
            ["received_by_id"], ["staff.id"], name=op.f("fk_receipt_received_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt")),
    )
    op.create_index(op.f("ix_receipt_lot_id"), "receipt", ["lot_id"])
    op.create_index(op.f("ix_receipt_unit_id"), "receipt", ["unit_id"])
    rests_on = {
        "lot_id": "lot",
        "run_id": "run",
        "receipt_id": "receipt",
        "stop_id": "stop",
        "delivery_line_id": "delivery_line",
        "return_id": "goods_return",
        "benefit_id": "benefit",
        "moved_by_id": "staff",
    }
    op.create_table(
        "stock_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("from_place", sa.String(), nullable=False),
        sa.Column("to_place", sa.String(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("receipt_id", sa.Integer(), nullable=True),
        sa.Column("stop_id", sa.Integer(), nullable=True),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("delivery_line_id", sa.Integer(), nullable=True),
        sa.Column("return_id", sa.Integer(), nullable=True),
        sa.Column("benefit_id", sa.Integer(), nullable=True),
        sa.Column("moved_on", sa.Date(), nullable=False),
        sa.Column("moved_by_id", sa.Integer(), nullable=False),
        _one_of("kind", KINDS),
        _one_of("from_place", PLACES),
        _one_of("to_place", PLACES),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_stock_move_quantity")),
        sa.CheckConstraint(
            "(run_id IS NOT NULL) = (from_place = 'runs' OR to_place = 'runs')",
            name=op.f("ck_stock_move_run"),
        ),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_stock_move_{column}"))
            for column, table in rests_on.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_move")),
    )
    for column in ("lot", "run", "stop", "delivery_line", "return", "benefit"):
        op.create_index(op.f(f"ix_stock_move_{column}_id"), "stock_move", [f"{column}_id"])


def _one_of(column: str, words: tuple[str, ...]) -> sa.CheckConstraint:
    listed = ", ".join(f"'{word}'" for word in words)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=op.f(f"ck_stock_move_{column}"))


def _old_receipts() -> list[dict[str, Any]]:
    columns = ("id", "product_id", "lot", "unit_id", "quantity", "received_by_id")
    days = ("expires", "received_on")
    old = sa.table(
        "lot",
        *(sa.column(name) for name in columns),
        *(sa.column(name, sa.Date()) for name in days),
    )
    rows = op.get_bind().execute(sa.select(old).order_by(old.c.id)).mappings()
    return [dict(row) for row in rows]


def _write_receipts(telling: Telling, old: list[dict[str, Any]]) -> None:
    """Each receipt is kept, each lot once, with the earliest expiry that was written of it."""
    for row in old:
        telling.tell("lot", row["id"], row, None)
    lots: dict[tuple[int, str], dict[str, Any]] = {}
    for row in old:
        place = row["product_id"], row["lot"]
        fresh = {"id": len(lots) + 1, "product_id": place[0], "code": place[1]}
        lot = lots.setdefault(place, {**fresh, "expires": date.max, **dict.fromkeys(PLACES, 0)})
        lot["expires"] = min(lot["expires"], row["expires"])
    kept = ("id", "unit_id", "quantity", "received_on", "received_by_id")
    receipts = [
        {"lot_id": lots[row["product_id"], row["lot"]]["id"], **{name: row[name] for name in kept}}
        for row in old
    ]
    for table, rows in (("lot", list(lots.values())), ("receipt", receipts)):
        for row in rows:
            op.get_bind().execute(_table(table, row).insert(), row)
            telling.tell(table, row["id"], None, row)
        _go_on_counting(table)


def _table(name: str, row: dict[str, Any]) -> Any:
    return sa.table(
        name,
        *(
            sa.column(column, sa.Date() if isinstance(value, date) else None)
            for column, value in row.items()
        ),
    )


def _go_on_counting(table: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"
            " HAVING max(id) IS NOT NULL"
        )
