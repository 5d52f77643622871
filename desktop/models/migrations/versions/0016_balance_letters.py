"""Balance letters and what clients answer; what a patrol saw of the display (G4)."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0014"
branch_labels = None
depends_on = None

STATES = ("sent", "differs", "agreed", "replaced")


def upgrade() -> None:
    """Make their table; of patrols before nobody knows more than the prices."""
    listed = ", ".join(f"'{state}'" for state in STATES)
    op.create_table(
        "balance_letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("owed_fen", sa.BigInteger(), nullable=False),
        sa.Column("fund_fen", sa.BigInteger(), nullable=False),
        sa.Column("payable_fen", sa.BigInteger(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("difference_fen", sa.BigInteger(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(answered_on IS NOT NULL) = (state IN ('differs', 'agreed'))",
            name=op.f("ck_balance_letter_answered"),
        ),
        sa.CheckConstraint(f"state IN ({listed})", name=op.f("ck_balance_letter_state")),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["staff.id"], name=op.f("fk_balance_letter_answered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_balance_letter_client_id")
        ),
        sa.ForeignKeyConstraint(
            ["sent_by_id"], ["staff.id"], name=op.f("fk_balance_letter_sent_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_balance_letter")),
        sa.UniqueConstraint("number", name=op.f("uq_balance_letter_number")),
    )
    for column in ("display", "note"):
        op.add_column("patrol", sa.Column(column, sa.String(), server_default="", nullable=False))
    for column in ("client_id", "state"):
        name = op.f(f"ix_balance_letter_{column}")
        op.create_index(name, "balance_letter", [column], unique=False)
