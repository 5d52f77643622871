"""Which vehicle brings which drops when (D4).

As few drops unserved as can be, then least cost. How it is found: docs/plans.md; the work is done
in ``routing``, loaded when runs are wanted.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from desktop.planning.routing.form import Fixed
from desktop.planning.routing.plan import Plan
from desktop.planning.routing.problem import Problem

if TYPE_CHECKING:
    from desktop.planning.routing.checking import Checker, Familiar

__all__ = [
    "Fixed",
    "Plan",
    "Problem",
    "Watching",
    "checked",
    "checker",
    "familiar",
    "solve",
    "solve_apart",
]

# Asked several times a second, with a better plan or None; True ends the search with the best.
Watching = Callable[[Plan | None], bool]


def solve(
    problem: Problem,
    watch: Watching | None = None,
    rests: Mapping[str, tuple[str, str]] | None = None,
) -> Plan:
    """The best plan that was found; ``watch`` sees better ones on the way.

    ``rests``: from when to when the shop of a drop rests; at last stops come off them where that
    costs no more than to wait there.
    """
    from desktop.planning.routing.rests import planned_off

    return planned_off(problem, rests or {}, watch)


def solve_apart(
    problem: Problem,
    watch: Watching,
    *,
    fill: bool = False,
    rests: Mapping[str, tuple[str, str]] | None = None,
) -> Plan:
    """As ``solve``, in a process of its own; ``fill``: what is fixed stays, others are put in.

    Whatever ``watch`` raises ends the process.
    """
    from desktop.planning.routing.apart import planned_apart

    return planned_apart(problem, watch, fill=fill, rests=rests or {})


def checked(problem: Problem, runs: Sequence[Fixed]) -> Plan:
    """Runs as a person made them, reckoned: times, load, cost, and what they break."""
    from desktop.planning.routing.planning import as_given

    return as_given(problem, runs)


def checker(problem: Problem) -> "Checker":
    """What reckons runs of one problem again and again."""
    from desktop.planning.routing.checking import Checker

    return Checker(problem)


def familiar(
    problem: Problem, plan: Plan, drivers: Mapping[str, str], worth: Decimal
) -> "Familiar":
    """A plan whose vehicles were exchanged, so that drops come to the driver that they know."""
    from desktop.planning.routing.checking import familiar as exchanged

    return exchanged(problem, plan, drivers, worth)
