"""Problems that the world knows: VRPLIB (``.vrp``) and Solomon (``.txt``), with known answers.

CVRP: distances rounded to whole numbers. VRPTW: distances and hours in tenths, distances truncated.
Customers are numbered as in their ``.sol``: from 1, the depot left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from math import isqrt
from time import monotonic, process_time

from desktop.basics.i18n import _
from desktop.planning.forms import Unfit
from desktop.planning.routing.search import ALONE, Leg, search
from desktop.planning.routing.task import Choice, Heat, Late, Parted, Setting, Slot, Task, Visit

_TENTHS = 10
_ENDLESS = 2**40
# Up to so many customers so many seconds are searched, unless told otherwise.
_SECONDS = ((150, 3), (350, 10), (750, 20), (_ENDLESS, 60))
_FEW_ROUNDS = 5_000  # where there are few, this is more than enough
_WHOLE = 250  # more customers are searched in parts
_FIRST_ROUNDS = 1_500  # before the first parting
_KIT = 150  # customers of a part
_KIT_ROUNDS = 700
_TURNS = 16  # so often the routes are parted anew
_HOT, _COOL = 0.1, 0.005  # by so much of a mean way what is gone on from may be worse
_SHORT = 12  # visits of a route up to which choosing from routes gains much
_LONG = 25  # visits of a route from which the whole is searched, however many there are
_NEAR_LONG, _LATE = 50, 300
_OF_CHOICE = 0.03  # of the seconds, at most
_READY_S = 0.4  # what remains to be done when the search is over
_START_S = 1.0  # at most, what was done before it


@dataclass(frozen=True)
class Customer:
    """Where it lies, what it wants, when; the first of all is the depot."""

    x: int
    y: int
    demand: int
    ready: int = 0
    due: int = _ENDLESS
    service: int = 0


@dataclass(frozen=True)
class KnownProblem:
    """Vehicles with a capacity, and whom they visit; ``timed``: within hours."""

    vehicles: int
    capacity: int
    customers: tuple[Customer, ...]
    timed: bool

    @property
    def seconds(self) -> int:
        """How long it is usually searched."""
        size = len(self.customers) - 1
        return next(seconds for most, seconds in _SECONDS if size <= most)

    @property
    def loads(self) -> int:
        """How many vehicles all demands fill."""
        return sum(each.demand for each in self.customers) // max(1, self.capacity) + 1

    def distance(self, one: Customer, other: Customer) -> int:
        """As its kind has it: rounded, or truncated tenths."""
        square = (one.x - other.x) ** 2 + (one.y - other.y) ** 2
        if self.timed:
            return isqrt(square * _TENTHS**2)
        return (isqrt(4 * square) + 1) // 2


@dataclass(frozen=True)
class Tours:
    """What a problem of the world gets for an answer."""

    cost: int | float
    routes: tuple[tuple[int, ...], ...]


def solve(problem: KnownProblem, seconds: int | None = None) -> Tours:
    """The shortest tours found in so many seconds on two cores."""
    begun = monotonic() - min(process_time(), _START_S)  # the program's own start counts, too
    size = len(problem.customers) - 1
    if size < 1:
        return Tours(0, ())
    until = begun + (problem.seconds if seconds is None else seconds) - _READY_S
    found = search(_task(problem), _legs(problem, begun, until), until)
    if found.cost is None:
        raise Unfit("", _("no tours were found that keep its limits"))
    routes = tuple(tuple(at + 1 for at in trip) for _slot, (trip,) in found.routes)
    return Tours(found.cost / _TENTHS if problem.timed else found.cost, routes)


def _legs(problem: KnownProblem, begun: float, until: float) -> Iterator[Leg]:
    """Many short routes are searched in parts, ever cooler as time goes by; else all together."""
    size = len(problem.customers) - 1
    near = 30 if problem.timed else 20
    if size <= _WHOLE:
        rounds = _ENDLESS if size > ALONE else _FEW_ROUNDS
        yield Setting(rounds, near, Heat(_HOT, _COOL), clock=True)
        return
    if size > _LONG * problem.loads:  # a part would hold too few routes
        yield Setting(_ENDLESS, _NEAR_LONG, Late(_LATE), clock=True)
        return
    remember = size <= _SHORT * problem.loads
    yield Setting(_FIRST_ROUNDS, near, Heat(_HOT, _HOT), remember=remember)
    last = (until - begun) * _OF_CHOICE if remember else 0.0
    turn = (until - begun) / _TURNS
    for number in count(1):
        now = monotonic()
        if now >= until - last:
            break
        heat = _HOT * (_COOL / _HOT) ** ((now - begun) / (until - begun))
        setting = Setting(_KIT_ROUNDS, near, Heat(heat, heat), remember=remember)
        yield Parted(_ENDLESS, _KIT, setting, min(turn, until - last - now))
        if remember and number == _TURNS // 2:
            yield Choice(last)
    if remember:
        yield Choice(last)


def _task(problem: KnownProblem) -> Task:
    import numpy as np

    customers = problem.customers
    places = [customers[0], *customers]  # the depot stands twice
    ways = np.array([[problem.distance(one, other) for other in places] for one in places])
    depot = customers[0]
    visits = tuple(
        Visit((each.demand,), each.ready, each.due, each.service, None) for each in customers[1:]
    )
    vehicles = problem.vehicles
    if not problem.timed:  # far more than are needed only make the search slow
        vehicles = min(vehicles, 2 * problem.loads + 10)
    slot = Slot(vehicles, (problem.capacity,), depot.ready, depot.due, depot.due, 1, 0, 0)
    most = max(each.demand for each in customers)
    longest = float(ways.max())
    strict = max(1.0, longest / max(most, 1)), 100.0
    lasts = ways if problem.timed else np.zeros_like(ways)
    return Task(visits, (slot,), (ways,), (lasts,), strict, 100_000.0)


def read_known(text: str, timed_table: bool) -> KnownProblem:
    """What a file says, ``timed_table`` in Solomon's form; raises Unfit with the line."""
    try:
        return _solomon(text) if timed_table else _vrplib(text)
    except (ValueError, IndexError, KeyError) as error:
        if isinstance(error, Unfit):
            raise
        words = _("this is no problem in the form of VRPLIB or Solomon")
        raise Unfit("", words) from error


