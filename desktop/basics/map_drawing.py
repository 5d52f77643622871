"""How a map is drawn, for a screen and for paper: where places stand, signs, names, the scale.

Lengths are those of whoever draws (pixels, points), y goes down. A map of one office is small: it
is laid flat at its middle, where a degree of longitude is shorter than one of latitude.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import cos, floor, log10, pi, radians

from desktop.basics.chart_drawing import Box, Drawing, Letters, Point, Stroke, Words
from desktop.basics.i18n import _
from desktop.basics.map_scene import Scene, Sign, Spot, Way, middle
from desktop.basics.places import EARTH_MM, Place

_METRES_A_DEGREE = EARTH_MM / 1000 * pi / 180
_ROUND = 0.92  # of its size that a round sign reaches
_OUTLINES: dict[str, tuple[Point, ...]] = {
    "circle": tuple(
        (_ROUND * cos(turn * pi / 6), _ROUND * cos((turn - 3) * pi / 6)) for turn in range(12)
    ),
    "square": ((-0.8, -0.8), (0.8, -0.8), (0.8, 0.8), (-0.8, 0.8)),
    "triangle": ((0.0, -1.05), (1.0, 0.75), (-1.0, 0.75)),
    "diamond": ((0.0, -1.1), (1.1, 0.0), (0.0, 1.1), (-1.1, 0.0)),
    "cross": (
        *((-0.35, -1.0), (0.35, -1.0), (0.35, -0.35), (1.0, -0.35), (1.0, 0.35), (0.35, 0.35)),
        *((0.35, 1.0), (-0.35, 1.0), (-0.35, 0.35), (-1.0, 0.35), (-1.0, -0.35), (-0.35, -0.35)),
    ),
}
_WAY = 1.8  # how thick a way is drawn on paper
_LINE = 1.6  # this and the following in sizes of the letters
_SIGN = 0.42
_STEPS = (0, -1, 1, -2, 2)  # an area's name stands no more steps from its middle
_LEAST_M = 200.0  # a single shop is shown with as much around it
_MARGIN = 0.06  # of each side that stays free around all shops


@dataclass(frozen=True)
class Flat:
    """The earth laid flat around a place: metres to the east and to the south of it."""

    centre: Place

    @property
    def across_m(self) -> float:
        """The metres of one degree of longitude."""
        return _METRES_A_DEGREE * cos(radians(self.centre[0]))

    def metres(self, place: Place) -> Point:
        """Where a place stands."""
        east = (place[1] - self.centre[1]) * self.across_m
        return east, (self.centre[0] - place[0]) * _METRES_A_DEGREE

    def place(self, point: Point) -> Place:
        """Which place stands there."""
        lat = self.centre[0] - point[1] / _METRES_A_DEGREE
        return lat, self.centre[1] + point[0] / self.across_m


@dataclass(frozen=True)
class View:
    """A part of a flat map: what stands in its middle (metres), and metres to a unit of length."""

    x: float
    y: float
    each_m: float
    wide: float
    high: float

    def point(self, metres: Point) -> Point:
        """Where metres stand in the view."""
        x = (metres[0] - self.x) / self.each_m + self.wide / 2
        return x, (metres[1] - self.y) / self.each_m + self.high / 2

    def metres(self, point: Point) -> Point:
        """What stands at a point of the view."""
        x = (point[0] - self.wide / 2) * self.each_m + self.x
        return x, (point[1] - self.high / 2) * self.each_m + self.y

    def holds(self, point: Point, beyond: float = 0) -> bool:
        """Whether a point stands within the view, or so little beyond it."""
        inside = -beyond <= point[0] <= self.wide + beyond
        return inside and -beyond <= point[1] <= self.high + beyond


def flat_of(places: Sequence[Place]) -> Flat:
    """The earth laid flat where most of these places lie."""
    return Flat(middle(places) if places else (0.0, 0.0))


def fitting(points: Sequence[Point], wide: float, high: float, margin: float = _MARGIN) -> View:
    """The view that shows all these points (metres), with so much of its sides left free."""
    if not points:
        return View(0, 0, 1, wide, high)
    xs, ys = [x for x, _y in points], [y for _x, y in points]
    left, right, top, bottom = min(xs), max(xs), min(ys), max(ys)
    free = 1 - 2 * margin
    each_m = max(
        max(right - left, _LEAST_M) / max(wide * free, 1),
        max(bottom - top, _LEAST_M) / max(high * free, 1),
    )
    return View((left + right) / 2, (top + bottom) / 2, each_m, wide, high)


def outline(sign: Sign, at: Point, size: float) -> tuple[Point, ...]:
    """What goes round a sign; ``size`` is half as wide as it is. A shape unknown here is round."""
    around = _OUTLINES.get(sign.shape, _OUTLINES["circle"])
    return tuple((at[0] + x * size, at[1] + y * size) for x, y in around)


def scale_bar(each_m: float, longest: float) -> tuple[float, str]:
    """A round length of the map's scale, no longer than this, and what it is called."""
    most = max(each_m * longest, 1e-9)
    power = 10.0 ** floor(log10(most))
    metres = next(factor * power for factor in (5, 2, 1) if factor * power <= most)
    if metres >= 1000:
        return metres / each_m, _("{number} km").format(number=f"{metres / 1000:g}")
    return metres / each_m, _("{number} m").format(number=f"{metres:g}")


