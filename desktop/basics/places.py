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
# A number, its place as it is reckoned with, and the same on a ball whose radius is 1.
_Point = tuple[int, float, float, float, tuple[float, float, float]]
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
    lying: dict[int, list[_Point]] = defaultdict(list)
    known = set()
    for other, place in others:
        known.add(other)
        if other not in places:
            lying[cell_of(place)].append(_point(other, place))
    pairs: dict[tuple[int, int], int] = {}
    # Of two that would find each other the later one does: who lies there already is found. Those
    # that nobody is to find come last.
    for one in sorted(places, key=lambda one: one not in known):
        point = _point(one, places[one])
        for other, apart in _near(point, places[one], lying, metres):
            if other != one:
                pairs[(one, other) if one < other else (other, one)] = apart
        if one in known:
            lying[cell_of(places[one])].append(point)
    return pairs


def _near(
    point: _Point, place: Place, lying: Mapping[int, list[_Point]], metres: int
) -> list[tuple[int, int]]:
    """Who lies within so many metres of a point, and how many millimetres away."""
    rows, _first, columns = box = _box(place, metres)
    # A circle of half the earth has more cells than there are places.
    cells = _cells(box) if len(rows) * columns <= len(lying) else lying
    reach, spot = metres * 1000, point[-1]
    through = 2 * sin(min(pi, reach / EARTH_MM) / 2) + _ROUNDED
    found = []
    for other, far in [
        (other, far)
        for cell in cells
        if cell in lying
        for other in lying[cell]
        if (far := dist(spot, other[-1])) <= through
    ]:
        # The way through the earth tells the way over it, unless that lies between two figures.
        over = 2 * EARTH_MM * asin(min(1.0, far / 2)) + 0.5
        apart = floor(over)
        if far > _FAR or not _UNSURE < over - apart < 1 - _UNSURE:
            apart = _points_apart_mm(point, other)
        if apart <= reach:
            found.append((other[0], apart))
    return found


def _points_apart_mm(one: _Point, other: _Point) -> int:
    (_one, north, lon, cosine, _spot), (_other, other_north, other_lon, other_cosine, _) = (
        one,
        other,
    )
    return _apart_mm(other_north - north, other_lon - lon, cosine * other_cosine)


def _point(number: int, place: Place) -> _Point:
    north, lon, cosine = _reckoned(place)
    east = radians(lon)
    return number, north, lon, cosine, (cosine * cos(east), cosine * sin(east), sin(north))


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
