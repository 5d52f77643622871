"""A run put together by hand counts with the other runs of its vehicle and driver that day (D4)."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from desktop.basics.drafts.client import ClientDraft
from desktop.basics.drafts.office import ProfileDraft
from desktop.basics.drafts.run import RunDraft
from desktop.basics.drafts.vehicle import VehicleDraft
from desktop.models import Run
from desktop.planning.routing.form import minute_of
from desktop.queries.facts.run_turn import as_they_leave
from desktop.queries.listing import Wanted
from desktop.queries.lists import Asked
from desktop.queries.open_run import run_detail
from desktop.queries.papers.closing_sheet import closing_sheet
from desktop.queries.papers.loading import loading_list, pick_list
from desktop.queries.papers.manifest import manifest
from desktop.queries.plans.day_ground import day_ground
from desktop.queries.run_form import TypedRun, typed_run
from desktop.queries.run_results import run_results
from desktop.queries.runs import RUNS, run_rows
from desktop.services.clients import add_client
from desktop.services.deliveries import record_delivery
from desktop.services.orders import OrderedLine, add_order
from desktop.services.runs import add_vehicle, load_run, plan_run
from desktop.services.settings import edit_office
from tests.office import MONDAY, Team, new_team

PLACE = {"lat": Decimal("31.46"), "lon": Decimal("104.74")}


@pytest.fixture
def team(database_url: str) -> Team:
    """A shop some 10 km from the office with four orders; three vehicles, two of one driver."""
    team = new_team(database_url)
    edit_office(team.ad, 1, ProfileDraft("测试办事处", **PLACE, opens="07:00", closes="19:00"))
    vehicle = VehicleDraft("V1", "老赵", 80, starts="08:00", ends="18:00", runs=2, reload_s=1800)
    add_vehicle(team.d1, vehicle)
    add_vehicle(team.d1, replace(vehicle, code="V2"))
    add_vehicle(team.d1, replace(vehicle, code="V3", driver="老钱"))
    shop = ClientDraft("C9", "小店C9", "学校店", opens="08:00", closes="20:00")
    add_client(team.r1, replace(shop, lat=Decimal("31.46"), lon=Decimal("104.84")))
    for _order in range(4):
        add_order(team.r1, "C9", [OrderedLine("P1", "箱", 5)])
    return team


def typed(team: Team, vehicle: str = "V1", departs: str = "", run_id: int = 0) -> TypedRun:
    with team.office.reading() as session:
        found = typed_run(session, vehicle, departs, [4], MONDAY, run_id)
    assert found is not None
    return found


def test_a_second_run_begins_when_the_first_is_back_and_its_vehicle_loaded(team: Team) -> None:
    alone = typed(team)
    assert (alone.line.departs, alone.also, alone.broken) == ("08:00", (), ())
    first = plan_run(team.d1, RunDraft("V1", MONDAY, [1], "08:00"))
    back = alone.line.returns
    second = typed(team)
    assert second.also == (f"CC-2026-0001 08:00–{back}",)
    assert second.line.departs > back
    assert second.broken == ()
    assert second.full > 2 * alone.full  # the first, the loading, and its own
    # In the form of the first itself, it isn't another one.
    assert typed(team, run_id=first).also == ()
    # A vehicle of another driver has nothing to do with it.
    assert typed(team, "V3").also == ()


def test_what_it_runs_into_is_said(team: Team) -> None:
    plan_run(team.d1, RunDraft("V1", MONDAY, [1], "08:00"))
    back = typed(team).also[0].partition("–")[2]
    named = f"CC-2026-0001 08:00–{back}"
    assert typed(team, departs="08:10").broken == (f"这辆车这时在跑 {named}",)
    assert typed(team, departs=back).broken == (f"和 {named} 之间要留 30 分钟装车",)
    (driver,) = typed(team, "V2", departs="08:10").broken
    assert driver == f"司机这时在跑 CC-2026-0001 V1 08:00–{back}"
    assert typed(team, "V2", departs=back).broken == ()


def test_a_run_too_many_is_said_also_where_nothing_can_be_reckoned(team: Team) -> None:
    plan_run(team.d1, RunDraft("V1", MONDAY, [1], "08:00"))
    plan_run(team.d1, RunDraft("V1", MONDAY, [2], "10:00"))
    assert "超过每天 2 趟" in typed(team, departs="14:00").broken
    edit_office(team.ad, 2, ProfileDraft("测试办事处"))
    third = typed(team)
    assert third.also == ("CC-2026-0001", "CC-2026-0002")
    assert third.broken == ("超过每天 2 趟",)
    with team.office.reading() as session:
        found = typed_run(session, "V1", "", [4], MONDAY + timedelta(days=1))
    assert found is not None
    assert (found.also, found.broken) == ((), ())


def test_orders_of_one_client_are_one_stop_wherever_a_run_is_counted(team: Team) -> None:
    other = add_order(team.r1, "C1", [OrderedLine("P1", "箱", 1)])
    run = plan_run(team.d1, RunDraft("V1", MONDAY, [1, other, 2]))
    with team.office.reading() as session:
        asked = Asked(session, MONDAY)
        assert run_rows(session, [run])[run].stops == 2
        assert dict(run_detail(session, run).places) == {1: 1, other: 2, 2: 1}
        (stops, _cartons) = RUNS.sums
        assert session.scalar(stops.ask(asked, lambda key: key.in_([run]))) == 2
        assert RUNS.ids(asked, Wanted(sort="stops")) == [run]
    load_run(team.d1, run)
    record_delivery(team.d1, 1)
    with team.office.reading() as session:
        assert run_rows(session, [run])[run].left == 2
        assert [one.place for one in run_results(session, run).stops] == [1, 2, 1]
    record_delivery(team.d1, 2)
    record_delivery(team.d1, other)
    with team.office.reading() as session:
        assert run_rows(session, [run])[run].left == 0
        sheet = closing_sheet(session, session.get_one(Run, run))
        assert (sheet.delivered, sheet.stops) == (2, 2)


def _planned(team: Team, run_id: int) -> tuple[str, str]:
    with team.office.reading() as session:
        way = run_detail(session, run_id).way
        run = session.get_one(Run, run_id)
        paper = manifest(session, run)
        lists = pick_list(session, run), loading_list(session, run)
    assert {one.departure for one in (paper, *lists)} == {way.departs}
    assert [stop.planned for stop in paper.stops] == list(way.arrives.values())[:1]
    return way.departs, way.returns


def test_a_second_run_without_an_hour_begins_after_the_first_wherever_it_is_told(
    team: Team,
) -> None:
    first = plan_run(team.d1, RunDraft("V1", MONDAY, [1]))
    second = plan_run(team.d1, RunDraft("V1", MONDAY, [2]))
    driver_s = plan_run(team.d1, RunDraft("V2", MONDAY, [3]))
    (leaves, back), (again, back_again) = _planned(team, first), _planned(team, second)
    assert leaves == "08:00"
    assert minute_of(again) == minute_of(back) + 30  # loaded anew
    assert minute_of(_planned(team, driver_s)[0]) == minute_of(back_again)  # its driver comes
    # The forms say the same of each, and none runs into what waits for it.
    assert typed(team, run_id=first).line.departs == "08:00"
    assert typed(team, run_id=second).line.departs == again
    assert [typed(team, run_id=one).broken for one in (first, second)] == [(), ()]
    assert typed(team, "V2", run_id=driver_s).line.departs == back_again
    # A day later nobody waits for anybody.
    with team.office.reading() as session:
        found = typed_run(session, "V1", "", [4], MONDAY + timedelta(days=1))
    assert found is not None
    assert found.line.departs == "08:00"


def test_runs_without_an_hour_are_picked_and_printed_after_those_that_they_wait_for(
    team: Team,
) -> None:
    plan_run(team.d1, RunDraft("V1", MONDAY, [1], "08:00"))
    plan_run(team.d1, RunDraft("V1", MONDAY, [2]))
    plan_run(team.d1, RunDraft("V3", MONDAY, [3]))
    with team.office.reading() as session:
        turn = [run.number for run in as_they_leave(session.query(Run))]
    assert turn == ["CC-2026-0003", "CC-2026-0001", "CC-2026-0002"]
    with team.office.reading() as session:
        ground = day_ground(session, MONDAY)
    assert [(run.title, run.number) for run in ground.runs if run.vehicle == "V1"] == [
        ("CC-2026-0001", 1),
        ("CC-2026-0002", 2),
    ]


def test_a_run_for_which_the_day_is_over_is_told_all_the_same(team: Team) -> None:
    late = VehicleDraft("V9", "老孙", 80, starts="08:00", ends="08:30", runs=9, reload_s=36_000)
    add_vehicle(team.d1, late)
    runs = [plan_run(team.d1, RunDraft("V9", MONDAY, [key])) for key in (1, 2, 3)]
    assert [_planned(team, run)[0] for run in runs][:1] == ["08:00"]
    assert typed(team, "V9").broken
