"""A day's runs as they are asked for (D4)."""

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


def _need_known(place: str, code: str, known: set[str]) -> None:
    if code not in known:
        words = _("there is no {name}, or it stands twice")
        raise Unfit(place, words.format(name=code))
