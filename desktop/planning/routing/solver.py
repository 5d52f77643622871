"""PyVRP, behind one door: a task in, the best routes that it finds out.

The same task, setting, seed and start give the same routes unless the clock ends the search.
"""

import warnings
from collections import deque
from collections.abc import Callable
from math import log
from time import monotonic
from typing import Any

from desktop.planning.routing.task import Found, Heat, Late, Route, Routes, Setting, Task

# Told of better routes; True ends the search.
Told = Callable[[int, Routes], bool]
_LOOK_EACH = 64  # rounds between two looks at the clock and at who waits
_SMOOTH = 100  # rounds after which it is reckoned anew what too much load or time costs
_UPDATES = 0.85
_REMEMBER_EACH = 16  # rounds between two looks at the routes


class Solver:
    """A task made ready once, to be searched several times."""

    def __init__(self, task: Task) -> None:
        import pyvrp

        self._pyvrp = pyvrp
        self._task = task
        self._data = _data(pyvrp, task)

    def search(
        self, setting: Setting, seed: int, until: float, start: Routes | None, told: Told
    ) -> Found:
        """The best routes; ``until`` is a moment of ``monotonic``, ``start`` is gone on from."""
        pyvrp = self._pyvrp
        chance = pyvrp.RandomNumberGenerator(seed=seed)
        local = self._local(setting.near, chance)
        penalties = self._penalties()
        if start is None:
            first = pyvrp.Solution.make_random(self._data, chance)
            first = local(first, penalties.max_cost_evaluator(), exhaustive=True)
        else:
            first = self._solution(start)
        ending = _Ending(setting, until, told)
        worse = self._worse(setting.worse, first, ending, chance.rand)
        with warnings.catch_warnings():  # that a task can't be done is told by what is found
            warnings.simplefilter("ignore", pyvrp.exceptions.PenaltyBoundWarning)
            best = _strolled(local, penalties, first, worse, ending)
        if setting.remember:
            ending.remember(best)
        loads, time, _way = penalties.penalties()
        strict = max(loads), float(time)
        seen = tuple(ending.seen.values())
        return Found(_cost(best), routes_of(best), strict, ending.timed_out, seen)

    def cost_of(self, routes: Routes) -> int | None:
        """What routes cost, with what they leave out; None when they break the task."""
        return _cost(self._solution(routes))

    def _local(self, near: int, chance: Any) -> Any:
        from pyvrp import search

        data = self._data
        local = search.LocalSearch(
            data,
            chance,
            search.compute_neighbours(data, search.NeighbourhoodParams(num_neighbours=near)),
            search.PerturbationManager(search.PerturbationParams()),
        )
        for operator in search.OPERATORS:
            if operator.supports(data):
                local.add_operator(operator(data))
        return local

    def _worse(
        self, worse: Heat | Late, first: Any, ending: "_Ending", chance: Callable[[], float]
    ) -> "_ByHeat | _AsLate":
        if isinstance(worse, Late):
            return _AsLate(worse, first)
        way = first.distance_cost() / max(1, len(self._task.visits))
        return _ByHeat(worse, way, ending, chance)

    def _penalties(self) -> Any:
        load, time = self._task.strict
        dimensions = self._data.num_load_dimensions
        params = self._pyvrp.PenaltyParams(
            max_penalty=self._task.most,
            solutions_between_updates=_SMOOTH,
            penalty_decrease=_UPDATES,
        )
        return self._pyvrp.PenaltyManager(([load] * dimensions, time, time), params)

    def _solution(self, routes: Routes) -> Any:
        pyvrp, data = self._pyvrp, self._data
        client, depot = pyvrp.ActivityType.CLIENT, pyvrp.ActivityType.DEPOT
        made = []
        for slot, trips in routes:
            steps: list[Any] = []
            for at, trip in enumerate(trips):
                if at:
                    steps.append(pyvrp.Activity(depot, 1))
                steps += [pyvrp.Activity(client, visit) for visit in trip]
            made.append(pyvrp.Route(data, steps, slot))
        return pyvrp.Solution(data, made)


def _strolled(
    local: Any,
    penalties: Any,
    first: Any,
    goes_on: "_ByHeat | _AsLate",
    ending: "_Ending",
) -> Any:
    """The best on a walk that goes on from what is a little worse too, ever more rarely."""
    best = now = first
    least = _cost(best)
    while not ending.reached():
        costs = penalties.cost_evaluator()
        found = local(now, costs, exhaustive=False)
        penalties.register(found)
        cost = _cost(found)
        if cost is not None and (least is None or cost < least):
            further = local(found, costs, exhaustive=True)
            if further.is_feasible():
                found = further
            best, least = found, _cost(found)
            ending.better(best)
        if goes_on(found, now, costs):
            now = found
            ending.passed_by(now)
    return best


