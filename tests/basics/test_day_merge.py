"""Two people arrange one day: what one did is there, and what the other did, too."""

import pytest

from desktop.basics.day_merge import ReadDay, laid_over, merged
from desktop.basics.day_plan import DayPlan, Tour

RUNS = DayPlan((Tour(1, "V1", ("A", "B", "C"), run_id=11), Tour(2, "V2", ("D",), run_id=12)))


def on_runs(plan: DayPlan) -> dict[int | None, tuple[str, ...]]:
    return {tour.run_id: tour.drops for tour in plan.tours if tour.drops}


def as_read(*tours: Tour) -> DayPlan:
    return DayPlan(tours)


@pytest.mark.parametrize(
    ("mine", "theirs", "then"),
    [
        (RUNS, RUNS, {11: ("A", "B", "C"), 12: ("D",)}),
        # They made a run of what waits; I moved a stop.
        (
            RUNS.moved(["C"], 2, 0),
            as_read(*RUNS.tours, Tour(3, "V3", ("E",), run_id=13)),
            {11: ("A", "B"), 12: ("C", "D"), 13: ("E",)},
        ),
        # They threw a run away that I left as it was, or moved stops on.
        (RUNS.moved(["B"], 1, 0), as_read(RUNS.tours[0]), {11: ("B", "A", "C")}),
        (RUNS.moved(["C"], 2, 0), as_read(RUNS.tours[0]), {11: ("A", "B"), None: ("C", "D")}),
        # They changed one run, I the other.
        (
            RUNS.moved(["E"], 2, 1),
            as_read(Tour(1, "V1", ("C", "A"), run_id=11), RUNS.tours[1]),
            {11: ("C", "A"), 12: ("D", "E")},
        ),
        # Both changed one run: what they added and took off, in my order.
        (
            RUNS.moved(["C"], 1, 0),
            as_read(Tour(1, "V1", ("A", "C", "F"), run_id=11), RUNS.tours[1]),
            {11: ("C", "A", "F"), 12: ("D",)},
        ),
        # They moved a stop to a new run while I changed the run on which it was.
        (
            RUNS.moved(["A"], 1, 3),
            as_read(
                Tour(1, "V1", ("A", "B"), run_id=11),
                RUNS.tours[1],
                Tour(3, "V3", ("C",), run_id=13),
            ),
            {11: ("B", "A"), 12: ("D",), 13: ("C",)},
        ),
        # Both moved the same stop: it is where I moved it.
        (
            RUNS.moved(["B"], 2, 0),
            as_read(
                Tour(1, "V1", ("A", "C"), run_id=11),
                RUNS.tours[1],
                Tour(3, "V3", ("B",), run_id=13),
            ),
            {11: ("A", "C"), 12: ("B", "D")},
        ),
        # I took a run apart that they didn't touch, or that they changed.
        (RUNS.without(2), as_read(*RUNS.tours), {11: ("A", "B", "C")}),
        (
            RUNS.without(2),
            as_read(RUNS.tours[0], Tour(2, "V2", ("D", "E"), run_id=12)),
            {11: ("A", "B", "C"), 12: ("D", "E")},
        ),
    ],
)
def test_what_both_did_is_there(
    mine: DayPlan, theirs: DayPlan, then: dict[int | None, tuple[str, ...]]
) -> None:
    found = merged(mine, RUNS, theirs)
    assert on_runs(found) == then
    codes = [code for tour in found.tours for code in tour.drops]
    assert len(codes) == len(set(codes))
    assert len({tour.key for tour in found.tours}) == len(found.tours)


def test_what_nobody_changed_is_as_they_have_it_and_locks_of_both_hold() -> None:
    theirs = DayPlan(RUNS.tours, frozenset("A"))
    assert merged(RUNS, RUNS, theirs) == theirs
    assert merged(RUNS.held_or_not(["D"]), RUNS, theirs).held == {"A", "D"}
    let_go = merged(RUNS, DayPlan(RUNS.tours, frozenset("A")), theirs)
    assert let_go.held == frozenset()


# A client has an order on a run, its drop is C, and another that waits: C/2.
READ = ReadDay(as_read(Tour(1, "V1", ("A", "C"), run_id=11)), {"A": (1,), "C": (3,), "C/2": (2,)})


@pytest.mark.parametrize(
    ("now", "then"),
    [
        # The one on the run was cancelled: what waited is C now, and goes where I put it.
        (ReadDay(as_read(Tour(1, "V1", ("A",), run_id=11)), {"A": (1,), "C": (2,)}), ("A", "C")),
        # It was only taken off: both wait as one drop, and go where I put mine.
        (ReadDay(as_read(Tour(1, "V1", ("A",), run_id=11)), {"A": (1,), "C": (2, 3)}), ("A", "C")),
        # Mine was cancelled, or taken by another day: nothing of the client's is mine.
        (ReadDay(READ.plan, {"A": (1,), "C": (3,)}), ("A C", "")),
        # They put mine on a run of its own: the codes changed places, it goes where I put it.
        (
            ReadDay(
                as_read(Tour(1, "V1", ("A", "C/2"), run_id=11), Tour(2, "V2", ("C",), run_id=12)),
                {"A": (1,), "C": (2,), "C/2": (3,)},
            ),
            ("A C/2", "C"),
        ),
    ],
)
def test_a_drop_is_the_same_by_its_orders_whatever_code_it_has_by_now(
    now: ReadDay, then: tuple[str, str]
) -> None:
    mine = READ.plan.begun("V3").moved(["C/2"], 2, 0)
    found = laid_over(mine, READ, now)
    of_run = {tour.vehicle: " ".join(tour.drops) for tour in found.tours}
    assert (of_run.get("V1", ""), of_run.get("V3", "")) == then
