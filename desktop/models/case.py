"""Violation cases: report, ruling, appeal, reward (V1–V7)."""

from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desktop.basics.drafts.case import CASE_KINDS
from desktop.basics.i18n import N_, _
from desktop.models.base import (
    Base,
    Moving,
    Versioned,
    by_staff,
    check,
    fen_column,
    one_of,
    reference,
)

CASE_STATES = {
    "reported": N_("reported"),
    "accepted": N_("accepted"),
    "dismissed": N_("dismissed"),
    "upheld": N_("upheld"),
    "not_upheld": N_("not upheld"),
    "overturned": N_("overturned"),
    "final": N_("final"),
}
_OPEN = ("reported", "accepted")  # nobody ruled on it yet
REPORTER_KINDS = {
    "client": N_("client"),
    "staff": N_("staff"),
    "consumer": N_("consumer"),
    "unnamed": N_("unnamed"),
}
REWARD_STATES = {"none": N_("none"), "due": N_("due"), "paid": N_("paid"), "lapsed": N_("lapsed")}
SECRET = {"secret": True}


class Case(Versioned, Moving, Base):
    """One reported violation. ``final`` is not stored: it is what ``upheld`` becomes by time.

    Only one of kind ``price`` needs a product and prices (V1, V1a); only of the others a ruling
    names the ``share`` of the fund that it took.
    """

    __tablename__ = "violation"
    __table_args__ = (
        one_of("state", CASE_STATES),
        one_of("kind", CASE_KINDS),
        check("price", "price_fen > 0"),
        check(
            "judged",
            "(kind = 'price') = (protected_fen IS NOT NULL)"
            " AND (kind <> 'price' OR (product_id IS NOT NULL AND price_fen IS NOT NULL))",
        ),
        check("share", "share IS NULL OR (kind <> 'price' AND share > 0 AND share <= 10000)"),
    )
    MOVES = frozenset(
        {
            ("reported", "accepted"),
            ("reported", "dismissed"),
            ("accepted", "upheld"),
            ("accepted", "not_upheld"),
            ("upheld", "overturned"),
        }
    )
    STATE_WORDS = CASE_STATES
    OPEN = _OPEN

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    client_id: Mapped[int] = reference("client.id")
    kind: Mapped[str] = mapped_column(default="price", server_default="price")
    product_id: Mapped[int | None] = reference("product.id")
    agreement_id: Mapped[int] = reference("agreement.id")
    state: Mapped[str] = mapped_column(default="reported", index=True)
    price_fen: Mapped[int | None] = fen_column()
    protected_fen: Mapped[int | None] = fen_column()
    seen_on: Mapped[date]
    place: Mapped[str] = mapped_column(default="")
    lot: Mapped[str] = mapped_column(default="", server_default="")
    evidence: Mapped[str] = mapped_column(default="")
    reported_on: Mapped[date]
    reported_by_id: Mapped[int] = by_staff()
    decided_on: Mapped[date | None]
    decided_by_id: Mapped[int | None] = by_staff()
    ruled_on: Mapped[date | None]
    ruled_by_id: Mapped[int | None] = by_staff()
    share: Mapped[Decimal | None]
    fund_fen: Mapped[int] = fen_column(default=0)
    payout_fen: Mapped[int] = fen_column(default=0)
    pool_fen: Mapped[int] = fen_column(default=0)
    entry_number: Mapped[int | None] = reference("entry.number")
    overturned_on: Mapped[date | None]
    overturned_by_id: Mapped[int | None] = by_staff()
    overturn_entry_number: Mapped[int | None] = reference("entry.number")
    reporters: Mapped[list["Reporter"]] = relationship(
        cascade="all, delete-orphan", order_by="Reporter.position", lazy="selectin"
    )

    @property
    def title(self) -> str:
        return _("case {number}").format(number=self.number)

    @property
    def forfeited_fen(self) -> int:
        """What the ruling took, fund and payouts together."""
        return self.fund_fen + self.payout_fen

    def final_from(self, appeal_days: int) -> date | None:
        """The first day on which an upheld ruling is final (V6)."""
        return self.ruled_on + timedelta(days=appeal_days + 1) if self.ruled_on else None

    def lapses_from(self, appeal_days: int, claim_days: int) -> date | None:
        """The first day on which a final reward that nobody claimed may lapse (V6)."""
        final_from = self.final_from(appeal_days)
        return final_from + timedelta(days=claim_days) if final_from else None

    def state_on(self, day: date, appeal_days: int) -> str:
        """Its state as of a day: an upheld ruling becomes final when the appeal is over."""
        final_from = self.final_from(appeal_days)
        if self.state == "upheld" and final_from and day >= final_from:
            return "final"
        return self.state


class Reporter(Base):
    """Who reported, in order; for managers only (V2): no audit holds it.

    A consumer's name is not kept at all: the claim code is all that a reward needs, and what
    isn't there can't be read by whoever gets hold of the file.
    """

    __tablename__ = "reporter"
    __table_args__ = (
        UniqueConstraint("case_id", "position"),
        one_of("kind", REPORTER_KINDS),
        one_of("reward_state", REWARD_STATES),
        check("reward", "reward_fen >= 0"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = reference("violation.id")
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(info=SECRET)
    client_id: Mapped[int | None] = reference("client.id", info=SECRET)
    staff_id: Mapped[int | None] = reference("staff.id", info=SECRET)
    claim_salt: Mapped[str] = mapped_column(default="", info=SECRET)
    claim_hash: Mapped[str] = mapped_column(default="", info=SECRET)
    reward_fen: Mapped[int] = fen_column(default=0)
    reward_state: Mapped[str] = mapped_column(default="none")
    rewarded_on: Mapped[date | None]
    rewarded_by_id: Mapped[int | None] = by_staff()
    reward_entry_number: Mapped[int | None] = reference("entry.number")

    @property
    def title(self) -> str:
        return _("reporter {position}").format(position=self.position)
