"""Several PCs: where a change came from (E1), the mark of an office that was moved, news of changes.

On a server each change is told to the windows of the other PCs, which listen.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0016"
branch_labels = None
depends_on = None

_TELLS = (
    """
CREATE OR REPLACE FUNCTION tell_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('zhongxiao_change', (SELECT max(id)::text FROM told));
  RETURN NULL;
END $$""",
    """
CREATE TRIGGER audit_is_told AFTER INSERT ON audit REFERENCING NEW TABLE AS told
FOR EACH STATEMENT EXECUTE FUNCTION tell_change()""",
)


def upgrade() -> None:
    """Of changes before nobody knows where they came from; no office was moved."""
    op.add_column("change_key", sa.Column("pc", sa.String(), server_default="", nullable=False))
    op.create_table(
        "moved_office",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("moved_at", sa.String(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_moved_office_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moved_office")),
    )
    if op.get_bind().dialect.name == "postgresql":
        for statement in _TELLS:
            op.execute(statement)
