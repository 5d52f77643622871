"""Service (D7): on time in full, strike rate, drop size, cost and way of a drop; who was late."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, cached_property
from typing import Any, TypeVar

from sqlalchemy import ColumnCollection, ColumnElement, case, func, select
from sqlalchemy.orm import Session

from desktop.basics.chart import BARS, COLUMNS, MOST_BARS, Chart, Series
from desktop.basics.figures import COUNT, MONEY, RATE, TEXT, Value, each, part_of
from desktop.basics.i18n import N_, _
from desktop.basics.periods import month_end, month_of
from desktop.basics.report import Column, Line, Only, Part, Scope, Source, Table
from desktop.models import (
    Client,
    Run,
    Vehicle,
    Visit,
    VisitPlan,
)
from desktop.models.suggestion import OUTCOMES
from desktop.queries.facts.drops import Driven, driven
from desktop.queries.facts.parts import IN_PARTS, Alike
from desktop.queries.facts.service import judged
from desktop.queries.facts.visits import ordered_days
from desktop.queries.reports.declared import Declared
from desktop.queries.reports.late_orders import Shop, late_orders

Key = TypeVar("Key", int, str)
_Judged = ColumnCollection[str, ColumnElement[Any]]
_NO_CLIENT = 0
_OF_RUNS = ("vehicle", "driver")  # what alone holds of what a run brought


@dataclass(frozen=True)
class _Carrier:
    """Who brought a run's goods."""

    vehicle: str
    driver: str


@dataclass(frozen=True, slots=True)
class _Order:
    """Orders that were due: whose, when, by which vehicle, and how many of them came how."""

    client: int
    due: date
    run: int | None
    on_time: int
    in_full: int
    both: int
    number: int = 1


@dataclass(frozen=True, slots=True)
class _Visit:
    """Visits that were made, and on how many an order was taken on the day."""

    client: int
    day: date
    struck: int
    number: int = 1


class _Sum:
    """The sum of some orders, drops and visits."""

    def __init__(self) -> None:
        self.orders = self.on_time = self.in_full = self.both = 0
        self.drops = self.supply_fen = self.cost_fen = self.metres = 0
        self.visits = self.struck = 0

    def take_order(self, one: _Order) -> None:
        self.orders += one.number
        self.on_time += one.on_time
        self.in_full += one.in_full
        self.both += one.both

    def take_drop(self, served: bool, supply_fen: int, cost_fen: int, metres: int) -> None:
        self.drops += served
        self.supply_fen += supply_fen
        self.cost_fen += cost_fen
        self.metres += metres

    def take_visit(self, one: _Visit) -> None:
        self.visits += one.number
        self.struck += one.struck

    def take(self, other: "_Sum") -> None:
        for name, number in vars(other).items():
            setattr(self, name, getattr(self, name) + number)

    def values(self, *, visits: bool) -> tuple[Value, ...]:
        """As a table's row has them."""
        return (
            self.orders,
            part_of(self.on_time, self.orders),
            part_of(self.in_full, self.orders),
            part_of(self.both, self.orders),
            self.drops,
            each(self.supply_fen, self.drops),
            each(self.cost_fen, self.drops),
            each(self.metres, self.drops),
            *((self.visits, part_of(self.struck, self.visits)) if visits else ()),
        )


