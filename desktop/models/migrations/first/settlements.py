"""Settlements and payouts."""

import sqlalchemy as sa
from alembic import op


def make() -> None:
    op.create_table(
        "settlement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("prepared_on", sa.Date(), nullable=False),
        sa.Column("prepared_by_id", sa.Integer(), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("submitted_by_id", sa.Integer(), nullable=True),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("returned_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("posted_on", sa.Date(), nullable=True),
        sa.Column("posted_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'submitted', 'approved', 'posted')",
            name=op.f("ck_settlement_state"),
        ),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["staff.id"], name=op.f("fk_settlement_approved_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["posted_by_id"], ["staff.id"], name=op.f("fk_settlement_posted_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["prepared_by_id"], ["staff.id"], name=op.f("fk_settlement_prepared_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["returned_by_id"], ["staff.id"], name=op.f("fk_settlement_returned_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"], ["staff.id"], name=op.f("fk_settlement_submitted_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settlement")),
        sa.UniqueConstraint("quarter", name=op.f("uq_settlement_quarter")),
    )
    op.create_table(
        "settlement_line",
        sa.Column("settlement_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("standing", sa.String(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "(amount_fen > 0) = (standing = 'settled')", name=op.f("ck_settlement_line_amount")
        ),
        sa.CheckConstraint(
            "standing IN ('settled', 'held', 'carried')", name=op.f("ck_settlement_line_standing")
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_settlement_line_client_id")
        ),
        sa.ForeignKeyConstraint(
            ["settlement_id"], ["settlement.id"], name=op.f("fk_settlement_line_settlement_id")
        ),
        sa.PrimaryKeyConstraint("settlement_id", "client_id", name=op.f("pk_settlement_line")),
    )
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
