"""How many musts a shelf can hold: the first of the goals, a shelf of its own."""

from collections.abc import Sequence

from desktop.planning.shelves.rack import Rack

Items = tuple[int, ...]


def packed(rack: Rack, wanted: Sequence[int]) -> list[Items] | None:
    """These items on the levels with one facing each, spread evenly; None where a first try fails.

    The highest go first, then the widest, each to the level with most room left; where that
    fails, to the one with least.
    """
    for roomy in (True, False):
        rows = _packed(rack, wanted, roomy)
        if rows is not None:
            return [tuple(sorted(row)) for row in rows]
    return None


def _packed(rack: Rack, wanted: Sequence[int], roomy: bool) -> list[list[int]] | None:
    def choice(at: int) -> int:
        return sum(at < takes for takes in rack.takes)

    rows: list[list[int]] = [[] for _width in rack.widths]
    left = list(rack.widths)
    for at in sorted(wanted, key=lambda at: (choice(at), -rack.items[at].width, at)):
        width = rack.items[at].width
        open_to = [
            level for level, takes in enumerate(rack.takes) if at < takes and width <= left[level]
        ]
        if not open_to:
            return None
        sign = -1 if roomy else 1
        level = min(open_to, key=lambda level: (sign * left[level], level))
        rows[level].append(at)
        left[level] -= width
    return rows
