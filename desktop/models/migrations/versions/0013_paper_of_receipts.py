"""The number of the paper with which goods came in (D3)."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for it: of what came in before nobody knows it."""
    op.add_column("receipt", sa.Column("paper", sa.String(), nullable=True))
