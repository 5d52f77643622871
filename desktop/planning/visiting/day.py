"""A day's tour from the office (0) to the office, into which clients are put and taken off."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from operator import add, itemgetter, sub

from desktop.planning.visiting.ground import Ground
from desktop.planning.visiting.tour import short_tour

Put = tuple[int, int, int]  # where, and by how many metres and seconds the day becomes longer


class Day:
    """One that never changes: another client makes another day."""

    __slots__ = ("_ground", "_legs", "_pick", "_short", "_stops", "metres", "seconds")

    def __init__(
        self, ground: Ground, stops: list[int], legs: list[int], metres: int, seconds: int
    ) -> None:
        self._ground = ground
        self._stops = stops
        self._legs = legs
        self._pick: Callable[[Sequence[int]], tuple[int, ...]] = itemgetter(*stops)
        self._short = False
        self.metres = metres
        self.seconds = seconds

    @classmethod
    def of(cls, ground: Ground, tour: Sequence[int]) -> "Day":
        """The day of a tour."""
        stops = [0, *tour, 0]
        length = ground.length(tour)
        legs = [ground.metres[one][other] for one, other in pairwise(stops)]
        return cls(ground, stops, legs, length.metres, length.seconds)

    @property
    def tour(self) -> tuple[int, ...]:
        return tuple(self._stops[1:-1])

    def shortened(self) -> "Day":
        """The day with the shortest way that is found for its clients."""
        if self._short:
            return self
        found = Day.of(self._ground, short_tour(self._ground.metres, self.tour))
        best = found if found.metres < self.metres else self
        best._short = True
        return best

    def cheapest(self, client: int) -> Put:
        """Where the way becomes least longer by a client; of such places the first."""
        ways = self._pick(self._ground.metres[client])
        longer = list(map(sub, map(add, ways, ways[1:]), self._legs))
        metres = min(longer)
        at = longer.index(metres)
        before, after = self._stops[at], self._stops[at + 1]
        times = self._ground.seconds
        row = times[client]
        return at, metres, row[before] + row[after] - times[before][after] + self._ground.visit_s

    def with_client(self, client: int, put: Put) -> "Day":
        """The day with a client more, at a place as ``cheapest`` gives it."""
        at, metres, seconds = put
        stops, legs = self._stops, self._legs
        row = self._ground.metres[client]
        return Day(
            self._ground,
            [*stops[: at + 1], client, *stops[at + 1 :]],
            [*legs[:at], row[stops[at]], row[stops[at + 1]], *legs[at + 1 :]],
            self.metres + metres,
            self.seconds + seconds,
        )

    def without(self, client: int) -> "Day":
        """The day with a client less."""
        stops, legs, times = self._stops, self._legs, self._ground.seconds
        at = stops.index(client)
        before, after = stops[at - 1], stops[at + 1]
        way = self._ground.metres[before][after]
        row = times[client]
        return Day(
            self._ground,
            stops[:at] + stops[at + 1 :],
            [*legs[: at - 1], way, *legs[at + 1 :]],
            self.metres - legs[at - 1] - legs[at] + way,
            self.seconds - row[before] - row[after] + times[before][after] - self._ground.visit_s,
        )
