"""Specks: small round dots that lie alone, as dirt on a scanner's glass or in paper leaves them.

A tick, a line and a circle are longer; a line that a pen broke into dots has several on a level.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import hypot
from typing import TYPE_CHECKING

from desktop.basics.layout import LaidPage, Tick
from desktop.scans.grey import Dark, Numbers, summed
from desktop.scans.strays import CELL, REACH, SLACK, Field, marks_of

if TYPE_CHECKING:
    from desktop.scans.strays import Cells, Mask

# All lengths are steps, tenths of a millimetre.
_INK = 0.25  # how dark a speck is at least
_ROUND, _FULL = 1.6, 0.6  # how long by its width at most, and how much of its square it fills
_SMALL, _LARGEST = 8, 13  # from there on one may be a dot of a hand's; and no speck at all
_MOST, _LEVEL = 3, 1  # about a box, and on its line: more may be a broken line
_LINE, _INSET = 3, 6  # inside a frame, where its line ends and is surely out of sight
_OUT = 12  # of a frame, as far as a tick's shape is looked at
# Dashes: the part of a box's height that they stand in, how long they are, by how much their edges
# lie off a line, and how many are none by chance; what is a frame's line.
_BAND, _DASH, _OFF_LINE, _IN_A_ROW, _FRAME = 0.6, 13, 1, 3, 2
_DIRTY = 3  # of them lie elsewhere on a page that has specks at all
_ELSEWHERE = 600  # hundredths of a millimetre from a box
# Of a page's cells: half of the square that a speck lies in, and of that which is white but for it.
_DARK, _DOT, _WHITE = 0.45, 2, 4
_SQUARE = 150  # hundredths of a millimetre: what lies in one is one speck


@dataclass(frozen=True)
class Speck:
    """One, in the patch about a box: its cells, and its middle's place from that of the box."""

    patch: int
    rows: slice
    columns: slice
    across: int
    down: int

    @property
    def large(self) -> bool:
        """Whether a hand may have made such a dot."""
        high = int(self.rows.stop) - int(self.rows.start)
        wide = int(self.columns.stop) - int(self.columns.start)
        return max(high, wide) > _SMALL


