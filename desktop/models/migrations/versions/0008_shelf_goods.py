"""What a shelf needs to know of products, when they ended, and the trade's margins (P2b, B4)."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for what nobody knows yet: every product stays on sale."""
    for name in ("depth_mm", "pieces_deep"):
        op.add_column("product", sa.Column(name, sa.Integer(), nullable=True))
    op.add_column("product", sa.Column("ended_on", sa.Date(), nullable=True))
    op.create_table(
        "category_margin",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("trade_margin", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_category_margin")),
        sa.UniqueConstraint("category", name=op.f("uq_category_margin_category")),
    )
