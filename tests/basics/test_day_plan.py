"""A day's runs as they are arranged: each move gives another plan, what is locked stays."""

import pytest

from desktop.basics.day_plan import DayPlan

TWO = DayPlan().begun("V1").moved(["A", "B", "C"], 1, 0).begun("V2").moved(["D"], 2, 0)


def drops(plan: DayPlan) -> list[tuple[str, ...]]:
    return [tour.drops for tour in plan.tours]


@pytest.mark.parametrize(
    ("codes", "key", "place", "then"),
    [
        (["A"], 1, 2, [("B", "A", "C"), ("D",)]),
        (["C"], 1, 0, [("C", "A", "B"), ("D",)]),
        (["A", "B"], 1, 3, [("C", "A", "B"), ("D",)]),
        (["B"], 2, 1, [("A", "C"), ("D", "B")]),
        (["A", "D"], 2, 0, [("B", "C"), ("A", "D")]),
        (["B"], 9, 0, [("A", "B", "C"), ("D",)]),
    ],
)
def test_drops_come_before_a_stop_of_a_run(
    codes: list[str], key: int, place: int, then: list[tuple[str, ...]]
) -> None:
    assert drops(TWO.moved(codes, key, place)) == then


def test_what_is_held_moves_along_its_run_and_not_off_it() -> None:
    held = TWO.held_or_not(["B"])
    assert drops(held.moved(["B"], 1, 0)) == [("B", "A", "C"), ("D",)]
    assert held.moved(["B"], 2, 0) == held.taken_off(["B"]) == held.without(1) == held
    assert held.held_or_not(["B"]) == TWO
    assert held.held_or_not(["A", "B"]).held == {"A", "B"}


def test_a_locked_run_stays_as_it_is() -> None:
    locked = TWO.locked_or_not(1, "08:30")
    assert (locked.tours[0].locked, locked.tours[0].departs) == (True, "08:30")
    assert locked.moved(["A"], 2, 0) == locked.moved(["D"], 1, 0) == locked
    assert locked.taken_off(["A"]) == locked.driven_by(1, "V3") == locked.without(1) == locked
    assert not locked.locked_or_not(1).tours[0].locked


def test_drops_go_by_the_codes_that_they_have_now() -> None:
    plan = TWO.held_or_not(["A"]).renamed({"A": ("B",), "B": (), "D": ("D", "D/2")})
    assert (drops(plan), plan.held) == ([("B",), ("D", "D/2")], {"B"})


def test_a_plan_is_kept_in_plain_values_and_read_back() -> None:
    plan = TWO.held_or_not(["A"]).locked_or_not(2, "09:00")
    assert DayPlan.of(plan.form) == plan
    for wrong in ({}, {"tours": [[1]], "held": []}, {"tours": None, "held": []}):
        with pytest.raises(ValueError, match=r"."):
            DayPlan.of(wrong)
