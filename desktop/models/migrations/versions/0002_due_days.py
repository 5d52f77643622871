"""Areas, holidays, the day on which an order is due (D2), and free lines (M3a)."""

from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

from desktop.models.migrations.telling import Telling

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SUNDAY = 7
USUAL_TIME = "09:00"


def upgrade() -> None:
    """Orders taken before are due on the next day that isn't a Sunday."""
    op.create_table(
        "area",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("days", sa.String(), nullable=False),
        sa.Column("minimum_fen", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("days <> ''", name=op.f("ck_area_days")),
        sa.CheckConstraint("minimum_fen > 0", name=op.f("ck_area_minimum")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area")),
        sa.UniqueConstraint("name", name=op.f("uq_area_name")),
    )
    op.create_table(
        "holiday",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("set_on", sa.Date(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["set_by_id"], ["staff.id"], name=op.f("fk_holiday_set_by_id")),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_holiday")),
    )
    with op.batch_alter_table("client_order") as table:
        table.add_column(sa.Column("taken_at", sa.String(), nullable=True))
        table.add_column(sa.Column("wanted", sa.Date(), nullable=True))
        table.add_column(sa.Column("due", sa.Date(), nullable=True))
    _fill_in()
    with op.batch_alter_table("client_order") as table:
        table.alter_column("taken_at", existing_type=sa.String(), nullable=False)
        table.alter_column("due", existing_type=sa.Date(), nullable=False)
    op.create_index(op.f("ix_client_order_due"), "client_order", ["due"])
    for lines in ("order_line", "delivery_line"):
        _add(lines, "free", sa.Boolean(), sa.false())
    for goods in ("delivery_line", "goods_return"):
        _add(goods, "given_fen", sa.BigInteger(), "0")
    _add("delivery", "refused_because", sa.String(), "")


def _add(table: str, name: str, kind: Any, default: Any) -> None:
    """A column that stands at its default in what is there; what comes gives its own."""
    with op.batch_alter_table(table) as changed:
        changed.add_column(sa.Column(name, kind, nullable=False, server_default=default))
    with op.batch_alter_table(table) as changed:
        changed.alter_column(name, server_default=None)


def _fill_in() -> None:
    telling = Telling(revision)
    order = sa.table(
        "client_order",
        *(sa.column("id"), sa.column("taken_at")),
        *(sa.column("ordered_on", sa.Date()), sa.column("due", sa.Date())),
    )
    connection = op.get_bind()
    taken = sa.select(order.c.id, order.c.ordered_on).order_by(order.c.id)
    for key, ordered_on in connection.execute(taken).all():
        after = {"taken_at": USUAL_TIME, "due": _due(ordered_on)}
        connection.execute(order.update().where(order.c.id == key).values(after))
        telling.tell("client_order", key, {"taken_at": None, "due": None}, after)


def _due(ordered_on: date) -> date:
    day = ordered_on + timedelta(days=1)
    return day + timedelta(days=1) if day.isoweekday() == SUNDAY else day
