"""Shops and their neighbours: the table of who lies near (P6, P7)."""

import sqlalchemy as sa
from alembic import op

from desktop.basics.places import cell_of, near_pairs, place

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the new tables, and fill them from what the office knows."""
    _neighbours()
    op.add_column("agreement", sa.Column("dense_outlets", sa.Integer(), nullable=True))
    op.add_column(
        "agreement", sa.Column("density_reason", sa.String(), server_default="", nullable=False)
    )


def _neighbours() -> None:
    op.add_column("client", sa.Column("cell", sa.Integer(), nullable=True))
    op.create_index(op.f("ix_client_cell"), "client", ["cell"], unique=False)
    op.create_table(
        "neighbour",
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("apart_mm", sa.Integer(), nullable=False),
        sa.CheckConstraint("client_id < other_id", name=op.f("ck_neighbour_order")),
        sa.CheckConstraint("apart_mm >= 0", name=op.f("ck_neighbour_apart")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_neighbour_client_id")),
        sa.ForeignKeyConstraint(["other_id"], ["client.id"], name=op.f("fk_neighbour_other_id")),
        sa.PrimaryKeyConstraint("client_id", "other_id", name=op.f("pk_neighbour")),
    )
    op.create_index(op.f("ix_neighbour_other_id"), "neighbour", ["other_id"], unique=False)
    connection = op.get_bind()
    rows = connection.exec_driver_sql("SELECT id, lat, lon FROM client")
    places = {client_id: found for client_id, lat, lon in rows if (found := place(lat, lon))}
    metres = connection.exec_driver_sql(
        "SELECT number FROM rule WHERE name = 'neighbour_m'"
    ).scalar()
    client = sa.table("client", sa.column("id"), sa.column("cell"))
    cells = [{"one": one, "lies_in": cell_of(place)} for one, place in places.items()]
    if cells:
        connection.execute(
            sa.update(client)
            .where(client.c.id == sa.bindparam("one"))
            .values(cell=sa.bindparam("lies_in")),
            cells,
        )
    op.bulk_insert(
        sa.table("neighbour", *map(sa.column, ("client_id", "other_id", "apart_mm"))),
        [
            {"client_id": one, "other_id": other, "apart_mm": apart}
            for (one, other), apart in near_pairs(places, places.items(), metres or 300).items()
        ],
    )
