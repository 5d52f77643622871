"""What is due when: drops and cartons by day and area, holidays marked (D2)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.basics.due import USUAL_DAYS
from desktop.models import Area, Client, Holiday, Order
from desktop.queries.facts.cartons import told_cartons
from desktop.queries.facts.runs import loads_of


@dataclass(frozen=True)
class DueArea:
    """What is due in an area on a day; ``open`` of its ``orders`` aren't delivered yet.

    ``delivers``: whether it is one of its days, as they are set now; moved orders and a change of
    days leave others.
    """

    area: str
    drops: int
    orders: int
    open: int
    cartons: Decimal
    amount_fen: int
    delivers: bool


@dataclass(frozen=True)
class DueDay:
    """A day: what is due by area, most cartons first, and which other areas it delivers to."""

    day: date
    holiday: bool
    areas: tuple[DueArea, ...]
    idle: tuple[str, ...]

    @property
    def drops(self) -> int:
        """Shops to stop at; a client has one area."""
        return sum(one.drops for one in self.areas)

    @property
    def cartons(self) -> Decimal:
        """Loose pieces as parts of their largest unit."""
        return sum((one.cartons for one in self.areas), Decimal(0))

    @property
    def open(self) -> int:
        """Orders that aren't delivered yet."""
        return sum(one.open for one in self.areas)


def due_days(session: Session, first: date, last: date) -> Mapping[date, DueDay]:
    """Every day of a time, both ends included, with what is due on it. Cancelled orders are not."""
    wanted = (Order.due.between(first, last), Order.state != "cancelled")
    loads = loads_of(select(Order.id).where(*wanted))
    rows = session.execute(
        select(
            Order.due,
            Client.area,
            func.count(func.distinct(Order.client_id)),
            func.count(Order.id),
            func.count(Order.id).filter(Order.state.in_(Order.OPEN)),
            func.coalesce(func.sum(loads.c.load), 0),
            func.coalesce(func.sum(loads.c.amount_fen), 0),
        )
        .join(Client, Client.id == Order.client_id)
        .outerjoin(loads, loads.c.order_id == Order.id)
        .where(*wanted)
        .group_by(Order.due, Client.area)
    ).all()
    weekdays = {one.name: one.weekdays for one in session.scalars(select(Area))}
    holidays = set(session.scalars(select(Holiday.day).where(Holiday.day.between(first, last))))
    by_day: defaultdict[date, list[DueArea]] = defaultdict(list)
    for day, area, drops, orders, still, load, amount_fen in rows:
        usual = day.isoweekday() in weekdays.get(area, USUAL_DAYS) and day not in holidays
        cartons = told_cartons(load)
        by_day[day].append(DueArea(area, drops, orders, still, cartons, int(amount_fen), usual))
    days = [first + timedelta(days=place) for place in range((last - first).days + 1)]
    return {day: _day(day, day in holidays, by_day[day], weekdays) for day in days}


def _day(
    day: date, holiday: bool, areas: list[DueArea], weekdays: Mapping[str, tuple[int, ...]]
) -> DueDay:
    areas.sort(key=lambda one: (-one.cartons, one.area))
    busy = {one.area for one in areas}
    idle = sorted(
        name
        for name, days in weekdays.items()
        if not holiday and day.isoweekday() in days and name not in busy
    )
    return DueDay(day, holiday, tuple(areas), tuple(idle))
