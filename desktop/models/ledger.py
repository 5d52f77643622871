"""The ledger's two tables (L1–L6). Only ``services.ledger.post`` writes them.

Postings of an entry are staged first, under a foreign key that is checked at commit;
inserting the entry checks their sum and seals them. ``protections`` holds the triggers.
"""

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from desktop.basics.i18n import N_
from desktop.models.base import Base, check, fen_column, one_of

ACCOUNTS = {
    "cash": "库存现金及银行存款",
    "receivable": "应收货款",
    "sales": "销售收入",
    "basic-profit": "基本利润返还",
    "fund-expense": "价格保护基金计提",
    "fund": "价格保护基金（按客户）",
    "payable": "应付基金",
    "reward": "应付举报奖励",
    "pool": "没收基金结余",
    "goods-given": "赠品视同销售",
    "opening": "期初余额",
    "benefits": "客户利益支出",
}
CLIENT_ACCOUNTS = ("receivable", "fund", "payable")

ENTRY_KINDS = {
    "opening": N_("opening balances"),
    "delivery": N_("delivery"),
    "delivery-cancelled": N_("delivery cancelled"),
    "return": N_("return"),
    "return-cancelled": N_("return cancelled"),
    "collection": N_("collection"),
    "collection-cancelled": N_("collection cancelled"),
    "refund": N_("credit refunded"),
    "settlement": N_("settlement"),
    "payout": N_("payout"),
    "payout-cancelled": N_("payout cancelled"),
    "forfeiture": N_("forfeiture"),
    "forfeiture-overturned": N_("forfeiture overturned"),
    "reward": N_("reward paid"),
    "reward-lapsed": N_("reward lapsed"),
    "benefit": N_("benefit"),
    "benefit-cancelled": N_("benefit cancelled"),
    "fund-set-off": N_("negative fund set off"),
}
# How a posting to fund:C counts in the quarter's figures (S1).
ACCRUAL_KINDS = ("opening", "delivery")
RETURN_KINDS = ("return", "return-cancelled", "delivery-cancelled", "fund-set-off")
FORFEIT_KINDS = ("forfeiture", "forfeiture-overturned")

_OWNED = ", ".join(f"'{name}'" for name in CLIENT_ACCOUNTS)


class Entry(Base):
    """One booking. ``counts_in`` is the quarter of its date, or the one that it settles.

    ``origin_number`` is the delivery's entry that a return or its cancelling goes back to.
    """

    __tablename__ = "entry"
    __table_args__ = (
        one_of("kind", ENTRY_KINDS),
        check("number", "number >= 1"),
        Index("ix_entry_source", "source", "source_id"),
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    booked_on: Mapped[date] = mapped_column(index=True)
    counts_in: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    source: Mapped[str]
    source_id: Mapped[str]
    action_key: Mapped[str] = mapped_column(unique=True)
    means: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    cancels_number: Mapped[int | None] = mapped_column(ForeignKey("entry.number"))
    origin_number: Mapped[int | None] = mapped_column(ForeignKey("entry.number"))
    posted_by_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    posted_at: Mapped[str]
    previous_hash: Mapped[str]
    hash: Mapped[str] = mapped_column(unique=True)


class Posting(Base):
    """One leg of an entry: debit positive, credit negative (L1)."""

    __tablename__ = "posting"
    __table_args__ = (
        one_of("account", ACCOUNTS),
        check("amount", "amount_fen <> 0"),
        check("client", f"(client_id IS NOT NULL) = (account IN ({_OWNED}))"),
        check("case", "(case_id IS NOT NULL) = (account = 'reward')"),
        # Balances are summed from this index alone.
        Index("ix_posting_balance", "account", "client_id", "entry_number", "amount_fen"),
    )
    entry_number: Mapped[int] = mapped_column(
        ForeignKey("entry.number", deferrable=True, initially="DEFERRED"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[str]
    client_id: Mapped[int | None] = mapped_column(ForeignKey("client.id"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("violation.id"), index=True)
    amount_fen: Mapped[int] = fen_column()
