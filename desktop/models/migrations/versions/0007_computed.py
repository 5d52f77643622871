"""Computed proposals: what was expected, changed and left out (P2–P4), and what came of them."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_WHY = (
    "'led_near', 'unfit', 'no_width', 'no_retail', 'no_profit', 'too_wide', 'too_tall', "
    "'enough', 'no_room', 'taken_out'"
)


def upgrade() -> None:
    """Add what a computed proposal keeps; those that are there were made by hand."""
    with op.batch_alter_table("agreement") as table:
        # A table that is made anew would write its default in brackets.
        table.alter_column("density_reason", existing_type=sa.String(), server_default="")
        table.add_column(sa.Column("proposal_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_agreement_proposal_id"), "proposal", ["proposal_id"], ["id"]
        )
        table.create_index(op.f("ix_agreement_proposal_id"), ["proposal_id"], unique=False)
    op.add_column("proposal", sa.Column("budget_fen", sa.BigInteger(), nullable=True))
    with op.batch_alter_table("proposal_line") as table:
        for name in ("daily_micro", "value_milli"):
            table.add_column(sa.Column(name, sa.BigInteger(), nullable=True))
        for name in ("was_facings", "was_level", "was_unit_id", "was_quantity"):
            table.add_column(sa.Column(name, sa.Integer(), nullable=True))
        for name in ("rules", "was_reason"):
            table.add_column(sa.Column(name, sa.String(), server_default="", nullable=False))
        table.create_foreign_key(
            op.f("fk_proposal_line_was_unit_id"), "unit", ["was_unit_id"], ["id"]
        )
    _left_out()


def _left_out() -> None:
    op.create_table(
        "proposal_left_out",
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("value_milli", sa.BigInteger(), nullable=True),
        sa.Column("neighbour_id", sa.Integer(), nullable=True),
        sa.Column("apart_mm", sa.Integer(), nullable=True),
        sa.CheckConstraint(f"why IN ({_WHY})", name=op.f("ck_proposal_left_out_why")),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_proposal_left_out_proposal_id")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_proposal_left_out_product_id")
        ),
        sa.ForeignKeyConstraint(
            ["neighbour_id"], ["client.id"], name=op.f("fk_proposal_left_out_neighbour_id")
        ),
        sa.PrimaryKeyConstraint("proposal_id", "position", name=op.f("pk_proposal_left_out")),
    )
    op.create_index(
        op.f("ix_proposal_left_out_product_id"), "proposal_left_out", ["product_id"], unique=False
    )
