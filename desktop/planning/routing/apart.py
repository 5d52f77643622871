"""The runs of a day, planned in a process of its own."""

from collections.abc import Callable

from desktop.planning.apart import apart
from desktop.planning.routing.plan import Plan
from desktop.planning.routing.problem import Problem
from desktop.planning.routing.rests import Rests, filled_off, planned_off

Watching = Callable[[Plan | None], bool]


def planned_apart(problem: Problem, watch: Watching, *, fill: bool, rests: Rests) -> Plan:
    """The best plan found there; ``watch`` sees better ones, and ends the search by True.

    ``fill``: runs stay as they are and only what is on none is brought to them. What isn't fixed
    comes off the ``rests`` of shops. Whatever ``watch`` raises ends the process at once.
    """
    return apart(_search, (problem, fill, rests), watch)


def _search(task: tuple[Problem, bool, Rests], watch: Watching) -> Plan:
    problem, fill, rests = task
    return filled_off(problem, rests) if fill else planned_off(problem, rests, watch)
