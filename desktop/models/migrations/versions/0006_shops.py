"""Shops and their neighbours: the table of who lies near (P6, P7)."""

import sqlalchemy as sa
from alembic import op

from desktop.basics.places import cell_of, near_pairs, place
from desktop.models.migrations.telling import Telling

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
    _levels()
    _assortment()
    _answers()


def _neighbours() -> None:
    with op.batch_alter_table("client") as table:
        for name in ("lat", "lon"):  # a millimetre decides who is a neighbour
            table.alter_column(name, existing_type=sa.Numeric(9, 6), type_=sa.Numeric(13, 10))
        for name in ("code_key", "name_key", "area_key", "search_text", "break_from", "break_to"):
            # A table that is made anew would write its default in brackets.
            table.alter_column(name, existing_type=sa.String(), server_default="")
        table.add_column(sa.Column("cell", sa.Integer(), nullable=True))
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


def _levels() -> None:
    """A shelf was so and so many levels of one width: from now on each has its own (P1)."""
    connection = op.get_bind()
    survey = sa.table("survey", *map(sa.column, ("id", "shelf_cm", "levels")))
    found = connection.execute(sa.select(survey).where(survey.c.shelf_cm > 0)).all()
    op.create_table(
        "survey_level",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("width_cm", sa.Integer(), nullable=False),
        sa.Column("height_cm", sa.Integer(), nullable=True),
        sa.CheckConstraint("width_cm >= 1", name=op.f("ck_survey_level_width")),
        sa.CheckConstraint("height_cm >= 1", name=op.f("ck_survey_level_height")),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_survey_level_survey_id")
        ),
        sa.PrimaryKeyConstraint("survey_id", "position", name=op.f("pk_survey_level")),
    )
    level = sa.table("survey_level", *map(sa.column, ("survey_id", "position", "width_cm")))
    telling = Telling(revision)
    for survey_id, width_cm, levels in found:
        for position in range(1, levels + 1):
            facts = {"survey_id": survey_id, "position": position, "width_cm": width_cm}
            connection.execute(sa.insert(level), facts)
            telling.tell("survey_level", f"{survey_id}/{position}", None, facts)
    with op.batch_alter_table("survey") as table:
        table.drop_constraint(op.f("ck_survey_shelf"), type_="check")
        table.drop_column("shelf_cm")
        table.drop_column("levels")


def _assortment() -> None:
    op.create_table(
        "assortment_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("segment", sa.String(), nullable=False),
        sa.Column("group_name", sa.String(), nullable=False),
        sa.Column("least_share", sa.Integer(), nullable=True),
        sa.Column("spending", sa.String(), nullable=False),
        sa.Column("months", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("must", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("set_on", sa.Date(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "spending IN ('', 'low', 'middle', 'high')", name=op.f("ck_assortment_rule_spending")
        ),
        sa.CheckConstraint("weight BETWEEN -5 AND 5", name=op.f("ck_assortment_rule_weight")),
        sa.CheckConstraint(
            "(category = '') = (product_id IS NOT NULL)", name=op.f("ck_assortment_rule_about")
        ),
        sa.CheckConstraint(
            "(group_name = '') = (least_share IS NULL)", name=op.f("ck_assortment_rule_share")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_assortment_rule_product_id")
        ),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["staff.id"], name=op.f("fk_assortment_rule_set_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assortment_rule")),
        sa.UniqueConstraint("code", name=op.f("uq_assortment_rule_code")),
    )
    op.create_index(
        op.f("ix_assortment_rule_product_id"), "assortment_rule", ["product_id"], unique=False
    )


def _answers() -> None:
    """Why a client said yes or no, and the first order that came of it (P4)."""
    with op.batch_alter_table("proposal") as table:
        table.add_column(sa.Column("answer_reason", sa.String(), server_default="", nullable=False))
        table.add_column(sa.Column("order_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_proposal_order_id"), "client_order", ["order_id"], ["id"])
        table.create_index(op.f("ix_proposal_order_id"), ["order_id"], unique=False)
