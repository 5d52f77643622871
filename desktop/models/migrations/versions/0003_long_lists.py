"""Indexes from which long lists and balances are read alone.

What stands here is frozen: later changes go into revisions of their own.
"""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

MADE = (
    ("ix_client_named", "client", ["name", "code", "state"]),
    ("ix_client_area", "client", ["area", "code", "state"]),
    ("ix_client_rep", "client", ["rep_id", "state"]),
    ("ix_client_state", "client", ["state", "code", "class", "rep_id", "active_since"]),
    ("ix_posting_balance", "posting", ["account", "client_id", "entry_number", "amount_fen"]),
    ("ix_visit_client", "visit", ["client_id", "state", "plan_id"]),
)
# What these begin with they serve as well.
DROPPED = (
    ("ix_client_name", "client"),
    ("ix_client_rep_id", "client"),
    ("ix_posting_account", "posting"),
    ("ix_visit_client_id", "visit"),
)


def upgrade() -> None:
    """Make the new ones, then drop those that they replace; no table is made anew."""
    for name, table, columns in MADE:
        op.create_index(name, table, columns)
    for name, table in DROPPED:
        op.drop_index(name, table_name=table)
