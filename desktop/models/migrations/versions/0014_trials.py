"""Trials of suggestions: what is tried, and which shop was drawn to which half (G7)."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

CATEGORIES = ("display", "promotion", "push", "stock", "service", "other")
_SORTED = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Make their tables; no office has one yet."""
    listed = ", ".join(f"'{category}'" for category in CATEGORIES)
    op.create_table(
        "trial",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("content_key", _SORTED, server_default="", nullable=False),
        sa.Column("wording", sa.String(), nullable=False),
        sa.Column("expected", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("second_on", sa.Date(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("drawn_on", sa.Date(), nullable=False),
        sa.Column("drawn_by_id", sa.Integer(), nullable=False),
        sa.Column("called_off_on", sa.Date(), nullable=True),
        sa.Column("called_off_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint("state IN ('drawn', 'called_off')", name=op.f("ck_trial_state")),
        sa.CheckConstraint(f"category IN ({listed})", name=op.f("ck_trial_category")),
        sa.CheckConstraint("length(content) BETWEEN 1 AND 120", name=op.f("ck_trial_content")),
        sa.CheckConstraint("second_on > starts_on", name=op.f("ck_trial_second_on")),
        sa.ForeignKeyConstraint(["drawn_by_id"], ["staff.id"], name=op.f("fk_trial_drawn_by_id")),
        sa.ForeignKeyConstraint(
            ["called_off_by_id"], ["staff.id"], name=op.f("fk_trial_called_off_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trial")),
    )
    op.create_index(op.f("ix_trial_starts_on"), "trial", ["starts_on"], unique=False)
    op.create_table(
        "trial_product",
        sa.Column("trial_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["trial_id"], ["trial.id"], name=op.f("fk_trial_product_trial_id")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_trial_product_product_id")
        ),
        sa.PrimaryKeyConstraint("trial_id", "product_id", name=op.f("pk_trial_product")),
    )
    _make_shops()


def _make_shops() -> None:
    op.create_table(
        "trial_shop",
        sa.Column("trial_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("pair", sa.Integer(), nullable=False),
        sa.Column("half", sa.Integer(), nullable=False),
        sa.Column("sales_fen", sa.BigInteger(), nullable=False),
        sa.Column("suggestion_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("half IN (1, 2)", name=op.f("ck_trial_shop_half")),
        sa.ForeignKeyConstraint(["trial_id"], ["trial.id"], name=op.f("fk_trial_shop_trial_id")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_trial_shop_client_id")),
        sa.ForeignKeyConstraint(
            ["suggestion_id"], ["suggestion.id"], name=op.f("fk_trial_shop_suggestion_id")
        ),
        sa.PrimaryKeyConstraint("trial_id", "client_id", name=op.f("pk_trial_shop")),
        sa.UniqueConstraint("suggestion_id", name=op.f("uq_trial_shop_suggestion_id")),
    )
    op.create_index(op.f("ix_trial_shop_client_id"), "trial_shop", ["client_id"], unique=False)
