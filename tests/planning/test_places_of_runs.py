"""Every place of every run is tried before a drop is said to be on none (D4)."""

from dataclasses import replace
from decimal import Decimal

from desktop.planning.routing.board import Board
from desktop.planning.routing.day import Day
from desktop.planning.routing.form import Fixed
from desktop.planning.routing.planning import plan_of
from tests.planning.test_routes_by_hand import DROPS, PROBLEM, VEHICLE

LATE = replace(DROPS[0], opens="14:00", closes="16:00")
EARLY = replace(DROPS[1], opens="08:00", closes="09:00")
SMALL = replace(VEHICLE, cartons=Decimal(5))


def board(runs: int, *fixed: Fixed) -> Board:
    asked = replace(PROBLEM, drops=(LATE, EARLY), vehicles=(replace(SMALL, runs=runs),))
    return Board(Day(replace(asked, fixed=fixed)), fixed)


def test_a_further_run_may_leave_before_those_that_stand() -> None:
    day = board(2)
    day.tours[0][0].stops = [1]
    place = day.cheapest(2)
    assert place is not None
    day.put(2, place)
    plan = plan_of(day, None)
    assert [run.stops[0].code for run in plan.runs] == ["C1", "C0"]
    assert [tour.number for tour in day.tours[0]] == [1, 2]
    assert not any(run.broken for run in plan.runs)


def test_no_run_is_made_that_the_vehicle_may_not_make() -> None:
    day = board(1)
    day.tours[0][0].stops = [1]
    assert day.cheapest(2) is None


def test_before_a_run_that_is_bound_to_be_the_first_there_is_no_place() -> None:
    bound = Fixed("V1", 1, ("C0",), True, True, None)
    assert board(2, bound).cheapest(2) is None
    second = board(2, replace(bound, run=2)).cheapest(2)
    assert second is not None
    assert second.tour == 0