def _solomon(text: str) -> KnownProblem:
    rows = [[int(float(word)) for word in line.split()] for line in text.splitlines() if _row(line)]
    vehicles, capacity = rows[0]
    return KnownProblem(
        vehicles,
        capacity,
        tuple(
            Customer(x, y, demand, ready * _TENTHS, due * _TENTHS, service * _TENTHS)
            for _number, x, y, demand, ready, due, service in rows[1:]
        ),
        True,
    )


def _row(line: str) -> bool:
    words = line.split()
    return bool(words) and all(word.lstrip("-").replace(".", "", 1).isdigit() for word in words)


def _vrplib(text: str) -> KnownProblem:
    heads: dict[str, str] = {}
    tables: dict[str, list[list[int]]] = {}
    table: list[list[int]] | None = None
    for at, line in enumerate(text.splitlines(), 1):
        if line.strip() == "EOF":
            break
        if ":" in line:
            name, value = line.split(":", 1)
            heads[name.strip()] = value.strip()
        elif line.strip().endswith("_SECTION"):
            table = tables.setdefault(line.strip(), [])
        elif line.strip():
            if table is None or not _row(line):
                raise Unfit(_("line {line}").format(line=at), _("numbers are wanted"))
            table.append([int(float(word)) for word in line.split()])
    return _of_tables(heads, tables)


def _of_tables(heads: dict[str, str], tables: dict[str, list[list[int]]]) -> KnownProblem:
    if heads.get("EDGE_WEIGHT_TYPE", "EUC_2D") != "EUC_2D":
        raise Unfit("EDGE_WEIGHT_TYPE", _("only EUC_2D is understood"))
    places = {at: (x, y) for at, x, y in tables["NODE_COORD_SECTION"]}
    demands = _pairs(tables["DEMAND_SECTION"])
    hours = {at: (ready, due) for at, ready, due in tables.get("TIME_WINDOW_SECTION", [])}
    service = int(float(heads.get("SERVICE_TIME", "0")))
    own = _pairs(tables.get("SERVICE_TIME_SECTION", []))
    depot = tables.get("DEPOT_SECTION", [[1]])[0][0]
    timed = bool(hours)
    scale = _TENTHS if timed else 1
    customers = []
    for at in [depot, *(at for at in places if at != depot)]:
        ready, due = hours.get(at, (0, _ENDLESS))
        lasts = 0 if at == depot else own.get(at, service)
        customers.append(
            Customer(*places[at], demands.get(at, 0), ready * scale, due * scale, lasts * scale)
        )
    vehicles = int(heads.get("VEHICLES", len(customers)))
    return KnownProblem(vehicles, int(heads["CAPACITY"]), tuple(customers), timed)


def _pairs(rows: list[list[int]]) -> dict[int, int]:
    return {at: value for at, value in rows}  # noqa: C416 - a row of three is refused
