"""The cash of a run, as the cashier counts it when its driver hands it over (D6)."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

# Both databases take a column with its key; to make the table anew would change its defaults.
_BY = """
ALTER TABLE run ADD COLUMN handed_by_id INTEGER
CONSTRAINT fk_run_handed_by_id REFERENCES staff (id)"""


def upgrade() -> None:
    """Of runs before, who closed them said what was handed over: nothing of it is open."""
    op.add_column("run", sa.Column("handed_fen", sa.BigInteger(), nullable=True))
    op.add_column("run", sa.Column("handed_on", sa.Date(), nullable=True))
    op.execute(_BY.strip().replace("\n", " "))
    op.add_column("run", sa.Column("cash_reason", sa.String(), nullable=False, server_default=""))
    op.add_column(
        "run", sa.Column("cash_open", sa.Boolean(), nullable=False, server_default=sa.false())
    )
