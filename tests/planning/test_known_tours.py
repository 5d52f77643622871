"""Problems that the world knows, in the form of VRPLIB and of Solomon."""

from pathlib import Path

import pytest

from desktop.planning.forms import Unfit
from desktop.planning.routing.known import Customer, KnownProblem, read_known, solve

VRP = """NAME : small
TYPE : CVRP
DIMENSION : 4
EDGE_WEIGHT_TYPE : EUC_2D
CAPACITY : 10
NODE_COORD_SECTION
1 0 0
2 3 4
3 6 8
4 0 -5
DEMAND_SECTION
1 0
2 5
3 5
4 5
DEPOT_SECTION
1
-1
EOF
"""
TIMED = """NAME : timed
TYPE : VRPTW
VEHICLES : 2
CAPACITY : 10
SERVICE_TIME : 2
NODE_COORD_SECTION
1 0 0
2 1 1
DEMAND_SECTION
1 0
2 5
TIME_WINDOW_SECTION
1 0 30
2 5 9
DEPOT_SECTION
1
-1
EOF
"""
SOLOMON = """C0

VEHICLE
NUMBER     CAPACITY
  25         200

CUSTOMER
CUST NO.  XCOORD.   YCOORD.    DEMAND   READY TIME  DUE DATE   SERVICE   TIME

    0      40         50          0          0       1236          0
    1      45         68         10        912        967         90
    2      45         70         30        825        870         90
"""
DATA = Path(__file__).parents[3] / "shared" / "data" / "routing"


def test_distances_without_hours_are_rounded() -> None:
    problem = read_known(VRP, False)
    assert problem.customers[1] == Customer(3, 4, 5)
    assert problem.distance(Customer(0, 0, 0), Customer(1, 1, 0)) == 1
    assert problem.distance(Customer(0, 0, 0), Customer(1, 2, 0)) == 2
    tours = solve(problem, 2)
    assert (tours.cost, sorted(map(sorted, tours.routes))) == (30, [[1, 2], [3]])


def test_distances_with_hours_are_cut_to_tenths() -> None:
    for text, solomon in ((TIMED, False), (SOLOMON, True)):
        problem = read_known(text, solomon)
        assert problem.timed
        assert problem.distance(Customer(0, 0, 0), Customer(1, 1, 0)) == 14
    assert read_known(TIMED, False).customers[1] == Customer(1, 1, 5, 50, 90, 20)
    assert solve(read_known(TIMED, False), 2).cost == 2.8
    tours = solve(read_known(SOLOMON, True), 2)
    assert (tours.cost, tours.routes) == (41.2, ((2, 1),))


def test_how_long_is_searched_goes_by_the_number_of_customers() -> None:
    depot = Customer(0, 0, 0)
    seconds = [KnownProblem(1, 1, (depot,) * size, False).seconds for size in (101, 201, 501, 1001)]
    assert seconds == [3, 10, 20, 60]
    assert solve(KnownProblem(1, 1, (depot,), False)).routes == ()


@pytest.mark.parametrize(
    "text",
    ["", "NAME : t", VRP.replace("2 3 4", "2 three 4"), VRP.replace("EUC_2D", "GEO"), "1 2\n3"],
)
def test_what_is_no_such_file_is_said(text: str) -> None:
    for solomon in (False, True):
        if solomon and "SECTION" in text:
            continue
        with pytest.raises(Unfit):
            read_known(text, solomon)


def test_what_cannot_be_driven_is_said() -> None:
    with pytest.raises(Unfit):
        solve(read_known(VRP.replace("CAPACITY : 10", "CAPACITY : 4"), False), 1)


@pytest.mark.skipif(not DATA.is_dir(), reason="the known problems aren't here")
@pytest.mark.parametrize("name", ["cvrp_X/X-n101-k25.vrp", "vrptw_solomon/C101.txt"])
def test_known_problems_are_read_whole(name: str) -> None:
    file = DATA / name
    problem = read_known(file.read_text("utf-8"), file.suffix == ".txt")
    assert len(problem.customers) == 101
    assert problem.capacity in (200, 206)
