"""Which PC a change came from (E1), and the mark of an office that was moved elsewhere."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of changes before nobody knows where they came from; no office was moved."""
    op.add_column("change_key", sa.Column("pc", sa.String(), server_default="", nullable=False))
    op.create_table(
        "moved_office",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("moved_at", sa.String(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_moved_office_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moved_office")),
    )
