"""Surveys and proposals."""

import sqlalchemy as sa
from alembic import op


def make() -> None:
    op.create_table(
        "survey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("surveyed_on", sa.Date(), nullable=False),
        sa.Column("surveyed_by_id", sa.Integer(), nullable=False),
        sa.Column("shop_type", sa.String(), nullable=False),
        sa.Column("area_m2", sa.Integer(), nullable=False),
        sa.Column("households", sa.Integer(), nullable=False),
        sa.Column("spending", sa.String(), nullable=False),
        sa.Column("rivals", sa.Integer(), nullable=False),
        sa.Column("shelf_cm", sa.Integer(), nullable=False),
        sa.Column("levels", sa.Integer(), nullable=False),
        sa.Column("brands", sa.String(), nullable=False),
        sa.Column("notes", sa.String(), nullable=False),
        sa.CheckConstraint(
            "spending IN ('low', 'middle', 'high')", name=op.f("ck_survey_spending")
        ),
        sa.CheckConstraint("rivals >= 0 AND households >= 0", name=op.f("ck_survey_rivals")),
        sa.CheckConstraint("shelf_cm >= 0 AND levels >= 1", name=op.f("ck_survey_shelf")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_survey_client_id")),
        sa.ForeignKeyConstraint(
            ["surveyed_by_id"], ["staff.id"], name=op.f("fk_survey_surveyed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey")),
    )
    op.create_index(op.f("ix_survey_client_id"), "survey", ["client_id"], unique=False)
    op.create_table(
        "consumer_group",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("share", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_consumer_group_survey_id")
        ),
        sa.PrimaryKeyConstraint("survey_id", "name", name=op.f("pk_consumer_group")),
    )
    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("customers", sa.String(), nullable=False),
        sa.Column("display", sa.String(), nullable=False),
        sa.Column("support", sa.String(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("drafted_on", sa.Date(), nullable=False),
        sa.Column("drafted_by_id", sa.Integer(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("presented_on", sa.Date(), nullable=True),
        sa.Column("presented_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'confirmed', 'presented', 'accepted', 'declined')",
            name=op.f("ck_proposal_state"),
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["staff.id"], name=op.f("fk_proposal_answered_by_id")
        ),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_proposal_client_id")),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["staff.id"], name=op.f("fk_proposal_confirmed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["drafted_by_id"], ["staff.id"], name=op.f("fk_proposal_drafted_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["presented_by_id"], ["staff.id"], name=op.f("fk_proposal_presented_by_id")
        ),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_proposal_survey_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
        sa.UniqueConstraint("number", name=op.f("uq_proposal_number")),
    )
    op.create_index(op.f("ix_proposal_client_id"), "proposal", ["client_id"], unique=False)
    op.create_index(op.f("ix_proposal_state"), "proposal", ["state"], unique=False)
    op.create_index(op.f("ix_proposal_survey_id"), "proposal", ["survey_id"], unique=False)
    op.create_table(
        "proposal_line",
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("facings", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint("facings >= 1 AND level >= 1", name=op.f("ck_proposal_line_facings")),
        sa.CheckConstraint("quantity >= 1", name=op.f("ck_proposal_line_quantity")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_proposal_line_product_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_proposal_line_proposal_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_proposal_line_unit_id")),
        sa.PrimaryKeyConstraint("proposal_id", "position", name=op.f("pk_proposal_line")),
    )
    op.create_index(
        op.f("ix_proposal_line_product_id"), "proposal_line", ["product_id"], unique=False
    )
    op.create_index(op.f("ix_proposal_line_unit_id"), "proposal_line", ["unit_id"], unique=False)
