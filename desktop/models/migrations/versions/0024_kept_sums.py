"""What grows with the years is kept: clients' balances, and the day of a client's last visit.

What stands in them is reckoned at the end of every upgrade (``models/kept_sums.py``).
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0021"
branch_labels = None
depends_on = None

_COLUMNS = ["state", "code_key", "id", "class", "rep_id", "active_since", "visited_on", "added_on"]


def upgrade() -> None:
    """Make the table, the column, and the indexes that hold what Today and settling ask."""
    op.create_table(
        "client_balance",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("fen", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account"], ["account.name"], name=op.f("fk_client_balance_account")
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_client_balance_client_id")
        ),
        sa.PrimaryKeyConstraint("account", "client_id", name=op.f("pk_client_balance")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_client_balance_client_id"), "client_balance", ["client_id"])
    op.add_column("client", sa.Column("visited_on", sa.Date(), nullable=True))
    op.create_index("ix_entry_counted", "entry", ["counts_in", "kind"], unique=False)
    op.drop_index("ix_client_state", table_name="client")
    op.create_index("ix_client_state", "client", _COLUMNS, unique=False)
