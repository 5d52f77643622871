"""Supplementary settlements (S4a)."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Every settlement there is settles its whole quarter."""
    _settlements()


def _settlements() -> None:
    with op.batch_alter_table("settlement") as table:
        table.drop_constraint(op.f("uq_settlement_quarter"), type_="unique")
        table.add_column(sa.Column("client_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_settlement_client_id"), "client", ["client_id"], ["id"])
    op.create_index(op.f("ix_settlement_client_id"), "settlement", ["client_id"], unique=False)
    for name, columns, which in (
        ("ux_settlement_quarter", ["quarter"], "client_id IS NULL"),
        ("ux_settlement_supplement", ["quarter", "client_id"], "client_id IS NOT NULL"),
    ):
        op.create_index(
            name,
            "settlement",
            columns,
            unique=True,
            sqlite_where=sa.text(which),
            postgresql_where=sa.text(which),
        )
