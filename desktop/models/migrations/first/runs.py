"""Vehicles and runs."""

import sqlalchemy as sa
from alembic import op


def make() -> None:
    op.create_table(
        "vehicle",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column(
            "code_key",
            sa.String().with_variant(sa.String(collation="C"), "postgresql"),
            server_default="",
            nullable=False,
        ),
        sa.Column("driver", sa.String(), nullable=False),
        sa.Column(
            "driver_key",
            sa.String().with_variant(sa.String(collation="C"), "postgresql"),
            server_default="",
            nullable=False,
        ),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("cartons", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("cartons >= 1", name=op.f("ck_vehicle_cartons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vehicle")),
        sa.UniqueConstraint("code", name=op.f("uq_vehicle_code")),
    )
    op.create_table(
        "run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("vehicle_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("departs", sa.String(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("planned_by_id", sa.Integer(), nullable=False),
        sa.Column("loaded_on", sa.Date(), nullable=True),
        sa.Column("loaded_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('planned', 'loaded')", name=op.f("ck_run_state")),
        sa.ForeignKeyConstraint(["loaded_by_id"], ["staff.id"], name=op.f("fk_run_loaded_by_id")),
        sa.ForeignKeyConstraint(["planned_by_id"], ["staff.id"], name=op.f("fk_run_planned_by_id")),
        sa.ForeignKeyConstraint(["vehicle_id"], ["vehicle.id"], name=op.f("fk_run_vehicle_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run")),
        sa.UniqueConstraint("number", name=op.f("uq_run_number")),
    )
    op.create_index(op.f("ix_run_day"), "run", ["day"], unique=False)
    op.create_index(op.f("ix_run_vehicle_id"), "run", ["vehicle_id"], unique=False)
    op.create_table(
        "stop",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["client_order.id"], name=op.f("fk_stop_order_id")),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_stop_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stop")),
        sa.UniqueConstraint("run_id", "order_id", name=op.f("uq_stop_run_id_order_id")),
        sa.UniqueConstraint("run_id", "position", name=op.f("uq_stop_run_id_position")),
    )
    op.create_index(op.f("ix_stop_note"), "stop", ["note"], unique=False)
    op.create_index(op.f("ix_stop_order_id"), "stop", ["order_id"], unique=False)
    op.create_index(op.f("ix_stop_run_id"), "stop", ["run_id"], unique=False)
