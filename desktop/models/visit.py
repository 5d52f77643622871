"""Visit plans, visits and patrols (拜访与巡视, G2–G4, G9)."""

from datetime import date

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

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
from desktop.models.suggestion import OUTCOMES

PLAN_STATES = {"planned": N_("planned"), "released": N_("released")}
VISIT_STATES = {
    "planned": N_("planned"),
    "failed": N_("failed"),
    "adopted": N_("adopted"),
    "partly": N_("partly adopted"),
    "declined": N_("declined"),
    "deferred": N_("deferred"),
}
NOT_MADE = ("planned", "failed")  # visits that say nothing of when a client was seen


class VisitPlan(Versioned, Moving, Base):
    """Whom a rep visits on a day."""

    __tablename__ = "visit_plan"
    __table_args__ = (one_of("state", PLAN_STATES),)
    MOVES = frozenset({("planned", "released")})
    STATE_WORDS = PLAN_STATES

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(default="planned")
    rep_id: Mapped[int] = reference("staff.id")
    day: Mapped[date] = mapped_column(index=True)
    planned_on: Mapped[date]
    planned_by_id: Mapped[int] = by_staff()
    released_on: Mapped[date | None]
    released_by_id: Mapped[int | None] = by_staff()
    visits: Mapped[list["Visit"]] = relationship(
        cascade="all, delete-orphan", order_by="Visit.position", lazy="selectin"
    )

    @property
    def title(self) -> str:
        return _("visit plan of {day}").format(day=self.day)


class Visit(Moving, Base):
    """One client on a plan. It carries exactly one suggestion, by the database (G2)."""

    __tablename__ = "visit"
    __table_args__ = (
        UniqueConstraint("plan_id", "client_id"),
        one_of("state", VISIT_STATES),
        check("suggestion", "suggestion_id IS NOT NULL OR state = 'planned'"),
        Index(
            "ux_visit_suggestion",
            "suggestion_id",
            unique=True,
            sqlite_where=text("state <> 'failed'"),
            postgresql_where=text("state <> 'failed'"),
        ),
        Index("ix_visit_client", "client_id", "state", "plan_id"),
    )
    MOVES = frozenset({("planned", state) for state in ("failed", *OUTCOMES)})
    STATE_WORDS = VISIT_STATES

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = reference("visit_plan.id")
    position: Mapped[int]
    client_id: Mapped[int] = reference("client.id", index=False)
    state: Mapped[str] = mapped_column(default="planned")
    suggestion_id: Mapped[int | None] = mapped_column(ForeignKey("suggestion.id"))
    recorded_on: Mapped[date | None]
    recorded_by_id: Mapped[int | None] = by_staff()
    reason: Mapped[str] = mapped_column(default="")

    @property
    def title(self) -> str:
        return _("visit")


DISPLAYS = {"kept": N_("as agreed"), "lapsed": N_("not as agreed")}


class Patrol(Base):
    """A look at prices, display and stock; no visit, so it needs no suggestion (G4)."""

    __tablename__ = "patrol"
    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int] = reference("client.id")
    patrolled_on: Mapped[date]
    patrolled_by_id: Mapped[int] = by_staff()
    # How the display was found ("": nobody looked), and what else is worth knowing.
    display: Mapped[str] = mapped_column(default="", server_default="")
    note: Mapped[str] = mapped_column(default="", server_default="")
    prices: Mapped[list["PatrolPrice"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin"
    )


class PatrolPrice(Base):
    """A price seen on the shelf, beside the protected one of that day, if any."""

    __tablename__ = "patrol_price"
    __table_args__ = (check("positive", "price_fen > 0"),)
    patrol_id: Mapped[int] = mapped_column(ForeignKey("patrol.id"), primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), primary_key=True)
    price_fen: Mapped[int] = fen_column()
    protected_fen: Mapped[int | None] = fen_column()
    case_id: Mapped[int | None] = reference("violation.id")
