"""A run by hand: planned, changed, thrown away, loaded; what came back unserved."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import pytest

from desktop.basics.drafts.run import RunDraft
from desktop.basics.drafts.vehicle import VehicleDraft
from desktop.basics.errors import ChangedElsewhere, Refused
from desktop.models import Order, Run
from desktop.queries.listing import Wanted
from desktop.queries.open_run import orders_out, run_detail
from desktop.queries.runs import run_ids, run_rows
from desktop.services.deliveries import cancel_delivery, record_delivery
from desktop.services.moves import moves
from desktop.services.orders import OrderedLine, add_order
from desktop.services.returns import record_return
from desktop.services.runs import (
    add_vehicle,
    change_run,
    discard_run,
    leave_unserved,
    load_run,
    plan_run,
)
from tests.office import MONDAY, Team, new_team

SMALL, LARGE = "川Z·A1027", "川Z·B0318"
TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture
def team(database_url: str) -> Team:
    team = new_team(database_url)
    add_vehicle(team.d1, VehicleDraft(SMALL, "骆师傅", 40, ""))
    add_vehicle(team.d1, VehicleDraft(LARGE, "苟师傅", 120, ""))
    return team


@pytest.fixture
def orders(team: Team) -> list[int]:
    return [add_order(team.r1, code, [OrderedLine("P1", "箱", 3)]) for code in ("C1", "C2", "C1")]


def states(team: Team, orders: list[int]) -> list[str]:
    with team.office.reading() as session:
        return [session.get_one(Order, one).state for one in orders]


def stops(team: Team, run_id: int) -> tuple[str, date, str, list[int]]:
    with team.office.reading() as session:
        run = session.get_one(Run, run_id)
        return run.vehicle.code, run.day, run.departs, [stop.order_id for stop in run.stops]


def code_of(work: Callable[[], object]) -> tuple[str, str | None]:
    with pytest.raises(Refused) as caught:
        work()
    return caught.value.code, caught.value.field


def allowed(team: Team, kind: str, key: int) -> dict[str, bool]:
    return {move.action: move.allowed for move in moves(team.d1, kind, key)}


def test_stops_change_places_come_and_go(team: Team, orders: list[int]) -> None:
    first, second, third = orders
    run_id = plan_run(team.d1, RunDraft(SMALL, MONDAY, [first, second], " 08:00 "))
    change_run(team.d1, run_id, 1, RunDraft(LARGE, TUESDAY, [third, first], "07:30"))
    assert stops(team, run_id) == (LARGE, TUESDAY, "07:30", [third, first])
    assert states(team, orders) == ["planned", "confirmed", "planned"]


def test_the_second_to_change_a_run_is_told(team: Team, orders: list[int]) -> None:
    run_id = plan_run(team.d1, RunDraft(SMALL, MONDAY, orders[:1]))
    change_run(team.d1, run_id, 1, RunDraft(SMALL, MONDAY, orders[:2]))
    with pytest.raises(ChangedElsewhere):
        change_run(team.d1, run_id, 1, RunDraft(SMALL, MONDAY, orders[2:]))
    assert stops(team, run_id)[3] == orders[:2]


def test_an_order_stands_on_one_run(team: Team, orders: list[int]) -> None:
    plan_run(team.d1, RunDraft(SMALL, MONDAY, orders[:1]))
    other = plan_run(team.d1, RunDraft(LARGE, MONDAY, orders[1:2]))
    assert code_of(lambda: change_run(team.d1, other, 1, RunDraft(LARGE, MONDAY, orders[:2]))) == (
        "wrong_state",
        "orders",
    )
    assert stops(team, other)[3] == orders[1:2]


@pytest.mark.parametrize(
    ("day", "vehicle", "chosen", "field"),
    [
        (MONDAY, SMALL, [0, 0], "orders"),
        (date(2025, 12, 28), SMALL, [0], "date"),
        (MONDAY, "川Z·00000", [0], "vehicle"),
    ],
)
def test_a_bad_change_names_its_field_and_changes_nothing(
    team: Team, orders: list[int], day: date, vehicle: str, chosen: list[int], field: str
) -> None:
    run_id = plan_run(team.d1, RunDraft(SMALL, MONDAY, orders))
    wanted = [orders[place] for place in chosen]
    assert (
        code_of(lambda: change_run(team.d1, run_id, 1, RunDraft(vehicle, day, wanted)))[1] == field
    )
    assert stops(team, run_id) == (SMALL, MONDAY, "", orders)


def test_a_run_thrown_away_frees_its_orders(team: Team, orders: list[int]) -> None:
    run_id = plan_run(team.d1, RunDraft(SMALL, MONDAY, orders))
    record_delivery(team.d1, orders[0])
    discard_run(team.d1, run_id)
    assert states(team, orders) == ["delivered", "confirmed", "confirmed"]
    assert plan_run(team.d1, RunDraft(LARGE, MONDAY, orders[1:]))


def test_a_loaded_run_stays_as_it_is(team: Team, orders: list[int]) -> None:
    run_id = plan_run(team.d1, RunDraft(SMALL, MONDAY, orders))
    load_run(team.d1, run_id)
    for work in (
        lambda: change_run(team.d1, run_id, 2, RunDraft(SMALL, MONDAY, orders[:1])),
        lambda: discard_run(team.d1, run_id),
        lambda: load_run(team.d1, run_id),
    ):
        assert code_of(work)[0] == "wrong_state"
    assert states(team, orders) == ["loaded"] * 3


def test_what_came_back_unserved_goes_on_another_run(team: Team, orders: list[int]) -> None:
    run_id = plan_run(team.d1, RunDraft(SMALL, MONDAY, orders[:2]))
    assert code_of(lambda: leave_unserved(team.d1, run_id, orders[0]))[0] == "wrong_state"
    load_run(team.d1, run_id)
    leave_unserved(team.d1, run_id, orders[0], "关门")
    assert states(team, orders) == ["confirmed", "loaded", "confirmed"]
    again = plan_run(team.d1, RunDraft(LARGE, TUESDAY, [orders[0]]))
    assert stops(team, again)[3] == [orders[0]]


def test_an_order_out_on_a_later_run_is_no_matter_of_the_first(
    team: Team, orders: list[int]
) -> None:
    later = plan_run(team.d1, RunDraft(LARGE, TUESDAY, orders[1:2]))
    first = plan_run(team.d1, RunDraft(SMALL, MONDAY, orders[:1]))
    load_run(team.d1, first)
    leave_unserved(team.d1, first, orders[0])
    change_run(team.d1, later, 1, RunDraft(LARGE, TUESDAY, orders[:2]))
    load_run(team.d1, later)
    with team.office.reading() as session:
        assert orders_out(session, first) == []
        assert sorted(orders_out(session, later)) == orders[:2]
        assert run_detail(session, first).unserved == {orders[0]: ""}
        assert run_detail(session, later).unserved == {}
        assert [run_rows(session, [key])[key].left for key in (first, later)] == [0, 2]
        assert run_ids(session, Wanted(filter="out"), MONDAY) == [later]
    assert not allowed(team, "run", first)["delivery.record"]


def test_an_order_whose_delivery_was_cancelled_leaves_its_first_run(
    team: Team, orders: list[int]
) -> None:
    first = plan_run(team.d1, RunDraft(SMALL, MONDAY, orders[:2]))
    cancel_delivery(team.d1, record_delivery(team.d1, orders[0]), "别家的单")
    second = plan_run(team.d1, RunDraft(LARGE, TUESDAY, orders[:1]))
    assert stops(team, first)[3] == orders[1:2]
    load_run(team.d1, first)
    assert states(team, orders) == ["planned", "loaded", "confirmed"]
    discard_run(team.d1, second)
    assert states(team, orders)[0] == "confirmed"


def test_goods_go_back_onto_a_run_that_is_out_and_still_calls_at_their_client(
    team: Team, orders: list[int]
) -> None:
    delivery = record_delivery(team.d1, orders[2])
    run_id = plan_run(team.d1, RunDraft(SMALL, MONDAY, orders[:2]))
    back = partial(record_return, team.d1, delivery, 1, 1, run_id=run_id)
    assert code_of(back)[0] == "wrong_state"
    load_run(team.d1, run_id)
    assert back()
    leave_unserved(team.d1, run_id, orders[0], "关门")
    assert code_of(back)[0] == "wrong_state"


def test_only_the_dispatcher_and_who_may_do_it_change_runs(team: Team, orders: list[int]) -> None:
    run_id = plan_run(team.d1, RunDraft(SMALL, MONDAY, orders))
    assert code_of(lambda: change_run(team.r1, run_id, 1, RunDraft(SMALL, MONDAY, orders)))[0] == (
        "not_allowed"
    )
    assert code_of(lambda: discard_run(team.r1, run_id))[0] == "not_allowed"
    assert moves(team.r1, "run", run_id) == ()
    assert allowed(team, "run", run_id) == {
        "run.discard": True,
        "run.change": True,
        "run.load": True,
        "run.close": False,
        "delivery.record": False,
    }
    assert not allowed(team, "order", orders[0])["run.unserved"]
    load_run(team.d1, run_id)
    assert [name for name, free in allowed(team, "run", run_id).items() if free] == [
        "delivery.record"
    ]
    assert allowed(team, "order", orders[0])["run.unserved"]
