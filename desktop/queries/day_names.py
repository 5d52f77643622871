"""What runs are called, the same from day to day, and which vehicle a client knows (D4)."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.basics.day_plan import DayPlan, Tour
from desktop.models import Order, Run, Stop, Vehicle
from desktop.queries.facts.run_ways import DayDrop

_KNOWN_DAYS = 60  # who came longer ago is known no more


@dataclass(frozen=True)
class Known:
    """By client: the vehicle that came last, and the name of its run."""

    vehicles: Mapping[int, str]
    names: Mapping[int, str]


def known_runs(session: Session, day: date, clients: Collection[int]) -> Known:
    """Who came to these clients last, before a day."""
    rows = session.execute(
        select(Order.client_id, Vehicle.code, Run.name)
        .select_from(Stop)
        .join(Run, Run.id == Stop.run_id)
        .join(Vehicle, Vehicle.id == Run.vehicle_id)
        .join(Order, Order.id == Stop.order_id)
        .where(
            Run.day < day,
            Run.day >= day - timedelta(days=_KNOWN_DAYS),
            Run.state != "discarded",
        )
        .order_by(Run.day, Run.id)
    )
    vehicles, names = {}, {}
    for client_id, vehicle, name in rows:
        if client_id in clients:
            vehicles[client_id] = vehicle
            if name:
                names[client_id] = name
    return Known(vehicles, names)


def named(known: Known, plan: DayPlan, drops: Mapping[str, DayDrop]) -> dict[int, str]:
    """The name of each run: its own, else the one that most of its clients know, else its area's.

    No two are called alike. One without a name to have is called "".
    """
    found = {tour.key: tour.name for tour in plan.tours}
    taken = {name for name in found.values() if name}
    for tour in sorted(plan.tours, key=lambda one: -len(one.drops)):
        if not found[tour.key] and tour.drops:
            found[tour.key] = _name(known, tour, drops, taken)
            taken.add(found[tour.key])
    return found


def _name(known: Known, tour: Tour, drops: Mapping[str, DayDrop], taken: Collection[str]) -> str:
    clients = [drops[code] for code in tour.drops]
    votes = Counter(known.names[one.client_id] for one in clients if one.client_id in known.names)
    for name, number in votes.most_common():
        if name not in taken and 3 * number >= len(clients):
            return name
    areas = Counter(one.area for one in clients if one.area).most_common()
    if not areas:
        return ""
    for area, _number in areas[:1]:
        if area not in taken:
            return area
    number = 2
    while f"{areas[0][0]} {number}" in taken:
        number += 1
    return f"{areas[0][0]} {number}"
