"""Cases and who reported them."""

import sqlalchemy as sa
from alembic import op


def make() -> None:
    op.create_table(
        "violation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("price_fen", sa.BigInteger(), nullable=False),
        sa.Column("protected_fen", sa.BigInteger(), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("reported_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("ruled_on", sa.Date(), nullable=True),
        sa.Column("ruled_by_id", sa.Integer(), nullable=True),
        sa.Column("fund_fen", sa.BigInteger(), nullable=False),
        sa.Column("payout_fen", sa.BigInteger(), nullable=False),
        sa.Column("pool_fen", sa.BigInteger(), nullable=False),
        sa.Column("entry_number", sa.Integer(), nullable=True),
        sa.Column("overturned_on", sa.Date(), nullable=True),
        sa.Column("overturned_by_id", sa.Integer(), nullable=True),
        sa.Column("overturn_entry_number", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('reported', 'accepted', 'dismissed', 'upheld', 'not_upheld', 'overturned', 'final')",
            name=op.f("ck_violation_state"),
        ),
        sa.CheckConstraint("price_fen > 0", name=op.f("ck_violation_price")),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_violation_agreement_id")
        ),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_violation_client_id")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["staff.id"], name=op.f("fk_violation_decided_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["entry_number"], ["entry.number"], name=op.f("fk_violation_entry_number")
        ),
        sa.ForeignKeyConstraint(
            ["overturn_entry_number"],
            ["entry.number"],
            name=op.f("fk_violation_overturn_entry_number"),
        ),
        sa.ForeignKeyConstraint(
            ["overturned_by_id"], ["staff.id"], name=op.f("fk_violation_overturned_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_violation_product_id")
        ),
        sa.ForeignKeyConstraint(
            ["reported_by_id"], ["staff.id"], name=op.f("fk_violation_reported_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["ruled_by_id"], ["staff.id"], name=op.f("fk_violation_ruled_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_violation")),
        sa.UniqueConstraint("number", name=op.f("uq_violation_number")),
    )
    op.create_index(op.f("ix_violation_agreement_id"), "violation", ["agreement_id"], unique=False)
    op.create_index(op.f("ix_violation_client_id"), "violation", ["client_id"], unique=False)
    op.create_index(op.f("ix_violation_entry_number"), "violation", ["entry_number"], unique=False)
    op.create_index(
        op.f("ix_violation_overturn_entry_number"),
        "violation",
        ["overturn_entry_number"],
        unique=False,
    )
    op.create_index(op.f("ix_violation_product_id"), "violation", ["product_id"], unique=False)
    op.create_index(op.f("ix_violation_state"), "violation", ["state"], unique=False)
    op.create_table(
        "reporter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=True),
        sa.Column("staff_id", sa.Integer(), nullable=True),
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
