"""What stands in a box, by its shape: a lone tick, one that was struck out, or a box blackened.

A hook, a cross and a stroke are at most two straight strokes. What is left beside the two that
cover most of it was drawn by somebody who took the tick back, unless all of it is one zigzag.
"""

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from desktop.scans.grey import Dark, Numbers, summed

if TYPE_CHECKING:
    from desktop.scans.strays import Mask

# All lengths are steps, tenths of a millimetre.
_REACH = 13  # what is looked at about a box's middle: its inside, without its frame
_ENDS = range(-12, 13, 2)  # where strokes may begin and end
_SHORTEST, _POINTS = 2, 7  # a stroke's length, and the points along it that are looked at
_MEAN, _LEAST = 0.6, 0.25  # of ink along a stroke, and at each point of it
_LONGEST, _OTHERS = 60, 100  # strokes that are tried, and those that lie off the longest
_SLACK = 1.5  # by which a stroke isn't straight, beside its width
_LEFT = 0.08  # the share of ink beyond two strokes that is one stroke more
_FLAT, _FLAT_LONG = 0.42, 10  # how steep (of 1) and how long at least a zigzag's strokes are
_RAGGED = 0.06  # the share of a zigzag that no such stroke covers
# How wide a pen's stroke is: so far it is thin, from there on broad; the broadest are felt pens.
THIN, _BROAD, _BROADEST = 10, 14, 60
# Of a box's height, above and below its middle, where no tick leaves it to the right.
_UP, _DOWN = 0.16, 0.28
# From where to where beside the frame's sides a line stands that runs through both of them, of a
# broad pen, and that alone at the right is none of a tick's; and how much ink it has there.
_RIGHT, _LEFT_SIDE, _RIGHT_BROAD, _LEFT_BROAD, _FAR_RIGHT = (
    (5, 9),
    (4, 8),
    (7, 10),
    (7, 11),
    (6, 11),
)
# From where to where a broad pen's cross goes out at corners, and half of what is white of a side.
_CROSS_OUT, _AMID, _WHITE = (2, 6), 3, 0.15
_SPILLS = (3, 6)  # and one of a scribble's
_RUNS_RIGHT, _RUNS_LEFT, _RUNS_FAR = 0.8, 0.6, 0.9
# Ink of all of a blackened box, of its corners and of the middles of its sides.
_BLOCK, _CORNER, _SIDE, _SIDES, _CORNER_WIDE, _SIDE_DEEP = 0.7, 0.3, 0.33, 0.6, 7, 4
# From where to where beside the frame the ends of a blackening's strokes are looked at, how wide
# those of a felt pen are, and how much of them (a share; and in steps) may be narrower.
_ENDS_OUT, _FELT, _NARROW, _NARROW_LEAST = (3, 8), 8, 0.18, 10
# How wide what goes out above is, which no zigzag has; from where to where it is looked at.
_HOOKS_TAIL, _TAIL = 3, (4, 8)


@dataclass(frozen=True)
class Shape:
    """Whether a box is blackened, or a tick in it struck through; how wide its strokes are.

    ``felt``: it was blackened by a pen as broad as a felt pen, by the ends of its strokes.
    """

    block: bool = False
    struck: bool = False
    wide: float = 0
    felt: bool = False


LONE = Shape()


def shape_of(patch: Dark, half: float) -> Shape:
    """The shape of what stands in a box in the middle of a patch; ``half`` is of its side."""
    import numpy

    middle = patch.shape[0] // 2
    inside = slice(middle - _REACH, middle + _REACH + 1)
    seen = patch[inside, inside]
    inked = seen[seen > _LEAST]
    if not inked.size:
        return LONE
    patch = numpy.clip(patch / max(float(numpy.percentile(inked, 75)), 0.3), 0, 1)
    ink = patch[inside, inside]
    wide, near = _wide(ink), round(half)
    if wide < THIN:
        runs = _runs_through(patch, near)
    else:  # a still broader pen's tick itself stands at both sides
        runs = wide < _BROADEST and _runs_through_broad(patch, near)
    if wide >= _BROAD or float(ink.mean()) >= _BLOCK:
        block = _is_block(ink) or _is_scribbled(patch, ink, near)
        if block and not _is_cross(patch, near):
            return Shape(True, runs, wide, _is_felt(patch, near))
        return Shape(False, runs, wide)
    return Shape(struck=runs or _has_more(patch, ink, near, wide), wide=wide)


