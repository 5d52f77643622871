"""Which vehicle brings which drops when (D4).

As few drops unserved as can be, then least cost. How it is found: docs/plans.md; the work is done
in ``routing``, loaded when runs are wanted.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from desktop.basics.i18n import _
from desktop.planning.forms import Unfit, need_each_once, need_least
from desktop.planning.routing.form import Depot, Drop, Fixed, Matrix, Vehicle


@dataclass(frozen=True)
class Problem:
    """The drops of a day and what brings them; ``seconds`` is only a ceiling for the search.

    Ways go by ``matrix``, else straight × ``road_factor`` at ``kmh``.
    """

    depot: Depot
    road_factor: Decimal
    kmh: int
    seconds: int
    vehicles: tuple[Vehicle, ...]
    drops: tuple[Drop, ...]
    fixed: tuple[Fixed, ...]
    matrix: Matrix | None

    def __post_init__(self) -> None:
        need_least(0, seconds=self.seconds)
        need_least(1, kmh=self.kmh)
        if not 0 < self.road_factor <= 100:
            raise Unfit("road_factor", _("above 0 and at most 100 is wanted"))
        need_each_once("vehicles[{at}].code", (vehicle.code for vehicle in self.vehicles))
        need_each_once("drops[{at}].code", (drop.code for drop in self.drops))
        self._need_fixed()
        if self.matrix is not None:
            try:
                self.matrix.need_size(len(self.drops) + 1)
            except Unfit as error:
                raise Unfit(f"matrix.{error.place}", error.reason) from error

    def _need_fixed(self) -> None:
        vehicles = {vehicle.code for vehicle in self.vehicles}
        drops = {drop.code for drop in self.drops}
        runs = set()
        for at, fixed in enumerate(self.fixed):
            _need_known(f"fixed[{at}].vehicle", fixed.vehicle, vehicles)
            if (fixed.vehicle, fixed.run) in runs:
                raise Unfit(f"fixed[{at}].run", _("it stands twice"))
            runs.add((fixed.vehicle, fixed.run))
            for place, code in enumerate(fixed.drops):
                where = f"fixed[{at}].drops[{place}]"
                _need_known(where, code, drops)
                drops.discard(code)  # a drop is on one run


@dataclass(frozen=True)
class Arrival:
    """A stop of a run: ``arrives`` is rounded up to the minute."""

    code: str
    arrives: str


@dataclass(frozen=True)
class Run:
    """A run in its order; ``broken`` names what a fixed one breaks.

    Of ``cartons``, ``kg``, ``hours`` (a shop's), ``day`` (the depot's or the vehicle's),
    ``reload``, ``runs`` (more than it makes) and ``no_place``.
    """

    vehicle: str
    departs: str
    returns: str
    stops: tuple[Arrival, ...]
    metres: int
    seconds: int
    cartons: Decimal
    cost: Decimal
    broken: tuple[str, ...] = ()


@dataclass(frozen=True)
class Unserved:
    """``why`` is ``no_place``, ``too_large``, ``hours`` or ``day_full``."""

    code: str
    why: str


@dataclass(frozen=True)
class Plan:
    """The runs by vehicle and time, and what none of them takes.

    ``stopped`` is ``time`` where the ceiling cut the search short, ``person`` where somebody did.
    """

    runs: tuple[Run, ...]
    unserved: tuple[Unserved, ...]
    metres: int
    cost: Decimal
    stopped: str | None = None


# Asked several times a second, with a better plan or None; True ends the search with the best.
Watching = Callable[[Plan | None], bool]


def solve(problem: Problem, watch: Watching | None = None) -> Plan:
    """The best plan that was found; ``watch`` sees plans on the way, without their reasons."""
    from desktop.planning.routing.planning import planned

    return planned(problem, watch)


def checked(problem: Problem, runs: Sequence[Fixed]) -> Plan:
    """Runs as a person made them, reckoned: times, load, cost, and what they break."""
    from desktop.planning.routing.planning import as_given

    return as_given(problem, runs)


def _need_known(place: str, code: str, known: set[str]) -> None:
    if code not in known:
        words = _("there is no {name}, or it stands twice")
        raise Unfit(place, words.format(name=code))
