"""Four weeks as somebody puts them by hand: each day's clients in a short order, way and time."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from desktop.basics.drafts.route_plan import RouteLineDraft
from desktop.basics.places import Place
from desktop.planning.visiting.ground import ground_of
from desktop.planning.visiting.tour import short_tour
from desktop.planning.visits import Day, Plan, Problem, planned


class WeeksByHand:
    """Reckons route lines by the ways and hours of a problem, whoever made them.

    ``places`` are those of the clients that may stand on the lines; one without a place is
    visited, but has no way. What was reckoned of a day is remembered: a move costs its days only.
    """

    def __init__(self, problem: Problem, places: Mapping[str, Place]) -> None:
        self._problem = problem
        self._number = {code: number for number, code in enumerate(places, 1)}
        self._codes = list(places)
        ways = [problem.office.place, *places.values()]
        self._ground = ground_of(ways, problem.road_factor, problem.kmh, problem.visit_s)
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
            tour = [self._number[code] for code in codes if code in self._number]
            short = short_tour(self._ground.metres, tour)
            length = self._ground.length(short)
            last = [code for code in codes if code not in self._number]
            order = (*(self._codes[one - 1] for one in short), *last)
            seconds = length.seconds + len(last) * self._problem.visit_s
            known = self._known[codes] = (order, seconds, length.metres)
        return known
