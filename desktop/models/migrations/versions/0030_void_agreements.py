"""An agreement that was approved and is not to be signed is void."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

_STATES = "('draft', 'submitted', 'approved', 'active', 'expired', 'terminated', 'void')"


def upgrade() -> None:
    """Let the state take one word more; no row is changed."""
    name = op.f("ck_agreement_state")
    with op.batch_alter_table("agreement") as table:
        # A table that is made anew would write its default in brackets.
        table.alter_column("density_reason", existing_type=sa.String(), server_default="")
        table.drop_constraint(name, type_="check")
        table.create_check_constraint(name, f"state IN {_STATES}")
