"""Benefits, collections and refunds."""

import sqlalchemy as sa
from alembic import op


def make() -> None:
    op.create_table(
        "benefit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("cost_fen", sa.BigInteger(), nullable=False),
        sa.Column("paid_by", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("cancelled_on", sa.Date(), nullable=True),
        sa.Column("cancel_reason", sa.String(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("cancelled_by_id", sa.Integer(), nullable=True),
        sa.Column("entry_number", sa.Integer(), nullable=True),
        sa.Column("cancel_entry_number", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('sign', 'rack', 'rebate', 'grant', 'promotion')", name=op.f("ck_benefit_kind")
        ),
        sa.CheckConstraint(
            "paid_by IN ('cash', 'setoff', 'goods')", name=op.f("ck_benefit_paid_by")
        ),
        sa.CheckConstraint("state IN ('recorded', 'cancelled')", name=op.f("ck_benefit_state")),
        sa.CheckConstraint("cost_fen > 0", name=op.f("ck_benefit_positive")),
        sa.ForeignKeyConstraint(
            ["cancel_entry_number"], ["entry.number"], name=op.f("fk_benefit_cancel_entry_number")
        ),
        sa.ForeignKeyConstraint(
            ["cancelled_by_id"], ["staff.id"], name=op.f("fk_benefit_cancelled_by_id")
        ),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_benefit_client_id")),
        sa.ForeignKeyConstraint(
            ["entry_number"], ["entry.number"], name=op.f("fk_benefit_entry_number")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["staff.id"], name=op.f("fk_benefit_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_benefit")),
        sa.UniqueConstraint("number", name=op.f("uq_benefit_number")),
    )
    op.create_index(
        op.f("ix_benefit_cancel_entry_number"), "benefit", ["cancel_entry_number"], unique=False
    )
    op.create_index(op.f("ix_benefit_client_id"), "benefit", ["client_id"], unique=False)
    op.create_index(op.f("ix_benefit_entry_number"), "benefit", ["entry_number"], unique=False)
    op.create_table(
        "collection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("delivery_id", sa.Integer(), nullable=True),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("means", sa.String(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("cancelled_on", sa.Date(), nullable=True),
        sa.Column("cancel_reason", sa.String(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("cancelled_by_id", sa.Integer(), nullable=True),
        sa.Column("entry_number", sa.Integer(), nullable=True),
        sa.Column("cancel_entry_number", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "means IN ('cash', 'bank', 'wechat', 'alipay')", name=op.f("ck_collection_means")
        ),
        sa.CheckConstraint("state IN ('recorded', 'cancelled')", name=op.f("ck_collection_state")),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_collection_positive")),
        sa.ForeignKeyConstraint(
            ["cancel_entry_number"],
            ["entry.number"],
            name=op.f("fk_collection_cancel_entry_number"),
        ),
        sa.ForeignKeyConstraint(
            ["cancelled_by_id"], ["staff.id"], name=op.f("fk_collection_cancelled_by_id")
        ),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_collection_client_id")),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery.id"], name=op.f("fk_collection_delivery_id")
        ),
        sa.ForeignKeyConstraint(
            ["entry_number"], ["entry.number"], name=op.f("fk_collection_entry_number")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["staff.id"], name=op.f("fk_collection_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collection")),
        sa.UniqueConstraint("number", name=op.f("uq_collection_number")),
    )
    op.create_index(
        op.f("ix_collection_cancel_entry_number"),
        "collection",
        ["cancel_entry_number"],
        unique=False,
    )
    op.create_index(op.f("ix_collection_client_id"), "collection", ["client_id"], unique=False)
    op.create_index(op.f("ix_collection_delivery_id"), "collection", ["delivery_id"], unique=False)
    op.create_index(
        op.f("ix_collection_entry_number"), "collection", ["entry_number"], unique=False
    )
    op.create_table(
        "refund",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("means", sa.String(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("paid_by_id", sa.Integer(), nullable=False),
        sa.Column("entry_number", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "means IN ('cash', 'bank', 'wechat', 'alipay')", name=op.f("ck_refund_means")
        ),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_refund_positive")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_refund_client_id")),
        sa.ForeignKeyConstraint(
            ["entry_number"], ["entry.number"], name=op.f("fk_refund_entry_number")
        ),
        sa.ForeignKeyConstraint(["paid_by_id"], ["staff.id"], name=op.f("fk_refund_paid_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refund")),
        sa.UniqueConstraint("number", name=op.f("uq_refund_number")),
    )
    op.create_index(op.f("ix_refund_client_id"), "refund", ["client_id"], unique=False)
    op.create_index(op.f("ix_refund_entry_number"), "refund", ["entry_number"], unique=False)
