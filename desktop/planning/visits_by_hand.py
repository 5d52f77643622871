"""Four weeks as somebody puts them by hand: each day's clients in a short order, way and time."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from desktop.basics.drafts.route_plan import RouteLineDraft
from desktop.basics.places import Place
from desktop.planning.visiting.ground import Ground, ground_of
from desktop.planning.visiting.tour import short_tour
from desktop.planning.visits import Day, Plan, Problem, planned


class WeeksByHand:
    """Reckons route lines by the ways and hours of a problem, whoever made them.

    ``places`` are those of the clients that may stand on the lines; one without a place is
    visited, but has no way. What was reckoned of a day is remembered: a move costs its days only,
    and ways are known only between those that stand on a day together.
    """

    def __init__(self, problem: Problem, places: Mapping[str, Place]) -> None:
        self._problem = problem
        self._places = places
        self._number = {code: number for number, code in enumerate(places)}
        self._known: dict[tuple[str, ...], tuple[tuple[str, ...], int, int]] = {}

    @property
    def day_s(self) -> int:
        """How long a day may last."""
        return self._problem.day_s

    def planned(self, lines: Iterable[RouteLineDraft]) -> Plan:
        """The days of these lines, by week and weekday, with what they come to."""
        standing: dict[tuple[int, int], list[str]] = defaultdict(list)
        for line in lines:
            for week in line.weeks:
                standing[int(week), line.weekday].append(line.client)
        days = [
            Day(week, weekday, *self._reckoned(tuple(sorted(codes))))
            for (week, weekday), codes in sorted(standing.items())
        ]
        return planned(self._problem, days)

    def _reckoned(self, codes: tuple[str, ...]) -> tuple[tuple[str, ...], int, int]:
        """The clients of a day in their order, its seconds and its metres."""
        known = self._known.get(codes)
        if known is None:
            placed = [code for code in codes if code in self._number]
            there = sorted(placed, key=self._number.__getitem__)
            ground = self._ground(there)
            tour = [there.index(code) + 1 for code in placed]
            short = short_tour(ground.metres, tour)
            length = ground.length(short)
            last = [code for code in codes if code not in self._number]
            order = (*(there[one - 1] for one in short), *last)
            seconds = length.seconds + len(last) * self._problem.visit_s
            known = self._known[codes] = (order, seconds, length.metres)
        return known

    def _ground(self, codes: Sequence[str]) -> Ground:
        """The ways between the office and these clients."""
        problem = self._problem
        places = [problem.office.place, *(self._places[code] for code in codes)]
        return ground_of(places, problem.road_factor, problem.kmh, problem.visit_s)