class _Service:
    """Orders, drops and visits of one time, read once: every table sums the same ones.

    ``days``: only by days, so that those of one day may come together, of no client or run.
    """

    def __init__(self, session: Session, scope: Scope, today: date, *, days: bool = False) -> None:
        self.scope = scope
        self._only = {one.by: one.key for one in scope.only}
        days = days and not self._only
        alike = Alike()
        rows = session.execute(
            select(Client.id, Client.code, Client.name, Client.area), execution_options=IN_PARTS
        )
        self.shops = {key: Shop(code, name, alike[area]) for key, code, name, area in rows}
        found = judged(scope.start, scope.end, today).c
        self.orders = list(_orders_of_days(session, found) if days else _orders(session, found))
        self.runs = driven(session, scope.start, scope.end)
        self.visits = list(_visits(session, scope, days=days))
        vehicles = select(Run.id, Vehicle.code, Vehicle.driver).join(
            Vehicle, Vehicle.id == Run.vehicle_id
        )
        carriers = session.execute(vehicles.where(Run.id.in_(select(found.run_id))))
        self._carriers = {key: _Carrier(vehicle, driver) for key, vehicle, driver in carriers}
        self._carriers |= {one.run_id: _Carrier(one.vehicle, one.driver) for one in self.runs}
        self._narrow()

    def has(self, client: int, run: int | None) -> bool:
        """Whether what the report is narrowed to holds of a client's order, drop or visit."""
        area = self._only.get("area")
        if area is not None and self.shops[client].area != area:
            return False
        brought = {by: key for by, key in self._only.items() if by in _OF_RUNS}
        carrier = None if run is None else self._carriers[run]
        return all(carrier and getattr(carrier, by) == key for by, key in brought.items())

    def _narrow(self) -> None:
        if self._only:
            self.orders = [one for one in self.orders if self.has(one.client, one.run)]
            self.runs = [one.of_those(self.has) for one in self.runs]
            self.visits = [one for one in self.visits if self.has(one.client, None)]

    @cached_property
    def of_clients(self) -> dict[int, _Sum]:
        """The sums of each client; every other sum of all is made of them."""
        return self._sums(
            lambda one: one.client, lambda _run, client: client, lambda one: one.client
        )

    @cached_property
    def _of_runs(self) -> dict[int, _Sum]:
        """The sums of each run: without orders that no run brought, and visits."""
        return self._sums(lambda one: one.run, lambda run, _client: run.run_id, lambda _one: None)

    def by_client(self, key: Callable[[int], str]) -> dict[str, _Sum]:
        """The sums by what a client belongs to."""
        return _summed(self.of_clients, key)

    def by_month(self) -> dict[str, _Sum]:
        """The sums by month: of the due day, of the run, of the visit."""
        month = cache(lambda day: f"{month_of(day):%Y-%m}")
        return self._sums(
            lambda one: month(one.due),
            lambda run, _client: month(run.day),
            lambda one: month(one.day),
        )

    def by_run(self, key: Callable[[_Carrier], str]) -> dict[str, _Sum]:
        """The sums by what a run belongs to."""
        return _summed(self._of_runs, lambda run: key(self._carriers[run]))

    def whole(self) -> _Sum:
        """The sum of all."""
        return _summed(self.of_clients, lambda _client: "").get("", _Sum())

    def _sums(
        self,
        of_order: Callable[[_Order], Key | None],
        of_drop: Callable[[Driven, int], Key],
        of_visit: Callable[[_Visit], Key | None],
    ) -> dict[Key, _Sum]:
        found: dict[Key, _Sum] = {}
        for order in self.orders:
            name = of_order(order)
            if name is not None:
                found.setdefault(name, _Sum()).take_order(order)
        for run in self.runs:
            for drop in run.drops:
                sums = found.setdefault(of_drop(run, drop.client_id), _Sum())
                sums.take_drop(drop.served, drop.supply_fen, drop.cost_fen, drop.metres)
        for visit in self.visits:
            name = of_visit(visit)
            if name is not None:
                found.setdefault(name, _Sum()).take_visit(visit)
        return found


def _summed(parts: Mapping[int, _Sum], key: Callable[[int], str]) -> dict[str, _Sum]:
    """Sums of sums."""
    found: dict[str, _Sum] = {}
    for number, one in parts.items():
        found.setdefault(key(number), _Sum()).take(one)
    return found


def _orders(session: Session, found: _Judged) -> Iterable[_Order]:
    alike = Alike()
    rows = session.execute(
        select(found.client_id, found.due, found.run_id, found.on_time, found.in_full, found.both),
        execution_options=IN_PARTS,
    )
    return (
        _Order(alike[client], alike[due], alike[run], on_time, in_full, both)
        for client, due, run, on_time, in_full, both in rows
    )


