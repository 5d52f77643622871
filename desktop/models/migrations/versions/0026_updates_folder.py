"""Where the office's programs look for newer versions of themselves."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Empty: they look nowhere."""
    op.add_column(
        "office_profile",
        sa.Column("updates_folder", sa.String(), nullable=False, server_default=""),
    )
