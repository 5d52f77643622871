"""Layer 2 of the first revision: agreements, orders, suggestions and what else hangs on a client."""

import sqlalchemy as sa
from alembic import op


def make() -> None:
    """Make the tables of this layer with their constraints and indexes."""
    op.create_table(
        "agreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("basic_rate", sa.Integer(), nullable=False),
        sa.Column("fund_rate", sa.Integer(), nullable=False),
        sa.Column("drafted_on", sa.Date(), nullable=False),
        sa.Column("drafted_by_id", sa.Integer(), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("submitted_by_id", sa.Integer(), nullable=True),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("returned_by_id", sa.Integer(), nullable=True),
        sa.Column("return_word", sa.String(), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("signed_by_id", sa.Integer(), nullable=True),
        sa.Column("unreviewed_by_id", sa.Integer(), nullable=True),
        sa.Column("terminated_on", sa.Date(), nullable=True),
        sa.Column("terminated_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(number = '') = (approved_on IS NULL)", name=op.f("ck_agreement_number")
        ),
        sa.CheckConstraint(
            "(signed_on IS NOT NULL) = (state IN ('active', 'terminated'))",
            name=op.f("ck_agreement_signed"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'submitted', 'approved', 'active', 'expired', 'terminated')",
            name=op.f("ck_agreement_state"),
        ),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_agreement_period")),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["staff.id"], name=op.f("fk_agreement_approved_by_id")
        ),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_agreement_client_id")),
        sa.ForeignKeyConstraint(
            ["drafted_by_id"], ["staff.id"], name=op.f("fk_agreement_drafted_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["returned_by_id"], ["staff.id"], name=op.f("fk_agreement_returned_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["signed_by_id"], ["staff.id"], name=op.f("fk_agreement_signed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"], ["staff.id"], name=op.f("fk_agreement_submitted_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["terminated_by_id"], ["staff.id"], name=op.f("fk_agreement_terminated_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["unreviewed_by_id"], ["staff.id"], name=op.f("fk_agreement_unreviewed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
    )
    op.create_index(op.f("ix_agreement_client_id"), "agreement", ["client_id"], unique=False)
    op.create_index(op.f("ix_agreement_number"), "agreement", ["number"], unique=False)
    op.create_index(op.f("ix_agreement_state"), "agreement", ["state"], unique=False)
    op.create_table(
        "benefit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("cost_fen", sa.BigInteger(), nullable=False),
        sa.Column("paid_by", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("cancelled_on", sa.Date(), nullable=True),
        sa.Column("cancel_reason", sa.String(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("cancelled_by_id", sa.Integer(), nullable=True),
        sa.Column("entry_number", sa.Integer(), nullable=True),
        sa.Column("cancel_entry_number", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('sign', 'rack', 'rebate', 'grant', 'promotion')", name=op.f("ck_benefit_kind")
        ),
        sa.CheckConstraint(
            "paid_by IN ('cash', 'setoff', 'goods')", name=op.f("ck_benefit_paid_by")
        ),
        sa.CheckConstraint("state IN ('recorded', 'cancelled')", name=op.f("ck_benefit_state")),
        sa.CheckConstraint("cost_fen > 0", name=op.f("ck_benefit_positive")),
        sa.ForeignKeyConstraint(
            ["cancel_entry_number"], ["entry.number"], name=op.f("fk_benefit_cancel_entry_number")
        ),
        sa.ForeignKeyConstraint(
            ["cancelled_by_id"], ["staff.id"], name=op.f("fk_benefit_cancelled_by_id")
        ),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_benefit_client_id")),
        sa.ForeignKeyConstraint(
            ["entry_number"], ["entry.number"], name=op.f("fk_benefit_entry_number")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["staff.id"], name=op.f("fk_benefit_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_benefit")),
        sa.UniqueConstraint("number", name=op.f("uq_benefit_number")),
    )
    op.create_index(
        op.f("ix_benefit_cancel_entry_number"), "benefit", ["cancel_entry_number"], unique=False
    )
    op.create_index(op.f("ix_benefit_client_id"), "benefit", ["client_id"], unique=False)
    op.create_index(op.f("ix_benefit_entry_number"), "benefit", ["entry_number"], unique=False)
    op.create_table(
        "client_order",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("ordered_on", sa.Date(), nullable=False),
        sa.Column("ordered_by_id", sa.Integer(), nullable=False),
        sa.Column("cancelled_on", sa.Date(), nullable=True),
        sa.Column("cancelled_by_id", sa.Integer(), nullable=True),
        sa.Column("cancel_reason", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('confirmed', 'planned', 'loaded', 'delivered', 'partly', 'refused', 'cancelled')",
            name=op.f("ck_client_order_state"),
        ),
        sa.ForeignKeyConstraint(
            ["cancelled_by_id"], ["staff.id"], name=op.f("fk_client_order_cancelled_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_client_order_client_id")
        ),
        sa.ForeignKeyConstraint(
            ["ordered_by_id"], ["staff.id"], name=op.f("fk_client_order_ordered_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client_order")),
        sa.UniqueConstraint("number", name=op.f("uq_client_order_number")),
    )
    op.create_index(op.f("ix_client_order_client_id"), "client_order", ["client_id"], unique=False)
    op.create_index(op.f("ix_client_order_state"), "client_order", ["state"], unique=False)
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
    op.create_table(
        "lot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("lot", sa.String(), nullable=False),
        sa.Column("expires", sa.Date(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("received_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_lot_quantity")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_lot_product_id")),
        sa.ForeignKeyConstraint(
            ["received_by_id"], ["staff.id"], name=op.f("fk_lot_received_by_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_lot_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lot")),
    )
    op.create_index(op.f("ix_lot_lot"), "lot", ["lot"], unique=False)
    op.create_index(op.f("ix_lot_product_id"), "lot", ["product_id"], unique=False)
    op.create_index(op.f("ix_lot_unit_id"), "lot", ["unit_id"], unique=False)
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
        "price",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("price_fen", sa.BigInteger(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.CheckConstraint("price_fen > 0", name=op.f("ck_price_positive")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_price_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price")),
    )
    op.create_index(op.f("ix_price_unit_id"), "price", ["unit_id"], unique=False)
    op.create_table(
        "refund",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("means", sa.String(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("paid_by_id", sa.Integer(), nullable=False),
        sa.Column("entry_number", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "means IN ('cash', 'bank', 'wechat', 'alipay')", name=op.f("ck_refund_means")
        ),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_refund_positive")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_refund_client_id")),
        sa.ForeignKeyConstraint(
            ["entry_number"], ["entry.number"], name=op.f("fk_refund_entry_number")
        ),
        sa.ForeignKeyConstraint(["paid_by_id"], ["staff.id"], name=op.f("fk_refund_paid_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refund")),
        sa.UniqueConstraint("number", name=op.f("uq_refund_number")),
    )
    op.create_index(op.f("ix_refund_client_id"), "refund", ["client_id"], unique=False)
    op.create_index(op.f("ix_refund_entry_number"), "refund", ["entry_number"], unique=False)
    op.create_table(
        "settlement_line",
        sa.Column("settlement_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("standing", sa.String(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "(amount_fen > 0) = (standing = 'settled')", name=op.f("ck_settlement_line_amount")
        ),
        sa.CheckConstraint(
            "standing IN ('settled', 'held', 'carried')", name=op.f("ck_settlement_line_standing")
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_settlement_line_client_id")
        ),
        sa.ForeignKeyConstraint(
            ["settlement_id"], ["settlement.id"], name=op.f("fk_settlement_line_settlement_id")
        ),
        sa.PrimaryKeyConstraint("settlement_id", "client_id", name=op.f("pk_settlement_line")),
    )
    op.create_table(
        "suggestion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
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
