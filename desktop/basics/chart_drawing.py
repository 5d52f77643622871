"""How a chart is drawn: boxes, strokes and words in their places, for a screen and for paper.

Lengths are those of whoever draws (pixels, points), y goes down, colours are tones. Whoever draws
gives the size of the letters and how wide a text is; here it is seen to that no two words overlap.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from desktop.basics.chart import BARS, LINES, Chart, Series
from desktop.basics.figures import at_a_glance, large_unit, read_as
from desktop.basics.scale import Scale, scale_of

Point = tuple[float, float]
_FULLEST = 0.64  # of its place that a column takes
_WIDEST_COLUMN = 5  # this and the following in sizes of the letters
_ROW = 1.9
_LINE = 1.6
_HEAD = 2.1
_PLOT = 17
_STEP = 2.2
_GAP = 0.6
_DOT = 0.42
_MARK_DOT = 0.6
_LONGEST_NAME = 0.34  # of the width that the names of bars take


@dataclass(frozen=True)
class Letters:
    """The letters that a chart is written in: their size, and how wide a text is in them."""

    size: float
    measure: Callable[[str], float]

    def shortened(self, text: str, room: float) -> str:
        """The text, or as much of it as fits."""
        if self.measure(text) <= room:
            return text
        end = len(text)
        while end and self.measure(text[:end] + "…") > room:
            end -= 1
        return text[:end] + "…"


@dataclass(frozen=True)
class Box:
    """A filled rectangle: a column, a bar, a sample of a series."""

    x: float
    y: float
    wide: float
    high: float
    tone: str


@dataclass(frozen=True)
class Stroke:
    """A line through points; ``filled``: the area that they go round instead."""

    points: tuple[Point, ...]
    tone: str
    weight: float = 1
    dashed: bool = False
    filled: bool = False


@dataclass(frozen=True)
class Words:
    """A text on one line; ``y`` is its middle, ``x`` its left, its middle or its right end."""

    x: float
    y: float
    text: str
    tone: str = "quiet"
    align: str = "left"


@dataclass
class Drawing:
    """What is drawn, from the ground up, and by place the ground where its figures are shown."""

    shapes: list[Box | Stroke | Words] = field(default_factory=list)
    bands: list[tuple[float, float, float, float]] = field(default_factory=list)

    def place_at(self, x: float, y: float) -> int | None:
        """The place whose ground holds a point."""
        for place, (left, top, wide, high) in enumerate(self.bands):
            if left <= x < left + wide and top <= y < top + high:
                return place
        return None


def fitting_height(chart: Chart, size: float) -> float:
    """How high a chart is drawn well with letters of this size."""
    legend = _LINE * size if len(chart.series) > 1 else 0
    return legend + (_ROW * len(chart.places) if chart.shape == BARS else _PLOT) * size


def lay_out(chart: Chart, wide: float, high: float, letters: Letters) -> Drawing:
    """The chart within this room."""
    drawing = Drawing()
    top = _legend(drawing, chart, wide, letters) if len(chart.series) > 1 else 0.0
    if not chart.places:
        return drawing
    lay = _lay_bars if chart.shape == BARS else _lay_along
    lay(drawing, chart, (0, top, wide, high - top), letters)
    return drawing


def _legend(drawing: Drawing, chart: Chart, wide: float, letters: Letters) -> float:
    """What the series are called, at the right above; how much room that takes."""
    size = letters.size
    rows: list[list[Series]] = [[]]
    room = wide * 0.8  # the unit stands at the left
    used = 0.0
    for one in chart.series:
        needs = letters.measure(one.words) + 2.4 * size
        if rows[-1] and used + needs > room:
            rows.append([])
            used = 0
        rows[-1].append(one)
        used += needs
    for number, row in enumerate(rows):
        x, y = wide, (number + 0.5) * _LINE * size
        for one in reversed(row):
            x -= letters.measure(one.words)
            drawing.shapes.append(Words(x, y, one.words))
            x -= 1.2 * size
            drawing.shapes.append(_sample(chart, one, x, y, size))
            x -= 1.2 * size
    return len(rows) * _LINE * size


def _sample(chart: Chart, one: Series, x: float, y: float, size: float) -> Box | Stroke:
    if one.line or chart.shape == LINES:
        points = ((x, y), (x + 0.9 * size, y))
        return Stroke(points, one.tone, 2, dashed=_is_beside(chart, one))
    return Box(x, y - 0.4 * size, 0.8 * size, 0.8 * size, one.tone)


def _is_beside(chart: Chart, one: Series) -> bool:
    """Whether a curve is there to compare another with: it is dashed, in any colour."""
    return chart.shape == LINES and one is not chart.series[0]


def _stacks(chart: Chart) -> list[list[tuple[int, int, str]]]:
    """By place what stands on each other: from, to and tone; what is below 0 goes down."""
    found: list[list[tuple[int, int, str]]] = []
    stacked = [one for one in chart.series if not (one.line or chart.shape == LINES)]
    for place in range(len(chart.places)):
        up = down = 0
        pile = []
        for one in stacked:
            value = one.values[place] or 0
            start = up if value > 0 else down
            pile.append((start, start + value, one.tone))
            up, down = up + max(value, 0), down + min(value, 0)
        found.append(pile)
    return found


def _ends(chart: Chart, stacks: list[list[tuple[int, int, str]]]) -> tuple[int, int]:
    """The lowest and the highest figure that is drawn."""
    values = [end for pile in stacks for _start, end, _tone in pile]
    for one in chart.series:
        if one.line or chart.shape == LINES:
            values += [value for value in one.values if value is not None]
    return min(values, default=0), max(values, default=0)


# --- along time -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Plot:
    """Where the figures of a chart along time stand."""

    left: float
    top: float
    wide: float
    high: float
    band: float
    scale: Scale

    def y(self, value: int) -> float:
        return self.top + self.high * (1 - self.scale.part(value))

    def middle(self, place: int) -> float:
        return self.left + (place + 0.5) * self.band


def _lay_along(
    drawing: Drawing, chart: Chart, area: tuple[float, float, float, float], letters: Letters
) -> None:
    stacks = _stacks(chart)
    plot = _plot(chart, _ends(chart, stacks), area, letters)
    _draw_grid(drawing, plot, letters)
    drawing.bands = [
        (plot.left + place * plot.band, plot.top, plot.band, plot.high)
        for place in range(len(chart.places))
    ]
    thick = min(plot.band * _FULLEST, _WIDEST_COLUMN * letters.size)
    for place, pile in enumerate(stacks):
        for start, end, tone in pile:
            if start != end:
                ys = plot.y(start), plot.y(end)
                x = plot.middle(place) - thick / 2
                drawing.shapes.append(Box(x, min(ys), thick, abs(ys[0] - ys[1]), tone))
    _draw_curves(drawing, chart, plot, _DOT * letters.size)
    _draw_zero(drawing, plot)
    _draw_short_figures(drawing, chart, plot, letters)
    _draw_marks(drawing, chart, plot, letters)
    _draw_places(drawing, chart, plot, letters)


def _plot(
    chart: Chart, ends: tuple[int, int], area: tuple[float, float, float, float], letters: Letters
) -> _Plot:
    x, y, wide, high = area
    size = letters.size
    head = _HEAD * size  # the unit, and the figure over the highest column
    foot = 1.9 * size
    room = high - head - foot
    scale = scale_of(chart.kind, *ends, max(2, int(room / (_STEP * size))))
    left = max(letters.measure(text) for _value, text in scale.ticks) + size * _GAP
    count = len(chart.places)
    # The last place's word may stand out over its column, of which the room for it takes a part.
    half = 0.5 / count
    over = letters.measure(chart.places[-1]) / 2 - (wide - left) * half
    right = max(over / (1 - half), 0)
    inner = wide - left - right
    return _Plot(x + left, y + head, inner, room, inner / count, scale)


def _draw_grid(drawing: Drawing, plot: _Plot, letters: Letters) -> None:
    size, right = letters.size, plot.left + plot.wide
    for value, text in plot.scale.ticks:
        y = plot.y(value)
        drawing.shapes.append(Stroke(((plot.left, y), (right, y)), "line"))
        drawing.shapes.append(Words(plot.left - size * _GAP, y, text, align="right"))
    drawing.shapes.append(Words(0, plot.top - (_HEAD - 0.7) * size, plot.scale.unit))


def _draw_zero(drawing: Drawing, plot: _Plot) -> None:
    y = plot.y(0)
    drawing.shapes.append(Stroke(((plot.left, y), (plot.left + plot.wide, y)), "quiet"))


def _draw_curves(drawing: Drawing, chart: Chart, plot: _Plot, dot: float) -> None:
    for one in chart.series:
        if not (one.line or chart.shape == LINES):
            continue
        for run in _runs(one.values):
            points = tuple((plot.middle(place), plot.y(value)) for place, value in run)
            if chart.shape == LINES and len(chart.series) == 1:
                ground = ((points[0][0], plot.y(0)), *points, (points[-1][0], plot.y(0)))
                drawing.shapes.append(Stroke(ground, "accent_soft", filled=True))
            drawing.shapes.append(Stroke(points, one.tone, 2, dashed=_is_beside(chart, one)))
            drawing.shapes += [
                Box(x - dot / 2, y - dot / 2, dot, dot, one.tone)
                for x, y in points
                if one.line or len(points) == 1
            ]


def _runs(values: Sequence[int | None]) -> Iterable[list[tuple[int, int]]]:
    """The stretches of a curve between the places where it has no figure."""
    run: list[tuple[int, int]] = []
    for place, value in enumerate(values):
        if value is not None:
            run.append((place, value))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _draw_short_figures(drawing: Drawing, chart: Chart, plot: _Plot, letters: Letters) -> None:
    """Over each column its figure at a glance, where all of them have room."""
    if len(chart.series) != 1 or chart.shape == LINES or chart.series[0].line:
        return
    values = chart.series[0].values
    unit, _word = large_unit(chart.kind, max((abs(value or 0) for value in values), default=0))
    glances = at_a_glance([value or 0 for value in values], unit)
    texts = [text if value else "" for value, text in zip(values, glances, strict=True)]
    size = letters.size
    if max(map(letters.measure, texts)) + size * _GAP > plot.band:
        return
    for place, (value, text) in enumerate(zip(values, texts, strict=True)):
        if text and value is not None:
            y = plot.y(value) + (-0.75 if value > 0 else 0.75) * size
            drawing.shapes.append(Words(plot.middle(place), y, text, "text", "center"))


def _draw_marks(drawing: Drawing, chart: Chart, plot: _Plot, letters: Letters) -> None:
    """Dashed lines with a dot where something happened, with words as far as they have room."""
    free = max(plot.left, letters.measure(plot.scale.unit) + letters.size)
    for mark in sorted(chart.marks, key=lambda one: one.place):
        x = plot.middle(mark.place)
        line = ((x, plot.top), (x, plot.top + plot.high))
        dot = _MARK_DOT * letters.size
        drawing.shapes.append(Stroke(line, mark.tone, dashed=True))
        drawing.shapes.append(Box(x - dot / 2, plot.top - dot / 2, dot, dot, mark.tone))
        text = mark.short or mark.words
        wide = letters.measure(text)
        left = min(x, plot.left + plot.wide - wide)
        if left >= free:
            drawing.shapes.append(Words(left, plot.top - letters.size, text, mark.tone))
            free = left + wide + letters.size


def _draw_places(drawing: Drawing, chart: Chart, plot: _Plot, letters: Letters) -> None:
    """The words of the places below, every one or so few that none touches the next."""
    widest = max(map(letters.measure, chart.places)) + letters.size
    every = max(1, -(-int(widest) // max(int(plot.band), 1)))
    y = plot.top + plot.high + letters.size
    last = len(chart.places) - 1
    for place, text in enumerate(chart.places):
        # Counted from the last one: the newest always has its word.
        if (last - place) % every == 0:
            drawing.shapes.append(Words(plot.middle(place), y, text, align="center"))


# --- bars -----------------------------------------------------------------------------------------


def _lay_bars(
    drawing: Drawing, chart: Chart, area: tuple[float, float, float, float], letters: Letters
) -> None:
    x, y, wide, high = area
    size = letters.size
    stacks = _stacks(chart)
    low, top = _ends(chart, stacks)
    sums = [sum(one.values[place] or 0 for one in chart.series) for place in range(len(stacks))]
    figures = [read_as(chart.kind, value) for value in sums]
    names = min(max(map(letters.measure, chart.places)), wide * _LONGEST_NAME)
    beside = max(map(letters.measure, figures)) + size * _GAP
    left = x + names + size + (beside if low < 0 else 0)
    room = x + wide - left - beside
    span = max(top - min(low, 0), 1)
    row = min(high / len(stacks), _ROW * size)

    def at(value: int) -> float:
        return left + room * (value - min(low, 0)) / span

    for place, pile in enumerate(stacks):
        band = y + place * row
        middle = band + row / 2
        drawing.bands.append((x, band, wide, row))
        name = letters.shortened(chart.places[place], names)
        drawing.shapes.append(Words(x, middle, name, "text"))
        for start, end, tone in pile:
            ends = sorted((at(start), at(end)))
            bar = Box(ends[0], band + row * 0.2, max(ends[1] - ends[0], 1), row * 0.6, tone)
            drawing.shapes += [bar] if start != end else []
        drawing.shapes.append(_figure(sums[place], figures[place], at, middle, size))
    if low < 0:
        zero = ((at(0), y), (at(0), y + row * len(stacks)))
        drawing.shapes.append(Stroke(zero, "quiet"))


def _figure(value: int, text: str, at: Callable[[int], float], y: float, size: float) -> Words:
    """The figure at the end of its bar."""
    if value < 0:
        return Words(at(value) - size * _GAP, y, text, "text", "right")
    return Words(at(max(value, 0)) + size * _GAP, y, text, "text")
