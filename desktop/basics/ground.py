"""A picture below the map, pinned by known shops: where each of its pixels lies."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot

from desktop.basics.chart_drawing import Point
from desktop.basics.i18n import _
from desktop.basics.map_drawing import Flat
from desktop.basics.places import Place

FEWEST_PINS, MOST_PINS = 2, 3
_LEAST_APART_PX = 20.0  # nearer pins would turn a hand's tremble into kilometres
_LEAST_APART_M = 20.0
_LEAST_HEIGHT = 0.05  # of the triangle of three pins, in its longest side: else they're on a line


@dataclass(frozen=True)
class Pin:
    """A point of a picture (pixels from its upper left corner) and the place that it shows."""

    x: float
    y: float
    place: Place


@dataclass(frozen=True)
class Laid:
    """How a picture's pixels lie on a flat map: x·along + y·down + start, in metres."""

    along: Point
    down: Point
    start: Point

    def metres(self, x: float, y: float) -> Point:
        """Where a pixel lies."""
        return (
            self.along[0] * x + self.down[0] * y + self.start[0],
            self.along[1] * x + self.down[1] * y + self.start[1],
        )


@dataclass(frozen=True)
class Ground:
    """A picture (JPEG) below a map, its pins, and how strong it is shown (percent)."""

    picture: bytes
    pins: tuple[Pin, ...]
    strength: int = 60

    def laid(self, flat: Flat) -> Laid:
        """How it lies on a flat map."""
        return laid(self.pins, flat)


def laid(pins: Sequence[Pin], flat: Flat) -> Laid:
    """How a picture lies by its pins: by two turned and scaled, by three also stretched.

    ValueError with words when they don't tell it: ``why_not`` says what is wrong.
    """
    why = why_not(pins)
    if why:
        raise ValueError(why)
    places = [flat.metres(pin.place) for pin in pins]
    return _by_three(pins, places) if len(pins) == MOST_PINS else _by_two(pins, places)


def why_not(pins: Sequence[Pin]) -> str:
    """What keeps these pins from telling how a picture lies, in words; "" for nothing."""
    if not FEWEST_PINS <= len(pins) <= MOST_PINS:
        return _("Pin the picture by two or three shops.")
    flat = Flat(pins[0].place)
    places = [flat.metres(pin.place) for pin in pins]
    for one in range(len(pins)):
        for other in range(one):
            if hypot(pins[one].x - pins[other].x, pins[one].y - pins[other].y) < _LEAST_APART_PX:
                return _("Two pins stand on the same point of the picture: set them far apart.")
            apart = places[one][0] - places[other][0], places[one][1] - places[other][1]
            if hypot(*apart) < _LEAST_APART_M:
                return _("Two of the shops lie at the same place: choose shops far apart.")
    if len(pins) == MOST_PINS:
        if _is_a_line([(pin.x, pin.y) for pin in pins]) or _is_a_line(places):
            return _(
                "The three pins lie on one line: choose a shop beside it, or leave the third out."
            )
        if (_area([(pin.x, pin.y) for pin in pins]) > 0) != (_area(places) > 0):
            return _("The pins would turn the picture over: two shops seem to be exchanged.")
    return ""


def _by_two(pins: Sequence[Pin], places: Sequence[Point]) -> Laid:
    one = complex(pins[0].x, pins[0].y), complex(*places[0])
    other = complex(pins[1].x, pins[1].y), complex(*places[1])
    turn = (other[1] - one[1]) / (other[0] - one[0])
    start = one[1] - turn * one[0]
    return Laid((turn.real, turn.imag), (-turn.imag, turn.real), (start.real, start.imag))


def _by_three(pins: Sequence[Pin], places: Sequence[Point]) -> Laid:
    first = pins[0]
    (x1, y1), (x2, y2) = ((pin.x - first.x, pin.y - first.y) for pin in pins[1:])
    whole = x1 * y2 - x2 * y1
    rows = []
    for axis in (0, 1):
        one, other = (places[place][axis] - places[0][axis] for place in (1, 2))
        along = (one * y2 - other * y1) / whole
        down = (other * x1 - one * x2) / whole
        rows.append((along, down, places[0][axis] - along * first.x - down * first.y))
    (ax, bx, cx), (ay, by, cy) = rows
    return Laid((ax, ay), (bx, by), (cx, cy))


def _area(corners: Sequence[Point]) -> float:
    (x0, y0), (x1, y1), (x2, y2) = corners
    return (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)


def _is_a_line(corners: Sequence[Point]) -> bool:
    longest = max(
        hypot(corners[one][0] - corners[other][0], corners[one][1] - corners[other][1])
        for one, other in ((0, 1), (0, 2), (1, 2))
    )
    return abs(_area(corners)) < _LEAST_HEIGHT * longest * longest
