"""Supplementary settlements (S4a), promotions (V1b) and cases of three kinds (V1a)."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Every settlement there is settles its whole quarter, every case is about a price."""
    _settlements()
    _promotions()
    _cases()


def _settlements() -> None:
    with op.batch_alter_table("settlement") as table:
        table.drop_constraint(op.f("uq_settlement_quarter"), type_="unique")
        table.add_column(sa.Column("client_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_settlement_client_id"), "client", ["client_id"], ["id"])
    op.create_index(op.f("ix_settlement_client_id"), "settlement", ["client_id"], unique=False)
    for name, columns, which in (
        ("ux_settlement_quarter", ["quarter"], "client_id IS NULL"),
        ("ux_settlement_supplement", ["quarter", "client_id"], "client_id IS NOT NULL"),
    ):
        op.create_index(
            name,
            "settlement",
            columns,
            unique=True,
            sqlite_where=sa.text(which),
            postgresql_where=sa.text(which),
        )


def _promotions() -> None:
    op.create_table(
        "promotion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_promotion_days")),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["staff.id"], name=op.f("fk_promotion_added_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["staff.id"], name=op.f("fk_promotion_ended_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promotion")),
    )
    for name, other, more, checks in (
        (
            "promotion_price",
            "product",
            [sa.Column("price_fen", sa.BigInteger(), nullable=False)],
            [sa.CheckConstraint("price_fen > 0", name=op.f("ck_promotion_price_positive"))],
        ),
        ("promotion_client", "client", [], []),
    ):
        op.create_table(
            name,
            sa.Column("promotion_id", sa.Integer(), nullable=False),
            sa.Column(f"{other}_id", sa.Integer(), nullable=False),
            *more,
            *checks,
            sa.ForeignKeyConstraint(
                ["promotion_id"], ["promotion.id"], name=op.f(f"fk_{name}_promotion_id")
            ),
            sa.ForeignKeyConstraint(
                [f"{other}_id"], [f"{other}.id"], name=op.f(f"fk_{name}_{other}_id")
            ),
            sa.PrimaryKeyConstraint("promotion_id", f"{other}_id", name=op.f(f"pk_{name}")),
        )


def _cases() -> None:
    with op.batch_alter_table("violation") as table:
        table.add_column(sa.Column("kind", sa.String(), server_default="price", nullable=False))
        table.add_column(sa.Column("lot", sa.String(), server_default="", nullable=False))
        table.add_column(sa.Column("share", sa.Integer(), nullable=True))
        for name, kind in (
            ("product_id", sa.Integer()),
            ("price_fen", sa.BigInteger()),
            ("protected_fen", sa.BigInteger()),
        ):
            table.alter_column(name, existing_type=kind, nullable=True)
        table.create_check_constraint(
            op.f("ck_violation_kind"), "kind IN ('price', 'diversion', 'display')"
        )
        table.create_check_constraint(
            op.f("ck_violation_judged"),
            "(kind = 'price') = (protected_fen IS NOT NULL)"
            " AND (kind <> 'price' OR (product_id IS NOT NULL AND price_fen IS NOT NULL))",
        )
        table.create_check_constraint(
            op.f("ck_violation_share"),
            "share IS NULL OR (kind <> 'price' AND share > 0 AND share <= 10000)",
        )
