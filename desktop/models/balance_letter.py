"""Balance letters (往来对账函): what a client was told that stands, and what it answered."""

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

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

LETTER_STATES = {
    "sent": N_("not answered"),
    "differs": N_("differs"),
    "agreed": N_("agreed"),
    "replaced": N_("replaced"),
}


class BalanceLetter(Versioned, Moving, Base):
    """What stood at the end of ``as_of``, in fen: owed by the client, due to it of its fund.

    ``owed_fen`` is below 0 when the client is in credit. ``replaced`` is one that wasn't answered
    when the next was written. ``difference_fen`` is what the client says it owes more (or less)
    than the letter does, as far as it says so.
    """

    __tablename__ = "balance_letter"
    __table_args__ = (
        one_of("state", LETTER_STATES),
        check("answered", "(answered_on IS NOT NULL) = (state IN ('differs', 'agreed'))"),
    )
    MOVES = frozenset(
        {
            ("sent", "agreed"),
            ("sent", "differs"),
            ("sent", "replaced"),
            ("differs", "agreed"),
            ("agreed", "sent"),
            ("differs", "sent"),
        }
    )
    STATE_WORDS = LETTER_STATES

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    client_id: Mapped[int] = reference("client.id")
    state: Mapped[str] = mapped_column(default="sent", index=True)
    as_of: Mapped[date]
    owed_fen: Mapped[int] = fen_column()
    fund_fen: Mapped[int] = fen_column()
    payable_fen: Mapped[int] = fen_column()
    sent_on: Mapped[date]
    sent_by_id: Mapped[int] = by_staff()
    answer_by: Mapped[date]
    answered_on: Mapped[date | None]
    answered_by_id: Mapped[int | None] = by_staff()
    difference_fen: Mapped[int | None] = fen_column()
    answer: Mapped[str] = mapped_column(default="")

    @property
    def title(self) -> str:
        return _("balance letter {number}").format(number=self.number)
