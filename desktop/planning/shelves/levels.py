"""What a level is worth with just these items: as it stands, less one of them, more one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from desktop.planning.shelves.prices import Row, Scale

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from desktop.planning.shelves.prices import Floats

    Whole = NDArray[np.intp]

Items = tuple[int, ...]  # of one level, rising
_BEYOND = 0.12  # of a level may stand over its edge, at a price
_EACH = 1_200  # cells that a step of numpy costs by itself


@dataclass(frozen=True)
class Standing:
    """A level with its items: ``less`` what it gains without each, ``more`` what with one more.

    The first row of ``more`` is with all items, the next ones without one each; it has a column for
    each item of the rack, −∞ where it finds no room or stands there already.
    """

    worth: float
    firm: float
    less: "Floats"
    more: "Floats"


@dataclass(frozen=True)
class _Shape:
    """A level as it is reckoned: its cells, what one more takes of them and brings."""

    cells: int
    over: int  # cells beyond
    left: "Whole"  # by item and facings: cells left; the last: no room
    reach: "Whole"  # the cell as far over the edge as may be
    brings: "Floats"


class Levels:
    """Levels with just these items, each with the best facings; remembered.

    With a price for what stands over the edge, a level takes a little more than it holds.
    """

    def __init__(self, scale: Scale) -> None:
        self.scale = scale
        self.rack = scale.rack
        self.worths = [[worth for worth in row if worth > -np.inf] for row in scale.worths.tolist()]
        self.work = 0  # cells that were reckoned
        self._known: dict[tuple[int, int, float | None, Items], Standing] = {}
        self._shapes: dict[tuple[int, int, float | None], _Shape] = {}
        self._cells = [
            [-(-many * item.width // scale.step) for many in range(1, len(worths) + 1)]
            for item, worths in zip(self.rack.items, self.worths, strict=True)
        ]

    def standing(self, level: int, items: Items, over: float | None = None) -> Standing:
        """A level with these items, which all fit by their heights."""
        width, takes = self.scale.kinds[level]
        key = (width, takes, over, items)
        known = self._known.get(key)
        if known is None:
            shape = self._shapes.get(key[:3])
            if shape is None:
                shape = self._shapes[key[:3]] = self._shape(width, takes, over)
            known = self._known[key] = self._reckoned(shape, items, over)
        return known

    def holds(self, level: int, items: Items) -> bool:
        """Whether these items have room with one facing each, as widths are reckoned here."""
        cells = self.rack.widths[level] // self.scale.step
        return sum(self._cells[at][0] for at in items) <= cells

    def _reckoned(self, shape: _Shape, items: Items, over: float | None) -> Standing:
        start = np.zeros(shape.cells + shape.over + 2)
        start[-1] = -np.inf  # what has no room
        each = [self._cells[at][0] for at in items]
        room = shape.cells + shape.over - sum(each) + max(each, default=0)
        each_less = list(self._without_one(start, items, room))
        whole = self._with(each_less[-1], items[-1:], room) if items else start
        curves = np.array([whole, *each_less])
        self.work += shape.left.size * len(curves) // 4
        firm = float(curves[0, shape.cells])
        if over is None:
            less, more = curves[:, shape.cells], curves[:, shape.left]
        else:
            ahead, behind = _over_the_edge(curves, shape.over, over)
            edge = shape.over + shape.cells
            less = np.maximum(ahead[:, edge], behind[:, edge + shape.over]) + over * shape.cells
            more = np.maximum(ahead[:, shape.left], behind[:, shape.reach])
        more = (more + shape.brings).max(axis=2)
        more[:, list(items)] = -np.inf
        worth = float(less[0])
        return Standing(worth, firm, less[1:] - worth, more - worth)

    def _shape(self, width: int, takes: int, over: float | None) -> _Shape:
        cells = width // self.scale.step
        beyond = 0 if over is None else int(cells * _BEYOND)
        left = np.full(self.scale.worths.shape, -1, dtype=np.intp)
        brings = np.full(self.scale.worths.shape, -np.inf)
        for at in range(takes):
            for many, wide in enumerate(self._cells[at]):
                if wide <= cells + beyond:
                    left[at, many] = beyond + cells - wide
                    brings[at, many] = self.worths[at][many] + (over or 0) * (cells - wide)
        reach = np.where(left < 0, -1, left + beyond)
        return _Shape(cells, beyond, left, reach, brings)

    def _without_one(self, curve: "Floats", items: Items, room: int) -> "Iterator[Floats]":
        """The curves that lack one of the items each, in their order."""
        if len(items) == 1:
            yield curve
        elif items:
            half = len(items) // 2
            yield from self._without_one(self._with(curve, items[half:], room), items[:half], room)
            yield from self._without_one(self._with(curve, items[:half], room), items[half:], room)

    def _with(self, curve: "Floats", items: Items, room: int) -> "Floats":
        """What each width is worth with these items more; ``room`` is left for more facings."""
        last = len(curve) - 1
        for at in items:
            first, *more = self._cells[at]
            now = np.empty(last + 1)
            now[:first] = now[last:] = -np.inf
            np.add(curve[: max(last - first, 0)], self.worths[at][0], out=now[first:last])
            self.work += last + _EACH
            for cells, worth in zip(more, self.worths[at][1:], strict=True):
                if cells >= last or cells > room + first:
                    break
                np.maximum(now[cells:last], curve[: last - cells] + worth, out=now[cells:last])
                self.work += last + _EACH
            curve = now
        return curve

    def row(self, level: int, items: Items) -> Row:
        """The items with their best facings."""
        cell = self.rack.widths[level] // self.scale.step
        curves = [np.zeros(cell + 2)]
        curves[0][-1] = -np.inf
        for at in items:
            curves.append(self._with(curves[-1], (at,), cell))
        row = []
        for end in range(len(items), 0, -1):
            at, before, now = items[end - 1], curves[end - 1], curves[end]
            for many, (cells, worth) in enumerate(
                zip(self._cells[at], self.worths[at], strict=True), start=1
            ):
                if cells <= cell and before[cell - cells] + worth == now[cell]:
                    row.append((at, many))
                    cell -= cells
                    break
        return tuple(reversed(row))

    def best(self, level: int, forced: Items, open_to: Iterable[int], gains: "Floats") -> Items:
        """Which items earn a level most at these gains, those that are forced among them."""
        cell = self.rack.widths[level] // self.scale.step
        kept = set(forced)
        order = [at for at in sorted({*forced, *open_to}) if at < self.rack.takes[level]]
        tables = [np.zeros(cell + 1)]
        for at in order:
            before = tables[-1]
            now = np.full(cell + 1, -np.inf) if at in kept else before.copy()
            for cells, gain in zip(self._cells[at], gains[at].tolist(), strict=False):
                if cells <= cell and (gain > 0 or at in kept):
                    np.maximum(now[cells:], before[: cell + 1 - cells] + gain, out=now[cells:])
                    self.work += cell + _EACH
            tables.append(now)
        taken = []
        for place in range(len(order) - 1, -1, -1):
            at, before, now = order[place], tables[place], tables[place + 1]
            if at not in kept and before[cell] == now[cell]:
                continue
            for cells, gain in zip(self._cells[at], gains[at].tolist(), strict=False):
                if cells <= cell and before[cell - cells] + gain == now[cell] > -np.inf:
                    taken.append(at)
                    cell -= cells
                    break
        return tuple(reversed(taken))


def _over_the_edge(curves: "Floats", most: int, price: float) -> "tuple[Floats, Floats]":
    """What each width is worth when each cell of it is paid, the greatest within blocks.

    What is worth most of a width and up to ``most`` cells more is the greater of what lies ahead
    of the first within its block, and behind the last within its own. Both begin at −``most``.
    """
    rows, cells = curves.shape
    size = most + 1
    paid = np.full((rows, -(-(most + cells) // size) * size), -np.inf)
    paid[:, most : most + cells - 1] = curves[:, :-1] - price * np.arange(cells - 1)
    blocks = paid.reshape(rows, -1, size)
    ahead = np.maximum.accumulate(blocks[:, :, ::-1], axis=2)[:, :, ::-1]
    return ahead.reshape(paid.shape), np.maximum.accumulate(blocks, axis=2).reshape(paid.shape)
