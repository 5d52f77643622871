"""Route plans of reps (G10)."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

WEEKS = ("1234", "13", "24", "1", "2", "3", "4")


def upgrade() -> None:
    """Make their tables; no office has one yet."""
    op.create_table(
        "route_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rep_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("put_on", sa.Date(), nullable=False),
        sa.Column("put_by_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["put_by_id"], ["staff.id"], name=op.f("fk_route_plan_put_by_id")),
        sa.ForeignKeyConstraint(["rep_id"], ["staff.id"], name=op.f("fk_route_plan_rep_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_route_plan")),
        sa.UniqueConstraint("rep_id", "starts_on", name=op.f("uq_route_plan_rep_id_starts_on")),
    )
    listed = ", ".join(f"'{weeks}'" for weeks in WEEKS)
    op.create_table(
        "route_line",
        sa.Column("route_plan_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("weeks", sa.String(), nullable=False),
        sa.Column("fixed", sa.Boolean(), nullable=False),
        sa.CheckConstraint("weekday BETWEEN 1 AND 7", name=op.f("ck_route_line_weekday")),
        sa.CheckConstraint(f"weeks IN ({listed})", name=op.f("ck_route_line_weeks")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_route_line_client_id")),
        sa.ForeignKeyConstraint(
            ["route_plan_id"], ["route_plan.id"], name=op.f("fk_route_line_route_plan_id")
        ),
        sa.PrimaryKeyConstraint("route_plan_id", "client_id", name=op.f("pk_route_line")),
    )
    op.create_index(op.f("ix_route_line_client_id"), "route_line", ["client_id"], unique=False)
