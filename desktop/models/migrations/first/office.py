"""The office itself: its profile, numbers, words and clauses."""

import sqlalchemy as sa
from alembic import op


def make() -> None:
    op.create_table(
        "counter",
        sa.Column("series", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("series", "year", name=op.f("pk_counter")),
    )
    op.create_table(
        "rule",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_rule")),
    )
    op.create_table(
        "office_profile",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("maker", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("review_by", sa.String(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("review_ground", sa.String(), nullable=False),
        sa.Column("review_until", sa.Date(), nullable=True),
        sa.Column("review_entered_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_office_profile_single")),
        sa.ForeignKeyConstraint(
            ["review_entered_by_id"],
            ["staff.id"],
            name=op.f("fk_office_profile_review_entered_by_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_profile")),
    )
    op.create_table(
        "word_lists",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("segments", sa.String(), nullable=False),
        sa.Column("shop_types", sa.String(), nullable=False),
        sa.Column("buyer_groups", sa.String(), nullable=False),
        sa.Column("areas", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_word_lists_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_word_lists")),
    )
    op.create_table(
        "clause_template",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=True),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('protected_prices', 'suggested_prices')", name=op.f("ck_clause_template_kind")
        ),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["staff.id"], name=op.f("fk_clause_template_changed_by_id")
        ),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_clause_template")),
    )