class _ByHeat:
    """Goes on from what is worse by chance, the less the colder."""

    def __init__(self, heat: Heat, way: float, ending: "_Ending", chance: Callable[[], float]):
        self._heat, self._way, self._ending, self._chance = heat, way, ending, chance

    def __call__(self, found: Any, now: Any, costs: Any) -> bool:
        worse = costs.penalised_cost(found) - costs.penalised_cost(now)
        hot, cold = self._heat.hot, self._heat.cold
        heat = self._way * hot * (cold / hot) ** self._ending.gone
        return bool(worse < 0 or worse < -heat * log(1 - self._chance()))


class _AsLate:
    """Goes on from what is better than what was gone on from so many rounds ago."""

    def __init__(self, late: Late, first: Any) -> None:
        self._before = deque([first] * late.rounds)

    def __call__(self, found: Any, now: Any, costs: Any) -> bool:
        cost, was = costs.penalised_cost(found), costs.penalised_cost(now)
        before = self._before.popleft()
        late = costs.penalised_cost(before)
        taken = bool(cost < late or cost < was)
        better = (cost if taken else was) < late
        self._before.append((found if taken else now) if better else before)
        return taken


class _Ending:
    """When a search is over: by its rounds, by the clock, or because it was told to."""

    def __init__(self, setting: Setting, until: float, told: Told) -> None:
        self._setting = setting
        self._begun = monotonic()
        self._until = until
        self._told = told
        self._passed = 0
        self._best: Any = None
        self._looked = 0
        self.gone = 0.0  # from 0 to 1
        self.timed_out = False
        self.seen: dict[tuple[int, frozenset[int]], tuple[int, Route]] = {}

    def better(self, best: Any) -> None:
        self._best = best

    def passed_by(self, now: Any) -> None:
        """Remember, now and then, the routes on the way."""
        if self._setting.remember and self._passed - self._looked >= _REMEMBER_EACH:
            self._looked = self._passed
            self.remember(now)

    def remember(self, solution: Any) -> None:
        """Keep the routes of a solution that break nothing, of like ones the cheapest."""
        for route in solution.routes():
            if route.is_feasible():
                cost = route.distance_cost() + route.duration_cost()
                like = route.vehicle_type(), frozenset(visit.idx for visit in _visits(route))
                if like not in self.seen or cost < self.seen[like][0]:
                    self.seen[like] = cost, _route_of(route)

    def reached(self) -> bool:
        """Whether the next round is one too many."""
        self._passed += 1
        if self._passed > self._setting.rounds:
            return True
        if self._passed % _LOOK_EACH:
            return False
        best, self._best = self._best, None
        cost = None if best is None else _cost(best)
        if self._told(-1 if cost is None else cost, () if cost is None else routes_of(best)):
            return True
        now = monotonic()
        gone = self._passed / self._setting.rounds
        if self._setting.clock:
            gone = max(gone, (now - self._begun) / max(self._until - self._begun, 0.001))
        self.gone = min(1.0, gone)
        self.timed_out = now > self._until
        return self.timed_out


def routes_of(solution: Any) -> Routes:
    """The routes of a solution as plain numbers."""
    found = [_route_of(route) for route in solution.routes()]
    return tuple(route for route in found if route[1])


def _route_of(route: Any) -> Route:
    trips: dict[int, list[int]] = {}
    for step in _visits(route):
        trips.setdefault(step.trip, []).append(step.idx)
    return route.vehicle_type(), tuple(tuple(trip) for trip in trips.values())


def _visits(route: Any) -> list[Any]:
    return [step for step in route if step.is_client()]


def _cost(solution: Any) -> int | None:
    if not solution.is_feasible():
        return None
    whole: int = (
        solution.fixed_vehicle_cost()
        + solution.distance_cost()
        + solution.duration_cost()
        + solution.uncollected_prizes()
    )
    return whole


def _data(pyvrp: Any, task: Task) -> Any:
    reloads = any(slot.trips > 1 for slot in task.slots)
    nowhere = pyvrp.Location(0, 0)
    visits = [
        pyvrp.Client(
            location=at,
            delivery=list(visit.loads),
            service_duration=visit.service,
            tw_early=visit.early,
            tw_late=visit.late,
            prize=visit.prize or 0,
            required=visit.prize is None,
        )
        for at, visit in enumerate(task.visits, 2)
    ]
    vehicles = [
        pyvrp.VehicleType(
            num_available=slot.count,
            capacity=list(slot.loads),
            tw_early=slot.early,
            tw_late=slot.late,
            start_late=slot.leaves_by,
            unit_distance_cost=1,
            unit_duration_cost=slot.per_second,
            profile=slot.profile,
            reload_depots=[1] if slot.trips > 1 else [],
            max_reloads=slot.trips - 1,
        )
        for slot in task.slots
    ]
    return pyvrp.ProblemData(
        [nowhere] * (len(visits) + 2),
        visits,
        [pyvrp.Depot(0), pyvrp.Depot(1)] if reloads else [pyvrp.Depot(0)],
        vehicles,
        list(task.costs),
        list(task.lasts),
    )
