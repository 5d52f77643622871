"""What the longest lists come to is kept, and their short filters have an index.

What stands in the tables is reckoned at the end of every upgrade (``models/kept_sums.py``).
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def _cancelled(table: str, key: str) -> None:
    few = sa.text("state = 'cancelled'")
    op.create_index(f"ix_{table}_cancelled", table, [key], sqlite_where=few, postgresql_where=few)


def upgrade() -> None:
    """Make the tables and the indexes."""
    op.create_table(
        "order_sum",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("fen", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_order_sum_unit_id")),
        sa.PrimaryKeyConstraint("unit_id", name=op.f("pk_order_sum")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "goods_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("delivered", sa.BigInteger(), nullable=False),
        sa.Column("due_fen", sa.BigInteger(), nullable=False),
        sa.Column("fund_fen", sa.BigInteger(), nullable=False),
        sa.Column("returned", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_goods_day_product_id")
        ),
        sa.PrimaryKeyConstraint("day", "product_id", name=op.f("pk_goods_day")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "payment_sum",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("fen", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_payment_sum")),
        sqlite_with_rowid=False,
    )
    _cancelled("delivery", "id")
    _cancelled("collection", "entry_number")
    op.create_index(op.f("ix_collection_recorded_on"), "collection", ["recorded_on"])
    op.create_index(op.f("ix_refund_paid_on"), "refund", ["paid_on"])
