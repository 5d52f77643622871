"""Layer 4 of the first revision: money, delivered and returned goods, payouts and postings."""

import sqlalchemy as sa
from alembic import op


def make() -> None:
    """Make the tables of this layer with their constraints and indexes."""
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
        "delivery_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("accepted", sa.Integer(), nullable=False),
        sa.Column("price_fen", sa.BigInteger(), nullable=False),
        sa.Column("basic_rate", sa.Integer(), nullable=False),
        sa.Column("fund_rate", sa.Integer(), nullable=False),
        sa.Column("supply_fen", sa.BigInteger(), nullable=False),
        sa.Column("basic_fen", sa.BigInteger(), nullable=False),
        sa.Column("fund_fen", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("accepted >= 0", name=op.f("ck_delivery_line_accepted")),
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
        "patrol_price",
        sa.Column("patrol_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("price_fen", sa.BigInteger(), nullable=False),
        sa.Column("protected_fen", sa.BigInteger(), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("price_fen > 0", name=op.f("ck_patrol_price_positive")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["violation.id"], name=op.f("fk_patrol_price_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["patrol_id"], ["patrol.id"], name=op.f("fk_patrol_price_patrol_id")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_patrol_price_product_id")
        ),
        sa.PrimaryKeyConstraint("patrol_id", "product_id", name=op.f("pk_patrol_price")),
    )
    op.create_index(op.f("ix_patrol_price_case_id"), "patrol_price", ["case_id"], unique=False)
    op.create_table(
        "payout",
        sa.Column("settlement_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("method", sa.String(), nullable=True),
        sa.Column("payments", sa.Integer(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("paid_by_id", sa.Integer(), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("settlement_entry_number", sa.Integer(), nullable=False),
        sa.Column("entry_number", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(case_id IS NOT NULL) = (state = 'forfeited')", name=op.f("ck_payout_forfeited")
        ),
        sa.CheckConstraint(
            "(method IS NOT NULL) = (state = 'paid')", name=op.f("ck_payout_method")
        ),
        sa.CheckConstraint(
            "state IN ('unpaid', 'paid', 'forfeited')", name=op.f("ck_payout_state")
        ),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_payout_positive")),
        sa.ForeignKeyConstraint(["case_id"], ["violation.id"], name=op.f("fk_payout_case_id")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_payout_client_id")),
        sa.ForeignKeyConstraint(
            ["entry_number"], ["entry.number"], name=op.f("fk_payout_entry_number")
        ),
        sa.ForeignKeyConstraint(["paid_by_id"], ["staff.id"], name=op.f("fk_payout_paid_by_id")),
        sa.ForeignKeyConstraint(
            ["settlement_entry_number"],
            ["entry.number"],
            name=op.f("fk_payout_settlement_entry_number"),
        ),
        sa.ForeignKeyConstraint(
            ["settlement_id"], ["settlement.id"], name=op.f("fk_payout_settlement_id")
        ),
        sa.PrimaryKeyConstraint("settlement_id", "client_id", name=op.f("pk_payout")),
        sa.UniqueConstraint("number", name=op.f("uq_payout_number")),
    )
    op.create_index(op.f("ix_payout_case_id"), "payout", ["case_id"], unique=False)
    op.create_index(op.f("ix_payout_entry_number"), "payout", ["entry_number"], unique=False)
    op.create_index(
        op.f("ix_payout_settlement_entry_number"),
        "payout",
        ["settlement_entry_number"],
        unique=False,
    )
    op.create_index(op.f("ix_payout_state"), "payout", ["state"], unique=False)
    op.create_table(
        "posting",
        sa.Column("entry_number", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "(case_id IS NOT NULL) = (account = 'reward')", name=op.f("ck_posting_case")
        ),
        sa.CheckConstraint(
            "(client_id IS NOT NULL) = (account IN ('receivable', 'fund', 'payable'))",
            name=op.f("ck_posting_client"),
        ),
        sa.CheckConstraint(
            "account IN ('cash', 'receivable', 'sales', 'basic-profit', 'fund-expense', 'fund', 'payable', 'reward', 'pool', 'goods-given', 'opening', 'benefits')",
            name=op.f("ck_posting_account"),
        ),
        sa.CheckConstraint("amount_fen <> 0", name=op.f("ck_posting_amount")),
        sa.ForeignKeyConstraint(["case_id"], ["violation.id"], name=op.f("fk_posting_case_id")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_posting_client_id")),
        sa.ForeignKeyConstraint(
            ["entry_number"],
            ["entry.number"],
            name=op.f("fk_posting_entry_number"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("entry_number", "position", name=op.f("pk_posting")),
    )
    op.create_index("ix_posting_account", "posting", ["account", "client_id"], unique=False)
    op.create_index(op.f("ix_posting_case_id"), "posting", ["case_id"], unique=False)
    op.create_table(
        "proposal_line",
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("facings", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint("facings >= 1 AND level >= 1", name=op.f("ck_proposal_line_facings")),
        sa.CheckConstraint("quantity >= 1", name=op.f("ck_proposal_line_quantity")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_proposal_line_product_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_proposal_line_proposal_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_proposal_line_unit_id")),
        sa.PrimaryKeyConstraint("proposal_id", "position", name=op.f("pk_proposal_line")),
    )
    op.create_index(
        op.f("ix_proposal_line_product_id"), "proposal_line", ["product_id"], unique=False
    )
    op.create_index(op.f("ix_proposal_line_unit_id"), "proposal_line", ["unit_id"], unique=False)
    op.create_table(
        "reporter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=True),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("claim_salt", sa.String(), nullable=False),
        sa.Column("claim_hash", sa.String(), nullable=False),
        sa.Column("reward_fen", sa.BigInteger(), nullable=False),
        sa.Column("reward_state", sa.String(), nullable=False),
        sa.Column("rewarded_on", sa.Date(), nullable=True),
        sa.Column("rewarded_by_id", sa.Integer(), nullable=True),
        sa.Column("reward_entry_number", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('client', 'staff', 'consumer', 'unnamed')", name=op.f("ck_reporter_kind")
        ),
        sa.CheckConstraint(
            "reward_state IN ('none', 'due', 'paid', 'lapsed')",
            name=op.f("ck_reporter_reward_state"),
        ),
        sa.CheckConstraint("reward_fen >= 0", name=op.f("ck_reporter_reward")),
        sa.ForeignKeyConstraint(["case_id"], ["violation.id"], name=op.f("fk_reporter_case_id")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_reporter_client_id")),
        sa.ForeignKeyConstraint(
            ["reward_entry_number"], ["entry.number"], name=op.f("fk_reporter_reward_entry_number")
        ),
        sa.ForeignKeyConstraint(
            ["rewarded_by_id"], ["staff.id"], name=op.f("fk_reporter_rewarded_by_id")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_reporter_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reporter")),
        sa.UniqueConstraint("case_id", "position", name=op.f("uq_reporter_case_id_position")),
    )
    op.create_index(op.f("ix_reporter_case_id"), "reporter", ["case_id"], unique=False)
    op.create_index(op.f("ix_reporter_client_id"), "reporter", ["client_id"], unique=False)
    op.create_index(
        op.f("ix_reporter_reward_entry_number"), "reporter", ["reward_entry_number"], unique=False
    )
    op.create_index(op.f("ix_reporter_staff_id"), "reporter", ["staff_id"], unique=False)
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
