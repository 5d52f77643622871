"""Clients, their opening balances and their history."""

import sqlalchemy as sa
from alembic import op


def make() -> None:
    op.create_table(
        "client",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column(
            "code_key",
            sa.String().with_variant(sa.String(collation="C"), "postgresql"),
            server_default="",
            nullable=False,
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "name_key",
            sa.String().with_variant(sa.String(collation="C"), "postgresql"),
            server_default="",
            nullable=False,
        ),
        sa.Column("segment", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("rep_id", sa.Integer(), nullable=True),
        sa.Column("class", sa.String(), nullable=True),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column(
            "area_key",
            sa.String().with_variant(sa.String(collation="C"), "postgresql"),
            server_default="",
            nullable=False,
        ),
        sa.Column("lat", sa.Numeric(precision=9, scale=6), nullable=True),
        sa.Column("lon", sa.Numeric(precision=9, scale=6), nullable=True),
        sa.Column("households", sa.Integer(), nullable=True),
        sa.Column("opens", sa.String(), nullable=False),
        sa.Column("closes", sa.String(), nullable=False),
        sa.Column("break_from", sa.String(), server_default="", nullable=False),
        sa.Column("break_to", sa.String(), server_default="", nullable=False),
        sa.Column("density_reason", sa.String(), nullable=False),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("active_since", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("closing_reason", sa.String(), nullable=False),
        sa.Column("successor_id", sa.Integer(), nullable=True),
        sa.Column("search_text", sa.String(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("class IN ('A', 'B', 'C')", name=op.f("ck_client_class")),
        sa.CheckConstraint(
            "state IN ('prospect', 'active', 'closed')", name=op.f("ck_client_state")
        ),
        sa.ForeignKeyConstraint(["added_by_id"], ["staff.id"], name=op.f("fk_client_added_by_id")),
        sa.ForeignKeyConstraint(
            ["closed_by_id"], ["staff.id"], name=op.f("fk_client_closed_by_id")
        ),
        sa.ForeignKeyConstraint(["rep_id"], ["staff.id"], name=op.f("fk_client_rep_id")),
        sa.ForeignKeyConstraint(
            ["successor_id"], ["client.id"], name=op.f("fk_client_successor_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client")),
        sa.UniqueConstraint("code", name=op.f("uq_client_code")),
    )
    op.create_index(
        "ix_client_area", "client", ["area_key", "code_key", "id", "state"], unique=False
    )
    op.create_index("ix_client_coded", "client", ["code_key", "id", "state"], unique=False)
    op.create_index(
        "ix_client_named", "client", ["name_key", "code_key", "id", "state"], unique=False
    )
    op.create_index("ix_client_rep", "client", ["rep_id", "state"], unique=False)
    op.create_index(op.f("ix_client_segment"), "client", ["segment"], unique=False)
    op.create_index(
        "ix_client_state",
        "client",
        ["state", "code_key", "id", "class", "rep_id", "active_since"],
        unique=False,
    )
    op.create_index(op.f("ix_client_successor_id"), "client", ["successor_id"], unique=False)
    op.create_table(
        "opening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("receivable_fen", sa.BigInteger(), nullable=False),
        sa.Column("fund_fen", sa.BigInteger(), nullable=False),
        sa.Column("set_on", sa.Date(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("entry_number", sa.Integer(), nullable=True),
        sa.CheckConstraint("fund_fen >= 0", name=op.f("ck_opening_fund")),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["staff.id"], name=op.f("fk_opening_approved_by_id")
        ),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_opening_client_id")),
        sa.ForeignKeyConstraint(
            ["entry_number"], ["entry.number"], name=op.f("fk_opening_entry_number")
        ),
        sa.ForeignKeyConstraint(["set_by_id"], ["staff.id"], name=op.f("fk_opening_set_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opening")),
    )
    op.create_index(op.f("ix_opening_client_id"), "opening", ["client_id"], unique=True)
    op.create_index(op.f("ix_opening_entry_number"), "opening", ["entry_number"], unique=False)
    op.create_table(
        "history_line",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("invoice", sa.String(), nullable=False),
        sa.Column("sold_on", sa.Date(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_history_line_client_id")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_history_line_product_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history_line")),
    )
    op.create_index(
        "ix_history_line_client_sold", "history_line", ["client_id", "sold_on"], unique=False
    )
    op.create_index(
        op.f("ix_history_line_product_id"), "history_line", ["product_id"], unique=False
    )
    op.create_index(op.f("ix_history_line_source"), "history_line", ["source"], unique=False)