def dirt_on(dark: Dark, field: Field, page: LaidPage) -> Numbers:
    """The places (x and y, one a row) of the specks about a page's boxes, clear of all print."""
    import numpy

    clear = numpy.zeros(dark.shape, bool)
    for tick in page.ticks if page.printed else ():
        x, y = round(tick.box.middle[0]), round(tick.box.middle[1])
        clear[field.cut((x, y, x, y), REACH)] = True
    for rectangle in page.printed:
        clear[field.cut(rectangle, SLACK)] = False
    for rectangle in page.written:
        clear[field.cut(rectangle, 0)] = False
    rows, columns = numpy.nonzero(clear & (dark > _DARK))
    high, wide = dark.shape
    inside = (numpy.minimum(rows, high - 1 - rows) >= _WHITE) & (
        numpy.minimum(columns, wide - 1 - columns) >= _WHITE
    )
    rows, columns = rows[inside], columns[inside]
    sums = summed((dark > _INK).astype(numpy.float32))

    def inked(reach: int) -> Numbers:
        top, low, left, right = rows - reach, rows + reach + 1, columns - reach, columns + reach + 1
        found: Numbers = sums[low, right] - sums[top, right] - sums[low, left] + sums[top, left]
        return found

    lone = inked(_WHITE) == inked(_DOT)
    places = numpy.stack([field.left + CELL * columns, field.top + CELL * rows], axis=1)[lone]
    _squares, first = numpy.unique(places // _SQUARE, axis=0, return_index=True)
    found: Numbers = places[first]
    return found


def is_dirty(tick: Tick, dirt: Numbers) -> bool:
    """Whether specks lie on a page elsewhere than about a box."""
    off = abs(dirt - tick.box.middle).max(axis=1)
    return int((off > _ELSEWHERE).sum()) >= _DIRTY


def specks_about(whole: Dark, where: "Mask", half: float) -> list[Speck]:
    """The specks about boxes in the middle of patches of a dirty page.

    ``where`` is no print, nor the box.
    """
    inked = whole > _INK
    found: dict[int, list[Speck]] = {}
    for one in _lone(inked, inked & where):
        found.setdefault(one.patch, []).append(one)
    return [one for some in found.values() if _by_chance(some, half) for one in some]


def speck_in(patch: Dark, half: float) -> int:
    """How far off the middle of a box lies what is seen in it, if that is one speck alone.

    0 for anything else. The box is in the middle of the patch.
    """
    middle, near, inner = patch.shape[0] // 2, round(half) - _LINE, round(half) - _INSET
    inside = slice(middle - near, middle + near + 1)
    inked = patch[None, inside, inside] > _INK
    (*specks,) = _lone(inked, inked)
    if len(specks) != 1:
        return 0
    (one,) = specks
    others = inked[0].copy()
    others[one.rows, one.columns] = False
    seen = slice(near - inner, near + inner + 1)
    if others[seen, seen].any():
        return 0
    return max(round(hypot(one.across, one.down)), 1)


def without_specks(patch: Dark, half: float) -> Dark:
    """What stands in a box and about its frame, but for specks."""
    middle, reach = patch.shape[0] // 2, round(half) + _OUT
    about = slice(middle - reach, middle + reach + 1)
    inked = patch[None, about, about] > _INK
    found = patch.copy()
    for one in _lone(inked, inked):
        if not one.large:
            found[about, about][one.rows, one.columns] = 0
    return found


def is_dashed(patch: Dark, half: float) -> bool:
    """Whether dashes stand in a row at the height of a box, out of it and on: a line of them."""
    middle, high, frame = patch.shape[0] // 2, round(half * _BAND), round(half)
    band = patch[middle - high : middle + high + 1] > _INK
    for side in (middle - frame, middle + frame):
        band[:, side - _FRAME : side + _FRAME + 1] = False
    dashes = sorted(
        (int(columns.min()), int(columns.max()), int(rows.min()), int(rows.max()))
        for rows, columns in marks_of(band)
        if rows.min() > 0 and rows.max() < 2 * high
    )
    dashes = [one for one in dashes if one[1] - one[0] < _DASH and one[3] - one[2] < _SMALL]
    left, right = middle - frame, middle + frame
    for first in dashes:
        row = [one for one in dashes if _in_line(first, one)]
        out = [one for one in row if not left <= one[0] <= right]
        if len(row) >= _IN_A_ROW and out and row[-1][0] - row[0][0] <= _DASH * 2 * len(row):
            return True
        long = [one for one in out if one[1] - one[0] > one[3] - one[2]]
        if any(one[1] < left for one in long) and any(one[0] > right for one in long):
            return True
    return False


def _in_line(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    """Whether two dashes (from where to where across and down) are on a line, and as high."""
    return max(abs(one[at] - other[at]) for at in (2, 3)) <= _OFF_LINE


def _by_chance(some: Sequence[Speck], half: float) -> bool:
    """Whether they may lie about a box by chance."""
    level = len([one for one in some if abs(one.down) <= half])
    return len(some) <= _MOST and level <= _LEVEL


def _lone(inked: "Mask", where: "Mask") -> Iterator[Speck]:
    number, high, wide = inked.shape
    for rows, columns in marks_of(where.reshape(number * high, wide)):
        patch = int(rows[0]) // high
        one = _speck(inked[patch], rows - patch * high, columns, patch)
        if one is not None:
            yield one


def _speck(inked: "Mask", rows: "Cells", columns: "Cells", patch: int) -> Speck | None:
    """What some cells that hang together are, if a speck: round, and with paper all around."""
    top, low, left, right = (
        int(one) for one in (rows.min(), rows.max(), columns.min(), columns.max())
    )
    high, wide = low - top + 1, right - left + 1
    if max(high, wide) > _LARGEST or max(high, wide) > _ROUND * min(high, wide):
        return None
    if len(rows) < _FULL * high * wide:
        return None
    about = inked[max(top - 1, 0) : low + 2, max(left - 1, 0) : right + 2]
    if about.shape != (high + 2, wide + 2) or int(about.sum()) != len(rows):
        return None
    middle = inked.shape[0] // 2
    across, down = (left + right) // 2 - middle, (top + low) // 2 - middle
    return Speck(patch, slice(top, low + 1), slice(left, right + 1), across, down)