@dataclass(frozen=True)
class Name:
    """A name at its place in a view: ``x`` is its left end, ``y`` its middle."""

    x: float
    y: float
    text: str


class Names:
    """Puts names where they overlap neither each other nor what is kept free."""

    def __init__(self, letters: Letters, wide: float, high: float) -> None:
        self._letters = letters
        self._room = wide, high
        self._line = letters.size * 1.25
        self._taken: dict[int, list[tuple[float, float, float, float]]] = {}

    def keep(self, x: float, y: float, wide: float, high: float) -> None:
        """Keep a rectangle free of names."""
        box = (x, y, x + wide, y + high)
        for row in self._rows(box):
            self._taken.setdefault(row, []).append(box)

    def put(self, text: str, places: Iterable[tuple[float, float]]) -> Name | None:
        """The name at the first of these places (left end, middle) that is free."""
        wide, high = self._letters.measure(text), self._line
        for x, y in places:
            box = (x, y - high / 2, x + wide, y + high / 2)
            inside = box[0] >= 0 and box[1] >= 0 and box[2] <= self._room[0]
            if inside and box[3] <= self._room[1] and self._is_free(box):
                self.keep(x, y - high / 2, wide, high)
                return Name(x, y, text)
        return None

    def _rows(self, box: tuple[float, float, float, float]) -> range:
        return range(floor(box[1] / self._line), floor(box[3] / self._line) + 1)

    def _is_free(self, box: tuple[float, float, float, float]) -> bool:
        left, top, right, bottom = box
        return not any(
            left < other[2] and right > other[0] and top < other[3] and bottom > other[1]
            for row in self._rows(box)
            for other in self._taken.get(row, ())
        )


def shop_names(
    names: Names, spots: Iterable[tuple[Spot, Point]], letters: Letters, size: float
) -> Iterator[Name]:
    """The names of shops beside their signs, as many as find room; the first come first."""
    listed = list(spots)
    for _spot, (x, y) in listed:
        names.keep(x - size * 0.7, y - size * 0.7, 1.4 * size, 1.4 * size)
    for spot, (x, y) in listed:
        wide, off = letters.measure(spot.name), size + 2
        below = y + size + letters.size * 0.7
        put = names.put(spot.name, ((x + off, y), (x - off - wide, y), (x - wide / 2, below)))
        if put is not None:
            yield put


