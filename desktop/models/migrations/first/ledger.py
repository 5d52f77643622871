"""The ledger: accounts, kinds of entries, entries; postings once clients and cases are there."""

import sqlalchemy as sa
from alembic import op

ACCOUNTS = (
    ("cash", "库存现金及银行存款", "office"),
    ("receivable", "应收货款", "client"),
    ("sales", "销售收入", "office"),
    ("basic-profit", "基本利润返还", "office"),
    ("fund-expense", "价格保护基金计提", "office"),
    ("fund", "价格保护基金（按客户）", "client"),
    ("payable", "应付基金", "client"),
    ("reward", "应付举报奖励", "case"),
    ("pool", "没收基金结余", "office"),
    ("goods-given", "赠品视同销售", "office"),
    ("opening", "期初余额", "office"),
    ("benefits", "客户利益支出", "office"),
)
KINDS = (
    ("opening", "accrued"),
    ("delivery", "accrued"),
    ("delivery-cancelled", "returned"),
    ("return", "returned"),
    ("return-cancelled", "returned"),
    ("collection", ""),
    ("collection-cancelled", ""),
    ("refund", ""),
    ("settlement", "settled"),
    ("payout", ""),
    ("payout-cancelled", ""),
    ("forfeiture", "forfeited"),
    ("forfeiture-overturned", "forfeited"),
    ("reward", ""),
    ("reward-lapsed", ""),
    ("benefit", ""),
    ("benefit-cancelled", ""),
    ("fund-set-off", "returned"),
)


def make() -> None:
    op.create_table(
        "account",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("chinese", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_account")),
    )
    op.create_table(
        "entry_kind",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("counts_as", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_entry_kind")),
    )
    op.create_table(
        "entry",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("counts_in", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("action_key", sa.String(), nullable=False),
        sa.Column("means", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("cancels_number", sa.Integer(), nullable=True),
        sa.Column("origin_number", sa.Integer(), nullable=True),
        sa.Column("posted_by_id", sa.Integer(), nullable=False),
        sa.Column("posted_at", sa.String(), nullable=False),
        sa.Column("previous_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_entry_number")),
        sa.ForeignKeyConstraint(
            ["cancels_number"], ["entry.number"], name=op.f("fk_entry_cancels_number")
        ),
        sa.ForeignKeyConstraint(["kind"], ["entry_kind.name"], name=op.f("fk_entry_kind")),
        sa.ForeignKeyConstraint(
            ["origin_number"], ["entry.number"], name=op.f("fk_entry_origin_number")
        ),
        sa.ForeignKeyConstraint(["posted_by_id"], ["staff.id"], name=op.f("fk_entry_posted_by_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_entry")),
        sa.UniqueConstraint("action_key", name=op.f("uq_entry_action_key")),
        sa.UniqueConstraint("hash", name=op.f("uq_entry_hash")),
    )
    op.create_index(op.f("ix_entry_booked_on"), "entry", ["booked_on"], unique=False)
    op.create_index(op.f("ix_entry_counts_in"), "entry", ["counts_in"], unique=False)
    op.create_index("ix_entry_source", "entry", ["source", "source_id"], unique=False)
    fill("account", ("name", "chinese", "owner"), ACCOUNTS)
    fill("entry_kind", ("name", "counts_as"), KINDS)


def fill(table: str, columns: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> None:
    made = sa.table(table, *(sa.column(name) for name in columns))
    op.bulk_insert(made, [dict(zip(columns, row, strict=True)) for row in rows])


def make_postings() -> None:
    op.create_table(
        "posting",
        sa.Column("entry_number", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount_fen <> 0", name=op.f("ck_posting_amount")),
        sa.ForeignKeyConstraint(["account"], ["account.name"], name=op.f("fk_posting_account")),
        sa.ForeignKeyConstraint(["case_id"], ["violation.id"], name=op.f("fk_posting_case_id")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_posting_client_id")),
        sa.ForeignKeyConstraint(
            ["entry_number"],
            ["entry.number"],
            name=op.f("fk_posting_entry_number"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("entry_number", "position", name=op.f("pk_posting")),
    )
    op.create_index(
        "ix_posting_balance",
        "posting",
        ["account", "client_id", "entry_number", "amount_fen"],
        unique=False,
    )
    op.create_index(op.f("ix_posting_case_id"), "posting", ["case_id"], unique=False)
