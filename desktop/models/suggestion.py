"""Suggestions to clients (建议, G1–G8)."""

from datetime import date, timedelta

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desktop.basics.drafts.suggestion import CATEGORIES, LONGEST_CONTENT
from desktop.basics.i18n import N_, _
from desktop.models.base import Base, Moving, Versioned, by_staff, check, one_of, reference
from desktop.models.order_keys import keep_order, key_of

SUGGESTION_STATES = {
    "draft": N_("draft"),
    "submitted": N_("submitted"),
    "confirmed": N_("confirmed"),
    "stale": N_("stale"),
    "adopted": N_("adopted"),
    "partly": N_("partly adopted"),
    "declined": N_("declined"),
    "deferred": N_("deferred"),
    "withdrawn": N_("withdrawn"),
}
_TITLE_LENGTH = 20
ADOPTED = ("adopted", "partly")
OUTCOMES = (*ADOPTED, "declined", "deferred")


def state_on(state: str, confirmed_on: date | None, day: date, stale_days: int) -> str:
    """A suggestion's state as of a day: not presented by the 14th day after, it goes stale."""
    if state == "confirmed" and confirmed_on is not None:
        return "stale" if day > confirmed_on + timedelta(days=stale_days) else "confirmed"
    return state


@keep_order
class Suggestion(Versioned, Moving, Base):
    """One thing to tell one client. ``stale`` is not stored: a confirmed one becomes it.

    A review keeps the outcome as the state; it is marked by its day, person and word.
    """

    __tablename__ = "suggestion"
    __table_args__ = (
        one_of("state", SUGGESTION_STATES),
        Index("ix_suggestion_presented", "presented_on", "state"),
        one_of("category", CATEGORIES),
        check("content", f"length(content) BETWEEN 1 AND {LONGEST_CONTENT}"),
        check("mark", "mark BETWEEN 1 AND 5"),
    )
    MOVES = frozenset(
        {
            ("draft", "submitted"),
            ("submitted", "draft"),
            ("submitted", "confirmed"),
            ("stale", "confirmed"),
            ("confirmed", "withdrawn"),
            ("stale", "withdrawn"),
        }
        | {(ready, outcome) for ready in ("confirmed", "stale") for outcome in OUTCOMES}
    )
    STATE_WORDS = SUGGESTION_STATES

    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int] = reference("client.id")
    state: Mapped[str] = mapped_column(default="draft", index=True)
    category: Mapped[str]
    content: Mapped[str]
    content_key: Mapped[str] = key_of("content")
    wording: Mapped[str] = mapped_column(default="")
    expected: Mapped[str] = mapped_column(default="")
    prepared_on: Mapped[date]
    prepared_by_id: Mapped[int] = by_staff()
    submitted_on: Mapped[date | None]
    submitted_by_id: Mapped[int | None] = by_staff()
    returned_on: Mapped[date | None]
    returned_by_id: Mapped[int | None] = by_staff()
    return_word: Mapped[str] = mapped_column(default="")
    confirmed_on: Mapped[date | None]
    confirmed_by_id: Mapped[int | None] = by_staff()
    withdrawn_on: Mapped[date | None]
    withdrawn_by_id: Mapped[int | None] = by_staff()
    presented_on: Mapped[date | None]
    adopted_on: Mapped[date | None]
    words: Mapped[str] = mapped_column(default="")
    mark: Mapped[int | None]
    reviewed_on: Mapped[date | None]
    reviewed_by_id: Mapped[int | None] = by_staff()
    review_word: Mapped[str] = mapped_column(default="")
    products: Mapped[list["SuggestionProduct"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin"
    )

    @property
    def title(self) -> str:
        content = self.content
        if len(content) > _TITLE_LENGTH:
            content = f"{content[: _TITLE_LENGTH - 1]}…"
        return _("suggestion “{content}”").format(content=content)

    def state_on(self, day: date, stale_days: int) -> str:
        """Its state as of a day."""
        return state_on(self.state, self.confirmed_on, day, stale_days)


class SuggestionProduct(Base):
    """A product that a suggestion aims at (G5)."""

    __tablename__ = "suggestion_product"
    suggestion_id: Mapped[int] = mapped_column(ForeignKey("suggestion.id"), primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), primary_key=True)
