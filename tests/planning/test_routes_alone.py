"""A run driven by itself, for figures of thousands: it goes as the board says (D4, D7)."""

from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.planning.routes import Fixed, Problem, checked
from desktop.planning.routing.alone import Call, Roads, drive
from desktop.planning.routing.day import Day
from desktop.planning.routing.form import Depot, Drop, Vehicle, clock_of, minute_of, span_s

HOURS = st.sampled_from([(None, None), ("08:00", "09:10"), ("11:00", "19:00"), (None, "07:30")])
DROPS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 60), HOURS, st.integers(0, 2400)),
    min_size=1,
    max_size=6,
)


@given(DROPS, st.sampled_from([None, "08:00", "16:45"]), st.sampled_from([None, "07:00", "17:30"]))
@settings(max_examples=150, deadline=None)
def test_it_leaves_returns_and_costs_as_the_board_reckons_it(
    drops: list[Any], departs: str | None, starts: str | None
) -> None:
    depot = Depot(31.46, 104.74, "06:30", "19:00")
    van = Vehicle("V1", None, None, starts, "18:00", 1, 0, Decimal(80), Decimal("1.2"), Decimal(20))
    asked = tuple(
        Drop(f"C{at}", 31.4 + lat / 500, 104.7 + lon / 500, None, None, *hours, service_s)
        for at, (lat, lon, hours, service_s) in enumerate(drops)
    )
    problem = Problem(depot, Decimal("1.37"), 27, 1, (van,), asked, (), None)
    fixed = Fixed("V1", 1, tuple(one.code for one in asked), True, True, departs)
    (run,) = checked(problem, (fixed,)).runs
    calls = [
        Call((one.lat or 0, one.lon or 0), span_s(one.opens, one.closes), one.service_s)
        for one in asked
    ]
    (own,) = Day(problem).vans
    leaves = minute_of(departs) * 60 if departs else None
    found = drive(Roads(137, 27), (depot.lat, depot.lon), own, calls, leaves)
    assert (clock_of(found.leaves), clock_of(found.back)) == (run.departs, run.returns)
    assert (found.metres, found.back - found.leaves) == (run.metres, run.seconds)
    assert own.cost_fen(found.metres, run.seconds) == int(run.cost.scaleb(2))
