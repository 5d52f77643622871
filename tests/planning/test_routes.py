"""Runs of a day (D4): as the rules have it, by a checker that shares nothing with what plans."""

import json
import multiprocessing
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.planning.forms import Unfit, read, write
from desktop.planning.routes import Plan, Problem, checked, solve
from desktop.planning.routing.form import Fixed
from tests.planning.routes_checker import Form, complaints

DEPOT = {"lat": 31.46, "lon": 104.74, "opens": "07:00", "closes": "19:00"}
VEHICLE = {
    "code": "V1", "cartons": "160", "kg": None, "starts": "08:00", "ends": "18:00", "runs": 1,
    "reload_s": 1800, "per_run": "80.00", "per_km": "1.20", "per_hour": "20.00",
}  # fmt: skip
DROP = {
    "code": "C1", "lat": 31.47, "lon": 104.75, "cartons": "3.5", "kg": None, "opens": "08:00",
    "closes": "21:00", "service_s": 480,
}  # fmt: skip
FIXED = {"vehicle": "V1", "run": 1, "drops": [], "order": False, "closed": False, "departs": None}

LARGE = VEHICLE | {"cartons": "90"}
LARGER = VEHICLE | {"code": "V2", "runs": 2}


def problem(drops: list[Form], vehicles: list[Form] | None = None, **more: Any) -> Form:
    return {
        "depot": DEPOT,
        "road_factor": "1.3",
        "kmh": 25,
        "seconds": 10,
        "vehicles": [VEHICLE] if vehicles is None else vehicles,
        "drops": drops,
        "fixed": [],
        "matrix": None,
    } | more


def solved(form: Form) -> Form:
    plan = write(solve(read(Problem, json.dumps(form))))
    assert complaints(form, plan) == []
    assert isinstance(plan, dict)
    return plan


def whys(plan: Form) -> dict[str, str]:
    return {one["code"]: one["why"] for one in plan["unserved"]}