def _wide(ink: Dark) -> float:
    """How wide the strokes are: twice their area, by the length of their edges."""
    import numpy

    inked = ink > 0.5
    edges = int((inked[1:] != inked[:-1]).sum()) + int((inked[:, 1:] != inked[:, :-1]).sum())
    return float(2 * inked.sum() / max(edges * numpy.pi / 4, 1))


def _is_block(ink: Dark) -> bool:
    """A hook leaves corners white, a cross the middles of the sides."""
    near, far = slice(0, _CORNER_WIDE), slice(-_CORNER_WIDE, None)
    first, last = slice(0, _SIDE_DEEP), slice(-_SIDE_DEEP, None)
    amid = slice(_REACH - _CORNER_WIDE // 2, _REACH + _CORNER_WIDE // 2 + 1)
    corners = [ink[rows, columns] for rows in (near, far) for columns in (near, far)]
    sides = [ink[first, amid], ink[last, amid], ink[amid, first], ink[amid, last]]
    corner = min(float(part.mean()) for part in corners)
    least, *others = sorted(float(part.mean()) for part in sides)
    edges = corner >= _CORNER and least >= _SIDE and others[0] >= _SIDES
    return edges and float(ink.mean()) >= _BLOCK


def _is_cross(patch: Dark, half: int) -> bool:
    """Whether ink goes out at the corners of the frame, and at the middle of none of its sides."""
    middle = patch.shape[0] // 2
    first, last = (half + one for one in _CROSS_OUT)
    at = [slice(middle - last, middle - first), slice(middle + first, middle + last)]
    amid = slice(middle - _AMID, middle + _AMID + 1)
    sides = [patch[one, amid] for one in at] + [patch[amid, one] for one in at]
    corners = sorted(float(patch[down, across].mean()) for down in at for across in at)
    return max(float(side.mean()) for side in sides) < _WHITE and corners[1] > _CORNER


def _is_scribbled(patch: Dark, ink: Dark, half: int) -> bool:
    """Whether a box's ink, with some white left, goes level beyond both sides of its frame."""
    if float(ink.mean()) < _BLOCK:
        return False
    right = _beside(patch, half, _UP, _SPILLS)
    return min(right, _beside(patch[:, ::-1], half, _UP, _SPILLS)) >= _RUNS_RIGHT


def _is_felt(patch: Dark, half: int) -> bool:
    """Whether what goes out of a blackened box is nowhere as narrow as a thin pen's stroke."""
    import numpy

    middle, reach = patch.shape[0] // 2, half + _ENDS_OUT[1] + _FELT
    about = slice(middle - reach, middle + reach + 1)
    ink = patch[about, about] > 0.85
    y, x = numpy.mgrid[-reach : reach + 1, -reach : reach + 1]
    off = numpy.maximum(abs(x), abs(y)) - half
    words = (x > half) & (abs(y) <= half)
    ends = ink & (off > _ENDS_OUT[0]) & (off <= _ENDS_OUT[1]) & ~words
    narrow = int((ends & ~_opened(ink)).sum())
    return narrow <= max(_NARROW * int(ends.sum()), _NARROW_LEAST)


def _opened(ink: "Mask") -> "Mask":
    """Those parts of ink in which a square as wide as a felt pen has place."""
    import numpy

    def squares(of: "Mask") -> Numbers:
        sums = summed(of.astype(numpy.float32))
        whole = sums[_FELT:, _FELT:] - sums[:-_FELT, _FELT:]
        found: Numbers = whole - sums[_FELT:, :-_FELT] + sums[:-_FELT, :-_FELT]
        return found

    place = squares(ink) >= _FELT * _FELT
    found: Mask = squares(numpy.pad(place, _FELT - 1)) > 0
    return found


def _runs_through(patch: Dark, half: int) -> bool:
    """Whether a thin line runs through both sides of the box, or far out of the right one."""
    right = _beside(patch, half, _UP, _RIGHT) >= _RUNS_RIGHT
    if right and _beside(patch[:, ::-1], half, _DOWN, _LEFT_SIDE) >= _RUNS_LEFT:
        return True
    return _beside(patch, half, _UP, _FAR_RIGHT) >= _RUNS_FAR


def _runs_through_broad(patch: Dark, half: int) -> bool:
    """Whether a line runs through both sides of what a broad pen ticked."""
    right = _beside(patch, half, _UP, _RIGHT_BROAD)
    return min(right, _beside(patch[:, ::-1], half, _UP, _LEFT_BROAD)) >= _RUNS_RIGHT


def _beside(patch: Dark, half: int, up: float, out: tuple[int, int]) -> float:
    """How much ink a level line has that leaves the box in the middle of its right side.

    So far ``up`` from the middle, and ``out`` from where to where beside the frame.
    """
    middle = patch.shape[0] // 2
    rows = slice(middle - round(2 * half * up), middle + round(2 * half * _DOWN) + 1)
    first, last = (middle + half + one for one in out)
    return float(patch[rows, first:last].mean(axis=1).max())


def _has_more(patch: Dark, ink: Dark, half: int, wide: float) -> bool:
    """Whether there is more than two strokes, and not a zigzag alone."""
    import numpy

    ink = numpy.where(ink > 0.2, ink, 0)
    begin, along, long = _strokes_in(ink, wide / 2 + _SLACK)
    if not len(long):
        return False
    covers = _covers(begin, along, long, wide / 2 + _SLACK)
    whole, flat_ink = float(ink.sum()), ink.ravel()
    each = covers * flat_ink
    alone = each.sum(axis=1)
    both = alone[:, None] + alone[None, :] - each @ covers.T
    if whole - float(both.max()) < _LEFT * whole:
        return False
    flat = (abs(along[:, 1]) <= _FLAT) & (long >= _FLAT_LONG)
    if not flat.any():
        return True
    left = whole - float(each[flat].max(axis=0).sum())
    return left > _RAGGED * whole or _tail(patch, half) >= _HOOKS_TAIL


def _tail(patch: Dark, half: int) -> int:
    """How wide what leaves a box at its top is."""
    middle = patch.shape[0] // 2
    rows = slice(middle - half - _TAIL[1] + 1, middle - half - _TAIL[0])
    above = patch[rows, middle - half : middle + half + _TAIL[1]].mean(axis=0)
    return int((above > 0.5).sum())


def _strokes_in(ink: Dark, near: float) -> tuple[Numbers, Numbers, Numbers]:
    """Strokes that are inked all along: where they begin, their directions and their lengths."""
    import numpy

    begin, along, long, points = _strokes()
    seen = ink.ravel()[points]
    there = numpy.flatnonzero((seen.mean(axis=0) > _MEAN) & (seen.min(axis=0) > _LEAST))
    if not len(there):
        return begin[there], along[there], long[there]
    score = seen.mean(axis=0)[there] * long[there]
    top = there[int(score.argmax())]
    off = begin[there] + along[there] * long[there, None] / 2 - begin[top]
    beside = abs(off[:, 0] * along[top, 1] - off[:, 1] * along[top, 0]) > near
    best = numpy.concatenate(
        [numpy.argsort(-score)[:_LONGEST], numpy.argsort(-score * beside)[:_OTHERS]]
    )
    chosen = there[best]
    return begin[chosen], along[chosen], long[chosen]


@cache
def _strokes() -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """All strokes from one place to another; the last: the points along each, one a row."""
    import numpy

    ends = numpy.array([(x, y) for x in _ENDS for y in _ENDS], numpy.float32)
    first, last = numpy.triu_indices(len(ends), 1)
    begin, way = ends[first], ends[last] - ends[first]
    long = numpy.hypot(way[:, 0], way[:, 1])
    enough = long >= _SHORTEST
    begin, way, long = begin[enough], way[enough], long[enough]
    share = numpy.linspace(0, 1, _POINTS)[:, None, None]
    places = numpy.rint(begin + way * share).astype(int) + _REACH
    return begin, way / long[:, None], long, places[..., 1] * (2 * _REACH + 1) + places[..., 0]


def _covers(begin: Numbers, along: Numbers, long: Numbers, near: float) -> Dark:
    """What each of some strokes covers, one a row."""
    import numpy

    side = numpy.arange(-_REACH, _REACH + 1, dtype=numpy.float32)
    y, x = (one.ravel() for one in numpy.meshgrid(side, side, indexing="ij"))
    off_x, off_y = x - begin[:, :1], y - begin[:, 1:]
    on = off_x * along[:, :1] + off_y * along[:, 1:]
    aside = abs(off_x * along[:, 1:] - off_y * along[:, :1])
    beyond = numpy.maximum(numpy.maximum(-on, on - long[:, None]) - 3, 0)
    found: Dark = (aside**2 + beyond**2 <= near**2).astype(numpy.float32)
    return found
