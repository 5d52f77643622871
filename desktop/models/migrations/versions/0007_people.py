"""A password that must be changed, tries to sign in, and no consumer's name any more.

What stands here is frozen: later changes go into revisions of their own.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody has to change a password, nobody tried in vain; consumers' names are forgotten."""
    op.add_column(
        "staff",
        sa.Column("password_given", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_table(
        "sign_in_try",
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("who", name=op.f("pk_sign_in_try")),
    )
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        # Else the names would stay readable in the pages that they leave free.
        connection.exec_driver_sql("PRAGMA secure_delete = ON")
    op.execute("UPDATE reporter SET name = ''")
    op.drop_column("reporter", "name")
