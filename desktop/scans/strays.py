"""Marks of a hand about the boxes of a page that lie in none of them, nor where people write.

What is printed there is known from the page's layout; ink anywhere else is somebody's.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop.basics.layout import LaidPage, Rectangle, Tick
from desktop.scans.grey import Dark, Numbers, summed

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Mask = NDArray[numpy.bool_]
    Cells = NDArray[numpy.signedinteger[Any]]

CELL = 25  # hundredths of a millimetre, between the places that are looked at
_CELL = CELL * CELL / 100  # hundredths of a square millimetre
REACH = 850  # so far from a box a mark may be meant for it
SLACK = 45  # by which print may lie off, paper isn't flat
_FRAME, _INSIDE = 45, 55  # so far out of and into a box its frame's line is seen
_INK = 0.25  # how dark a mark is at least
_JOINED = 2  # cells of one square, within which and to the next a mark hangs together
_NOBODY, _NO_MARK = -1, -2  # whose a cell is: no box's, a frame's line
_LEAST_LONG, _LEAST_CELLS = 6, 8  # cells: less is a speck
ALIKE = 150  # by which another box may be farther and still be meant
_MOST_OUT = 450  # so far out of its box a tick goes on
_PART, _LARGE = 600, 1_200  # how long a part of something large is, and that how wide at least
_UNLIKE = 0.08  # the share by which the ink of the same words differs
_WORDS_OFF = 500  # so far off a box what may be its words begins or ends
WORDS_HIGH = 200  # less is a rule
_ABOUT_WORDS = 80  # what is looked at about them
_FEW = 5  # of the same words: fewer may all be marked but one


@dataclass(frozen=True)
class Stray:
    """A mark: which boxes it may be meant for, and how large it is (hundredths of a mm²).

    It ``crosses`` boxes that it only runs through; ``over`` is the rectangle that it takes.
    """

    ticks: tuple[int, ...]
    size: int
    crosses: tuple[int, ...] = ()
    over: Rectangle = (0, 0, 0, 0)


@dataclass(frozen=True)
class Field:
    """The part of a page that is looked at: the paper's places of its cells, from its corner."""

    left: int
    top: int
    wide: int
    high: int

    @classmethod
    def about(cls, ticks: Sequence[Tick]) -> "Field":
        """What lies about some boxes."""
        boxes = [tick.box for tick in ticks]
        left, top = min(one.x for one in boxes), min(one.y for one in boxes)
        right = max(one.x + one.side for one in boxes)
        low = max(one.y + one.side for one in boxes)
        wide, high = (right - left + 2 * REACH) // CELL, (low - top + 2 * REACH) // CELL
        return cls(left - REACH, top - REACH, wide, high)

    def places(self) -> tuple[Numbers, Numbers]:
        """Where its cells lie on the paper, across and down."""
        import numpy

        across = self.left + CELL * numpy.arange(self.wide, dtype=float)
        down = self.top + CELL * numpy.arange(self.high, dtype=float)
        x, y = numpy.meshgrid(across, down)
        return x, y

    def cut(self, one: Rectangle, more: int) -> tuple[slice, slice]:
        """The cells of a rectangle and of ``more`` about it."""
        left, top, right, low = one[0] - more, one[1] - more, one[2] + more, one[3] + more
        return (
            slice(*(_within((one - self.top) // CELL, self.high) for one in (top, low + CELL))),
            slice(*(_within((one - self.left) // CELL, self.wide) for one in (left, right + CELL))),
        )


def _within(cell: int, number: int) -> int:
    return min(max(cell, 0), number)


def strays_in(dark: Dark, field: Field, page: LaidPage, sticks_out: Sequence[int]) -> list[Stray]:
    """The marks that are no box's; ``sticks_out`` says how far a box's tick goes out of two
    sides of it at most that face each other, 0 where it has none.
    """
    import numpy

    ink, known = dark > _INK, numpy.zeros(dark.shape, bool)
    owner = numpy.full(ink.shape, _NOBODY)
    for rectangle in page.printed:
        ink[field.cut(rectangle, SLACK)] = False
    for at, tick in enumerate(page.ticks):
        box = (tick.box.x, tick.box.y, tick.box.x + tick.box.side, tick.box.y + tick.box.side)
        known[field.cut(box, REACH)] = True
        owner[field.cut(box, _FRAME)] = _NO_MARK
        owner[field.cut(box, -_INSIDE)] = at
    ink &= known  # farther off it isn't known what is printed
    written = numpy.zeros(ink.shape, bool)
    for rectangle in page.written:
        written[field.cut(rectangle, 0)] = True
    marks = (
        _stray(cells, field, page.ticks, sticks_out, owner, written) for cells in marks_of(ink)
    )
    found = [one for one in marks if one is not None]
    return found + _under_large_ones([one.over for one in found], page.ticks)


def _under_large_ones(parts: Sequence[Rectangle], ticks: Sequence[Tick]) -> list[Stray]:
    """What lies under something large, such as a seal: what is seen in boxes there may be its own.

    ``parts`` are those of it that were seen: words and frames cut it up.
    """
    whole: list[Rectangle] = []
    for part in parts:
        if max(part[2] - part[0], part[3] - part[1]) < _PART:
            continue
        near = [one for one in whole if _apart_by(one, part) < _PART]
        whole = [one for one in whole if one not in near]
        sides = [*near, part]
        whole.append(
            (
                min(one[0] for one in sides),
                min(one[1] for one in sides),
                max(one[2] for one in sides),
                max(one[3] for one in sides),
            )
        )
    large = [one for one in whole if min(one[2] - one[0], one[3] - one[1]) >= _LARGE]
    boxes = [(tick.box.x, tick.box.y, tick.box.x, tick.box.y) for tick in ticks]
    under = (at for at, box in enumerate(boxes) if any(_apart_by(one, box) <= 0 for one in large))
    covered = tuple(under)
    return [Stray((), 0, covered)] if covered else []


def _apart_by(one: Rectangle, other: Rectangle) -> int:
    across = max(one[0] - other[2], other[0] - one[2])
    return max(across, one[1] - other[3], other[1] - one[3])


def strays_on_words(dark: Dark, field: Field, page: LaidPage) -> list[Stray]:
    """The marks on boxes' words: there is more ink than on the same words of other rows."""
    import numpy

    sums = summed(numpy.clip((dark - _INK) / (1 - _INK), 0, 1))
    same: dict[tuple[str, str, tuple[int, ...]], list[tuple[int, float]]] = {}
    for at, tick in enumerate(page.ticks):
        for left, top, end, low in _words_of(tick, page.printed):
            # Places are rounded, otherwise in one row than in another.
            place = tuple(
                round(one / 10) for one in (left - tick.box.x, top - tick.box.y, end - left)
            )
            rows, columns = field.cut((left, top, end, low), _ABOUT_WORDS)
            ink = (
                sums[rows.stop, columns.stop]
                - sums[rows.start, columns.stop]
                - sums[rows.stop, columns.start]
                + sums[rows.start, columns.start]
            )
            same.setdefault((tick.field, tick.value, place), []).append((at, float(ink)))
    return [one for some in same.values() for one in _more_than(some)]


def _words_of(tick: Tick, printed: Sequence[Rectangle]) -> Iterator[Rectangle]:
    """The words on a box's line, above and below it, as far as a mark for it may lie on them."""
    near, far = tick.box.x, tick.box.x + tick.box.side
    for left, top, right, low in printed:
        if low - top < WORDS_HIGH:
            continue
        if top < tick.box.middle[1] < low:
            if 0 < left - far < _WORDS_OFF or 0 < near - right < _WORDS_OFF:
                yield max(left, near - REACH), top, min(right, far + REACH), low
        elif left < far and near < right and tick.box.y - REACH < low and top < tick.box.y + REACH:
            yield max(left, near - _WORDS_OFF), top, min(right, far + _WORDS_OFF), low


def _more_than(some: Sequence[tuple[int, float]]) -> Iterator[Stray]:
    """Those of the same print, by their boxes, with more ink than others."""
    inks = sorted(ink for _at, ink in some)
    usual = inks[0 if len(inks) < _FEW else len(inks) // 4]
    for at, ink in some:
        size = round((ink - usual * (1 + _UNLIKE)) * _CELL)
        if size > 0:
            yield Stray((at,), size)


def _stray(
    cells: "Cells",
    field: Field,
    ticks: Sequence[Tick],
    sticks_out: Sequence[int],
    owner: Numbers,
    written: "Mask",
) -> Stray | None:
    """What a mark (its cells: rows and columns) may be meant for; None for one that says nothing.

    So do specks, what a tick goes on beyond its box, and what is written where people write.
    """
    import numpy

    rows, columns = cells[:, owner[cells[0], cells[1]] != _NO_MARK]
    if len(rows) < _LEAST_CELLS:
        return None
    long = max(int(numpy.ptp(rows)), int(numpy.ptp(columns))) + 1
    if long < _LEAST_LONG:
        return None
    x, y = field.left + CELL * columns, field.top + CELL * rows
    apart = numpy.array([_apart(tick, x, y) for tick in ticks])
    boxes = [int(one) for one in numpy.unique(owner[rows, columns]) if one >= 0]
    own = [at for at in boxes if sticks_out[at]]
    if any(_is_tick(ticks[at], x, y, sticks_out[at]) for at in own):
        return None
    if not own and int(written[rows, columns].sum()) * 2 >= len(rows):
        return None
    far = min(int(apart.min()) + ALIKE, REACH)
    meant = tuple(int(at) for at in numpy.flatnonzero(apart <= far))
    over = int(x.min()), int(y.min()), int(x.max()), int(y.max())
    return Stray(meant, round(len(rows) * _CELL), tuple(own), over)


def _apart(tick: Tick, x: Numbers, y: Numbers) -> int:
    """How far off a box the nearest place of some is, in hundredths of a millimetre."""
    return int(outside(tick, x, y).min())


def _is_tick(tick: Tick, x: Numbers, y: Numbers, sticks_out: int) -> bool:
    """Whether a mark that lies in a box is a tick of it, and doesn't run through it."""
    if int(outside(tick, x, y).max()) > _MOST_OUT:
        return False
    box = tick.box
    across = min(box.x - int(x.min()), int(x.max()) - box.x - box.side)
    down = min(box.y - int(y.min()), int(y.max()) - box.y - box.side)
    return max(across, down) < sticks_out


def outside(tick: Tick, x: Numbers, y: Numbers) -> Numbers:
    """How far off a box some places are, in hundredths of a millimetre."""
    import numpy

    middle_x, middle_y = tick.box.middle
    half = tick.box.side / 2
    found: Numbers = numpy.hypot(
        numpy.maximum(abs(x - middle_x) - half, 0), numpy.maximum(abs(y - middle_y) - half, 0)
    )
    return found


def marks_of(ink: "Mask") -> Iterator["Cells"]:
    """The cells of each mark that hangs together, but for the smallest: rows and columns."""
    import numpy

    wide = ink.shape[1] // _JOINED + 2  # no square is beside one at the other edge
    rows, columns = numpy.nonzero(ink)
    squares, at = numpy.unique(rows // _JOINED * wide + columns // _JOINED, return_inverse=True)
    whose = _joined(squares, (1, wide - 1, wide, wide + 1))[at]
    order = numpy.argsort(whose, kind="stable")
    cells = numpy.stack([rows[order], columns[order]])
    ends = numpy.flatnonzero(numpy.diff(whose[order])) + 1
    yield from (one for one in numpy.split(cells, ends, axis=1) if one.shape[1] >= _LEAST_CELLS)


def _joined(squares: "Cells", steps: Sequence[int]) -> "Cells":
    """For each of some sorted squares the first that hangs together with it, by such steps."""
    import numpy

    whose = numpy.arange(len(squares))
    pairs = []
    for step in steps:
        next_to = numpy.minimum(numpy.searchsorted(squares, squares + step), len(squares) - 1)
        there = numpy.flatnonzero(squares[next_to] == squares + step)
        pairs.append((there, next_to[there]))
    one, other = (numpy.concatenate(some) for some in zip(*pairs, strict=True))
    while (apart := whose[one] != whose[other]).any():
        one, other = one[apart], other[apart]
        first, second = whose[one], whose[other]
        numpy.minimum.at(whose, numpy.maximum(first, second), numpy.minimum(first, second))
        while (further := whose[whose] != whose).any():
            whose = numpy.where(further, whose[whose], whose)
    return whose