def drop(number: int, **more: Any) -> Form:
    place = {"lat": 31.46 + number % 4 / 100, "lon": 104.74 + number // 4 / 100}
    return DROP | {"code": f"C{number}"} | place | more


def test_one_drop_is_brought_and_paid_for_to_the_fen() -> None:
    plan = solved(problem([DROP | {"lat": 31.46, "lon": 104.76}]))
    (run,) = plan["runs"]
    assert run["stops"] == [{"code": "C1", "arrives": "08:06"}]
    assert (run["departs"], run["metres"], run["seconds"]) == ("08:00", 4932, 480 + 2 * 355)
    assert plan["cost"] == "92.53"  # 80 + 4.932 × 1.20 + 1190 s × 20
    assert "stopped" not in plan


@pytest.mark.parametrize("vehicles", [[], [VEHICLE]])
def test_nothing_to_bring_is_an_empty_plan(vehicles: list[Form]) -> None:
    plan = solved(problem([], vehicles))
    assert plan == {"runs": [], "unserved": [], "metres": 0, "cost": "0.00"}


def test_what_is_not_served_is_told_with_the_first_reason_that_holds() -> None:
    drops = [
        drop(1),
        drop(2, lat=None),
        drop(3, cartons="160.5"),
        drop(4, closes="08:00", opens=None, lat=31.6),
        drop(5, cartons="159"),
        drop(6, cartons="500", lon=None),
        drop(7, lat=33.0),
    ]
    plan = solved(problem(drops))
    full = {"C1": "day_full"} if "C1" in whys(plan) else {"C5": "day_full"}
    assert whys(plan) == full | {
        "C2": "no_place", "C3": "too_large", "C4": "hours", "C6": "no_place", "C7": "hours"
    }  # fmt: skip
    assert set(whys(solved(problem([drop(1)], []))).values()) == {"day_full"}


def test_a_run_leaves_when_it_waits_for_nobody() -> None:
    plan = solved(problem([drop(1, opens="10:00"), drop(2, opens="10:20")]))
    (run,) = plan["runs"]
    assert run["departs"] > "09:50"


def test_a_vehicle_comes_back_for_more_after_reloading() -> None:
    vehicle = VEHICLE | {"cartons": "7", "runs": 3}
    plan = solved(problem([drop(number) for number in range(1, 6)], [vehicle]))
    assert len(plan["runs"]) == 3
    assert plan["unserved"] == []


def test_a_way_there_is_not_a_way_back() -> None:
    metres = [[0, 100, 5000], [5000, 0, 100], [100, 5000, 0]]
    matrix = {"metres": metres, "seconds": metres}
    drops = [drop(1, lat=None, lon=None), drop(2, lat=None, lon=None)]
    plan = solved(problem(drops, matrix=matrix))
    assert [stop["code"] for stop in plan["runs"][0]["stops"]] == ["C1", "C2"]
    assert plan["metres"] == 300


def test_what_is_fixed_stays_and_the_rest_is_planned_around_it() -> None:
    fixed = [
        FIXED | {"drops": ["C9", "C1", "C5"], "order": True, "departs": "09:15"},
        FIXED | {"vehicle": "V2", "drops": ["C2"], "closed": True},
    ]
    vehicles = [VEHICLE | {"cartons": "24.5"}, VEHICLE | {"code": "V2", "runs": 2}]
    form = problem([drop(number) for number in range(1, 11)], vehicles, fixed=fixed)
    plan = solved(form)
    assert plan["unserved"] == []
    assert plan["runs"][0]["departs"] == "09:15"
    assert [stop["code"] for stop in plan["runs"][1]["stops"]] == ["C2"]


def test_what_a_fixed_run_breaks_is_kept_and_told() -> None:
    fixed = [
        FIXED | {"drops": ["C1", "C2"], "order": True, "closed": True, "departs": "06:00"},
        FIXED | {"vehicle": "V2", "run": 3, "drops": ["C3"]},
    ]
    drops = [
        drop(1, opens=None, closes="06:01"),
        drop(2, cartons="200"),
        drop(3, lat=None),
        drop(4),
    ]
    vehicles = [VEHICLE, VEHICLE | {"code": "V2", "runs": 2}]
    plan = solved(problem(drops, vehicles, fixed=fixed))
    broken = {run["vehicle"]: run.get("broken") for run in plan["runs"] if run.get("broken")}
    assert broken == {"V1": ["cartons", "hours", "day"], "V2": ["runs", "no_place"]}
    assert plan["unserved"] == []


def test_an_order_that_is_not_bound_is_made_to_be_in_time() -> None:
    drops = [drop(1, opens="16:00"), drop(2, closes="09:00"), drop(3, closes="12:00")]
    fixed = [FIXED | {"drops": ["C1", "C3", "C2"], "closed": True}]
    (run,) = solved(problem(drops, fixed=fixed))["runs"]
    assert [stop["code"] for stop in run["stops"]] == ["C2", "C3", "C1"]
    assert "broken" not in run


def test_runs_made_by_hand_are_reckoned_as_they_stand() -> None:
    form = read(Problem, json.dumps(problem([drop(1), drop(2, cartons="158")])))
    plan = checked(form, [Fixed("V1", 1, ("C2", "C1"), True, True, "07:30")])
    (run,) = plan.runs
    assert [stop.code for stop in run.stops] == ["C2", "C1"]
    assert set(run.broken) == {"cartons", "day"}


TIMES = st.sampled_from([None, "08:00", "09:30", "12:00", "17:00"])


@st.composite
def problems(draw: st.DrawFn) -> Form:
    size = draw(st.integers(0, 6))
    amounts = st.sampled_from(["0", "2.5", "4", "7"])
    drops = [
        drop(
            number,
            lat=draw(st.sampled_from([None, 31.4, 31.47, 31.5, 31.55])),
            lon=104.7 + draw(st.integers(0, 12)) / 100,
            cartons=draw(amounts),
            kg=draw(st.none() | amounts),
            opens=draw(st.sampled_from([None, "07:00", "09:00", "11:00"])),
            closes=draw(st.sampled_from([None, "12:00", "14:00"])),
            service_s=draw(st.integers(0, 7200)),
        )
        for number in range(1, size + 1)
    ]
    vehicles = [
        VEHICLE
        | {
            "code": f"V{number}",
            "cartons": draw(st.none() | amounts),
            "kg": draw(st.none() | amounts),
            "runs": draw(st.integers(1, 3)),
            "ends": draw(st.sampled_from([None, "11:00", "18:00"])),
            "reload_s": draw(st.integers(0, 3000)),
            "per_hour": draw(st.sampled_from(["0.00", "20.00"])),
        }
        for number in range(1, draw(st.integers(0, 2)) + 1)
    ]
    fixed = []
    left = [one["code"] for one in drops]
    for vehicle in vehicles:
        if left and draw(st.booleans()):
            number = draw(st.integers(1, min(2, len(left))))
            fixed.append(
                {
                    "vehicle": vehicle["code"],
                    "run": draw(st.integers(1, 2)),
                    "drops": left[:number],
                    "order": draw(st.booleans()),
                    "closed": draw(st.booleans()),
                    "departs": draw(st.sampled_from([None, "08:30", "12:00"])),
                }
            )
            left = left[number:]
    return problem(drops, vehicles, fixed=fixed)


@settings(max_examples=40, deadline=None)
@given(problems())
def test_any_plan_keeps_the_rules(form: Form) -> None:
    plan = write(solve(read(Problem, json.dumps(form))))
    assert complaints(form, plan) == []


@settings(max_examples=5, deadline=None)
@given(st.lists(st.integers(0, 40), min_size=5, max_size=5, unique=True))
def test_a_short_run_has_the_best_order(places: list[int]) -> None:
    drops = [
        drop(at, lat=31.46 + place % 7 / 90, lon=104.74 + place // 7 / 80, opens=None, closes=None)
        for at, place in enumerate(places, 1)
    ]
    form = problem(drops)
    plan = solved(form)
    given_orders = [
        checked(
            read(Problem, json.dumps(form)),
            [Fixed("V1", 1, tuple(f"C{at}" for at in order), True, True, None)],
        ).cost
        for order in permutations(range(1, 6))
    ]
    assert str(min(given_orders)) == plan["cost"]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"drops": [DROP | {"opens": "25:00"}]}, "drops[0].opens"),
        ({"drops": [DROP | {"cartons": "-1"}]}, "drops[0].cartons"),
        ({"drops": [DROP | {"cartons": 3}]}, "drops[0].cartons"),
        ({"drops": [DROP, DROP]}, "drops[1].code"),
        ({"drops": [DROP | {"lat": 91}]}, "drops[0].lat"),
        ({"drops": [DROP | {"service_s": 10**6}]}, "drops[0].service_s"),
        ({"vehicles": [VEHICLE | {"per_km": "1.00001"}]}, "vehicles[0].per_km"),
        ({"fixed": [FIXED | {"drops": ["C9"]}]}, "fixed[0].drops[0]"),
        ({"fixed": [FIXED | {"vehicle": "V9"}]}, "fixed[0].vehicle"),
        ({"fixed": [FIXED, FIXED]}, "fixed[1].run"),
        ({"fixed": [FIXED | {"run": 0}]}, "fixed[0].run"),
        ({"kmh": 0}, "kmh"),
        ({"road_factor": "0"}, "road_factor"),
        ({"matrix": {"metres": [[0]], "seconds": [[0]]}}, "matrix.metres"),
        (
            {"matrix": {"metres": [[0, 1], [1, 0]], "seconds": [[0, 1], [1]]}},
            "matrix.seconds[1]",
        ),
        (
            {"matrix": {"metres": [[0, -1], [1, 0]], "seconds": [[0, 1], [1, 0]]}},
            "matrix.metres[0]",
        ),
    ],
)
def test_what_is_no_problem_is_said_with_its_place(change: Form, place: str) -> None:
    with pytest.raises(Unfit) as caught:
        read(Problem, json.dumps(problem([DROP]) | change))
    assert caught.value.place == place


def test_the_same_day_gets_the_same_plan_and_can_be_ended() -> None:
    form = read(Problem, json.dumps(problem([drop(at) for at in range(1, 9)])))
    assert solve(form) == solve(form)
    seen: list[Plan] = []

    def enough(plan: Plan | None) -> bool:
        if plan is not None:
            seen.append(plan)
        return True

    assert solve(form, enough).stopped == "person"


def test_a_large_day_is_searched_by_processes_of_their_own_until_somebody_has_enough() -> None:
    form = read(Problem, json.dumps(problem([drop(at) for at in range(1, 40)], [LARGE, LARGER])))
    seen: list[Plan] = []

    def enough(plan: Plan | None) -> bool:
        if plan is not None:
            seen.append(plan)
        return bool(seen)

    plan = solve(form, enough)
    assert (plan.stopped, plan.unserved) == ("person", ())
    assert seen[0].unserved == ()
    assert complaints(write(form), write(plan)) == []
    assert multiprocessing.active_children() == []
