"""Specks: small round dots that lie alone, as dirt on a scanner's glass or in paper leaves them.

A tick, a line and a circle are longer; a line that a pen broke into dots has several on a level.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import hypot
from typing import TYPE_CHECKING

from desktop.basics.layout import Tick
from desktop.scans.grey import Dark
from desktop.scans.strays import marks_of

if TYPE_CHECKING:
    from desktop.scans.strays import Cells, Mask

# All lengths are steps, tenths of a millimetre.
_INK = 0.25  # how dark a speck is at least
_ROUND, _FULL = 1.6, 0.6  # how long by its width at most, and how much of its square it fills
_SMALL, _LARGEST = 8, 13  # from there on one may be a dot of a hand's; and no speck at all
_MOST, _LEVEL = 3, 1  # about a box, and on its line: more may be a broken line
_LINE, _INSET = 3, 6  # inside a frame, where its line ends and is surely out of sight
_APART = 200  # hundredths of a millimetre: what lies nearer is one
_DIRTY = 3  # of them lie about other boxes of a page that has specks at all


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


def specks_about(
    whole: Dark, where: "Mask", half: float, ticks: Sequence[Tick]
) -> tuple[list[Speck], bool]:
    """The specks about boxes in the middle of patches, and whether the page has many.

    ``where`` is no print, nor the box.
    """
    inked = whole > _INK
    found: dict[int, list[Speck]] = {}
    for one in _lone(inked, inked & where):
        found.setdefault(one.patch, []).append(one)
    some = {at: there for at, there in found.items() if _by_chance(there, half)}
    places = {at: {_place(one, ticks[at]) for one in there} for at, there in some.items()}
    whole_page = set[tuple[int, int]]().union(*places.values())
    dirty = [at for at, own in places.items() if len(whole_page - own) >= _DIRTY]
    return [one for at in dirty for one in some[at]], len(whole_page) >= _DIRTY


def _place(speck: Speck, tick: Tick) -> tuple[int, int]:
    """About where it lies on the page: it is seen about several boxes."""
    x, y = tick.box.middle
    return round((x + speck.across * 10) / _APART), round((y + speck.down * 10) / _APART)


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
