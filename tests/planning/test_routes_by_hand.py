"""Runs as people move them: reckoned again and again as in one go, and drivers that stay."""

from dataclasses import replace
from decimal import Decimal

from desktop.planning.routes import Fixed, Problem, checked, checker, familiar
from desktop.planning.routing.form import Depot, Drop, Vehicle

VEHICLE = Vehicle(
    "V1", Decimal(20), None, "08:00", "18:00", 2, 1800, Decimal(80), Decimal("1.2"), Decimal(20)
)
# Twelve drops in two clusters east and west of the depot.
DROPS = tuple(
    Drop(
        f"C{at}", 31.46 + at * 0.003, 104.80 if at < 6 else 104.68, Decimal(3), None,
        "08:00", "12:00" if at % 4 else "10:00", 600,
    )
    for at in range(12)
)  # fmt: skip
PROBLEM = Problem(
    Depot(31.46, 104.74, "07:00", "19:00"), Decimal("1.3"), 25, 10,
    (VEHICLE, replace(VEHICLE, code="V2")), DROPS, (), None,
)  # fmt: skip


def runs(*stops: str) -> list[Fixed]:
    vehicles = ("V1", "V2", "V1")
    numbers = (1, 1, 2)
    return [
        Fixed(vehicles[at], numbers[at], tuple(some.split()), True, False, None)
        for at, some in enumerate(stops)
    ]


def test_what_is_reckoned_again_is_what_is_reckoned_at_once() -> None:
    again = checker(PROBLEM)
    for stops in (
        ("C0 C1 C2", "C6 C7"),
        ("C0 C2 C1", "C6 C7"),
        ("C0 C2 C1 C3 C4 C5 C11", "C6 C7", "C8 C9 C10"),
        ("C0 C1 C2", "C6 C7"),
    ):
        assert again.checked(runs(*stops)) == checked(PROBLEM, runs(*stops))


def test_a_drop_comes_where_it_costs_least_or_lies_nearest() -> None:
    again = checker(PROBLEM)
    stops = runs("C0 C1 C3 C5", "C6 C8")
    best = again.place_on(stops, "C2", "V1", 1)
    costs = []
    for place in range(5):
        some = ["C0", "C1", "C3", "C5"]
        some.insert(place, "C2")
        plan = again.checked(runs(" ".join(some), "C6 C8"))
        costs.append((bool(plan.runs[0].broken), plan.runs[0].cost))
    assert costs[best] == min(costs)
    full = runs("C0 C1 C2 C3 C4 C5")  # 18 of 20 cartons
    assert again.place_on(full, "C11", "V1", 1) in range(7)
    assert again.place_on([], "C11", "V2", 1) == 0


def test_who_knows_a_driver_keeps_it_where_that_costs_little() -> None:
    plan = checked(PROBLEM, runs("C0 C1 C2 C3 C4 C5", "C6 C7 C8 C9 C10 C11"))
    vehicles = {stop.code: run.vehicle for run in plan.runs for stop in run.stops}
    others = {code: "V2" if vehicle == "V1" else "V1" for code, vehicle in vehicles.items()}
    kept = familiar(PROBLEM, plan, vehicles, Decimal(1))
    assert (kept.plan.cost, kept.kept, kept.dearer) == (plan.cost, 12, Decimal("0.00"))
    swapped = familiar(PROBLEM, plan, others, Decimal(1))
    assert (swapped.kept, swapped.known, swapped.dearer) == (12, 12, Decimal("0.00"))
    assert {stop.code: run.vehicle for run in swapped.plan.runs for stop in run.stops} == others
    # V2 is dearer by the run: an exchange costs something, and is made where that is little.
    dear = replace(PROBLEM, vehicles=(VEHICLE, replace(VEHICLE, code="V2", per_run=Decimal(95))))
    one = checked(dear, runs("C0 C1 C2"))
    known = dict.fromkeys(("C0", "C1", "C2"), "V2")
    assert familiar(dear, one, known, Decimal(6)).dearer == Decimal("15.00")
    assert familiar(dear, one, known, Decimal(4)).kept == 0
    fixed = replace(dear, fixed=(Fixed("V1", 1, ("C0",), False, False, None),))
    assert familiar(fixed, one, known, Decimal(6)).kept == 0
