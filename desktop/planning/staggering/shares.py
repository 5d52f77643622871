"""The fewest conflicts of a clique: clients who are all near each other share the lines evenly.

Of the clients with a line, m, each pair is in conflict, so that what counts is how evenly lines
are given. Each client that comes takes the line that fewest have; where it may not lead that one
itself, others pass lines on along a chain, so that it is had once more all the same.
"""

from collections.abc import Iterable

from desktop.planning.staggering.net import Part

_Came = dict[int, tuple[int, int]]  # by line: who takes it (by place, −1: who comes), and for which


class Shares:
    """A clique that grows; ``conflicts`` is the fewest that its clients can't avoid."""

    def __init__(self, part: Part) -> None:
        self._part = part
        self._members: list[int] = []
        self._has: list[set[int]] = []
        self._load = [0] * part.allowed.shape[1]
        self._units = 0
        self._even: tuple[int, ...] | None = None  # the lines open to all alike, none of them fixed
        self.conflicts = 0

    def add(self, at: int) -> int:
        """One client more; how many conflicts there are at least with it."""
        part = self._part
        open_to, alike = part.open_to[at], not part.set_to[at]
        if not self._members:
            self._even = open_to if alike else None
        if self._even is not None and not (alike and open_to == self._even):
            self._even = None
            self.conflicts = 0
            for one in self._members:
                self._give(one)
        self._members.append(at)
        if self._even is None:
            self._give(at)
        else:
            self._units += part.number[at]
            self.conflicts = _pairs(self._units, len(open_to))
        return self.conflicts

    def _give(self, at: int) -> None:
        """Its fixed lines first, whoever must then give them away, and then the others."""
        part = self._part
        own: set[int] = set()
        self._has.append(own)
        for line in part.set_to[at]:
            self._take((line,), own)
        for _unit in range(part.number[at] - len(part.set_to[at])):
            self._take(tuple(line for line in part.open_to[at] if line not in own), own)

    def _take(self, lines: Iterable[int], own: set[int]) -> None:
        """One of these lines is given to who comes; chains end where fewest have a line."""
        load = self._load
        came: _Came = dict.fromkeys(lines, (-1, -1))
        least = min(load)
        queue = list(came)
        best = queue[0]
        for line in queue:
            if load[line] < load[best]:
                best = line
            if load[best] == least:
                break
            self._reach(line, came, queue)
        self.conflicts += load[best]
        load[best] += 1
        while came[best][0] >= 0:
            place, before = came[best]
            self._has[place].remove(before)
            self._has[place].add(best)
            best = before
        own.add(best)

    def _reach(self, line: int, came: _Came, queue: list[int]) -> None:
        """To which lines those who have this one could change."""
        part = self._part
        for place, has in enumerate(self._has):
            at = self._members[place]
            if line in has and line not in part.set_to[at]:
                for other in part.open_to[at]:
                    if other not in came and other not in has:
                        came[other] = (place, line)
                        queue.append(other)


def unavoidable(part: Part, clique: Iterable[int]) -> int:
    """The fewest conflicts among clients that are all neighbours of each other."""
    shares = Shares(part)
    for at in clique:
        shares.add(at)
    return shares.conflicts


def _pairs(units: int, lines: int) -> int:
    """The conflicts of so many clients with a line each that share these lines evenly."""
    if not units:
        return 0
    many, over = divmod(units, lines)
    return many * over + lines * (many * (many - 1) // 2)
