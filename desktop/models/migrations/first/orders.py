"""Orders, deliveries and returns."""

import sqlalchemy as sa
from alembic import op


def make() -> None:
    op.create_table(
        "client_order",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("ordered_on", sa.Date(), nullable=False),
        sa.Column("ordered_by_id", sa.Integer(), nullable=False),
        sa.Column("cancelled_on", sa.Date(), nullable=True),
        sa.Column("cancelled_by_id", sa.Integer(), nullable=True),
        sa.Column("cancel_reason", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('confirmed', 'planned', 'loaded', 'delivered', 'partly', 'refused', 'cancelled')",
            name=op.f("ck_client_order_state"),
        ),
        sa.ForeignKeyConstraint(
            ["cancelled_by_id"], ["staff.id"], name=op.f("fk_client_order_cancelled_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_client_order_client_id")
        ),
        sa.ForeignKeyConstraint(
            ["ordered_by_id"], ["staff.id"], name=op.f("fk_client_order_ordered_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client_order")),
        sa.UniqueConstraint("number", name=op.f("uq_client_order_number")),
    )
    op.create_index(op.f("ix_client_order_client_id"), "client_order", ["client_id"], unique=False)
    op.create_index(op.f("ix_client_order_state"), "client_order", ["state"], unique=False)
    op.create_table(
        "order_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("price_fen", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_order_line_quantity")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["client_order.id"], name=op.f("fk_order_line_order_id")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_order_line_product_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_order_line_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_line")),
        sa.UniqueConstraint("order_id", "position", name=op.f("uq_order_line_order_id_position")),
    )
    op.create_index(op.f("ix_order_line_order_id"), "order_line", ["order_id"], unique=False)
    op.create_index(op.f("ix_order_line_product_id"), "order_line", ["product_id"], unique=False)
    op.create_index(op.f("ix_order_line_unit_id"), "order_line", ["unit_id"], unique=False)
    op.create_table(
        "delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("arrived", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("difference", sa.String(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=True),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("entry_number", sa.Integer(), nullable=True),
        sa.Column("cancelled_on", sa.Date(), nullable=True),
        sa.Column("cancelled_by_id", sa.Integer(), nullable=True),
        sa.Column("cancel_reason", sa.String(), nullable=False),
        sa.Column("cancel_entry_number", sa.Integer(), nullable=True),
        sa.CheckConstraint("state IN ('recorded', 'cancelled')", name=op.f("ck_delivery_state")),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_delivery_agreement_id")
        ),
        sa.ForeignKeyConstraint(
            ["cancel_entry_number"], ["entry.number"], name=op.f("fk_delivery_cancel_entry_number")
        ),
        sa.ForeignKeyConstraint(
            ["cancelled_by_id"], ["staff.id"], name=op.f("fk_delivery_cancelled_by_id")
        ),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_delivery_client_id")),
        sa.ForeignKeyConstraint(
            ["entry_number"], ["entry.number"], name=op.f("fk_delivery_entry_number")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["client_order.id"], name=op.f("fk_delivery_order_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["staff.id"], name=op.f("fk_delivery_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("number", name=op.f("uq_delivery_number")),
    )
    op.create_index(op.f("ix_delivery_agreement_id"), "delivery", ["agreement_id"], unique=False)
    op.create_index(
        op.f("ix_delivery_cancel_entry_number"), "delivery", ["cancel_entry_number"], unique=False
    )
    op.create_index(op.f("ix_delivery_client_id"), "delivery", ["client_id"], unique=False)
    op.create_index(op.f("ix_delivery_dated"), "delivery", ["dated"], unique=False)
    op.create_index(op.f("ix_delivery_entry_number"), "delivery", ["entry_number"], unique=False)
    op.create_index(op.f("ix_delivery_note"), "delivery", ["note"], unique=False)
    op.create_index(op.f("ix_delivery_order_id"), "delivery", ["order_id"], unique=False)
    op.create_index(
        "ux_delivery_standing",
        "delivery",
        ["order_id"],
        unique=True,
        sqlite_where=sa.text("state = 'recorded'"),
        postgresql_where=sa.text("state = 'recorded'"),
    )
    op.create_table(
        "delivery_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("unit_name", sa.String(), nullable=False),
        sa.Column("unit_size", sa.Integer(), nullable=False),
        sa.Column("ordered", sa.Integer(), nullable=False),
        sa.Column("accepted", sa.Integer(), nullable=False),
        sa.Column("price_fen", sa.BigInteger(), nullable=False),
        sa.Column("basic_rate", sa.Integer(), nullable=False),
        sa.Column("fund_rate", sa.Integer(), nullable=False),
        sa.Column("supply_fen", sa.BigInteger(), nullable=False),
        sa.Column("basic_fen", sa.BigInteger(), nullable=False),
        sa.Column("fund_fen", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "accepted BETWEEN 0 AND ordered", name=op.f("ck_delivery_line_accepted")
        ),
        sa.CheckConstraint("unit_size >= 1", name=op.f("ck_delivery_line_unit_size")),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery.id"], name=op.f("fk_delivery_line_delivery_id")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_delivery_line_product_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_line")),
        sa.UniqueConstraint(
            "delivery_id", "position", name=op.f("uq_delivery_line_delivery_id_position")
        ),
    )
    op.create_index(
        op.f("ix_delivery_line_delivery_id"), "delivery_line", ["delivery_id"], unique=False
    )
    op.create_index(
        op.f("ix_delivery_line_product_id"), "delivery_line", ["product_id"], unique=False
    )
    op.create_table(
        "goods_return",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.Column("delivery_line_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("supply_fen", sa.BigInteger(), nullable=False),
        sa.Column("basic_fen", sa.BigInteger(), nullable=False),
        sa.Column("fund_fen", sa.BigInteger(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("entry_number", sa.Integer(), nullable=True),
        sa.Column("cancelled_on", sa.Date(), nullable=True),
        sa.Column("cancelled_by_id", sa.Integer(), nullable=True),
        sa.Column("cancel_reason", sa.String(), nullable=False),
        sa.Column("cancel_entry_number", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state IN ('recorded', 'cancelled')", name=op.f("ck_goods_return_state")
        ),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_goods_return_quantity")),
        sa.ForeignKeyConstraint(
            ["cancel_entry_number"],
            ["entry.number"],
            name=op.f("fk_goods_return_cancel_entry_number"),
        ),
        sa.ForeignKeyConstraint(
            ["cancelled_by_id"], ["staff.id"], name=op.f("fk_goods_return_cancelled_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_goods_return_client_id")
        ),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery.id"], name=op.f("fk_goods_return_delivery_id")
        ),
        sa.ForeignKeyConstraint(
            ["delivery_line_id"],
            ["delivery_line.id"],
            name=op.f("fk_goods_return_delivery_line_id"),
        ),
        sa.ForeignKeyConstraint(
            ["entry_number"], ["entry.number"], name=op.f("fk_goods_return_entry_number")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["staff.id"], name=op.f("fk_goods_return_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goods_return")),
        sa.UniqueConstraint("number", name=op.f("uq_goods_return_number")),
    )
    op.create_index(
        op.f("ix_goods_return_cancel_entry_number"),
        "goods_return",
        ["cancel_entry_number"],
        unique=False,
    )
    op.create_index(op.f("ix_goods_return_client_id"), "goods_return", ["client_id"], unique=False)
    op.create_index(
        op.f("ix_goods_return_delivery_id"), "goods_return", ["delivery_id"], unique=False
    )
    op.create_index(
        op.f("ix_goods_return_delivery_line_id"), "goods_return", ["delivery_line_id"], unique=False
    )
    op.create_index(
        op.f("ix_goods_return_entry_number"), "goods_return", ["entry_number"], unique=False
    )
