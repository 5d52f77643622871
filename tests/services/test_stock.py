"""What comes into the warehouse: lots with their expiry."""

from datetime import timedelta

import pytest

from bench.watch import asked
from desktop.basics.drafts.run import RunDraft
from desktop.basics.drafts.vehicle import VehicleDraft
from desktop.basics.errors import NeedsConfirmation, Refused
from desktop.models import Lot, Receipt
from desktop.queries.facts.stock import (
    BELOW,
    free_stock,
    lot_lines,
    on_hand,
    short_goods,
    short_typed,
)
from desktop.queries.listing import Wanted
from desktop.queries.open_run import lots_on_run, run_detail
from desktop.queries.orders import order_detail
from desktop.queries.products import product_ids
from desktop.queries.search import find_anything
from desktop.services.closing import Back, close_run
from desktop.services.orders import OrderedLine, add_order, cancel_order
from desktop.services.runs import Picked, add_vehicle, leave_unserved, load_run, plan_run
from desktop.services.stock import CountedLot, receive_stock, start_stock
from tests.office import MONDAY, Team, new_team

SPRING = MONDAY + timedelta(days=400)


@pytest.fixture
def team(database_url: str) -> Team:
    return new_team(database_url)


def test_a_receipt_says_who_took_it_in_and_counts_in_base_units(team: Team) -> None:
    start_stock(team.d1, [])
    receipt_id = receive_stock(team.d1, 1, " 2601A ", SPRING, "箱", 2)
    with team.office.reading() as session:
        receipt = session.get_one(Receipt, receipt_id)
        lot = session.get_one(Lot, receipt.lot_id)
        assert (lot.code, lot.expires, receipt.quantity) == ("2601A", SPRING, 2)
        assert (receipt.received_on, receipt.received_by_id) == (MONDAY, team.d1.person.id)
        assert on_hand(session, [lot.product_id]) == {lot.product_id: 48}


def test_before_the_first_count_a_receipt_is_only_noted(team: Team) -> None:
    receive_stock(team.d1, 1, "2601A", SPRING, "箱", 2)
    with team.office.reading() as session:
        assert (lot_lines(session, 1)[0].received, on_hand(session, [1])) == (48, {})
    start_stock(team.d1, [CountedLot("P1", "2601A", SPRING, 5)])
    with team.office.reading() as session:
        assert (lot_lines(session, 1)[0].received, on_hand(session, [1])) == (5, {1: 5})


def test_a_lot_is_picked_through_its_last_day_and_not_after_it(team: Team) -> None:
    day = MONDAY + timedelta(days=1)
    start_stock(team.d1, [CountedLot("P1", "LAST", day, 10), CountedLot("P1", "GONE", MONDAY, 10)])
    add_vehicle(team.d1, VehicleDraft("V1", "骆师傅", 100, ""))
    order = add_order(team.r1, "C1", [OrderedLine("P1", "支", 5)])
    run_id = plan_run(team.d1, RunDraft("V1", day, [order]))
    with pytest.raises(Refused) as refusal:
        load_run(team.d1, run_id, picked=[Picked(order, 1, "GONE", 5)])
    assert (refusal.value.code, refusal.value.field) == ("invalid", "picked")
    load_run(team.d1, run_id, picked=[Picked(order, 1, "LAST", 5)])
    with team.office.reading() as session:
        assert [(one.lot, one.quantity) for one in lots_on_run(session, run_id)] == [("LAST", 5)]


def test_free_is_what_no_order_wants(team: Team) -> None:
    start_stock(team.d1, [CountedLot("P1", "2601A", SPRING, 30)])
    add_order(team.r1, "C1", [OrderedLine("P1", "箱", 1)])
    second = add_order(team.r1, "C2", [OrderedLine("P1", "支", 10)])
    with team.office.reading() as session:
        assert free_stock(session, [1]) == {1: 30 - 24 - 10}
        assert product_ids(session, Wanted(filter=BELOW), MONDAY) == [1]
    cancel_order(team.r1, second)
    with team.office.reading() as session:
        assert product_ids(session, Wanted(filter=BELOW), MONDAY) == []


def test_of_goods_that_never_came_nothing_is_there(team: Team) -> None:
    order = add_order(team.r1, "C1", [OrderedLine("P1", "支", 4)])
    with team.office.reading() as session:
        assert (free_stock(session, [1]), short_goods(session, [order])) == ({}, ())
    start_stock(team.d1, [])
    with team.office.reading() as session:
        assert free_stock(session, [1]) == {1: -4}
        (ordered,) = short_goods(session, [order])
        typed = short_typed(session, {"P1": 1})["P1"]
        assert (ordered.there, ordered.wanted, ordered.share) == (0, 4, 0)
        assert (typed.there, typed.wanted, typed.share) == (0, 1, 0)
        assert product_ids(session, Wanted(filter=BELOW), MONDAY) == [1]