def area_names(
    scene: Scene,
    flat: Flat,
    view: View,
    names: Names,
    letters: Letters,
    signs: Sequence[Point] = (),
) -> list[Name]:
    """The names of the areas, near the middle of each one's shops, where they hide fewest signs."""
    found = []
    for area in scene.areas:
        at = view.point(flat.metres(area.place))
        if view.holds(at):
            tries = _beside_signs(at, letters.measure(area.words), letters.size, signs)
            if put := names.put(area.words, tries):
                found.append(put)
    return found


def _beside_signs(at: Point, wide: float, size: float, signs: Sequence[Point]) -> list[Point]:
    """Where a name may stand (left end, middle): hiding fewest signs first, then nearest."""
    steps = [(x * wide * 0.6, y * size * 1.4) for y in _STEPS for x in _STEPS]
    near = [
        (x - at[0], y - at[1])
        for x, y in signs
        if abs(x - at[0]) < 2 * wide and abs(y - at[1]) < 5 * size
    ]

    def worth(step: Point) -> tuple[int, float]:
        hidden = _hidden((step[0] - wide / 2, step[1]), wide, size, near)
        return hidden, abs(step[0]) + abs(step[1])

    return [(at[0] + x - wide / 2, at[1] + y) for x, y in sorted(steps, key=worth)]


def _hidden(at: Point, wide: float, size: float, signs: Iterable[Point]) -> int:
    """How many signs a name (left end, middle) would hide."""
    left, right, down = at[0] - size * _SIGN, at[0] + wide + size * _SIGN, size * (0.6 + _SIGN)
    return sum(1 for x, y in signs if left < x < right and abs(y - at[1]) < down)


def lay_out(scene: Scene, flat: Flat, view: View, letters: Letters, legend: float) -> Drawing:
    """The whole of a map as shapes, from the ground up; below it a legend of this height."""
    drawing = Drawing()
    add = drawing.shapes.append
    size = letters.size * _SIGN
    for one, other in scene.links:
        ends = view.point(flat.metres(one)), view.point(flat.metres(other))
        if all(view.holds(end) for end in ends):
            add(Stroke(ends, "wrong", 1.5))
    for way in scene.ways:
        points = tuple(view.point(flat.metres(place)) for place in way.places)
        inside = tuple(point for point in points if view.holds(point))
        if len(inside) > 1:
            add(Stroke(inside, way.tone, _WAY))
    seen = [(spot, view.point(flat.metres(spot.place))) for spot in scene.spots]
    seen = [(spot, point) for spot, point in seen if view.holds(point, -size)]
    seen.sort(key=lambda one: scene.signs[one[0].sign].counts)
    for spot, point in seen:
        sign = scene.signs[spot.sign]
        add(Stroke(outline(sign, point, size), sign.tone, filled=True))
    _lay_names(drawing, scene, flat, view, letters, seen)
    _lay_legend(drawing, scene, view, letters, legend)
    return drawing


def _lay_names(
    drawing: Drawing,
    scene: Scene,
    flat: Flat,
    view: View,
    letters: Letters,
    seen: Sequence[tuple[Spot, Point]],
) -> None:
    """The marks, and all names that find room: of marks first, of shops last."""
    add, size = drawing.shapes.append, letters.size * _SIGN
    names = Names(letters, view.wide, view.high)
    names.keep(view.wide - 2 * letters.size, 0, 2 * letters.size, 4 * letters.size)  # the north
    for mark in scene.marks:
        at = view.point(flat.metres(mark.place))
        if view.holds(at, -size):
            add(Stroke(pin(at, size), mark.tone, filled=True))
    signs = [point for _spot, point in seen]
    for name in mark_names(scene, flat, view, names, letters, size, signs):
        add(Words(name.x, name.y, name.text, "text"))
    for name in area_names(scene, flat, view, names, letters, signs):
        add(Words(name.x, name.y, name.text, "accent"))
    first = sorted(seen, key=lambda one: -scene.signs[one[0].sign].counts)
    for name in shop_names(names, first, letters, size):
        add(Words(name.x, name.y, name.text, "text"))


