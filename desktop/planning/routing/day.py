"""A day to be planned in whole numbers: ways, loads, hours and costs by the number of a place.

Place 0 is the depot, place n the n-th drop. Times are seconds of the day, loads and yuan
ten-thousandths.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from desktop.basics.places import apart_mm
from desktop.planning.routing.form import span_s
from desktop.planning.routing.problem import Problem

_PARTS = 10_000
_FEN = 3_600_000 * 100  # by so many parts a cost of metres and seconds goes into a fen
NO_LIMIT = 2**40

Ways = Sequence[Sequence[int]]


@dataclass(frozen=True)
class Van:
    """A vehicle as it is reckoned with."""

    number: int
    loads: tuple[int, int]
    starts: int
    ends: int
    runs: int
    reload_s: int
    rates: tuple[int, int, int]

    def cost_parts(self, metres: int, seconds: int) -> int:
        """What a run costs, in parts of a fen that are not rounded."""
        per_run, per_km, per_hour = self.rates
        return per_run * 3_600_000 + metres * per_km * 3_600 + seconds * per_hour * 1_000

    def cost_fen(self, metres: int, seconds: int) -> int:
        """What a run costs, rounded half up to the fen once."""
        return (2 * self.cost_parts(metres, seconds) + _FEN) // (2 * _FEN)


class Day:
    """A problem's places and vehicles; ``placed`` says whether a way leads there."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        drops = problem.drops
        opens, closes = span_s(problem.depot.opens, problem.depot.closes)
        self.placed = [True, *(_has_place(problem, at) for at in range(len(drops)))]
        self.loads = [(0, 0), *((_parts(drop.cartons), _parts(drop.kg)) for drop in drops)]
        self.service = [0, *(drop.service_s for drop in drops)]
        self.hours = [(0, NO_LIMIT), *(span_s(drop.opens, drop.closes) for drop in drops)]
        self.vans = []
        for number, vehicle in enumerate(problem.vehicles):
            starts, ends = span_s(vehicle.starts, vehicle.ends)
            amounts = vehicle.per_run, vehicle.per_km, vehicle.per_hour
            self.vans.append(
                Van(
                    number,
                    (_limit(vehicle.cartons), _limit(vehicle.kg)),
                    max(opens, starts),
                    min(closes, ends),
                    vehicle.runs,
                    vehicle.reload_s,
                    tuple(_parts(amount) for amount in amounts),  # type: ignore[arg-type]
                )
            )

    @property
    def drops(self) -> range:
        """The numbers of the drops."""
        return range(1, len(self.placed))

    @cached_property
    def metres(self) -> Ways:
        """The way between any two places; a place without one lies where the depot does."""
        matrix = self.problem.matrix
        return _straight(self.problem) if matrix is None else matrix.metres

    @cached_property
    def seconds(self) -> Ways:
        """How long the ways take."""
        if self.problem.matrix is not None:
            return self.problem.matrix.seconds
        kmh = self.problem.kmh
        known: dict[int, int] = {}
        for row in self.metres:
            for metres in row:
                if metres not in known:  # metres ÷ (kmh ÷ 3.6), rounded half up
                    known[metres] = (2 * metres * 18 + 5 * kmh) // (2 * 5 * kmh)
        return [[known[metres] for metres in row] for row in self.metres]

    def load_of(self, stops: Sequence[int]) -> tuple[int, int]:
        """Cartons and kg of some drops."""
        return sum(self.loads[at][0] for at in stops), sum(self.loads[at][1] for at in stops)

    def metres_of(self, stops: Sequence[int]) -> int:
        """The way of a run from the depot along its drops and back."""
        metres, at, total = self.metres, 0, 0
        for stop in stops:
            total += metres[at][stop]
            at = stop
        return total + metres[at][0] if stops else 0

    def cartons_of(self, stops: Sequence[int]) -> Decimal:
        """The cartons of some drops as they are written."""
        drops = self.problem.drops
        return sum((drops[at - 1].cartons or Decimal(0) for at in stops), Decimal(0))


def _has_place(problem: Problem, at: int) -> bool:
    drop = problem.drops[at]
    return problem.matrix is not None or not (drop.lat is None or drop.lon is None)


def _straight(problem: Problem) -> Ways:
    depot = problem.depot.lat, problem.depot.lon
    places = [depot]
    for drop in problem.drops:
        known = drop.lat is not None and drop.lon is not None
        places.append((drop.lat, drop.lon) if known else depot)  # type: ignore[arg-type]
    factor = int(problem.road_factor.scaleb(30).to_integral_value(ROUND_HALF_UP))
    whole = 10**33  # of a millimetre × the factor's thirty places
    ways = [[0] * len(places) for _place in places]
    for one, place in enumerate(places):
        row = ways[one]
        for other in range(one):
            way = (2 * apart_mm(place, places[other]) * factor + whole) // (2 * whole)
            row[other] = ways[other][one] = way
    return ways


def _parts(amount: Decimal | None) -> int:
    return 0 if amount is None else int(amount * _PARTS)


def _limit(amount: Decimal | None) -> int:
    return NO_LIMIT if amount is None else _parts(amount)
