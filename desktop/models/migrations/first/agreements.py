"""Agreements with their rates, protected prices and lead lines."""

import sqlalchemy as sa
from alembic import op


def make() -> None:
    op.create_table(
        "agreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("basic_rate", sa.Integer(), nullable=False),
        sa.Column("fund_rate", sa.Integer(), nullable=False),
        sa.Column("drafted_on", sa.Date(), nullable=False),
        sa.Column("drafted_by_id", sa.Integer(), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("submitted_by_id", sa.Integer(), nullable=True),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("returned_by_id", sa.Integer(), nullable=True),
        sa.Column("return_word", sa.String(), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("signed_by_id", sa.Integer(), nullable=True),
        sa.Column("unreviewed_by_id", sa.Integer(), nullable=True),
        sa.Column("terminated_on", sa.Date(), nullable=True),
        sa.Column("terminated_by_id", sa.Integer(), nullable=True),
        sa.Column("clause_kind", sa.String(), nullable=False),
        sa.Column("clause_text", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(number = '') = (approved_on IS NULL)", name=op.f("ck_agreement_number")
        ),
        sa.CheckConstraint(
            "(signed_on IS NOT NULL) = (state IN ('active', 'terminated'))",
            name=op.f("ck_agreement_signed"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'submitted', 'approved', 'active', 'expired', 'terminated')",
            name=op.f("ck_agreement_state"),
        ),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_agreement_period")),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["staff.id"], name=op.f("fk_agreement_approved_by_id")
        ),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_agreement_client_id")),
        sa.ForeignKeyConstraint(
            ["drafted_by_id"], ["staff.id"], name=op.f("fk_agreement_drafted_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["returned_by_id"], ["staff.id"], name=op.f("fk_agreement_returned_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["signed_by_id"], ["staff.id"], name=op.f("fk_agreement_signed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"], ["staff.id"], name=op.f("fk_agreement_submitted_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["terminated_by_id"], ["staff.id"], name=op.f("fk_agreement_terminated_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["unreviewed_by_id"], ["staff.id"], name=op.f("fk_agreement_unreviewed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
    )
    op.create_index(op.f("ix_agreement_client_id"), "agreement", ["client_id"], unique=False)
    op.create_index(op.f("ix_agreement_number"), "agreement", ["number"], unique=False)
    op.create_index(op.f("ix_agreement_state"), "agreement", ["state"], unique=False)
    op.create_table(
        "agreement_product_rate",
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("basic_rate", sa.Integer(), nullable=True),
        sa.Column("fund_rate", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_agreement_product_rate_agreement_id")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_agreement_product_rate_product_id")
        ),
        sa.PrimaryKeyConstraint(
            "agreement_id", "product_id", name=op.f("pk_agreement_product_rate")
        ),
    )
    op.create_table(
        "agreement_protected_price",
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("price_fen", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("price_fen > 0", name=op.f("ck_agreement_protected_price_positive")),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreement.id"],
            name=op.f("fk_agreement_protected_price_agreement_id"),
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_agreement_protected_price_product_id")
        ),
        sa.PrimaryKeyConstraint(
            "agreement_id", "product_id", name=op.f("pk_agreement_protected_price")
        ),
    )
    op.create_table(
        "agreement_lead_line",
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_agreement_lead_line_agreement_id")
        ),
        sa.PrimaryKeyConstraint("agreement_id", "line", name=op.f("pk_agreement_lead_line")),
    )