def pin(at: Point, size: float) -> tuple[Point, ...]:
    """What goes round a mark: a pin whose point stands where the mark is."""
    x, y = at
    round_part = [
        (x + size * cos(turn * pi / 6), y - 2 * size - size * cos((turn - 3) * pi / 6))
        for turn in range(-1, 8)
    ]
    return (at, *round_part)


def mark_names(
    scene: Scene,
    flat: Flat,
    view: View,
    names: Names,
    letters: Letters,
    size: float,
    signs: Sequence[Point] = (),
) -> list[Name]:
    """The words of the marks in sight, beside their pins, where they hide fewest signs.

    As many as find room.
    """
    seen = [(one.words, view.point(flat.metres(one.place))) for one in scene.marks if one.words]
    seen = [(words, at) for words, at in seen if view.holds(at)]
    for _words, (x, y) in seen:
        names.keep(x - size, y - 3 * size, 2 * size, 3 * size)
    found = []
    for words, (x, y) in seen:
        wide, off = letters.measure(words), 1.4 * size
        middle = y - 2 * size
        tries = (x + off, middle), (x - off - wide, middle), (x - wide / 2, y + 9)
        hidden = [_hidden(one, wide, letters.size, signs) for one in tries]
        put = names.put(words, [tries[place] for place in sorted(range(3), key=hidden.__getitem__)])
        if put is not None:
            found.append(put)
    return found


def legend_height(scene: Scene, wide: float, letters: Letters) -> float:
    """How high the legend below a map of this width is."""
    return _LINE * letters.size * (len(_legend_lines(scene, wide, letters)) + 1)


def _legend_lines(
    scene: Scene, wide: float, letters: Letters
) -> list[list[tuple[float, Sign | Way, str]]]:
    """The signs, with how many shops have each, and the ways: where each begins in its line."""
    lines: list[list[tuple[float, Sign | Way, str]]] = [[]]
    told: list[tuple[Sign | Way, str]] = [(one, f"{one.words} {n}") for one, n in scene.legend]
    told += [(way, way.words) for way in scene.ways if way.words]
    x = 0.0
    for meant, words in told:
        room = letters.measure(words) + 3.5 * letters.size
        if x and x + room > wide:
            lines.append([])
            x = 0.0
        lines[-1].append((x, meant, words))
        x += room
    return lines


def _lay_legend(drawing: Drawing, scene: Scene, view: View, letters: Letters, high: float) -> None:
    add, size = drawing.shapes.append, letters.size
    y = view.high + size
    long, words = scale_bar(view.each_m, view.wide / 5)
    add(Box(view.wide - long, y, long, max(size * 0.15, 0.8), "text"))
    add(Words(view.wide - long - size * 0.5, y, words, "text", "right"))
    for stroke in north(view.wide - size, size * 1.6, size):
        add(stroke)
    add(Words(view.wide - size, size * 3.4, _("N"), "text", "center"))
    for line in _legend_lines(scene, view.wide - long - 6 * size, letters):
        for x, meant, told in line:
            if isinstance(meant, Sign):
                around = outline(meant, (x + size * 0.5, y), size * _SIGN)
                add(Stroke(around, meant.tone, filled=True))
            else:
                add(Stroke(((x, y), (x + size, y)), meant.tone, _WAY))
            add(Words(x + size * 1.3, y, told, "text"))
        y += _LINE * size
        if y > view.high + high:
            break


def north(x: float, y: float, size: float) -> tuple[Stroke, ...]:
    """The arrow to the north, its middle at a point."""
    tip, foot, dent = (x, y - size), size * 0.9, size * 0.45
    half = (tip, (x + size * 0.6, y + foot), (x, y + dent))
    other = (tip, (x - size * 0.6, y + foot), (x, y + dent), tip)
    return Stroke(half, "text", filled=True), Stroke(other, "text", 1)
