"""Places on the earth: how far two lie apart, and a grid by which near ones are found.

A place is latitude and longitude in degrees.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from math import asin, cos, floor, pi, radians, sin, sqrt

EARTH_MM = 6_371_008_800
DEGREE_PLACES = 10  # digits of a degree that are kept: far below a millimetre

_CELLS_A_DEGREE = 200  # half a kilometre from south to north
_COLUMNS = 360 * _CELLS_A_DEGREE

_ROUNDED = 1e-9  # radians, far more than rounding ever comes to

Place = tuple[float, float]
# A number, and its place as it is reckoned with.
_Point = tuple[int, float, float, float]


def place(lat: Decimal | None, lon: Decimal | None) -> Place | None:
    """A place as it is reckoned with; None unless both are known, and it is one on earth."""
    if lat is None or lon is None or abs(lat) > 90:
        return None
    return float(lat), float(lon)


def apart_mm(one: Place, other: Place) -> int:
    """The great-circle distance (haversine) of two places in whole millimetres."""
    (north, lon, cosine), (other_north, other_lon, other_cosine) = _reckoned(one), _reckoned(other)
    return _apart_mm(other_north - north, other_lon - lon, cosine * other_cosine)


def _apart_mm(across: float, along: float, cosines: float) -> int:
    """The same, of what lies between in radians of latitude and degrees of longitude."""
    root = sqrt(min(1.0, sin(across / 2) ** 2 + cosines * sin(radians(along) / 2) ** 2))
    return floor(2 * EARTH_MM * asin(root) + 0.5)


def cell_of(place: Place) -> int:
    """The number of the grid's cell in which a place lies."""
    return _cell(_line(place[0]), _line(place[1]))


def cells_near(place: Place, metres: int) -> Iterator[int]:
    """The cells in which lies whatever is within so many metres of a place."""
    rows, first, columns = _box(place, metres)
    for row in rows:
        for column in range(first, first + columns):
            yield _cell(row, column)


def near_pairs(
    places: Mapping[int, Place], others: Iterable[tuple[int, Place]], metres: int
) -> dict[tuple[int, int], int]:
    """How far apart, in millimetres, lies what lies within so many metres: by pairs of numbers.

    Each pair has one of ``places`` and one of ``others``, and stands once, the lower number first.
    """
    lying: dict[int, list[_Point]] = defaultdict(list)
    known = set()
    for other, place in others:
        lying[cell_of(place)].append((other, *_reckoned(place)))
        known.add(other)
    pairs = {}
    reach = metres * 1000 / EARTH_MM + _ROUNDED
    for one, place in places.items():
        north, lon, cosine = _reckoned(place)
        found_too = one in known
        rows, _first, columns = _box(place, metres)
        # A circle of half the earth has more cells than there are places.
        few = len(rows) * columns <= len(lying)
        for cell in cells_near(place, metres) if few else lying:
            for other, other_north, other_lon, other_cosine in lying.get(cell, ()):
                # Of two that would find each other the lower number is enough, and what is too
                # far to north or south needs no sines.
                if other <= one and (other == one or (found_too and other in places)):
                    continue
                up = other_north - north
                if abs(up) > reach:
                    continue
                apart = _apart_mm(up, other_lon - lon, cosine * other_cosine)
                if apart <= metres * 1000:
                    pairs[min(one, other), max(one, other)] = apart
    return pairs


def _reckoned(place: Place) -> tuple[float, float, float]:
    """A place's latitude in radians, its longitude, and the cosine of its latitude."""
    north = radians(place[0])
    return north, place[1], cos(north)


def _box(place: Place, metres: int) -> tuple[range, int, int]:
    """The rows of cells around a circle, its westmost column, and how many columns there are."""
    reach = min(pi, metres * 1000 / EARTH_MM)
    beside = _reach_beside(radians(place[0]), reach)
    up, aside = reach * 180 / pi, beside * 180 / pi
    first = _line(place[1] - aside)
    columns = min(_COLUMNS, _line(place[1] + aside) - first + 1)
    return range(_line(place[0] - up), _line(place[0] + up) + 1), first, columns


def _reach_beside(north: float, reach: float) -> float:
    """How far a circle of a radius reaches to east and west, all in radians: round at a pole."""
    if abs(north) + reach >= pi / 2:
        return pi
    return asin(min(1.0, sin(reach) / cos(north)))


def _line(degrees: float) -> int:
    return floor(degrees * _CELLS_A_DEGREE)


def _cell(row: int, column: int) -> int:
    return row * _COLUMNS + column % _COLUMNS


def kilometres(metres: int) -> str:
    """A way in kilometres with one place, half up: the same on the screen and on paper."""
    tenths = (metres + 50) // 100
    return f"{tenths // 10}.{tenths % 10}"
