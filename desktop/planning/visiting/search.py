"""The search for good weeks: clients that lie together are taken off and put back, over and over.

What comes of it is kept when it is better, and at first also when it is a little worse: by less
and less, so that the weeks come to rest. All is reckoned in whole numbers, and luck comes from a
fixed seed: the same problem ends with the same weeks.
"""

from collections.abc import Callable, Sequence
from functools import partial
from math import log
from random import Random

from desktop.planning.visiting.day import Day
from desktop.planning.visiting.form import Choice
from desktop.planning.visiting.ground import Ground

_ROUNDS_A_CLIENT = 40
_ROUNDS = 2_500
_MOST_OFF = 9
_TWO_DAYS = 0.3  # how likely not those that lie together are taken off, but some of two days
_FEW_OFTEN = 0.9
_MANY_OFF = 50
_NEAR = 80
_TAKEN = 0.7  # how likely one that lies near is taken off, too
_WARM_M, _COLD_M = 800, 15  # by how much weeks may be worse on average, at first and in the end
# What a second over the hours counts for at first, in each of the searches, and in the end.
_LIGHTS_M, _HEAVY_M = (20, 1), 300
_LOOK = 16  # rounds between two looks at the clock
_SHORTEN = 200  # rounds between two times that all ways are made short
_LUCK = 256
# How much of what is allowed, in 1,024ths: spread as a log does, but alike on every machine.
_ALLOWED = tuple(round(-1024 * log((number + 0.5) / _LUCK)) for number in range(_LUCK))


def search(
    ground: Ground,
    choices: Sequence[Sequence[Choice]],
    days: int,
    day_s: int,
    may_go_on: Callable[[int, int], bool],
) -> tuple[list[tuple[int, ...]], bool]:
    """The tour of each day, and whether the search came to its own end.

    ``choices`` are those of each client, in the order of their numbers; ``day_s`` is how long a
    day may be. ``may_go_on`` is asked now and then, with the rounds done and all there will be.
    """
    near = [
        sorted(ground.clients, key=lambda other: (row[other], other))[:_NEAR]
        for row in ground.metres
    ]
    ended, best = True, None
    rounds = _rounds(len(choices))
    for turn, light in enumerate(_LIGHTS_M):
        if best is None or ended:
            weeks = _Weeks(ground, choices, days, day_s, near)
            weeks.begin(light)
            asked = partial(_go_on, may_go_on, turn * rounds, len(_LIGHTS_M) * rounds)
            ended = weeks.improve(light, asked)
            if best is None or weeks.best_cost < best.best_cost:
                best = weeks
    return [day.tour for day in best.best] if best else [], ended


def _rounds(clients: int) -> int:
    return min(_ROUNDS, _ROUNDS_A_CLIENT * clients)


def _go_on(may_go_on: Callable[[int, int], bool], before: int, rounds: int, done: int) -> bool:
    return may_go_on(before + done, rounds)


