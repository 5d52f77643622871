"""Suggestions, visits and patrols."""

import sqlalchemy as sa
from alembic import op


def make() -> None:
    op.create_table(
        "suggestion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column(
            "content_key",
            sa.String().with_variant(sa.String(collation="C"), "postgresql"),
            server_default="",
            nullable=False,
        ),
        sa.Column("wording", sa.String(), nullable=False),
        sa.Column("expected", sa.String(), nullable=False),
        sa.Column("prepared_on", sa.Date(), nullable=False),
        sa.Column("prepared_by_id", sa.Integer(), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("submitted_by_id", sa.Integer(), nullable=True),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("returned_by_id", sa.Integer(), nullable=True),
        sa.Column("return_word", sa.String(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.Column("presented_on", sa.Date(), nullable=True),
        sa.Column("adopted_on", sa.Date(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("mark", sa.Integer(), nullable=True),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("reviewed_by_id", sa.Integer(), nullable=True),
        sa.Column("review_word", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "category IN ('display', 'promotion', 'push', 'stock', 'service', 'other')",
            name=op.f("ck_suggestion_category"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'submitted', 'confirmed', 'stale', 'adopted', 'partly', 'declined', 'deferred', 'withdrawn')",
            name=op.f("ck_suggestion_state"),
        ),
        sa.CheckConstraint("length(content) BETWEEN 1 AND 120", name=op.f("ck_suggestion_content")),
        sa.CheckConstraint("mark BETWEEN 1 AND 5", name=op.f("ck_suggestion_mark")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_suggestion_client_id")),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["staff.id"], name=op.f("fk_suggestion_confirmed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["prepared_by_id"], ["staff.id"], name=op.f("fk_suggestion_prepared_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["returned_by_id"], ["staff.id"], name=op.f("fk_suggestion_returned_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["reviewed_by_id"], ["staff.id"], name=op.f("fk_suggestion_reviewed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"], ["staff.id"], name=op.f("fk_suggestion_submitted_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["staff.id"], name=op.f("fk_suggestion_withdrawn_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion")),
    )
    op.create_index(op.f("ix_suggestion_client_id"), "suggestion", ["client_id"], unique=False)
    op.create_index(op.f("ix_suggestion_state"), "suggestion", ["state"], unique=False)
    op.create_table(
        "suggestion_product",
        sa.Column("suggestion_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_suggestion_product_product_id")
        ),
        sa.ForeignKeyConstraint(
            ["suggestion_id"], ["suggestion.id"], name=op.f("fk_suggestion_product_suggestion_id")
        ),
        sa.PrimaryKeyConstraint("suggestion_id", "product_id", name=op.f("pk_suggestion_product")),
    )
    op.create_table(
        "visit_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("rep_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("planned_by_id", sa.Integer(), nullable=False),
        sa.Column("released_on", sa.Date(), nullable=True),
        sa.Column("released_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('planned', 'released')", name=op.f("ck_visit_plan_state")),
        sa.ForeignKeyConstraint(
            ["planned_by_id"], ["staff.id"], name=op.f("fk_visit_plan_planned_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["released_by_id"], ["staff.id"], name=op.f("fk_visit_plan_released_by_id")
        ),
        sa.ForeignKeyConstraint(["rep_id"], ["staff.id"], name=op.f("fk_visit_plan_rep_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_plan")),
    )
    op.create_index(op.f("ix_visit_plan_day"), "visit_plan", ["day"], unique=False)
    op.create_index(op.f("ix_visit_plan_rep_id"), "visit_plan", ["rep_id"], unique=False)
    op.create_table(
        "visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("suggestion_id", sa.Integer(), nullable=True),
        sa.Column("recorded_on", sa.Date(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint(
            "state IN ('planned', 'failed', 'adopted', 'partly', 'declined', 'deferred')",
            name=op.f("ck_visit_state"),
        ),
        sa.CheckConstraint(
            "suggestion_id IS NOT NULL OR state = 'planned'", name=op.f("ck_visit_suggestion")
        ),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_visit_client_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["visit_plan.id"], name=op.f("fk_visit_plan_id")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["staff.id"], name=op.f("fk_visit_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["suggestion_id"], ["suggestion.id"], name=op.f("fk_visit_suggestion_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sa.UniqueConstraint("plan_id", "client_id", name=op.f("uq_visit_plan_id_client_id")),
    )
    op.create_index("ix_visit_client", "visit", ["client_id", "state", "plan_id"], unique=False)
    op.create_index(op.f("ix_visit_plan_id"), "visit", ["plan_id"], unique=False)
    op.create_index(
        "ux_visit_suggestion",
        "visit",
        ["suggestion_id"],
        unique=True,
        sqlite_where=sa.text("state <> 'failed'"),
        postgresql_where=sa.text("state <> 'failed'"),
    )
    op.create_table(
        "patrol",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("patrolled_on", sa.Date(), nullable=False),
        sa.Column("patrolled_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_patrol_client_id")),
        sa.ForeignKeyConstraint(
            ["patrolled_by_id"], ["staff.id"], name=op.f("fk_patrol_patrolled_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patrol")),
    )
    op.create_index(op.f("ix_patrol_client_id"), "patrol", ["client_id"], unique=False)
    op.create_table(
        "patrol_price",
        sa.Column("patrol_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("price_fen", sa.BigInteger(), nullable=False),
        sa.Column("protected_fen", sa.BigInteger(), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("price_fen > 0", name=op.f("ck_patrol_price_positive")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["violation.id"], name=op.f("fk_patrol_price_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["patrol_id"], ["patrol.id"], name=op.f("fk_patrol_price_patrol_id")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_patrol_price_product_id")
        ),
        sa.PrimaryKeyConstraint("patrol_id", "product_id", name=op.f("pk_patrol_price")),
    )
    op.create_index(op.f("ix_patrol_price_case_id"), "patrol_price", ["case_id"], unique=False)
