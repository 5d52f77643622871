"""The visits of a rep (G10): four weeks of days, each from the office along its clients and back.

Fewest seconds over the hours of a day first; then short ways and even days. How the weeks are
found: docs/plans.md; the search itself lies in ``visiting``, and is loaded when it is wanted.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from time import monotonic

from desktop.basics.i18n import _
from desktop.planning.forms import Unfit, need_each_once, need_least
from desktop.planning.visiting.form import WEEKS, Choice, Client, Now, Spot

__all__ = [
    "Client",
    "Day",
    "Now",
    "Plan",
    "Problem",
    "Spot",
    "planned",
    "shortest_way",
    "solve",
    "solve_apart",
]

MOVED_M = 2_000  # what another weekday than now costs, when today's plan is to be kept
_HOUR_S = 3_600
_LAST_WEEKDAY = 7

Watch = Callable[[int, int], bool]  # rounds done, of how many: False ends the search


@dataclass(frozen=True)
class Problem:
    """Whom a rep visits, from where, on which weekdays (Monday is 1), and how long a day is."""

    office: Spot
    weekdays: tuple[int, ...]
    hours: Decimal
    visit_s: int
    road_factor: Decimal
    kmh: int
    seconds: int
    keep_today: bool
    clients: tuple[Client, ...]

    def __post_init__(self) -> None:
        need_least(0, visit_s=self.visit_s, seconds=self.seconds)
        need_least(1, kmh=self.kmh)
        for name, number in (("hours", self.hours), ("road_factor", self.road_factor)):
            if number < 0:
                words = _("at least {least} is wanted, not {value}")
                raise Unfit(name, words.format(least=0, value=number))
        self._check_weekdays()
        need_each_once("clients[{at}].code", (client.code for client in self.clients))
        for at, client in enumerate(self.clients):
            if client.fixed_weekday is not None and client.fixed_weekday not in self.weekdays:
                raise Unfit(f"clients[{at}].fixed_weekday", _("it is none of the weekdays"))

    def _check_weekdays(self) -> None:
        if self.clients and not self.weekdays:
            raise Unfit("weekdays", _("at least one is wanted"))
        need_each_once("weekdays[{at}]", map(str, self.weekdays))
        for at, weekday in enumerate(self.weekdays):
            if not 1 <= weekday <= _LAST_WEEKDAY:
                raise Unfit(f"weekdays[{at}]", _("a weekday goes from 1 to 7"))

    @property
    def day_s(self) -> int:
        """How long a day may last; a part of a second is none."""
        return int(self.hours * _HOUR_S)


@dataclass(frozen=True)
class Day:
    """A day of the four weeks: its clients in their order, its time and its way."""

    week: int
    weekday: int
    clients: tuple[str, ...]
    seconds: int
    metres: int


@dataclass(frozen=True)
class Plan:
    """The days that have clients, by week and weekday.

    ``over_s``: the seconds over the hours, of all days. ``stopped`` is "time" where the ceiling,
    or whoever watched, ended the search.
    """

    days: tuple[Day, ...]
    metres: int
    longest_s: int
    over_s: int
    stopped: str | None = None


def solve(problem: Problem, watch: Watch = lambda _done, _rounds: True) -> Plan:
    """The best four weeks that were found; ``watch`` sees how far the search is, and may end it."""
    from desktop.planning.visiting.ground import ground_of
    from desktop.planning.visiting.search import search

    until = monotonic() + problem.seconds
    clients = sorted(problem.clients, key=lambda client: client.code)
    if not clients:
        return Plan((), 0, 0, 0)
    weekdays = sorted(problem.weekdays)
    places = [problem.office.place, *(client.place for client in clients)]
    ground = ground_of(places, problem.road_factor, problem.kmh, problem.visit_s)
    choices = [list(_choices(problem, client, weekdays)) for client in clients]
    number = len(WEEKS) * len(weekdays)

    def may_go_on(done: int, rounds: int) -> bool:
        return monotonic() < until and watch(done, rounds)

    found, ended = search(ground, choices, number, problem.day_s, may_go_on)
    days = []
    for at, tour in enumerate(found):
        week, weekday = divmod(at, len(weekdays))
        codes = tuple(clients[one - 1].code for one in tour)
        if codes:
            length = ground.length(tour)
            days.append(Day(week + 1, weekdays[weekday], codes, length.seconds, length.metres))
    return planned(problem, days, None if ended else "time")


Watching = Callable[[tuple[int, int] | None], bool]  # of ``solve_apart``: True ends the search


def solve_apart(problem: Problem, watch: Watching) -> Plan:
    """As ``solve``, in a process of its own: ``watch`` sees the rounds done, of how many, or None.

    Whatever it raises ends the process.
    """
    from desktop.planning.apart import apart

    return apart(_search_apart, problem, watch)


def _search_apart(problem: Problem, watch: Watching) -> Plan:
    return solve(problem, lambda done, rounds: not watch((done, rounds)))


def _choices(problem: Problem, client: Client, weekdays: Sequence[int]) -> Iterator[Choice]:
    """The days on which a client may stand, counted from 0, and what each choice costs more."""
    for place, weekday in enumerate(weekdays):
        if client.fixed_weekday in (None, weekday):
            moved = problem.keep_today and client.now is not None and client.now.weekday != weekday
            for weeks in client.weeks:
                yield Choice(
                    tuple((week - 1) * len(weekdays) + place for week in weeks),
                    MOVED_M if moved else 0,
                )


def planned(problem: Problem, days: Sequence[Day], stopped: str | None = None) -> Plan:
    """The plan that has these days, whoever made them."""
    over = sum(max(0, day.seconds - problem.day_s) for day in days)
    longest = max((day.seconds for day in days), default=0)
    return Plan(tuple(days), sum(day.metres for day in days), longest, over, stopped)


def shortest_way(office: Spot, spots: Sequence[Spot]) -> tuple[int, ...]:
    """The places in the order of a short way from the office along them and back: their numbers."""
    from desktop.planning.visiting.ground import ground_of
    from desktop.planning.visiting.tour import short_tour

    places = [office.place, *(spot.place for spot in spots)]
    ground = ground_of(places, Decimal(1), 1, 0)
    return tuple(one - 1 for one in short_tour(ground.metres, ground.clients))
