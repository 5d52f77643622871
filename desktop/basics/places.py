"""Places on the earth: how far two lie apart, and a grid by which near ones are found.

A place is latitude and longitude in degrees.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from math import asin, cos, dist, floor, pi, radians, sin, sqrt

EARTH_MM = 6_371_008_800
DEGREE_PLACES = 10  # digits of a degree that are kept: far below a millimetre

_CELLS_A_DEGREE = 200  # half a kilometre from south to north
_COLUMNS = 360 * _CELLS_A_DEGREE

_ROUNDED = 1e-9  # of the earth's radius, far more than rounding ever comes to
# Through the earth, of its radius: what lies farther apart is not told by that; and millimetres
# that are far more than rounding comes to in what lies nearer.
_FAR, _UNSURE = 0.1, 0.001

Place = tuple[float, float]
# A place on a ball whose radius is 1; a number that lies at one.
_Spot = tuple[float, float, float]
_Lying = tuple[_Spot, int, Place]
# Rows of cells, the westmost column, and how many columns there are.
_Box = tuple[range, int, int]


def place(lat: Decimal | None, lon: Decimal | None) -> Place | None:
    """A place as it is reckoned with; None unless both are known, and it is one on earth."""
    if lat is None or lon is None or abs(lat) > 90:
        return None
    return float(lat), float(lon)


def apart_mm(one: Place, other: Place) -> int:
    """The great-circle distance (haversine) of two places in whole millimetres."""
    (north, lon, cosine), (other_north, other_lon, other_cosine) = _reckoned(one), _reckoned(other)
    return _apart_mm(other_north - north, other_lon - lon, cosine * other_cosine)


def apart_from_mm(places: Sequence[Place]) -> Iterator[list[int]]:
    """How far each place lies from those before it, in whole millimetres."""
    known = [_reckoned(place) for place in places]
    for number, (north, lon, cosine) in enumerate(known):
        yield [
            _apart_mm(other_north - north, other_lon - lon, cosine * other_cosine)
            for other_north, other_lon, other_cosine in known[:number]
        ]


def _apart_mm(across: float, along: float, cosines: float) -> int:
    """The same, of what lies between in radians of latitude and degrees of longitude."""
    root = sqrt(min(1.0, sin(across / 2) ** 2 + cosines * sin(radians(along) / 2) ** 2))
    return floor(2 * EARTH_MM * asin(root) + 0.5)


def cell_of(place: Place) -> int:
    """The number of the grid's cell in which a place lies."""
    return _cell(_line(place[0]), _line(place[1]))


def cells_near(place: Place, metres: int) -> Iterator[int]:
    """The cells in which lies whatever is within so many metres of a place."""
    return _cells(_box(place, metres))


def cells_around(cell: int, metres: int) -> Iterator[int]:
    """The cells in which lies whatever is within so many metres of anything in a cell."""
    row, column = divmod(cell, _COLUMNS)
    edges = row / _CELLS_A_DEGREE, (row + 1) / _CELLS_A_DEGREE
    boxes = [_box((edge, 0.0), metres) for edge in edges]
    beside = max(columns for _rows, _first, columns in boxes) // 2
    rows = range(boxes[0][0].start, boxes[1][0].stop)
    return _cells((rows, column - beside, min(_COLUMNS, 2 * beside + 1)))


def _cells(box: _Box) -> Iterator[int]:
    rows, first, columns = box
    for row in rows:
        for column in range(first, first + columns):
            yield _cell(row, column)


def near_pairs(
    places: Mapping[int, Place], others: Iterable[tuple[int, Place]], metres: int
) -> dict[tuple[int, int], int]:
    """How far apart, in millimetres, lies what lies within so many metres: by pairs of numbers.

    Each pair has one of ``places`` and one of ``others``, and stands once, the lower number first.
    """
    return {(one, other): apart for one, other, apart in near_ones(places, others, metres)}


def near_ones(
    places: Mapping[int, Place], others: Iterable[tuple[int, Place]], metres: int
) -> list[tuple[int, int, int]]:
    """The same pairs, each with its distance behind it."""
    reach = _Reach(metres)
    lying: dict[int, list[_Lying]] = defaultdict(list)
    known = set()
    for other, place in others:
        known.add(other)
        if other not in places:
            lying[cell_of(place)].append((_spot(place), other, place))
    pairs: list[tuple[int, int, int]] = []
    # Of two that would find each other the later one does: who lies there already is found. Those
    # that nobody is to find come last.
    for one in sorted(places, key=lambda one: one not in known):
        place = places[one]
        spot = _spot(place)
        pairs += [
            (one, other, apart) if one < other else (other, one, apart)
            for other, apart in reach.around(spot, place, lying)
        ]
        if one in known:
            lying[cell_of(place)].append((spot, one, place))
    return pairs


class _Reach:
    """So many metres around a place, and who lies in them."""

    def __init__(self, metres: int) -> None:
        self._mm = metres * 1000
        self._reach = min(pi, self._mm / EARTH_MM)
        self._through = 2 * sin(self._reach / 2) + _ROUNDED
        self._up = self._reach * 180 / pi
        self._aside: dict[int, float] = {}

    def around(
        self, spot: _Spot, place: Place, lying: Mapping[int, list[_Lying]]
    ) -> list[tuple[int, int]]:
        """Who lies within it around a place, and how many millimetres away."""
        through, found = self._through, []
        for far, other, there in [
            (far, other, there)
            for cell in self._cells(place, lying)
            if cell in lying
            for that, other, there in lying[cell]
            if (far := dist(spot, that)) <= through
        ]:
            # The way through the earth tells the way over it, unless it lies between two figures.
            over = 2 * EARTH_MM * asin(far / 2 if far < 2 else 1.0) + 0.5
            apart = int(over)
            if far > _FAR or not _UNSURE < over - apart < 1 - _UNSURE:
                apart = apart_mm(place, there)
            if apart <= self._mm:
                found.append((other, apart))
        return found

    def _cells(self, place: Place, lying: Mapping[int, list[_Lying]]) -> Iterable[int]:
        """The cells in which all of them lie."""
        lat, lon = place
        aside = self._aside.get(floor(lat * _CELLS_A_DEGREE)) or self._widest(_line(lat))
        south, north = (lat - self._up) * _CELLS_A_DEGREE, (lat + self._up) * _CELLS_A_DEGREE
        west, east = (lon - aside) * _CELLS_A_DEGREE, (lon + aside) * _CELLS_A_DEGREE
        rows = range(floor(south), floor(north) + 1)
        columns = range(floor(west), min(floor(east) + 1, floor(west) + _COLUMNS))
        # A circle of half the earth has more cells than there are places.
        if len(rows) * len(columns) > len(lying):
            return lying
        return [row * _COLUMNS + column % _COLUMNS for row in rows for column in columns]

    def _widest(self, row: int) -> float:
        """How many degrees it reaches to east and west from anywhere in a row of cells."""
        edges = radians(row / _CELLS_A_DEGREE), radians((row + 1) / _CELLS_A_DEGREE)
        widest = max(_reach_beside(edge, self._reach) for edge in edges)
        found = self._aside[row] = widest * 180 / pi
        return found


def _spot(place: Place) -> _Spot:
    north, lon, cosine = _reckoned(place)
    east = radians(lon)
    return cosine * cos(east), cosine * sin(east), sin(north)


def _reckoned(place: Place) -> tuple[float, float, float]:
    """A place's latitude in radians, its longitude, and the cosine of its latitude."""
    north = radians(place[0])
    return north, place[1], cos(north)


def _box(place: Place, metres: int) -> _Box:
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
