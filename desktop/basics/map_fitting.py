"""The view of all shops in which none lies below what stands in the corners of the map.

Lengths are those of whoever draws (pixels), as in ``map_drawing``.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from desktop.basics.chart_drawing import Point
from desktop.basics.map_drawing import View, fitting

_SIGN = 8.0  # so far around its point a shop's sign reaches
_LEAST_ROOM = 40.0  # in less than that nobody tells shops apart


@dataclass(frozen=True)
class Corner:
    """What stands in a corner of a map, and how far it reaches from there."""

    east: bool
    south: bool
    wide: float
    high: float

    def hides(self, view: View, point: Point) -> bool:
        """Whether a shop at a point of the view lies below it."""
        across = view.wide - point[0] if self.east else point[0]
        down = view.high - point[1] if self.south else point[1]
        return across < self.wide + _SIGN and down < self.high + _SIGN

    def box(self, wide: float, high: float) -> tuple[float, float, float, float]:
        """Where it stands in a view of this size: left, top, width, height."""
        left = wide - self.wide if self.east else 0.0
        return left, high - self.high if self.south else 0.0, self.wide, self.high

    def sides(self) -> Sequence[tuple[float, float, float, float]]:
        """How it is kept clear of shops: not at all, beside it, or above or below it.

        Each is what stays free at the left, the top, the right and the bottom.
        """
        wide, high = self.wide + _SIGN, self.high + _SIGN
        beside = (0.0, 0.0, wide, 0.0) if self.east else (wide, 0.0, 0.0, 0.0)
        across = (0.0, 0.0, 0.0, high) if self.south else (0.0, high, 0.0, 0.0)
        return (0.0, 0.0, 0.0, 0.0), beside, across


class Edges:
    """The outermost of many points (metres): where they end, and which lie nearest to a corner.

    Made once, off the GUI thread; a view that fits is then found among few points.
    """

    def __init__(self, points: Sequence[Point]) -> None:
        xs, ys = [x for x, _y in points], [y for _x, y in points]
        self._ends = [(min(xs), min(ys)), (max(xs), max(ys))] if points else []
        self._front = {
            (east, south): _front(points, east=east, south=south)
            for east in (False, True)
            for south in (False, True)
        }

    def hides(self, view: View, corners: Sequence[Corner]) -> bool:
        """Whether some point lies below what stands in the corners of the view."""
        return any(
            corner.hides(view, view.point(point))
            for corner in corners
            for point in self._front[corner.east, corner.south]
        )

    def view(self, wide: float, high: float, corners: Sequence[Corner] = ()) -> View:
        """The nearest view that shows all of them beside what stands in the corners."""
        whole = fitting(self._ends, wide, high)
        if not self.hides(whole, corners):
            return whole
        for _each_m, _moved, view in sorted(self._tries(wide, high, corners), key=_nearest):
            if not self.hides(view, corners):
                return view
        return whole

    def _tries(
        self, wide: float, high: float, corners: Sequence[Corner]
    ) -> Iterator[tuple[float, float, View]]:
        if not corners:
            return
        for sides in product(*(corner.sides() for corner in corners)):
            left, top, right, bottom = (max(side[one] for side in sides) for one in range(4))
            across, down = wide - left - right, high - top - bottom
            if min(across, down) < _LEAST_ROOM:
                continue
            small = fitting(self._ends, across, down)
            x = small.x + (wide / 2 - left - across / 2) * small.each_m
            y = small.y + (high / 2 - top - down / 2) * small.each_m
            view = replace(small, x=x, y=y, wide=wide, high=high)
            yield small.each_m, left + top + right + bottom, view


def _nearest(one: tuple[float, float, View]) -> tuple[float, float]:
    return one[:2]


def _front(points: Sequence[Point], *, east: bool, south: bool) -> Sequence[Point]:
    """The points beside which no other lies nearer to a corner in both directions."""
    across, down = -1 if east else 1, -1 if south else 1
    found: list[Point] = []
    for point in sorted(points, key=lambda one: (across * one[0], down * one[1])):
        if not found or down * point[1] < down * found[-1][1]:
            found.append(point)
    return found
