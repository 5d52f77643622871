"""The runs of a day (D4): gathered from orders, planned runs and vehicles of an office."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select, update

from desktop.basics.drafts.client import ClientDraft
from desktop.basics.drafts.office import ProfileDraft
from desktop.basics.drafts.run import RunDraft
from desktop.basics.drafts.vehicle import VehicleDraft
from desktop.basics.errors import Refused
from desktop.models import Client, OfficeProfile, Product, Staff
from desktop.planning.routes import Problem
from desktop.planning.visits import Spot
from desktop.queries.plans.routes import planned_routes, routes_problem
from desktop.queries.plans.visits import visits_problem
from desktop.services.clients import add_client
from desktop.services.orders import OrderedLine, add_order
from desktop.services.runs import add_vehicle, load_run, plan_run
from desktop.services.settings import edit_office
from tests.office import MONDAY, Team, new_team

DEPOT = Decimal("31.46"), Decimal("104.74")
TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture
def team(database_url: str) -> Iterator[Team]:
    team = new_team(database_url)
    vehicle = VehicleDraft("川B001", "老赵", 40, starts="08:00", ends="18:00", runs=2)
    add_vehicle(team.d1, replace(vehicle, per_run_fen=8000, per_km_fen=120))
    for code, lat in (("C7", "31.47"), ("C8", "31.48"), ("C9", None)):
        place = None if lat is None else Decimal(lat)
        lon = None if lat is None else Decimal("104.75")
        shop = ClientDraft(code, f"小店{code}", "学校店", lat=place, lon=lon, opens="08:00")
        add_client(team.r1, replace(shop, closes="20:00"))
    yield team
    team.office.engine.dispose()


def asked(team: Team) -> Problem:
    with team.office.reading() as session:
        return routes_problem(session, TUESDAY, DEPOT)


def order(team: Team, client: str, quantity: int = 3) -> int:
    return add_order(team.r1, client, [OrderedLine("P1", "支", quantity)])


def test_orders_of_a_client_are_one_drop_and_planned_runs_stand(team: Team) -> None:
    first, _second, third = order(team, "C7"), order(team, "C7"), order(team, "C8")
    order(team, "C9")
    run = plan_run(team.d1, RunDraft("川B001", TUESDAY, [third, first], "08:30"))
    problem = asked(team)
    assert [(drop.code, drop.opens, drop.closes) for drop in problem.drops] == [
        ("C7", "08:00", "20:00"), ("C8", "08:00", "20:00"), ("C9", "08:00", "20:00")
    ]  # fmt: skip
    assert problem.drops[0].cartons == 2 * (problem.drops[1].cartons or 0)
    (fixed,) = problem.fixed
    assert (fixed.drops, fixed.order, fixed.closed, fixed.departs) == (
        ("C8", "C7"), True, False, "08:30"
    )  # fmt: skip
    (vehicle,) = problem.vehicles
    assert (vehicle.runs, vehicle.per_run, vehicle.per_hour) == (2, Decimal(80), Decimal(0))
    with team.office.reading() as session:
        plan = planned_routes(session, TUESDAY, DEPOT).plan
    assert [stop.code for stop in plan.runs[0].stops] == ["C8", "C7"]
    assert [(one.code, one.why) for one in plan.unserved] == [("C9", "no_place")]
    load_run(team.d1, run)
    assert asked(team).fixed == ()
    assert asked(team).vehicles[0].runs == 1
    assert [drop.code for drop in asked(team).drops] == ["C7", "C9"]


def test_runs_and_visits_begin_where_the_office_says_it_lies_within_its_hours(team: Team) -> None:
    order(team, "C7")
    with team.office.reading() as session:
        version = session.get_one(OfficeProfile, 1).version
        rep = session.scalars(select(Staff).where(Staff.code == "r1")).one()
        middle = visits_problem(session, rep).office
    profile = ProfileDraft("测试办事处", lat=DEPOT[0], lon=DEPOT[1], opens="07:00", closes="19:00")
    edit_office(team.ad, version, profile)
    with team.office.reading() as session:
        depot = routes_problem(session, TUESDAY).depot
        assert (depot.lat, depot.lon, depot.opens, depot.closes) == (
            31.46,
            104.74,
            "07:00",
            "19:00",
        )
        rep = session.scalars(select(Staff).where(Staff.code == "r1")).one()
        assert visits_problem(session, rep).office == Spot(31.46, 104.74) != middle


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"lat": DEPOT[0]}, "lon"),
        ({"lat": Decimal(91), "lon": DEPOT[1]}, "lat"),
        ({"opens": "19:00", "closes": "07:00"}, "closes"),
    ],
)
def test_the_office_lies_at_a_whole_place_and_closes_after_it_opens(
    team: Team, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as caught:
        edit_office(team.ad, 1, ProfileDraft("测试办事处", **changes))
    assert (caught.value.code, caught.value.field) == ("invalid", field)


def test_what_orders_weigh_is_known_as_far_as_their_products_say(team: Team) -> None:
    order(team, "C7")
    assert asked(team).drops[0].kg is None
    with team.office.engine.begin() as connection:
        connection.execute(update(Product).where(Product.code == "P1").values(weight_g=150))
    assert asked(team).drops[0].kg == Decimal("0.45")


def test_a_vehicle_that_is_out_is_free_when_its_run_is_back(team: Team) -> None:
    first, _second = order(team, "C7"), order(team, "C8")
    load_run(team.d1, plan_run(team.d1, RunDraft("川B001", TUESDAY, [first], "08:30")))
    (vehicle,) = asked(team).vehicles
    assert vehicle.runs == 1
    assert "08:40" < (vehicle.starts or "") < "09:00"


def test_without_a_depot_nothing_is_planned(team: Team) -> None:
    with team.office.reading() as session, pytest.raises(Refused) as caught:
        routes_problem(session, TUESDAY, None)
    assert (caught.value.code, caught.value.field) == ("invalid", "depot")


def test_the_command_keeps_stops_off_the_midday_break_of_shops(team: Team) -> None:
    """What the form doesn't know is heeded all the same, as the day board does (D4)."""
    order(team, "C7"), order(team, "C8")

    def arrivals() -> dict[str, str]:
        with team.office.reading() as session:
            plan = planned_routes(session, TUESDAY, DEPOT).plan
        return {stop.code: stop.arrives for run in plan.runs for stop in run.stops}

    second = max(arrivals().items(), key=lambda one: one[1])
    with team.office.engine.begin() as connection:
        hours = {"break_from": second[1], "break_to": "19:00"}
        connection.execute(update(Client).where(Client.code == second[0]).values(**hours))
    assert arrivals().keys() == {"C7", "C8"}
    assert arrivals()[second[0]] < second[1]