def _orders_of_days(session: Session, found: _Judged) -> Iterable[_Order]:
    came = (func.sum(one) for one in (found.on_time, found.in_full, found.both))
    rows = session.execute(select(found.due, *came, func.count()).group_by(found.due))
    return (_Order(_NO_CLIENT, due, None, *map(int, numbers)) for due, *numbers in rows)


def _visits(session: Session, scope: Scope, *, days: bool) -> Iterable[_Visit]:
    """The visits that were made, each with whether the client ordered on that day."""
    ordered = ordered_days(scope.start, scope.end)
    of_visit = (ordered.c.client_id == Visit.client_id) & (ordered.c.day == VisitPlan.day)
    struck = case((ordered.c.day.is_not(None), 1), else_=0)
    facts = (Visit.client_id, VisitPlan.day, struck)
    made = (
        select(*((VisitPlan.day, func.sum(struck), func.count()) if days else facts))
        .select_from(Visit)
        .join(VisitPlan, VisitPlan.id == Visit.plan_id)
        .outerjoin(ordered, of_visit)
        .where(Visit.state.in_(OUTCOMES), VisitPlan.day.between(scope.start, scope.end))
    )
    if days:
        rows = session.execute(made.group_by(VisitPlan.day))
        return (_Visit(_NO_CLIENT, day, *map(int, numbers)) for day, *numbers in rows)
    alike = Alike()
    each_made = session.execute(made, execution_options=IN_PARTS)
    return (_Visit(alike[client], alike[day], struck) for client, day, struck in each_made)


def gather(session: Session, scope: Scope, today: date) -> tuple[Table, ...]:
    """The tables of the service report."""
    found = _Service(session, scope, today)
    clients = {one.code: one for one in found.shops.values()}
    areas = found.by_client(lambda client: found.shops[client].area)
    return (
        _by_month(found),
        _ranked(found, "area", N_("Area"), N_("By area"), areas),
        _ranked(
            found,
            "vehicle",
            N_("Vehicle"),
            N_("By vehicle"),
            found.by_run(lambda run: run.vehicle),
            visits=False,
        ),
        _ranked(
            found,
            "driver",
            N_("Driver"),
            N_("By driver"),
            found.by_run(lambda run: run.driver),
            visits=False,
        ),
        _by_client(found, clients),
        late_orders(session, scope, today, found.shops, found.has),
    )


def service_by_month(session: Session, scope: Scope, today: date) -> Table:
    """The table by months alone."""
    return _by_month(_Service(session, scope, today, days=True))


def _by_month(found: _Service) -> Table:
    return _table(found, "month", N_("Month"), N_("By month"), sorted(found.by_month().items()))


def _part(scope: Scope, name: str, key: str, words: str) -> Part:
    """What a group is made of, client by client."""
    if name != "month":
        return Part("client", scope.narrowed(Only(name, key, words)))
    first = date.fromisoformat(f"{key}-01")
    days = max(first, scope.start), min(month_end(first), scope.end)
    return Part("client", Scope(*days, scope.only))


def _columns(*, visits: bool) -> tuple[Column, ...]:
    more = (
        Column("visits", _("Visits made"), COUNT),
        Column("strike_rate", _("Strike rate"), RATE, main=True),
    )
    return (
        Column("orders", _("Orders due"), COUNT, main=True),
        Column("on_time", _("On time"), RATE),
        Column("in_full", _("In full"), RATE),
        Column("on_time_in_full", _("On time in full"), RATE, main=True),
        Column("drops", _("Drops"), COUNT),
        Column("drop_size", _("Drop size"), MONEY, main=True),
        Column("drop_cost", _("Cost of a drop"), MONEY, main=True),
        Column("drop_metres", _("Metres of a drop"), COUNT),
        *(more if visits else ()),
    )