class _Weeks:
    """The days as they stand, and the best that were seen."""

    def __init__(
        self,
        ground: Ground,
        choices: Sequence[Sequence[Choice]],
        days: int,
        day_s: int,
        near: Sequence[Sequence[int]],
    ) -> None:
        self._ground = ground
        self._choices: Sequence[Sequence[Choice]] = [(), *choices]
        self._day_s = day_s
        self._near = near
        self._luck = Random(len(choices))
        self._chosen: list[Choice | None] = [None] * len(self._choices)
        self._days = [Day.of(ground, ())] * days
        self._moved_m = 0
        self._mean_s = 0
        self.best = self._days
        self.best_cost = (0, 0)

    def begin(self, light: int) -> None:
        """Put every client on days: the frequent first, of these the farthest."""
        often = {one: len(self._choices[one][0].days) for one in self._ground.clients}
        self._mean_s = sum(often.values()) * self._ground.visit_s // len(self._days)
        far = self._ground.metres[0]
        for one in sorted(self._ground.clients, key=lambda one: (-often[one], -far[one], one)):
            self._put(one, light)
        self.best, self.best_cost = self._days, self._both_costs()

    def improve(self, light: int, may_go_on: Callable[[int], bool]) -> bool:
        """Search on; whether it came to its own end.

        ``light`` is how many metres a second over the hours counts for at first.
        """
        rounds = _rounds(len(self._ground.clients))
        cooler = (_COLD_M / _WARM_M) ** (1 / rounds)
        heavier = (_HEAVY_M / light) ** (1 / rounds)
        warm, weight = float(_WARM_M), float(light)
        for number in range(rounds):
            if number % _LOOK == 0 and not may_go_on(number):
                break
            if number % _SHORTEN == 0:
                self._shorten()
            self._round(int(warm), int(weight))
            warm *= cooler
            weight *= heavier
        else:
            number = rounds
        self._days = self.best
        self._shorten()
        return number == rounds

    def _round(self, warm_m: int, weight: int) -> None:
        """Take some clients off and put them back; keep what comes of it, or what was before."""
        before = self._cost(weight)
        days, chosen, moved = self._days.copy(), self._chosen.copy(), self._moved_m
        self._mean_s = sum(day.seconds for day in days) // len(days)
        off = self._which_off()
        for one in off:
            self._take_off(one)
        for one in off:
            self._put(one, weight)
        luck = warm_m * len(days) * _ALLOWED[self._luck.randrange(_LUCK)] >> 10
        if self._cost(weight) >= before + luck:
            self._days, self._chosen, self._moved_m = days, chosen, moved
        else:
            self._note()

    def _which_off(self) -> list[int]:
        """Some clients, in the order in which they are put back."""
        luck, far = self._luck, self._ground.metres[0]
        off = self._of_two_days() if luck.random() < _TWO_DAYS else self._that_lie_together()
        luck.shuffle(off)
        turn = luck.randrange(4)
        if turn == 1:
            off.sort(key=lambda one: -far[one])
        elif turn > 1:
            off.sort(key=lambda one: len(self._choices[one]))
        return off

    def _that_lie_together(self) -> list[int]:
        luck = self._luck
        number = luck.randint(1, _MOST_OFF if luck.random() < _FEW_OFTEN else _MANY_OFF)
        first = luck.choice(self._ground.clients)
        return [one for one in self._near[first] if luck.random() < _TAKEN][:number] or [first]

    def _of_two_days(self) -> list[int]:
        """A few clients of the longest day, and of some other one: they may change places."""
        luck = self._luck
        longest = max(self._days, key=lambda day: day.seconds)
        tours = longest.tour, luck.choice(self._days).tour
        off = [
            one for tour in tours for one in luck.sample(tour, min(len(tour), luck.randint(1, 3)))
        ]
        return list(dict.fromkeys(off))

    def _take_off(self, one: int) -> None:
        choice = self._chosen[one]
        if choice is not None:
            self._moved_m -= choice.metres
            for at in choice.days:
                self._days[at] = self._days[at].without(one)

    def _put(self, one: int, weight: int) -> None:
        """Put a client on the days where it costs least."""
        mean, most = self._mean_s, self._day_s
        puts, costs = [], []
        for day in self._days:
            put = day.cheapest(one)
            _at, metres, seconds = put
            was = day.seconds
            now = was + seconds
            cost = metres + abs(now - mean) - abs(was - mean)
            if now > most:
                cost += weight * (now - max(was, most))
            puts.append(put)
            costs.append(cost)
        best = min(
            self._choices[one],
            key=lambda choice: choice.metres + sum([costs[at] for at in choice.days]),
        )
        self._chosen[one] = best
        self._moved_m += best.metres
        for at in best.days:
            self._days[at] = self._days[at].with_client(one, puts[at])

    def _cost(self, weight: int) -> int:
        """What the days cost, times their number, so that it is whole."""
        over, cost = self._both_costs()
        return over * weight * len(self._days) + cost

    def _both_costs(self) -> tuple[int, int]:
        """The seconds over the hours; and ways, unevenness and moves, times the number of days."""
        number = len(self._days)
        seconds = [day.seconds for day in self._days]
        total = sum(seconds)
        uneven = sum([abs(number * one - total) for one in seconds])
        metres = sum([day.metres for day in self._days]) + self._moved_m
        over = sum([one - self._day_s for one in seconds if one > self._day_s])
        return over, metres * number + uneven

    def _shorten(self) -> None:
        """Make the way of each day as short as can be."""
        self._days = [day.shortened() for day in self._days]
        self._note()

    def _note(self) -> None:
        """Remember the days as they stand, if none better were seen."""
        cost = self._both_costs()
        if cost < self.best_cost:
            self.best, self.best_cost = self._days.copy(), cost
