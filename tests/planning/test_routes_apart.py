"""A search in a process of its own: it tells better plans, ends when told, and leaves nothing."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from multiprocessing import active_children
from pathlib import Path

import pytest

from desktop.planning.apart import SearchLost, apart
from desktop.planning.routes import Fixed, Plan, Problem, solve, solve_apart
from desktop.planning.routing.plan import Arrival
from tests.planning.test_routes_by_hand import PROBLEM

Watch = Callable[[Plan | None], bool]


def test_the_plan_is_the_one_that_is_found_here() -> None:
    seen: list[Plan] = []

    def watch(plan: Plan | None) -> bool:
        if plan is not None:
            seen.append(plan)
        return False

    few = replace(PROBLEM, drops=PROBLEM.drops[:4])
    found = solve_apart(few, watch)
    assert found == solve(few)
    assert all(one.cost >= found.cost for one in seen if not one.unserved)


def test_filling_up_leaves_runs_as_they_are_and_brings_all_that_finds_a_place() -> None:
    kept = Fixed("V1", 1, ("C3", "C0"), True, False, None)
    found = solve_apart(replace(PROBLEM, fixed=(kept,)), lambda _plan: False, fill=True)
    stops = [stop.code for run in found.runs for stop in run.stops]
    assert sorted(stops) == sorted(drop.code for drop in PROBLEM.drops)
    first = next(run for run in found.runs if run.vehicle == "V1")
    order = [stop.code for stop in first.stops if stop.code in kept.drops]
    assert order == ["C3", "C0"]


class Gone(Exception):
    """Who asked is there no more."""


def test_whoever_is_gone_leaves_no_process_behind() -> None:
    def gone(_plan: Plan | None) -> bool:
        raise Gone

    large = replace(PROBLEM, seconds=60, vehicles=PROBLEM.vehicles)
    with pytest.raises(Gone):
        solve_apart(large, gone)
    assert active_children() == []


def test_what_is_too_much_for_the_day_is_named() -> None:
    less = replace(PROBLEM, vehicles=(replace(PROBLEM.vehicles[0], cartons=Decimal(6), runs=1),))
    found = solve_apart(less, lambda _plan: False, fill=True)
    assert {one.why for one in found.unserved} == {"day_full"}
    assert len(found.unserved) == 10


def test_a_stop_comes_off_its_shop_s_rest_where_that_costs_little() -> None:
    asked = replace(PROBLEM, drops=PROBLEM.drops[:4], vehicles=PROBLEM.vehicles[:1])
    stops = {stop.code: stop.arrives for stop in solve(asked).runs[0].stops}
    code = next(code for at, code in enumerate(stops) if at == 1)
    rest = stops[code], "24:00"
    plan = solve_apart(asked, lambda _plan: False, rests={code: rest})
    found = {stop.code: stop.arrives for run in plan.runs for stop in run.stops}
    assert found.keys() == stops.keys()
    assert found[code] < rest[0]
    never = {code: ("00:01", "24:00")}
    assert solve_apart(asked, lambda _plan: False, rests=never) == solve(asked)


def test_stops_that_are_put_in_come_off_rests_and_kept_runs_stay_as_they_are() -> None:
    kept = Fixed("V1", 1, ("C0", "C1", "C2", "C3"), True, False, None)
    asked = replace(PROBLEM, drops=PROBLEM.drops[:5], vehicles=PROBLEM.vehicles[:1], fixed=(kept,))
    put_in = {one.code: one.arrives for one in _filled(asked, {})}["C4"]
    rest = put_in, "09:30"
    off = {one.code: one.arrives for one in _filled(asked, {"C4": rest, "C2": ("00:00", "24:00")})}
    assert not rest[0] <= off["C4"] < rest[1]
    assert [code for code in off if code != "C4"] == list(kept.drops)
    assert solve(asked, rests={"C4": rest}) == solve_apart(
        asked, lambda _plan: False, rests={"C4": rest}
    )


def _filled(asked: Problem, rests: dict[str, tuple[str, str]]) -> list[Arrival]:
    plan = solve_apart(asked, lambda _plan: False, fill=True, rests=rests)
    return [stop for run in plan.runs for stop in run.stops]


def _never_ending(_task: None, watch: Callable[[int | None], bool]) -> None:
    while not watch(1):
        pass


def _faulty(_task: None, _watch: Callable[[int | None], bool]) -> None:
    raise ZeroDivisionError


@pytest.mark.parametrize("at", ["at once", "after it told something"])
def test_a_search_whose_process_is_killed_says_so(at: str) -> None:
    def kill(told: int | None) -> bool:
        if told is not None or at == "at once":
            for one in active_children():
                one.kill()
        return False

    with pytest.raises(SearchLost) as caught:
        apart(_never_ending, None, kill)
    assert "重新" in caught.value.message
    assert active_children() == []


def test_a_fault_over_there_is_told_with_its_place() -> None:
    with pytest.raises(RuntimeError, match="ZeroDivisionError") as caught:
        apart(_faulty, None, lambda _told: False)
    assert Path(__file__).name in str(caught.value)
