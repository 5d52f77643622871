"""A shop's break between opening and closing.

What stands here is frozen: later changes go into revisions of their own.
"""

from alembic import op

revision = "0011"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; no break is known yet."""
    for column in ("break_from", "break_to"):
        op.execute(f"ALTER TABLE client ADD COLUMN {column} VARCHAR DEFAULT '' NOT NULL")
