"""A run loaded as it was picked: lots by exception, short goods shared, whole units (D3, D3a)."""

from datetime import timedelta

import pytest

from desktop.basics.drafts.run import RunDraft
from desktop.basics.drafts.vehicle import VehicleDraft
from desktop.basics.errors import Refused
from desktop.models import Run, Stop
from desktop.planning.lots import Lying, Taking, share_out
from desktop.queries.facts.lots import pieces_on_run
from desktop.queries.run_loading import RunLoading, run_loading
from desktop.services.office import Office
from desktop.services.orders import OrderedLine, add_order
from desktop.services.picking import load_as_picked, row_of_lot
from desktop.services.runs import add_vehicle, plan_run
from desktop.services.stock import CountedLot, start_stock
from tests.office import MONDAY, Team, copy_of, fill_team


def _fill(office: Office) -> None:
    """Three orders want 74 pieces of a product of which 64 lie there, in two lots."""
    fill_team(office)
    team = Team(office)
    add_vehicle(team.d1, VehicleDraft("V1", "骆师傅", 100, ""))
    early, late = MONDAY + timedelta(days=90), MONDAY + timedelta(days=180)
    start_stock(team.d1, [CountedLot("P1", "A1", early, 34), CountedLot("P1", "A2", late, 30)])
    wants = (("C1", "箱", 1), ("C2", "支", 40), ("C1", "支", 10))
    orders = [add_order(team.r1, client, [OrderedLine("P1", u, q)]) for client, u, q in wants]
    plan_run(team.d1, RunDraft("V1", MONDAY, orders, "08:00"))


@pytest.fixture
def team(database_url: str) -> Team:
    return Team(copy_of("a run to load", _fill, database_url))


def loading(team: Team) -> RunLoading:
    with team.office.reading() as session:
        return run_loading(session, 1)


def loaded(team: Team) -> dict[int, int]:
    """What lies on the run, by order."""
    with team.office.reading() as session:
        orders = {stop.id: stop.order_id for stop in session.query(Stop)}
        return {orders[stop]: pieces for (stop, _line), pieces in pieces_on_run(session, 1).items()}


def test_what_lacks_is_shown_with_a_fair_share_in_whole_units(team: Team) -> None:
    (product,) = loading(team).products
    assert (product.wanted, product.missing) == (74, 10)
    assert [(one.code, one.there, one.planned) for one in product.lots] == [
        ("A1", 34, 34),
        ("A2", 30, 30),
    ]
    # 64 of 74 for orders of 24, 40 and 10; a carton that isn't whole is none.
    assert [(one.wanted, one.share) for one in product.lines] == [(1, 0), (10, 8), (40, 35)]


def test_each_line_gets_what_it_is_given_and_nothing_is_asked(team: Team) -> None:
    load_as_picked(team.d1, 1, {}, {(1, 1): 1, (3, 1): 5, (2, 1): 35})
    assert loaded(team) == {1: 24, 3: 5, 2: 35}


def test_a_line_that_is_given_nothing_gets_nothing(team: Team) -> None:
    load_as_picked(team.d1, 1, {}, {(1, 1): 0})
    assert loaded(team) == {2: 40, 3: 10}


def test_what_was_picked_of_a_lot_goes_to_the_lines_in_turn(team: Team) -> None:
    load_as_picked(team.d1, 1, {1: 20, 2: 30}, {})
    # The drop of C1 comes first: its carton, its ten pieces, then what is left for C2.
    assert loaded(team) == {1: 24, 3: 10, 2: 16}


def test_more_than_the_orders_want_is_refused_at_its_lot(team: Team) -> None:
    with pytest.raises(Refused) as refused:
        load_as_picked(team.d1, 1, {1: 34, 2: 30}, {(2, 1): 5})
    assert refused.value.code == "invalid"
    assert refused.value.spot is not None
    assert refused.value.spot.line == row_of_lot(2)
    with pytest.raises(Refused) as refused:
        load_as_picked(team.d1, 1, {1: 40, 2: 30}, {})
    assert refused.value.code == "short"
    with team.office.reading() as session:
        assert session.get_one(Run, 1).state == "planned"


def test_nothing_said_asks_about_what_lacks_as_ever(team: Team) -> None:
    with pytest.raises(Refused) as refused:
        load_as_picked(team.d1, 1, {}, {})
    assert refused.value.code == "short"
    load_as_picked(team.d1, 1, {}, {}, short=True)
    assert sum(loaded(team).values()) == 64


def test_goods_are_shared_out_in_whole_units() -> None:
    lots = [Lying(1, "A", MONDAY, 30), Lying(2, "B", MONDAY, 5)]
    given, left = share_out([(24, 24), (24, 24), (4, 1)], lots)
    assert given == [[Taking(1, 24)], [], [Taking(1, 4)]]
    assert [(one.lot, one.quantity) for one in left] == [(1, 2), (2, 5)]