def _none() -> str:
    return _("Nothing was due, brought or visited in this time.")


def _ranked(
    found: _Service,
    name: str,
    heading: str,
    title: str,
    sums: dict[str, _Sum],
    *,
    visits: bool = True,
) -> Table:
    """The sums of groups, those with most orders first."""
    rows = sorted(sums.items(), key=lambda row: (-row[1].orders, row[0]))
    return _table(found, name, heading, title, rows, visits=visits)


def _table(
    found: _Service,
    name: str,
    heading: str,
    title: str,
    rows: Sequence[tuple[str, _Sum]],
    *,
    visits: bool = True,
) -> Table:
    lines = [
        Line((words, *one.values(visits=visits)), _part(found.scope, name, group, words))
        for group, words, one in ((group, group or _("no area"), one) for group, one in rows)
    ]
    columns = (Column(name, _(heading), TEXT, wide=True), *_columns(visits=visits))
    total: tuple[Value, ...] = ()
    if lines:
        total = (_("Total"), *_total(found, visits=visits))
    shape = COLUMNS if name == "month" else BARS
    chart = _chart(lines[:MOST_BARS], shape)
    return Table(name, _(title), columns, tuple(lines), _none(), total, chart)


def _total(found: _Service, *, visits: bool) -> tuple[Value, ...]:
    """All of it; of vehicles and drivers what runs brought."""
    if visits:
        return found.whole().values(visits=True)
    sums = found.by_run(lambda _run: "").get("", _Sum())
    return sums.values(visits=False)


def _chart(lines: Sequence[Line], shape: str) -> Chart | None:
    """The orders due: how many of them came on time in full, and how many didn't."""
    if not any(line.values[1] for line in lines):
        return None
    due = tuple(int(str(line.values[1])) for line in lines)
    good = tuple(
        int((Decimal(str(line.values[4] or 0)) * orders).to_integral_value(ROUND_HALF_UP))
        for line, orders in zip(lines, due, strict=True)
    )
    rest = tuple(orders - whole for orders, whole in zip(due, good, strict=True))
    series = (
        Series(_("On time in full"), good),
        Series(_("Late or short"), rest, "careful"),
    )
    places = tuple(str(line.values[0]) for line in lines)
    return Chart(_("Orders due, and on time in full"), shape, places, series, COUNT)


def _by_client(found: _Service, clients: dict[str, Shop]) -> Table:
    keys = {shop.code: key for key, shop in found.shops.items()}
    sums = found.by_client(lambda client: found.shops[client].code)
    rows = sorted(
        sums.items(), key=lambda row: (row[1].both - row[1].orders, -row[1].orders, row[0])
    )
    lines = tuple(
        Line(
            (code, clients[code].name, clients[code].area, *one.values(visits=True)),
            Source("clients", keys[code]),
        )
        for code, one in rows
    )
    columns = (
        Column("code", _("Code")),
        Column("client", _("Client"), wide=True),
        Column("area", _("Area")),
        *_columns(visits=True),
    )
    total: tuple[Value, ...] = ()
    if lines:
        total = ("", _("Total"), "", *found.whole().values(visits=True))
    return Table("client", _("By client"), columns, lines, _none(), total)


SERVICE = Declared(
    "service",
    N_("Service"),
    ("manager", "dispatcher", "clerk"),
    gather,
    (
        N_(
            "Orders due in the time that aren't cancelled, once they are delivered or their due "
            "day is past. On time: the paper's day is not after the due day and, where they are "
            "known, the arrival lies within the shop's hours. In full: every line as ordered. "
            "Vehicles and drivers count the orders that they brought."
        ),
        N_(
            "Drops, their size and cost: what a client got by one run, by the run's day. The way "
            "is the planned one; of runs without a plan it is reckoned from shop to shop, straight "
            "lines × the road factor. Strike rate: visits on which an order was taken that day."
        ),
    ),
)
