"""How a page lies in its picture: found by its code, then by the black squares at its corners."""

from collections.abc import Sequence
from itertools import combinations
from math import hypot

from desktop.basics.layout import LaidPage, Layout, Square
from desktop.scans.grey import (
    Dark,
    Grey,
    Numbers,
    Point,
    Way,
    looked_up,
    stretched,
    summed,
    tilted,
    turned,
)

Pair = tuple[Point, Point]  # a place on the paper, and the point in the picture where it is seen
_STEP = 25  # between the points that are looked at, in hundredths of a millimetre
_SIZES = (0.78, 0.88, 1.0, 1.12, 1.28)  # of a corner's square, as far as the page is tilted
_LEAST_SCORE = 0.42
_LEAST_CONTRAST = 22  # in shades of grey
_NEAR, _REACH = 500, 0.2  # how far off a corner may lie, more with its way from what is known
_FIRST = 0.35  # of that is looked through first
_CODE_OFF, _FLAT_OFF = 180, 90  # how far the fit may miss, in hundredths of a millimetre
_CODE_WEIGHT = 0.25  # beside a corner's: the code is small, and its corners are guessed
_FEWEST = 3


def way_of(grey: Grey, layout: Layout, page: LaidPage, corners: Sequence[Point]) -> Way | None:
    """The way from the page's places to its picture; None where too little of it can be seen."""
    of_code = corners_of(page.code)
    places, points = list(of_code), list(corners)
    way = turned(places, points)
    marks: list[Pair] = []
    middle = page.code.middle
    for mark in sorted(layout.marks, key=lambda one: _apart(one.middle, middle)):
        known = [middle, *(place for place, _point in marks)]
        reach = _NEAR + _REACH * min(_apart(mark.middle, place) for place in known)
        point = _seek(grey, way, mark, reach * _FIRST) or _seek(grey, way, mark, reach)
        if point is None:
            continue
        marks.append((mark.middle, point))
        places.append(mark.middle)
        points.append(point)
        way = turned(places, points) if len(marks) == 1 else stretched(places, points)
    if len(marks) < _FEWEST:
        return None
    corner = list(zip(of_code, corners, strict=True))
    if len(marks) > _FEWEST:
        pairs = corner + marks
        weights = [_CODE_WEIGHT] * len(corner) + [1.0] * len(marks)
        way = tilted([place for place, _ in pairs], [point for _, point in pairs], weights)
        if _off(way, pairs) < _CODE_OFF:
            return way
    # One corner is torn off, or was taken for something else that is black.
    ways = [_flat([*corner, *some]) for some in combinations(marks, _FEWEST)]
    return min(filter(None, ways), key=lambda one: one[0], default=(0, None))[1]


def _flat(pairs: Sequence[Pair]) -> tuple[float, Way] | None:
    """The way of a page that lies flat, and how far it misses; None where it doesn't fit."""
    way = stretched([place for place, _ in pairs], [point for _, point in pairs])
    off = _off(way, pairs)
    return (off, way) if off < _FLAT_OFF else None


def corners_of(square: Square) -> tuple[Point, ...]:
    """The corners of a square on paper: upper left, then around by the right."""
    far_x, far_y = square.x + square.side, square.y + square.side
    return (square.x, square.y), (far_x, square.y), (far_x, far_y), (square.x, far_y)


def _apart(one: Point, other: Point) -> float:
    return hypot(one[0] - other[0], one[1] - other[1])


def _off(way: Way, pairs: Sequence[Pair]) -> float:
    """By how much the worst pair misses, in hundredths of a millimetre."""
    return max(
        _apart(way.point(place), point) * 100 / max(way.scale_at(place), 1e-6)
        for place, point in pairs
    )


def _seek(grey: Grey, way: Way, mark: Square, reach: float) -> Point | None:
    """The middle of a corner's square in the picture, at most so far from where it should be."""
    import numpy

    half = reach + mark.side
    x, y = mark.middle
    along = numpy.arange(-half, half + _STEP, _STEP)
    across, down = numpy.meshgrid(x + along, y + along)
    seen = looked_up(grey, *way(across, down))
    darkest = round(0.3 * (mark.side / _STEP) ** 2)  # fewer points than the square itself has
    white = float(numpy.percentile(seen, 90))
    black = float(numpy.partition(seen, darkest, axis=None)[darkest])
    if white - black < _LEAST_CONTRAST:
        return None
    dark = numpy.clip((white - seen) / (white - black), 0, 1)
    sums = summed(dark)
    best, place, size = _LEAST_SCORE, None, 0.0
    for factor in _SIZES:
        side = factor * mark.side / _STEP
        scores = _squareness(sums, side)
        scores -= 0.15 * numpy.hypot(*numpy.meshgrid(along, along))[_inner(scores, dark)] / half
        top = int(scores.argmax())
        if scores.flat[top] > best:
            best, size = float(scores.flat[top]), side
            off = (dark.shape[0] - scores.shape[0]) // 2
            row, column = divmod(top, scores.shape[1])
            place = row + off, column + off
    if place is None:
        return None
    return way.point(_middle(dark, place, size, (x - half, y - half)))


def _inner(scores: Numbers, dark: Dark) -> tuple[slice, slice]:
    off = (dark.shape[0] - scores.shape[0]) // 2
    return (slice(off, off + scores.shape[0]), slice(off, off + scores.shape[1]))


def _squareness(sums: Numbers, side: float) -> Numbers:
    """How much each place is the middle of a dark square that stands alone on white."""
    half, core = round(side / 2), max(round(side * 0.4), 1)
    near, far = half + max(round(side * 0.12), 1), half + max(round(side * 0.34), 2)

    def mean(top: int, low: int, left: int, right: int) -> Numbers:
        """The mean of a rectangle about every place; its edges count from the place."""
        number = sums.shape[0] - 1 - 2 * far
        rows = slice(far + top, far + top + number), slice(far + low, far + low + number)
        columns = slice(far + left, far + left + number), slice(far + right, far + right + number)
        whole = (
            sums[rows[1], columns[1]]
            - sums[rows[0], columns[1]]
            - sums[rows[1], columns[0]]
            + sums[rows[0], columns[0]]
        )
        found: Numbers = whole / ((low - top) * (right - left))
        return found

    import numpy

    inside = mean(-core, core + 1, -core, core + 1)
    around = (
        mean(-far, -near, -half, half + 1),
        mean(near, far, -half, half + 1),
        mean(-half, half + 1, -far, -near),
        mean(-half, half + 1, near, far),
    )
    found: Numbers = inside - numpy.maximum.reduce(around)
    return found


def _middle(dark: Dark, place: tuple[int, int], size: float, corner: Point) -> Point:
    """The middle of what is dark about a place, on paper."""
    import numpy

    reach = round(size * 0.68)
    row, column = place
    top, left = max(row - reach, 0), max(column - reach, 0)
    part = dark[top : row + reach + 1, left : column + reach + 1]
    weights = numpy.clip(part - 0.4, 0, 0.3)
    whole = float(weights.sum()) or 1.0
    rows, columns = numpy.indices(part.shape)
    y, x = (float((weights * one).sum()) / whole for one in (rows, columns))
    return corner[0] + (left + x) * _STEP, corner[1] + (top + y) * _STEP
