"""Which lines shops lead, so that neighbours lead different ones (P6).

Fewest conflicts first; then, when today is to be kept, fewest changes; then the best fit. How it is
found and proved: docs/plans.md; the search lies in ``staggering``, loaded when lines are wanted.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from desktop.basics.places import near_pairs
from desktop.planning.forms import need_each_once, need_least
from desktop.planning.staggering.form import Client, changes, fit_of


@dataclass(frozen=True)
class Problem:
    """Who lies where and may lead what; ``seconds`` is only a ceiling for the search."""

    radius_m: int
    seconds: int
    keep_today: bool
    clients: tuple[Client, ...]

    def __post_init__(self) -> None:
        need_least(0, radius_m=self.radius_m, seconds=self.seconds)
        need_each_once("clients[{at}].code", (client.code for client in self.clients))


@dataclass(frozen=True)
class Plan:
    """The lines of each client; no assignment has fewer conflicts than ``bound``.

    ``optimal``: conflicts, changes (where today is kept) and fit are all proved to be the best.
    ``stopped``: ``time`` where the ceiling cut the search short, ``person`` where who watched did.
    """

    lines: Mapping[str, tuple[str, ...]]
    conflicts: int
    bound: int
    changes: int
    fit: int
    optimal: bool
    stopped: str | None = None


Watching = Callable[[None], bool]  # of ``solve_apart``: True ends the search
_FEW = 300  # clients whose lines are mostly given before a process of its own were there


def solve(problem: Problem, ended: Callable[[], bool] = lambda: False) -> Plan:
    """The best assignment that was found, and how many conflicts nobody could avoid.

    ``ended`` is asked several times a second whether what was found by now is good enough.
    """
    from desktop.planning.staggering.assign import assigned

    clients = sorted(problem.clients, key=lambda client: client.code)
    found = assigned(clients, problem.radius_m, problem.keep_today, problem.seconds, ended)
    pairs = list(zip(clients, found.lines, strict=True))
    return Plan(
        {client.code: lines for client, lines in pairs},
        found.conflicts,
        found.bound,
        sum(changes(client, lines) for client, lines in pairs),
        sum(fit_of(client, lines) for client, lines in pairs),
        found.optimal,
        found.stopped,
    )


def solve_apart(problem: Problem, watch: Watching) -> Plan:
    """As ``solve``, in a process of its own, so that whoever asks stays free.

    ``watch`` is asked several times a second; whatever it raises ends the process.
    """
    from desktop.planning.apart import apart

    if len(problem.clients) <= _FEW:
        return solve(problem, lambda: watch(None))
    return apart(_search_apart, problem, watch)


def _search_apart(problem: Problem, watch: Watching) -> Plan:
    return solve(problem, lambda: watch(None))


def neighbours(problem: Problem) -> dict[str, tuple[str, ...]]:
    """Of each client those within the radius, by code."""
    clients = problem.clients
    near: dict[str, list[str]] = {client.code: [] for client in clients}
    for one, other in _pairs(problem):
        near[clients[one].code].append(clients[other].code)
        near[clients[other].code].append(clients[one].code)
    return {code: tuple(sorted(codes)) for code, codes in near.items()}


def conflicts(problem: Problem, lines: Mapping[str, Collection[str]]) -> int:
    """How many conflicts there are when clients lead these lines, such as those of today."""
    codes = [client.code for client in problem.clients]
    return sum(
        len(set(lines[codes[one]]) & set(lines[codes[other]])) for one, other in _pairs(problem)
    )


def _pairs(problem: Problem) -> Iterable[tuple[int, int]]:
    places = {
        at: (client.lat, client.lon)
        for at, client in enumerate(problem.clients)
        if client.lat is not None and client.lon is not None
    }
    return near_pairs(places, places.items(), problem.radius_m)
