"""All rows, or all facings, that a better shelf could have, and the best of facings by HiGHS.

At prices every row lacks something of its level's best. What a shelf lacks in all is what the
bound lies above its worth: so one that is better than the best known has only rows that lack
little.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop.planning.shelves.prices import Priced, Row, Rows, Scale
from desktop.planning.shelves.rack import Filling
from desktop.planning.shelves.together import Proved
from desktop.planning.whole import Program

if TYPE_CHECKING:
    from desktop.planning.shelves.prices import Floats

Places = list[tuple[int, int, int]]  # a level, an item, its facings
_STEPS_A_ROW = 6


def rows_lacking(
    scale: Scale, priced: Priced, level: int, most: float, number: int
) -> list[tuple[float, Row]] | None:
    """The rows of a level that lack at most so much, with what they lack; None: too many."""
    rack = scale.rack
    width, takes = rack.widths[level], rack.takes[level]
    options = _options(priced.gains, most)
    found: list[tuple[float, Row]] = []
    steps = 0
    stack: list[tuple[int, int, int, float, Row]] = [(takes, width // scale.step, width, most, ())]
    while stack:
        steps += 1
        place, cell, room, left, row = stack.pop()
        while place and not options[place - 1] and priced.tables[place] is priced.tables[place - 1]:
            place -= 1
        if not place:
            found.append((most - left, row))
            if len(found) > number:
                return None
            continue
        if steps > _STEPS_A_ROW * number:
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


def rows_better(scale: Scale, priced: Priced, most: float, number: int) -> Rows | None:
    """By kind of level the rows that lack at most so much; None where one has too many."""
    found: Rows = {}
    for level, kind in enumerate(scale.kinds):
        if kind not in found:
            rows = rows_lacking(scale, priced, level, most, number)
            if rows is None:
                return None
            found[kind] = sorted(rows)
    return found


def places_better(scale: Scale, priced: Priced, most: float) -> Places:
    """The facings of items on levels that a shelf which lacks at most so much may have.

    None takes so much that the narrowest musts no longer find room beside it.
    """
    rack = scale.rack
    options = _options(priced.gains, most)
    widths = sorted(item.width for item in rack.items if item.must)[: rack.musts]
    room = sum(rack.widths) - sum(widths)
    # A must stands in the place of one of them: of itself, or of the widest.
    spare = [
        room + min(item.width, max(widths, default=0)) if item.must else room for item in rack.items
    ]
    return [
        (level, at, many)
        for level, takes in enumerate(rack.takes)
        for at in range(takes)
        for many, _gain in options[at]
        if many * rack.items[at].width <= min(rack.widths[level], spare[at])
    ]


def likely(scale: Scale, priced: Priced, places: Places, most: float) -> Places:
    """Those places whose level, with them, lacks at most so much of its best."""
    rack, gains = scale.rack, priced.gains
    behind = {takes: _behind(scale, gains, takes) for takes in set(rack.takes)}
    found = []
    for level, at, many in places:
        width, takes = scale.kinds[level]
        rest = (width - many * rack.items[at].width) // scale.step
        before, after = priced.tables[at][: rest + 1], behind[takes][at + 1][: rest + 1]
        with_it = float((before + after[::-1]).max()) + gains[at, many - 1]
        if priced.tables[takes][width // scale.step] - with_it <= most:
            found.append((level, at, many))
    return found


def _behind(scale: Scale, gains: "Floats", takes: int) -> list["Floats"]:
    """What a level of each width earns at most with the items from each place on."""
    reversed_order = scale.tables(gains, range(takes - 1, -1, -1))
    return reversed_order[::-1]


def best_directly(
    scale: Scale, places: Places, known: Filling, least: float, nodes: int, near: float = 0
) -> Proved:
    """The best shelf of these places by HiGHS, item by item and level by level.

    It begins with one that is ``known``, and ends ``near`` its own bound (a part of it), or after
    so many nodes. What isn't there is worth no more than ``least``.
    """
    rack = scale.rack
    there = {(level, at, many) for level, row in enumerate(known) for at, many in row}
    places = sorted({*places, *there})
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
    _limited(program, scale, [at for _level, at, _many in places])
    found = program.most(nodes, start=[float(place in there) for place in places], near=near)
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


def _limited(program: Program, scale: Scale, items: Sequence[int]) -> None:
    """Each item once, just so many musts, at most so many others; ``items`` by choice."""
    rack = scale.rack
    uses: list[dict[int, float]] = [{} for _item in rack.items]
    counts: dict[bool, dict[int, float]] = {True: {}, False: {}}
    for choice, at in enumerate(items):
        uses[at][choice] = counts[rack.items[at].must][choice] = 1
    for each in uses:
        program.limit(each, 0, 1)
    program.limit(counts[True], rack.musts, rack.musts)
    program.limit(counts[False], 0, rack.others)
