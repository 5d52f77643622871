"""Quick at any size: indexes that hold all that the lists and Today ask for.

The index of search words is made anew at the end of every upgrade (``models/search_index.py``).
"""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_WIDENED = (
    ("ix_client_order_client_id", "ix_client_order_client", "client_order"),
    ("ix_delivery_dated", "ix_delivery_day", "delivery"),
    ("ix_delivery_line_delivery_id", "ix_delivery_line_supplied", "delivery_line"),
)
_COLUMNS = {
    "ix_client_order_client": ["client_id", "due", "state"],
    "ix_delivery_day": ["dated", "state", "id"],
    "ix_delivery_line_supplied": ["delivery_id", "supply_fen"],
}


def upgrade() -> None:
    """Make the indexes; what each takes the place of goes."""
    for before, name, table in _WIDENED:
        op.drop_index(op.f(before), table_name=table)
        op.create_index(name, table, _COLUMNS[name], unique=False)
    op.create_index(
        "ix_agreement_held", "agreement", ["state", "client_id", "ends_on"], unique=False
    )
    op.create_index(
        "ix_suggestion_presented", "suggestion", ["presented_on", "state"], unique=False
    )
