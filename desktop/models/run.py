"""Vehicles and runs (section 8 of the rules)."""

from datetime import date

from sqlalchemy import UniqueConstraint, false
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
from desktop.models.order_keys import keep_order, key_of

RUN_STATES = {
    "planned": N_("planned"),
    "loaded": N_("loaded"),
    "closed": N_("brought home"),
    "discarded": N_("discarded"),
}


@keep_order
class Vehicle(Versioned, Base):
    """A vehicle with its usual driver, what it takes (cartons, kg), its day and what it costs.

    ``runs`` is how many it makes a day at the most, ``reload_s`` how many seconds lie between two.
    """

    __tablename__ = "vehicle"
    __table_args__ = (check("cartons", "cartons >= 1"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    code_key: Mapped[str] = key_of("code")
    driver: Mapped[str]
    driver_key: Mapped[str] = key_of("driver", person=True)
    phone: Mapped[str] = mapped_column(default="")
    cartons: Mapped[int]
    kg: Mapped[int | None]
    starts: Mapped[str] = mapped_column(default="", server_default="")
    ends: Mapped[str] = mapped_column(default="", server_default="")
    runs: Mapped[int | None]
    reload_s: Mapped[int | None]
    per_run_fen: Mapped[int | None] = fen_column()
    per_km_fen: Mapped[int | None] = fen_column()
    per_hour_fen: Mapped[int | None] = fen_column()

    @property
    def title(self) -> str:
        return self.code


class Run(Versioned, Moving, Base):
    """A vehicle's tour of a day, its stops in order.

    ``name`` is that of the area where it goes, the same from day to day. One that is ``locked``
    stays as it is when the rest of its day is planned again.
    ``by_lot`` says that it was loaded from the stock that the office keeps (D3). When its cash is
    settled, ``cash_difference_fen`` is what was handed over less what was taken (D6).
    ``handed_fen`` is what the cashier counted; while the run is closed and that is still to come,
    or differs and nobody said why, ``cash_open`` holds.
    """

    __tablename__ = "run"
    __table_args__ = (one_of("state", RUN_STATES),)
    MOVES = frozenset({("planned", "loaded"), ("planned", "discarded"), ("loaded", "closed")})
    STATE_WORDS = RUN_STATES

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(default="planned")
    vehicle_id: Mapped[int] = reference("vehicle.id")
    day: Mapped[date] = mapped_column(index=True)
    departs: Mapped[str] = mapped_column(default="")
    name: Mapped[str] = mapped_column(default="", server_default="")
    locked: Mapped[bool] = mapped_column(default=False, server_default=false())
    planned_on: Mapped[date]
    planned_by_id: Mapped[int] = by_staff()
    loaded_on: Mapped[date | None]
    loaded_by_id: Mapped[int | None] = by_staff()
    by_lot: Mapped[bool] = mapped_column(default=False)
    closed_on: Mapped[date | None]
    closed_by_id: Mapped[int | None] = by_staff()
    cash_difference_fen: Mapped[int] = fen_column(default=0)
    close_reason: Mapped[str] = mapped_column(default="")
    handed_fen: Mapped[int | None] = fen_column()
    handed_on: Mapped[date | None]
    handed_by_id: Mapped[int | None] = by_staff()
    cash_reason: Mapped[str] = mapped_column(default="", server_default="")
    cash_open: Mapped[bool] = mapped_column(default=False, server_default=false())
    close_entry_number: Mapped[int | None] = reference("entry.number")
    vehicle: Mapped[Vehicle] = relationship()
    stops: Mapped[list["Stop"]] = relationship(
        cascade="all, delete-orphan", order_by="Stop.position", lazy="selectin"
    )

    @property
    def title(self) -> str:
        return _("run {number}").format(number=self.number)


class Stop(Base):
    """An order on a run; ``position`` is where it comes in the tour, from 1.

    A ``locked`` one stays on its run when the day is planned again.
    ``note`` is the number of its delivery note, given when it is loaded. One that came back
    unserved stays here to be told of; its order is on this run no more.
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
    locked: Mapped[bool] = mapped_column(default=False, server_default=false())
    note: Mapped[str] = mapped_column(default="", index=True)
    unserved_on: Mapped[date | None]
    unserved_by_id: Mapped[int | None] = by_staff()
    unserved_reason: Mapped[str] = mapped_column(default="")