def test_a_planned_run_is_told_its_fair_share_of_what_does_not_go_round(team: Team) -> None:
    start_stock(team.d1, [CountedLot("P1", "2601A", SPRING, 20)])
    add_vehicle(team.d1, VehicleDraft("V1", "老李", 80))
    here = add_order(team.r1, "C1", [OrderedLine("P1", "支", 30)])
    add_order(team.r1, "C2", [OrderedLine("P1", "支", 10)])
    run = plan_run(team.d1, RunDraft("V1", MONDAY, [here]))
    with team.office.reading() as session:
        (short,) = run_detail(session, run).short
        assert (short.there, short.wanted, short.share) == (20, 30, 15)


def test_a_person_is_asked_whether_a_run_goes_short(team: Team) -> None:
    start_stock(team.d1, [CountedLot("P1", "2601A", SPRING, 30)])
    add_vehicle(team.d1, VehicleDraft("V1", "老李", 80))
    order = add_order(team.r1, "C1", [OrderedLine("P1", "箱", 2)])
    run = plan_run(team.d1, RunDraft("V1", MONDAY, [order]))
    with pytest.raises(Refused) as refused:
        load_run(team.d1, run)
    assert (refused.value.code, "18 支" in refused.value.message) == ("short", True)
    with pytest.raises(NeedsConfirmation):
        load_run(team.d1.saving("form", {}, ()), run)
    load_run(team.d1.saving("form", {}, ("short",)), run)
    with team.office.reading() as session:
        (line,) = order_detail(session, order, team.day).lines
        assert (line.quantity, line.loaded) == (2, 1)
    with team.office.reading() as session, asked() as heard:
        lots = run_detail(session, run).lots
    assert [(one.lot, one.quantity) for one in lots] == [("2601A", 24)]
    assert not heard.twice


@pytest.mark.parametrize(
    ("product", "lot", "unit", "quantity", "code", "field"),
    [
        (1, "2601A", "盒", 1, "invalid", "unit"),
        (9, "2601A", "支", 1, "not_found", "product"),
        (1, "  ", "支", 1, "invalid", "lot"),
        (1, "2601A", "支", 0, "invalid", "quantity"),
    ],
)
def test_what_is_no_lot_is_refused_at_its_field(
    team: Team, product: int, lot: str, unit: str, quantity: int, code: str, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        receive_stock(team.d1, product, lot, SPRING, unit, quantity)
    assert (refused.value.code, refused.value.field) == (code, field)
    with team.office.reading() as session:
        assert session.query(Lot).count() == 0


def test_only_who_dispatches_takes_stock_in(team: Team) -> None:
    with pytest.raises(Refused) as refused:
        receive_stock(team.r1, 1, "2601A", SPRING, "支", 1)
    assert refused.value.code == "not_allowed"


def test_a_lot_written_otherwise_is_the_same_lot(team: Team) -> None:
    start_stock(team.d1, [CountedLot("P1", "20260701a", MONDAY + timedelta(days=300), 5)])
    for code in ("20260701A", "２０２６０７０１Ａ"):
        receive_stock(team.d1, 1, code, MONDAY + timedelta(days=300), "支", 10)
    with team.office.reading() as session:
        assert [(lot.code, lot.warehouse) for lot in session.query(Lot)] == [("20260701a", 25)]
        hits = find_anything(session, "20260701A", {"stock": ""}, bool)
        assert [one.page for one in hits] == ["stock"]
    with pytest.raises(Refused) as said:
        receive_stock(team.d1, 1, "20260701A", MONDAY + timedelta(days=301), "支", 1)
    assert said.value.field == "expires"
    add_vehicle(team.d1, VehicleDraft("V1", "老李", 80))
    order = add_order(team.r1, "C1", [OrderedLine("P1", "支", 2)])
    run = plan_run(team.d1, RunDraft("V1", MONDAY, [order]))
    load_run(team.d1, run)
    leave_unserved(team.d1, run, 1)
    twice = [Back("P1", "20260701a", 0), Back("P1", "20260701A", 0)]
    with pytest.raises(Refused) as said:
        close_run(team.d1, run, twice)
    assert said.value.field == "back"


def test_a_person_is_asked_about_a_lot_that_expired_before_it_came(team: Team) -> None:
    day = MONDAY - timedelta(days=1)
    with pytest.raises(NeedsConfirmation) as asked:
        receive_stock(team.d1.saving("form", {}, ()), 1, "L1", day, "支", 1)
    assert asked.value.name == "expired"
    receive_stock(team.d1.saving("form", {}, ("expired",)), 1, "L1", day, "支", 1)
