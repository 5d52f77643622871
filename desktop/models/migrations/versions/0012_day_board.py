"""What a day's runs are planned by: the office's place and hours, weights, names and locks (D4)."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for what nobody knows yet; no run or stop is locked."""
    for name in ("lat", "lon"):
        op.add_column("office_profile", sa.Column(name, sa.Numeric(13, 10), nullable=True))
    for name in ("opens", "closes"):
        op.add_column(
            "office_profile", sa.Column(name, sa.String(), server_default="", nullable=False)
        )
    op.add_column("product", sa.Column("weight_g", sa.Integer(), nullable=True))
    op.add_column("run", sa.Column("name", sa.String(), server_default="", nullable=False))
    for table in ("run", "stop"):
        op.add_column(
            table, sa.Column("locked", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
