"""The boxes of a straightened page: each found by its frame, and how much ink stands in it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from desktop.basics.layout import LaidPage, Layout, Tick
from desktop.scans.around import FAR, about_the_boxes, marks_around
from desktop.scans.grey import Dark, Grey, Numbers, Way, looked_up
from desktop.scans.lines import lines_on_words
from desktop.scans.specks import dirt_on, is_dashed, is_dirty, speck_in, without_specks
from desktop.scans.strays import CELL, Field, strays_in, strays_on_words
from desktop.scans.strokes import LONE, Shape, shape_of

_STEP = 10  # between the points that are looked at, in hundredths of a millimetre
_MOST_SHIFT = 13  # steps that a frame may lie off: paper isn't flat
_AROUND = _STEP * (FAR + _MOST_SHIFT + 1)  # what is looked at beyond a box
_NEAR_SHIFT = 3  # steps from where the others around it lie
_FRAME = 2  # half of what counts as a frame's line, in steps
_INSET = 6  # steps inside a frame, where its line is out of sight
_FAINTEST, _FULL = 0.12, 0.5  # how dark ink begins to count, and counts fully
_SPECK_INK = 20  # thousandths of ink: less is looked at no further
TICKED = 95  # thousandths of ink: from here on it is a tick
_COARSE = 24  # cells of a square whose paper has one shade
BROAD = 450  # thousandths of ink: a broad pen's, or a scribble
_OUT, _OUT_BROAD = 130, 180  # hundredths of a millimetre
# Hundredths of a square millimetre, twice as many beside a broad pen's tick:
_STRUCK = 150  # on a box's words, no tick's end
_MUCH = 250  # about a box, so that its tick may be part of it
_LEAST_FRAME = 0.12  # how dark a frame is, to be one


@dataclass(frozen=True)
class Box:
    """A box as it was found: the share of ink in it, in thousandths, and the ink beside it.

    ``beside`` is what isn't print around it, ``through`` what of it runs along the line of the box
    farther than a tick does, ``far_through`` than one of a broad pen, all in hundredths of a square
    millimetre. ``found``: its frame is there. What is not found says nothing. ``crossed``: what
    is seen in it may be part of something that isn't a tick of it. ``shape`` is of what is
    ticked. ``marked``: a mark stands there that lies far from all boxes that are ticked. ``speck``:
    so far off its middle (steps) a lone dot is seen in it, as others lie on the page.
    """

    tick: Tick
    ink: int
    beside: int
    through: int
    far_through: int
    found: bool
    crossed: bool = False
    shape: Shape = LONE
    marked: bool = False
    speck: int = 0


def read_boxes(grey: Grey, layout: Layout, page: LaidPage, way: Way) -> list[Box]:
    """How much ink stands in each box of a page."""
    import numpy

    ticks = page.ticks
    if not ticks:
        return []
    darkness = _Darkness.of(grey, layout, way)
    off = numpy.zeros((len(ticks), 2))
    sizes: list[tuple[list[int], _Patches]] = []
    for side in {tick.box.side for tick in ticks}:
        places = [at for at, tick in enumerate(ticks) if tick.box.side == side]
        middles = numpy.array([ticks[at].box.middle for at in places], float)
        patches = _Patches(darkness.around(middles, side), middles, side // _STEP)
        off[places] = patches.shifts * _STEP
        sizes.append((places, patches))
    field = Field.about(ticks)
    dark = darkness.over(field, ticks, off)
    dirt = dirt_on(dark, field, page)  # none on paper of which it isn't known what is printed
    dirty = [is_dirty(tick, dirt) for tick in ticks]
    found: list[Box | None] = [None] * len(ticks)
    for places, patches in sizes:
        some = patches.read([ticks[at] for at in places], [dirty[at] for at in places])
        for at, box in zip(places, some, strict=True):
            found[at] = box
    boxes = _without_haze([box for box in found if box is not None])
    return _with_strays(boxes, dark, field, page) if page.printed else boxes


def _with_strays(boxes: list[Box], dark: Dark, field: Field, page: LaidPage) -> list[Box]:
    """With the marks that lie in no box, told of each that they may be meant for."""
    beside, about = [box.beside for box in boxes], [0] * len(boxes)
    broad = [2 if box.ink >= BROAD else 1 for box in boxes]
    strays = strays_in(dark, field, page, [_sticks_out(box.ink) for box in boxes])
    ticked = [at for at, box in enumerate(boxes) if box.ink >= TICKED or box.tick.printed]
    strays += lines_on_words(dark, field, page, ticked)
    on_words = strays_on_words(dark, field, page)
    crossed = {at for one in strays for at in one.crosses}
    crossed.update(at for one in on_words for at in one.ticks if one.size >= _STRUCK * broad[at])
    marked: set[int] = set()
    for stray in strays:
        if not any(boxes[at].ink >= TICKED for at in stray.ticks):
            marked.update(stray.ticks)
    for stray in strays + on_words:
        for at in stray.ticks:
            beside[at] = max(beside[at], stray.size)
            about[at] += stray.size
    crossed.update(at for at, size in enumerate(about) if size >= _MUCH * broad[at])
    told = enumerate(zip(boxes, beside, strict=True))
    return [
        replace(box, beside=size, crossed=at in crossed, marked=at in marked)
        for at, (box, size) in told
    ]


def _sticks_out(ink: int) -> int:
    """How far a tick goes out of a box at most at two sides that face each other; 0 for none."""
    if ink < TICKED:
        return 0
    return _OUT if ink < BROAD else _OUT_BROAD


def _without_haze(boxes: list[Box]) -> list[Box]:
    """Without what stands in every box alike: frames that bleed, dots of noise."""
    import numpy

    told = numpy.array([(box.ink, box.beside, box.through, box.far_through) for box in boxes])
    clear = numpy.maximum(told - numpy.percentile(told, 20, axis=0).astype(int), 0).tolist()
    return [
        replace(box, ink=ink, beside=beside, through=through, far_through=far)
        for box, (ink, beside, through, far) in zip(boxes, clear, strict=True)
    ]


@dataclass(frozen=True)
class _Darkness:
    """How dark a place of the page is, 0 as its paper to 1 as its print, whatever light it has."""

    grey: Grey
    way: Way
    black: float  # the print's shade, as a share of its paper's

    @classmethod
    def of(cls, grey: Grey, layout: Layout, way: Way) -> "_Darkness":
        import numpy

        shares = []
        for mark in layout.marks:
            x, y = mark.middle
            inside = numpy.linspace(-0.3, 0.3, 9) * mark.side
            around = numpy.linspace(-0.85, 0.85, 30) * mark.side
            core = looked_up(grey, *way(*numpy.meshgrid(x + inside, y + inside)))
            whole = looked_up(grey, *way(*numpy.meshgrid(x + around, y + around)))
            shares.append(float(core.mean()) / max(float(numpy.percentile(whole, 90)), 1.0))
        return cls(grey, way, min(float(numpy.median(shares)), 0.8))

    def around(self, middles: Numbers, side: int) -> Dark:
        """Patches of the page about the middles of boxes."""
        import numpy

        reach = (side // 2 + _AROUND) // _STEP
        along = numpy.arange(-reach, reach + 1) * _STEP
        x = middles[:, 0, None, None] + along[None, None, :]
        y = middles[:, 1, None, None] + along[None, :, None]
        seen = looked_up(self.grey, *self.way(x, y))
        some = seen[:, ::2, ::2]
        white = numpy.percentile(some, 80, axis=(1, 2), keepdims=True)
        dark = (white - seen) / numpy.maximum(white * (1 - self.black), 1)
        found: Dark = numpy.clip(dark, 0, 1.2).astype(numpy.float32)
        return found

    def over(self, field: Field, ticks: Sequence[Tick], off: Numbers) -> Dark:
        """A part of the page, each place as far off as the box that lies nearest is."""
        import numpy

        x, y = field.places()
        across, down = _spread(field, ticks, off)
        seen = looked_up(self.grey, *self.way(x + across, y + down))
        white = _white(seen)
        found: Dark = (white - seen) / numpy.maximum(white * (1 - self.black), 1)
        return found


def _spread(field: Field, ticks: Sequence[Tick], off: Numbers) -> tuple[Numbers, Numbers]:
    """How far off each place of a field lies, across and down: as the boxes about it do."""
    import numpy

    middles = numpy.array([tick.box.middle for tick in ticks])
    step = _COARSE * CELL
    x = field.left + step * (numpy.arange(-(-field.wide // _COARSE)) + 0.5)
    y = field.top + step * (numpy.arange(-(-field.high // _COARSE)) + 0.5)
    apart = numpy.hypot(x[None, :, None] - middles[:, 0], y[:, None, None] - middles[:, 1])
    nearest = apart.argmin(axis=2).repeat(_COARSE, axis=0).repeat(_COARSE, axis=1)
    nearest = nearest[: field.high, : field.wide]
    return off[nearest, 0], off[nearest, 1]


def _white(seen: Dark) -> Dark:
    """The shade of the paper about each place."""
    import numpy

    high, wide = (-(-size // _COARSE) * _COARSE for size in seen.shape)
    whole = numpy.pad(
        seen, ((0, high - seen.shape[0]), (0, wide - seen.shape[1])), mode="edge"
    ).reshape(high // _COARSE, _COARSE, wide // _COARSE, _COARSE)
    shade = numpy.percentile(whole, 75, axis=(1, 3)).astype(numpy.float32)
    found = shade.repeat(_COARSE, axis=0).repeat(_COARSE, axis=1)
    return found[: seen.shape[0], : seen.shape[1]]


class _Patches:
    """Patches about boxes of one size (in steps), and where their frames lie in them."""

    def __init__(self, dark: Dark, middles: Numbers, side: int) -> None:
        import numpy

        self.dark, self.middles, self.half = dark, middles, side / 2
        self.reach = dark.shape[1] // 2
        padded = numpy.zeros((len(dark), dark.shape[1] + 1, dark.shape[2] + 1))
        padded[:, 1:, 1:] = dark.cumsum(axis=1, dtype=float).cumsum(axis=2)
        self.sums = padded
        soft = numpy.clip((dark - _FAINTEST) / (_FULL - _FAINTEST), 0, 1)
        self.ink = soft
        scores = self._frame_scores()
        shifts = self.shifts = self._shifts(scores)
        self.held = scores[
            numpy.arange(len(dark)), shifts[:, 1] + _MOST_SHIFT, shifts[:, 0] + _MOST_SHIFT
        ]

    def read(self, ticks: Sequence[Tick], dirty: Sequence[bool]) -> list[Box]:
        """How much ink stands in each, and beside it; those that are ``dirty`` have specks."""
        import numpy

        shifts, held = self.shifts, self.held
        least = max(_LEAST_FRAME, 0.35 * float(numpy.median(held)))
        patches = about_the_boxes(self.ink, shifts, round(self.half) + FAR)
        around = marks_around(patches, ticks, self.half, dirty)
        boxes = [
            Box(tick, self._inside(at, *map(int, shifts[at])), *around[at], bool(held[at] >= least))
            for at, tick in enumerate(ticks)
        ]
        return [
            self._told(box, patch, one) if box.ink > _SPECK_INK else box
            for box, patch, one in zip(boxes, patches, dirty, strict=True)
        ]

    def _told(self, box: Box, patch: Dark, dirty: bool) -> Box:
        """A box with the shape of what is in it."""
        if box.ink < TICKED:
            return replace(box, speck=speck_in(patch, self.half)) if dirty else box
        seen = without_specks(patch, self.half) if dirty else patch
        shape = shape_of(seen, self.half)
        if is_dashed(patch, self.half):
            shape = replace(shape, struck=True)
        return replace(box, shape=shape)

    def _frame_scores(self) -> Numbers:
        """By box, by shift down and across: how much of a frame lies there."""
        import numpy

        half, line, long = round(self.half), _FRAME, 2 * _MOST_SHIFT + 1
        first = self.reach - _MOST_SHIFT - line  # of the rows, where the frame isn't shifted most
        along = first + line - half
        lying, standing = (
            self._means(2 * line + 1, 2 * half + 1),
            self._means(2 * half + 1, 2 * line + 1),
        )
        sides = [
            lying[:, at : at + long, along : along + long] for at in (first - half, first + half)
        ]
        sides += [
            standing[:, along : along + long, at : at + long] for at in (first - half, first + half)
        ]
        found: Numbers = 0.6 * numpy.minimum.reduce(sides) + 0.1 * numpy.add.reduce(sides)
        return found

    def _means(self, high: int, wide: int) -> Numbers:
        """The mean darkness of all rectangles of one size, by their upper left corners."""
        sums = self.sums
        whole = sums[:, high:, wide:] - sums[:, :-high, wide:] - sums[:, high:, :-wide]
        found: Numbers = (whole + sums[:, :-high, :-wide]) / (high * wide)
        return found

    def _shifts(self, scores: Numbers) -> Numbers:
        """By how many steps each frame lies off, across and down: as those around it do."""
        import numpy

        number, size = len(scores), scores.shape[1]
        tops = scores.reshape(number, -1).argmax(axis=1)
        own = numpy.stack([tops % size, tops // size], axis=1) - _MOST_SHIFT
        held = scores.reshape(number, -1).max(axis=1)
        field = self._field(own.astype(float), held)
        found = numpy.zeros((number, 2), int)
        for at in range(number):
            middle = numpy.clip(numpy.rint(field[at]).astype(int), -_MOST_SHIFT, _MOST_SHIFT)
            low = numpy.clip(middle - _NEAR_SHIFT, -_MOST_SHIFT, _MOST_SHIFT) + _MOST_SHIFT
            high = numpy.clip(middle + _NEAR_SHIFT, -_MOST_SHIFT, _MOST_SHIFT) + _MOST_SHIFT
            part = scores[at, low[1] : high[1] + 1, low[0] : high[0] + 1]
            row, column = divmod(int(part.argmax()), part.shape[1])
            found[at] = low[0] + column - _MOST_SHIFT, low[1] + row - _MOST_SHIFT
        return found

    def _field(self, own: Numbers, held: Numbers) -> Numbers:
        """How the frames lie off over the page: a slope, without those that fall out of it."""
        import numpy

        good = held >= 0.6 * numpy.median(held)
        field = numpy.broadcast_to(numpy.median(own[good], axis=0), own.shape)
        places = numpy.column_stack([numpy.ones(len(own)), self.middles / 10_000])
        for _round in range(3):
            good = good & (numpy.abs(own - field).max(axis=1) <= 5)
            if good.sum() < 6:
                break
            # A little pull towards no slope: boxes in one line tell none across it.
            pull = numpy.diag([0.0, 0.3, 0.3])
            left = places[good].T @ places[good] + pull
            field = places @ numpy.linalg.solve(left, places[good].T @ own[good])
        return field

    def _inside(self, at: int, across: int, down: int) -> int:
        """The share of ink within a frame, in thousandths."""
        inner, middle = round(self.half) - _INSET, self.reach
        rows = slice(middle + down - inner, middle + down + inner + 1)
        columns = slice(middle + across - inner, middle + across + inner + 1)
        return round(1000 * float(self.ink[at, rows, columns].mean()))
