"""The words that an office chooses from: kinds of shops, groups of buyers, areas.

What stands here is frozen: later changes go into revisions of their own.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

LISTS = ("segments", "shop_types", "buyer_groups", "areas")


def upgrade() -> None:
    """Add the table; the row of an office that is there comes with its first words, as a change."""
    op.create_table(
        "word_lists",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        *(sa.Column(name, sa.String(), server_default="", nullable=False) for name in LISTS),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_word_lists_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_word_lists")),
    )
