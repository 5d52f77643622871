"""Route plans (固定拜访路线, G10): on which weekday and in which weeks a rep's clients stand."""

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desktop.basics.i18n import _
from desktop.models.base import Base, Versioned, by_staff, check, one_of, reference

CYCLE_WEEKS = 4
# In which of the four weeks a client may stand, by its class (figures): A, B, C or none.
WEEKS_OF = {"A": ("1234",), "B": ("13", "24"), "C": ("1", "2", "3", "4")}
WEEKS = tuple(weeks for choices in WEEKS_OF.values() for weeks in choices)


def week_on(starts_on: date, day: date) -> int:
    """Which of the four weeks of a plan that starts on a Monday a day lies in, from 1."""
    return (day - starts_on).days // 7 % CYCLE_WEEKS + 1


class RoutePlan(Versioned, Base):
    """A rep's four weeks, over and over, from a Monday on until a later plan begins."""

    __tablename__ = "route_plan"
    __table_args__ = (UniqueConstraint("rep_id", "starts_on"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    rep_id: Mapped[int] = reference("staff.id", index=False)
    starts_on: Mapped[date]
    put_on: Mapped[date]
    put_by_id: Mapped[int] = by_staff()
    lines: Mapped[list["RouteLine"]] = relationship(cascade="all, delete-orphan", lazy="selectin")

    @property
    def title(self) -> str:
        return _("route plan from {day}").format(day=self.starts_on)

    def week_on(self, day: date) -> int:
        """Which of the four weeks a day lies in, from 1."""
        return week_on(self.starts_on, day)


class RouteLine(Base):
    """A client's weekday (Monday is 1) and its weeks as figures; ``fixed`` computing keeps."""

    __tablename__ = "route_line"
    __table_args__ = (
        check("weekday", "weekday BETWEEN 1 AND 7"),
        one_of("weeks", WEEKS),
    )
    route_plan_id: Mapped[int] = reference("route_plan.id", primary_key=True, index=False)
    client_id: Mapped[int] = reference("client.id", primary_key=True)
    weekday: Mapped[int]
    weeks: Mapped[str]
    fixed: Mapped[bool] = mapped_column(default=False)
