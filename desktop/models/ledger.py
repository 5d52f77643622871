"""The ledger (L1–L6): entries and postings, which only ``services.ledger.post`` writes.

Postings of an entry are staged first, under a foreign key that is checked at commit;
inserting the entry checks their sum and seals them. ``protections`` holds the triggers.
Accounts and kinds of entries are rows that those ask, so that the ledger grows by a row: one here,
and a revision that inserts it.
"""

from datetime import date
from typing import NamedTuple

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from desktop.basics.i18n import N_
from desktop.models.base import Base, check, fen_column, reference, where_given

# Whose an account is: one of the office for all, one a client, or one a case.
OFFICE, CLIENT, CASE = "office", "client", "case"


class AccountFacts(NamedTuple):
    """An account of L6: its Chinese name as the database keeps it, whose it is, how it is read.

    ``number`` is its place in the national chart of accounts, ``words`` a msgid.
    """

    chinese: str
    number: str
    words: str
    owner: str = OFFICE


ACCOUNTS = {
    "cash": AccountFacts("库存现金及银行存款", "1001", N_("Cash and bank")),
    "receivable": AccountFacts("应收货款", "1122", N_("Receivable for goods"), CLIENT),
    "sales": AccountFacts("销售收入", "6001", N_("Sales income")),
    "basic-profit": AccountFacts("基本利润返还", "660101", N_("Basic profit given back")),
    "fund-expense": AccountFacts("价格保护基金计提", "660102", N_("Price-protection fund accrued")),
    "fund": AccountFacts(
        "价格保护基金（按客户）", "224101", N_("Price-protection fund (by client)"), CLIENT
    ),
    "payable": AccountFacts("应付基金", "224102", N_("Fund to be paid"), CLIENT),
    "reward": AccountFacts("应付举报奖励", "224103", N_("Rewards to be paid"), CASE),
    "pool": AccountFacts("没收基金结余", "224104", N_("Forfeited funds kept")),
    "goods-given": AccountFacts("赠品视同销售", "6051", N_("Gifts counted as sales")),
    "opening": AccountFacts("期初余额", "4104", N_("Opening balances")),
    "benefits": AccountFacts("客户利益支出", "660103", N_("Client benefits")),
    "cash-over-short": AccountFacts("现金长短款", "6711", N_("Cash over or short")),
}
CLIENT_ACCOUNTS = tuple(name for name, facts in ACCOUNTS.items() if facts.owner == CLIENT)

# How a posting to fund:C counts in its quarter (S1).
ACCRUED, RETURNED, FORFEITED, SETTLED = "accrued", "returned", "forfeited", "settled"


class EntryKindFacts(NamedTuple):
    """A kind of entry: its words, and how it counts in a fund's quarter ("" not at all)."""

    words: str
    counts_as: str = ""


ENTRY_KINDS = {
    "opening": EntryKindFacts(N_("opening balances"), ACCRUED),
    "delivery": EntryKindFacts(N_("delivery"), ACCRUED),
    "delivery-cancelled": EntryKindFacts(N_("delivery cancelled"), RETURNED),
    "return": EntryKindFacts(N_("return"), RETURNED),
    "return-cancelled": EntryKindFacts(N_("return cancelled"), RETURNED),
    "collection": EntryKindFacts(N_("collection")),
    "collection-cancelled": EntryKindFacts(N_("collection cancelled")),
    "refund": EntryKindFacts(N_("credit refunded")),
    "settlement": EntryKindFacts(N_("settlement"), SETTLED),
    "payout": EntryKindFacts(N_("payout")),
    "payout-cancelled": EntryKindFacts(N_("payout cancelled")),
    "forfeiture": EntryKindFacts(N_("forfeiture"), FORFEITED),
    "forfeiture-overturned": EntryKindFacts(N_("forfeiture overturned"), FORFEITED),
    "reward": EntryKindFacts(N_("reward paid")),
    "reward-lapsed": EntryKindFacts(N_("reward lapsed")),
    "benefit": EntryKindFacts(N_("benefit")),
    "benefit-cancelled": EntryKindFacts(N_("benefit cancelled")),
    "cash-difference": EntryKindFacts(N_("cash difference of a run")),
    "fund-set-off": EntryKindFacts(N_("negative fund set off"), RETURNED),
}


def kinds_counting(counts_as: str) -> tuple[str, ...]:
    """The kinds of entries that count in this way."""
    return tuple(name for name, facts in ENTRY_KINDS.items() if facts.counts_as == counts_as)


class Account(Base):
    """An account that may be posted to, whose ``owner`` the ledger's guards ask (L6)."""

    __tablename__ = "account"
    name: Mapped[str] = mapped_column(primary_key=True)
    chinese: Mapped[str]
    owner: Mapped[str]


class EntryKind(Base):
    """A kind of entry that may be posted; its words are the program's."""

    __tablename__ = "entry_kind"
    name: Mapped[str] = mapped_column(primary_key=True)
    counts_as: Mapped[str]


def ledger_rows() -> dict[type[Base], list[dict[str, str]]]:
    """The rows that the ledger's small tables hold, as this program declares them."""
    accounts = [
        {"name": name, "chinese": facts.chinese, "owner": facts.owner}
        for name, facts in ACCOUNTS.items()
    ]
    kinds = [{"name": name, "counts_as": facts.counts_as} for name, facts in ENTRY_KINDS.items()]
    return {Account: accounts, EntryKind: kinds}


class Entry(Base):
    """One booking. ``counts_in`` is the quarter of its date, or the one that it settles.

    ``origin_number`` is the delivery's entry that a return or its cancelling goes back to.
    """

    __tablename__ = "entry"
    __table_args__ = (
        check("number", "number >= 1"),
        Index("ix_entry_counted", "counts_in", "kind"),
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    booked_on: Mapped[date] = mapped_column(index=True)
    counts_in: Mapped[str]
    kind: Mapped[str] = mapped_column(ForeignKey("entry_kind.name"))
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
    """One leg of an entry: debit positive, credit negative (L1); it names whose its account is."""

    __tablename__ = "posting"
    __table_args__ = (
        check("amount", "amount_fen <> 0"),
        # Balances are summed from this index alone.
        Index("ix_posting_balance", "account", "client_id", "entry_number", "amount_fen"),
        *where_given("posting", "case_id"),
    )
    entry_number: Mapped[int] = mapped_column(
        ForeignKey("entry.number", deferrable=True, initially="DEFERRED"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(ForeignKey("account.name"))
    client_id: Mapped[int | None] = mapped_column(ForeignKey("client.id"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("violation.id"))
    amount_fen: Mapped[int] = fen_column()


class ClientBalance(Base):
    """What stands on a client's account, in fen: the sum of its postings, debit positive.

    Kept by the database itself (``kept_sums``), so that nobody has to add up all years.
    """

    __tablename__ = "client_balance"
    __table_args__ = ({"sqlite_with_rowid": False},)  # an account's are summed from its key alone
    account: Mapped[str] = mapped_column(ForeignKey("account.name"), primary_key=True)
    client_id: Mapped[int] = reference("client.id", primary_key=True)
    fen: Mapped[int] = fen_column()
