"""How long a lot lasts, what moved it, and who has it or could sell it (F2, D3, D8)."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from desktop.basics.drafts.run import RunDraft
from desktop.basics.drafts.vehicle import VehicleDraft
from desktop.basics.report import Scope
from desktop.models import Lot
from desktop.queries.facts.selling import LotSales, lots_last
from desktop.queries.listing import Wanted
from desktop.queries.lists import Asked
from desktop.queries.reports.stock import stock as stock_report
from desktop.queries.search import find_anything
from desktop.queries.stock import LOTS, lot_detail
from desktop.services import deliveries, orders, returns, runs, stock
from desktop.services.orders import OrderedLine
from tests.office import MONDAY, Team, new_team

SOON, LATER = MONDAY + timedelta(days=9), MONDAY + timedelta(days=400)


def lot(number: int, code: str, expires: date, quantity: int) -> Lot:
    return Lot(id=number, code=code, expires=expires, warehouse=quantity)


def test_what_expires_first_is_sold_first_and_the_rest_waits_for_it() -> None:
    lots = [lot(1, "B", LATER, 30), lot(2, "A", SOON, 30), lot(3, "C", MONDAY, 4)]
    found = lots_last(lots, Fraction(2), MONDAY)
    # C is good through today: two of its four are sold. A has ten days, of which C took one.
    assert found == {3: LotSales(1, 2), 2: LotSales(10, 12), 1: LotSales(25, 0)}


def test_what_is_expired_or_never_sells_is_all_too_much() -> None:
    old = lot(1, "A", MONDAY - timedelta(days=1), 5)
    assert lots_last([old], Fraction(2), MONDAY) == {1: LotSales(None, 5)}
    assert lots_last([lot(1, "A", SOON, 5)], Fraction(0), MONDAY) == {1: LotSales(None, 5)}


@pytest.fixture
def team(database_url: str) -> Team:
    """Of L1 C1 received five pieces by a run and gave one back; L2 lies untouched."""
    made = new_team(database_url)
    counted = [
        stock.CountedLot("P1", "L1", SOON, 20),
        stock.CountedLot("P1", "L2", LATER, 100),
    ]
    stock.start_stock(made.d1, counted)
    order = orders.add_order(made.r1, "C1", [OrderedLine("P1", "支", 5)])
    runs.add_vehicle(made.d1, VehicleDraft("V1", "老李", 80))
    run = runs.plan_run(made.d1, RunDraft("V1", MONDAY, [order]))
    runs.load_run(made.d1, run)
    delivery = deliveries.record_delivery(made.d1, order)
    returns.record_return(made.d1, delivery, 1, 1)
    return made


def test_a_lot_tells_every_movement_with_its_paper_and_who_has_it(team: Team) -> None:
    with team.office.reading() as session:
        found = lot_detail(session, 1, MONDAY)
    assert [(one.from_place, one.to_place, one.quantity) for one in found.moves] == [
        ("clients", "warehouse", 1),
        ("runs", "clients", 5),
        ("warehouse", "runs", 5),
        ("received", "warehouse", 20),
    ]
    assert [one.page for one in found.moves] == ["deliveries", "deliveries", "runs", ""]
    assert [(one.code, one.received, one.out) for one in found.holders] == [("C1", 5, 4)]
    assert [(one.code, one.units) for one in found.buyers] == [("C1", 4)]
    assert (found.row.left, found.row.on_runs, found.row.with_clients) == (16, 0, 4)


def test_the_list_shows_what_lies_there_and_what_sells_too_slowly(team: Team) -> None:
    with team.office.reading() as session:
        asked = Asked(session, MONDAY)
        assert {name: codes(asked, name) for name in ("", "expired", "expiring", "slow")} == {
            "": ["L1", "L2"],
            "expired": [],
            "expiring": ["L1"],
            "slow": ["L1", "L2"],
        }
        assert LOTS.ids(asked, Wanted(search="l2")) == [2]


def codes(asked: Asked, name: str) -> list[str]:
    ids = LOTS.ids(asked, Wanted(filter=name))
    rows = LOTS.rows(asked, ids)
    return [rows[key].code for key in ids]


def test_a_scanned_code_finds_the_lot_from_anywhere(team: Team) -> None:
    stock.receive_stock(team.d1, 1, "20260105A", LATER, "支", 1)
    with team.office.reading() as session:
        hits = find_anything(session, "20260105a", {"stock": ""}, lambda _action: True)
    assert [(one.words, one.page, one.key) for one in hits] == [("20260105A", "stock", 3)]


def test_the_report_says_how_long_goods_last(team: Team) -> None:
    with team.office.reading() as session:
        by_lot, by_product = stock_report(session, Scope(MONDAY, MONDAY), MONDAY)
    # Four in 91 days: sixteen there last a year, of which ten days are left to sell.
    assert [line.values[1:8] for line in by_lot.lines] == [
        ("L1", SOON, 9, 16, 0, "支", 10),
        ("L2", LATER, 400, 100, 0, "支", 401),
    ]
    assert by_product.lines[0].values[1:6] == (116, 116, "支", 1, 2639)
