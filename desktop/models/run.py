"""Vehicles and runs (section 8 of the rules)."""

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desktop.basics.i18n import N_, _
from desktop.models.base import Base, Moving, Versioned, by_staff, check, one_of, reference
from desktop.models.order_keys import keep_order, key_of

RUN_STATES = {"planned": N_("planned"), "loaded": N_("loaded")}


@keep_order
class Vehicle(Versioned, Base):
    """A vehicle with its usual driver and how many cartons it takes."""

    __tablename__ = "vehicle"
    __table_args__ = (check("cartons", "cartons >= 1"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    code_key: Mapped[str] = key_of("code")
    driver: Mapped[str]
    driver_key: Mapped[str] = key_of("driver", person=True)
    phone: Mapped[str] = mapped_column(default="")
    cartons: Mapped[int]

    @property
    def title(self) -> str:
        return self.code


class Run(Versioned, Moving, Base):
    """A vehicle's tour of a day, its stops in order."""

    __tablename__ = "run"
    __table_args__ = (one_of("state", RUN_STATES),)
    MOVES = frozenset({("planned", "loaded")})
    STATE_WORDS = RUN_STATES

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(default="planned")
    vehicle_id: Mapped[int] = reference("vehicle.id")
    day: Mapped[date] = mapped_column(index=True)
    departs: Mapped[str] = mapped_column(default="")
    planned_on: Mapped[date]
    planned_by_id: Mapped[int] = by_staff()
    loaded_on: Mapped[date | None]
    loaded_by_id: Mapped[int | None] = by_staff()
    vehicle: Mapped[Vehicle] = relationship()
    stops: Mapped[list["Stop"]] = relationship(
        cascade="all, delete-orphan", order_by="Stop.position", lazy="selectin"
    )

    @property
    def title(self) -> str:
        return _("run {number}").format(number=self.number)


class Stop(Base):
    """An order on a run; ``position`` is where it comes in the tour, from 1.

    ``note`` is the number of its delivery note, given when it is loaded.
    """

    __tablename__ = "stop"
    __table_args__ = (
        UniqueConstraint("run_id", "position"),
        UniqueConstraint("run_id", "order_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = reference("run.id")
    position: Mapped[int]
    order_id: Mapped[int] = reference("client_order.id")
    note: Mapped[str] = mapped_column(default="", index=True)
