"""Runs: the list, with what it comes to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, lazyload

from desktop.basics.i18n import N_
from desktop.models import (
    Order,
    OrderLine,
    Run,
    Stop,
    Vehicle,
)
from desktop.queries.facts.cartons import cartons_together, told_cartons
from desktop.queries.facts.runs import (
    STOPS,
    STOPS_LEFT,
    cash_of,
    lacks_result,
    loads_of,
    ordered_lines,
)
from desktop.queries.listing import (
    Wanted,
    holds,
    in_turn,
    numbered,
    ordered,
    searched,
)
from desktop.queries.lists import CARTONS, COUNT, Asked, Filter, Line, PageList, Sum, Within


@dataclass(frozen=True)
class RunRow:
    """A line of the list. ``load`` and ``room`` are cartons; ``left`` stops have no result yet.

    ``name`` is that of where it goes, if its day was arranged on the board. ``cash_open``: it is
    closed, and its cash isn't settled.
    """

    id: int
    number: str
    day: date
    vehicle: str
    driver: str
    state: str
    stops: int
    left: int
    load: Decimal
    room: int
    name: str = ""
    cash_open: bool = False

    @property
    def told(self) -> Line:
        """Who drives it, and when."""
        return Line(f"{self.number} {self.driver}", str(self.day))


def run_ids(session: Session, wanted: Wanted, today: date) -> list[int]:
    """The runs of a list; those that wait, the oldest first."""
    query = RUNS.under(wanted.filter, Asked(session, today)).join(
        Vehicle, Vehicle.id == Run.vehicle_id
    )
    typed = wanted.search
    by_vehicle = holds(Vehicle.code, typed) | holds(Vehicle.driver, typed)
    match = numbered(Run.number, typed) | by_vehicle
    columns: dict[str, Any] = {
        "stops": _stops(STOPS, orders=True),
        "day": Run.day,
        "number": Run.number,
        "left": _stops(STOPS_LEFT, orders=True),
        "vehicle": Vehicle.code_key,
        "driver": (Vehicle.driver_key, Vehicle.code_key),
        "state": (in_turn(Run.state, Run.STATE_WORDS), ~_is_out(), ~Run.cash_open),
    }
    if wanted.sort in ("load", "cartons"):
        loads = loads_of(select(Stop.order_id))
        columns["cartons"] = func.coalesce(_stops(func.sum(loads.c.load), loads), 0)
        columns["load"] = columns["cartons"] / Vehicle.cartons
    waits = wanted.filter in ("planned", "coming", "out", "back", "cash")
    last = (Run.day, Run.id) if waits else (Run.day.desc(), Run.id.desc())
    return searched(session, ordered(query, columns, wanted, *last), wanted, match)


def _stops(figure: Any, loads: Any = None, *, orders: bool = False) -> Any:
    """A figure of a run's stops; with their ``loads`` or their orders, if it is one of those."""
    stops = select(figure).select_from(Stop).where(Stop.run_id == Run.id)
    if orders:
        stops = stops.join(Order, Order.id == Stop.order_id)
    if loads is not None:
        stops = stops.join(loads, loads.c.order_id == Stop.order_id)
    return stops.correlate(Run).scalar_subquery()


_PLANNED = Run.state == "planned"
_STANDS = Run.state != "discarded"


def _drops_of(_asked: Asked, within: Within) -> Select[Any]:
    """How many stops runs make: a client's orders on one are one (D2)."""
    stops = select(Stop.run_id, Order.client_id).join(Order, Order.id == Stop.order_id)
    each = stops.where(within(Stop.run_id)).distinct().subquery()
    return select(func.count()).select_from(each)


def _cartons(_asked: Asked, within: Within) -> Select[Any]:
    """What runs carry; an order that went out again is carried twice."""
    lines = ordered_lines().join(Stop, Stop.order_id == OrderLine.order_id)
    return cartons_together(lines.where(within(Stop.run_id)))


RUNS = PageList(
    "runs",
    Run.id,
    (
        Filter("", N_("All"), lambda _asked: _STANDS, counted=False),
        Filter("today", N_("Today"), lambda asked: _STANDS & (Run.day == asked.today)),
        Filter("planned", N_("To load"), lambda asked: _PLANNED & (Run.day <= asked.today)),
        Filter("coming", N_("Coming"), lambda asked: _PLANNED & (Run.day > asked.today)),
        Filter("out", N_("Results missing"), lambda _asked: _is_out()),
        Filter("back", N_("To close"), lambda _asked: _is_back()),
        Filter("cash", N_("Cash to take"), lambda _asked: _owes_cash(), role="cashier"),
    ),
    lambda asked, wanted: run_ids(asked.session, wanted, asked.today),
    lambda asked, ids: run_rows(asked.session, ids),
    sums=(
        Sum("stops", _drops_of, COUNT),
        Sum("cartons", _cartons, CARTONS),
    ),
)


def _is_out() -> ColumnElement[bool]:
    """Whether a run has stops without a result."""
    left = select(Stop.run_id).join(Order, Order.id == Stop.order_id).where(lacks_result())
    return (Run.state == "loaded") & Run.id.in_(left)


def _is_back() -> ColumnElement[bool]:
    """Whether a run is out no more, and isn't closed."""
    return (Run.state == "loaded") & ~_is_out()


def _owes_cash() -> ColumnElement[bool]:
    """Whether the cashier has to take the cash of a run, or to say why it differs (D6)."""
    taken_fen = cash_of(Run.id)
    to_count = Run.handed_on.is_(None) & (taken_fen > 0)
    to_explain = (Run.handed_fen != taken_fen) & (Run.cash_reason == "")
    return Run.cash_open | (_is_back() & (to_count | to_explain))


def run_rows(session: Session, ids: Sequence[int]) -> dict[int, RunRow]:
    """The lines of these runs."""
    wanted = list(ids)
    loads = loads_of(select(Stop.order_id).where(Stop.run_id.in_(wanted)))
    sums = {
        run_id: (stops, left, load)
        for run_id, stops, left, load in session.execute(
            select(
                Stop.run_id,
                STOPS,
                STOPS_LEFT,
                func.sum(loads.c.load),
            )
            .join(Order, Order.id == Stop.order_id)
            .join(loads, loads.c.order_id == Order.id)
            .where(Stop.run_id.in_(wanted))
            .group_by(Stop.run_id)
        )
    }
    rows = session.execute(
        select(Run, Vehicle)
        .join(Vehicle, Vehicle.id == Run.vehicle_id)
        .where(Run.id.in_(wanted))
        .options(lazyload(Run.stops))
    )
    found = {}
    for run, vehicle in rows:
        stops, left, load = sums.get(run.id, (0, 0, 0))
        found[run.id] = RunRow(
            run.id,
            run.number,
            run.day,
            vehicle.code,
            vehicle.driver,
            run.state,
            stops,
            left,
            told_cartons(load),
            vehicle.cartons,
            run.name,
            run.cash_open,
        )
    return found
