"""Which vehicle brings which drops when (D4).

As few drops unserved as can be, then least cost. How it is found: docs/plans.md; the work is done
in ``routing``, loaded when runs are wanted.
"""

from collections.abc import Callable, Sequence

from desktop.planning.routing.form import Fixed
from desktop.planning.routing.plan import Plan
from desktop.planning.routing.problem import Problem

__all__ = ["Fixed", "Plan", "Problem", "Watching", "checked", "solve"]

# Asked several times a second, with a better plan or None; True ends the search with the best.
Watching = Callable[[Plan | None], bool]


def solve(problem: Problem, watch: Watching | None = None) -> Plan:
    """The best plan that was found; ``watch`` sees better ones on the way."""
    from desktop.planning.routing.planning import planned

    return planned(problem, watch)


def checked(problem: Problem, runs: Sequence[Fixed]) -> Plan:
    """Runs as a person made them, reckoned: times, load, cost, and what they break."""
    from desktop.planning.routing.planning import as_given

    return as_given(problem, runs)
