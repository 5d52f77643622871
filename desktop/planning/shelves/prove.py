"""The best shelf, proved: all rows that a better one could have, and which of them go together.

At prices every row lacks something of its level's best. What a shelf lacks in all is what the
bound lies above its worth: so one that is better than the best known has only rows that lack
little. They are listed, and chosen from.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.planning.shelves.prices import Priced, Row, Scale
from desktop.planning.shelves.rack import Filling
from desktop.planning.whole import Program

if TYPE_CHECKING:
    from desktop.planning.shelves.prices import Floats

MOST_ROWS = 6_000  # of one kind of level
MOST_STEPS = 400_000


@dataclass(frozen=True)
class Proved:
    """The best filling that is better than one known, if there is one, and the bound."""

    filling: Filling | None
    bound: float


def rows_lacking(scale: Scale, priced: Priced, level: int, most: float) -> list[Row] | None:
    """The rows of a level that lack at most so much; None when there are too many."""
    rack = scale.rack
    width, takes = rack.widths[level], rack.takes[level]
    options = _options(priced.gains, most)
    found: list[Row] = []
    steps = 0
    stack: list[tuple[int, int, int, float, Row]] = [(takes, width // scale.step, width, most, ())]
    while stack:
        steps += 1
        place, cell, room, left, row = stack.pop()
        while place and not options[place - 1] and priced.tables[place] is priced.tables[place - 1]:
            place -= 1
        if not place:
            found.append(row)
            if len(found) > MOST_ROWS:
                return None
            continue
        if steps > MOST_STEPS:
            return None
        at = place - 1
        before, now = priced.tables[at], float(priced.tables[place][cell])
        each = rack.items[at].width
        for many, gain in options[at]:
            cells = many * each // scale.step
            if cells <= cell and many * each <= room:
                rest = left - (now - float(before[cell - cells]) - gain)
                if rest >= 0:
                    stack.append((at, cell - cells, room - many * each, rest, ((at, many), *row)))
        rest = left - (now - float(before[cell]))
        if rest >= 0:
            stack.append((at, cell, room, rest, row))
    return found


def _options(gains: "Floats", most: float) -> list[list[tuple[int, float]]]:
    """Of each item the facings that a row may have, with what they gain."""
    return [
        [(many, gain) for many, gain in enumerate(row, start=1) if gain >= -most]
        for row in gains.tolist()
    ]


def proved_best(scale: Scale, priced: Priced, known: Filling, best: float, close: float) -> Proved:
    """The best of all shelves worth more than ``best`` by more than ``close``."""
    most = priced.bound - best - close
    kinds: dict[tuple[int, int], list[Row]] = {}
    for level, kind in enumerate(scale.kinds):
        if kind not in kinds:
            rows = rows_lacking(scale, priced, level, most)
            if rows is None:
                return _directly(scale, priced, known, most, best + close)
            kinds[kind] = rows
    return _combined(scale, kinds, best + close)


def _combined(scale: Scale, kinds: dict[tuple[int, int], list[Row]], least: float) -> Proved:
    """Rows that go together, as many of each kind as there are levels of it (a whole program)."""
    program = Program()
    columns = [(kind, row) for kind, rows in kinds.items() for row in rows]
    for _kind, row in columns:
        program.add(sum(float(scale.worths[at, many - 1]) for at, many in row) / scale.unit)
    for kind in kinds:
        same = [column for column, (other, _row) in enumerate(columns) if other == kind]
        program.limit(dict.fromkeys(same, 1), 0, scale.kinds.count(kind))
    _limited(program, scale, [(column, row) for column, (_kind, row) in enumerate(columns)])
    found = program.most(_NODES)
    bound = max(least, found.bound * scale.unit)
    if found.values is None or found.brings * scale.unit <= least:
        return Proved(None, bound)
    rows: dict[tuple[int, int], list[Row]] = {}
    for (kind, row), there in zip(columns, found.values, strict=True):
        if there:
            rows.setdefault(kind, []).append(row)
    return Proved(tuple(rows[kind].pop() if rows.get(kind) else () for kind in scale.kinds), bound)


def _directly(scale: Scale, priced: Priced, known: Filling, most: float, least: float) -> Proved:
    """Item by item and level by level, where there are too many rows (a whole program)."""
    rack = scale.rack
    there = {(level, at, many) for level, row in enumerate(known) for at, many in row}
    options = _options(priced.gains, most)
    places = [
        (level, at, many)
        for level, takes in enumerate(rack.takes)
        for at in range(takes)
        for many in range(1, len(rack.items[at].worths) + 1)
        if many * rack.items[at].width <= rack.widths[level]
        and (any(many == option for option, _gain in options[at]) or (level, at, many) in there)
    ]
    program = Program()
    for _level, at, many in places:
        program.add(float(scale.worths[at, many - 1]) / scale.unit)
    for level, width in enumerate(rack.widths):
        wide = {
            column: many * rack.items[at].width
            for column, (on, at, many) in enumerate(places)
            if on == level
        }
        program.limit(wide, 0, width)
    rows: list[tuple[int, Row]] = [
        (column, ((at, many),)) for column, (_level, at, many) in enumerate(places)
    ]
    _limited(program, scale, rows)
    found = program.most(_NODES, start=[at for at, place in enumerate(places) if place in there])
    bound = max(least, found.bound * scale.unit)
    if found.values is None:
        return Proved(None, bound)
    taken = [place for place, value in zip(places, found.values, strict=True) if value]
    return Proved(
        tuple(
            tuple((at, many) for on, at, many in taken if on == level)
            for level in range(len(rack.widths))
        ),
        bound,
    )


def _limited(program: Program, scale: Scale, columns: Sequence[tuple[int, Row]]) -> None:
    """Each item once, just so many musts, at most so many others."""
    rack = scale.rack
    uses: list[dict[int, float]] = [{} for _item in rack.items]
    counts: dict[bool, dict[int, float]] = {True: {}, False: {}}
    for column, row in columns:
        for at, _many in row:
            uses[at][column] = 1
            of_kind = counts[rack.items[at].must]
            of_kind[column] = of_kind.get(column, 0) + 1
    for each in uses:
        program.limit(each, 0, 1)
    program.limit(counts[True], rack.musts, rack.musts)
    program.limit(counts[False], 0, rack.others)


_NODES = 3_000
