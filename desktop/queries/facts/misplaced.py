"""Shops whose coordinates are doubted: by how far they lie from the others of their area.

GCJ-02, BD-09 and WGS-84 lie 300 to 1,500 m apart within China: a shop whose coordinates were read
as the wrong kind stands beside its area instead of in it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import floor
from statistics import median
from typing import Protocol

from desktop.basics.datums import readings
from desktop.basics.map_drawing import Flat
from desktop.basics.map_scene import middle
from desktop.basics.places import Place, apart_mm

TURNED = "turned"  # latitude and longitude stand in each other's place
_SURE_M = 30_000  # no area is as large
_SHIFTED_M = 300  # the least by which kinds of coordinates differ within China
_OUTSIDE = 4  # times as far from the middle as most of its area's shops
_NEARER = 2  # times as near, before it is said that another kind would explain it
_BESIDE_M = 100  # another kind puts a shop beside one of its area: as near as shops of a street
_CELL_M = 150  # a shop with no other of its area in its cell or beside it stands alone
_MOST_ALONE = 5  # one in so many shops of an area may stand alone, else that tells nothing
_FEWEST = 5  # shops of an area whose middle says something


class Lying(Protocol):
    """A shop as far as it matters here."""

    @property
    def id(self) -> int: ...
    @property
    def area(self) -> str: ...
    @property
    def place(self) -> Place: ...


@dataclass(frozen=True)
class Doubt:
    """A shop that lies far from its area's others: its coordinates may be of another kind.

    ``datum`` is the kind under which they would lie among the others (``TURNED``: if latitude and
    longitude were exchanged), ``then_m`` how far from the area's middle; "" where none explains it.
    """

    client_id: int
    apart_m: int
    datum: str = ""
    then_m: int = 0


def doubtful(shops: Iterable[Lying]) -> Sequence[Doubt]:
    """The shops whose place is doubted, the farthest from its area's middle first.

    Far off is what lies beyond what an area can measure, or several times as far from its middle
    as most; so is what stands alone where just another kind of coordinates would put it beside
    another shop of its area.
    """
    by_area: dict[str, list[Lying]] = defaultdict(list)
    for shop in shops:
        if shop.area:
            by_area[shop.area].append(shop)
    found: list[Doubt] = []
    for some in by_area.values():
        if len(some) >= _FEWEST:
            found += _doubtful_of(some)
    return sorted(found, key=lambda one: (-one.apart_m, one.client_id))


def _doubtful_of(some: Sequence[Lying]) -> Iterator[Doubt]:
    """The doubtful ones of an area."""
    centre = middle(shop.place for shop in some)
    apart = {shop.id: apart_mm(shop.place, centre) // 1000 for shop in some}
    most = min(max(_SHIFTED_M, _OUTSIDE * int(median(apart.values()))), _SURE_M)
    grid = _Grid(some, centre)
    alone = {shop.id for shop in some if grid.is_alone(shop)}
    tells = len(alone) * _MOST_ALONE <= len(some)
    for shop in some:
        far = apart[shop.id]
        if far > most:
            yield Doubt(shop.id, far, *_explained(shop.place, centre, far))
        elif tells and shop.id in alone:
            then = {
                datum: apart_mm(there, centre) // 1000
                for datum, there in _others(shop.place).items()
                if grid.nearest_m(shop, there) <= _BESIDE_M
            }
            if then:
                datum = min(then, key=lambda one: then[one])
                if then[datum] < far:
                    yield Doubt(shop.id, far, datum, then[datum])


def _others(place: Place) -> Mapping[str, Place]:
    """Where the coordinates would lie if they were of another kind than they were taken for."""
    lat, lon = (Decimal(str(one)) for one in place)
    return {datum: there for datum, there in readings(lat, lon).items() if there != place}


def _explained(place: Place, centre: Place, apart_m: int) -> tuple[str, int]:
    """The kind under which a place lies nearest to the middle, if it then is much nearer."""
    found = {datum: apart_mm(there, centre) // 1000 for datum, there in _others(place).items()}
    if abs(place[1]) <= 90:
        found[TURNED] = apart_mm((place[1], place[0]), centre) // 1000
    best = min(found, key=lambda datum: found[datum], default="")
    return (best, found[best]) if best and found[best] * _NEARER <= apart_m else ("", 0)


class _Grid:
    """The shops of an area by cells."""

    def __init__(self, shops: Sequence[Lying], centre: Place) -> None:
        self._flat = Flat(centre)
        self._cells: dict[tuple[int, int], list[Lying]] = defaultdict(list)
        for shop in shops:
            self._cells[self._cell(shop.place)].append(shop)

    def _cell(self, place: Place) -> tuple[int, int]:
        east, south = self._flat.metres(place)
        return floor(east / _CELL_M), floor(south / _CELL_M)

    def _around(self, place: Place) -> Iterator[Lying]:
        column, row = self._cell(place)
        for i in (column - 1, column, column + 1):
            for j in (row - 1, row, row + 1):
                yield from self._cells.get((i, j), ())

    def is_alone(self, shop: Lying) -> bool:
        """Whether no other shop of the area stands in its cell or one beside it."""
        return all(other.id == shop.id for other in self._around(shop.place))

    def nearest_m(self, shop: Lying, there: Place) -> int:
        """How far the nearest other shop lies from a place, as far as that is near."""
        near = (
            apart_mm(other.place, there) // 1000
            for other in self._around(there)
            if other.id != shop.id
        )
        return min(near, default=_SHIFTED_M)
