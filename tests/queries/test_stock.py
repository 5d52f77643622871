"""What is in stock, and which lots are near their expiry."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bench.watch import asked
from desktop.basics.drafts.product import ProductDraft
from desktop.basics.report import Scope
from desktop.models import Lot
from desktop.queries.facts.stock import (
    EXPIRED,
    EXPIRING,
    first_lots,
    needing_a_look,
    on_hand,
)
from desktop.queries.listing import Wanted
from desktop.queries.lists import Asked
from desktop.queries.products import product_detail, product_rows
from desktop.queries.reports.stock import stock
from desktop.queries.stock import LOTS
from desktop.services.deliveries import record_delivery
from desktop.services.orders import OrderedLine, add_order
from desktop.services.products import add_product
from desktop.services.returns import cancel_return, record_return
from desktop.services.stock import receive_stock, start_stock
from tests.office import MONDAY, Team, new_team

SOON, LATER = MONDAY + timedelta(days=30), MONDAY + timedelta(days=400)


@pytest.fixture
def team(database_url: str) -> Iterator[Team]:
    made = new_team(database_url)
    start_stock(made.d1, [])
    receive_stock(made.d1, 1, "L2", LATER, "箱", 2)
    receive_stock(made.d1, 1, "L1", SOON, "支", 10)
    yield made
    made.office.engine.dispose()


def deliver(team: Team, unit: str, quantity: int) -> int:
    return record_delivery(team.d1, add_order(team.r1, "C1", [OrderedLine("P1", unit, quantity)]))


def left(team: Team) -> dict[str, int]:
    with team.office.reading() as session:
        return {lot.code: lot.warehouse for lot in session.query(Lot).order_by(Lot.code)}


def test_stock_is_what_was_received_less_what_stayed_with_clients(team: Team) -> None:
    delivery = deliver(team, "支", 4)
    with team.office.reading() as session:
        assert on_hand(session, [1]) == {1: 58 - 4}
    back = record_return(team.d1, delivery, 1, 3)
    with team.office.reading() as session:
        assert on_hand(session, [1]) == {1: 58 - 1}
    cancel_return(team.d1, back)
    with team.office.reading() as session:
        assert on_hand(session, [1]) == {1: 58 - 4}


def test_lots_are_used_up_in_the_order_of_their_expiry(team: Team) -> None:
    assert left(team) == {"L1": 10, "L2": 48}
    deliver(team, "支", 4)
    assert left(team) == {"L1": 6, "L2": 48}
    deliver(team, "箱", 1)
    assert left(team) == {"L1": 0, "L2": 30}


def test_what_was_signed_for_and_not_there_is_found(team: Team) -> None:
    deliver(team, "箱", 3)
    assert left(team) == {"L1": 0, "L2": 0}
    with team.office.reading() as session:
        assert product_rows(session, [1], MONDAY)[1].stock == 0
        found = {lot.code: lot.difference for lot in session.query(Lot)}
        assert found == {"L1": 0, "L2": 72 - 58}


def test_a_product_that_was_never_received_has_no_stock_to_speak_of(database_url: str) -> None:
    team = new_team(database_url)
    with team.office.reading() as session:
        assert product_rows(session, [1], MONDAY)[1].stock is None
        assert product_detail(session, 1, MONDAY).lots == ()
    team.office.engine.dispose()


@pytest.mark.parametrize(
    ("today", "days", "found"),
    [
        (SOON - timedelta(days=60), 60, ["L1"]),
        (SOON - timedelta(days=61), 60, []),
        (SOON + timedelta(days=1), 60, ["L1"]),
    ],
)
def test_a_lot_comes_up_before_its_expiry_and_stays_while_it_is_there(
    team: Team, today: date, days: int, found: list[str]
) -> None:
    assert coming_up(team, today, days) == found
    deliver(team, "支", 10)
    assert not coming_up(team, today, days)


def coming_up(team: Team, today: date, days: int) -> list[str]:
    """The first lot of each product that Today shows as expired or near its expiry."""
    found = []
    with team.office.reading() as session:
        for name, since in ((EXPIRED, date.min), (EXPIRING, today)):
            look = needing_a_look(name, today, days)
            keys = session.scalars(select(look.c.product)).all()
            found += [lot.code for lot in first_lots(session, keys, since).values()]
    return found


def test_the_lots_of_many_products_are_read_together(team: Team) -> None:
    few = _asked_for_lots(team)
    for code in ("P2", "P3", "P4", "P5"):
        draft = ProductDraft(code, code, "清泉", "洁面", {"支": 1}, {"支": 3780}, 4800)
        key = add_product(team.c1, draft)
        receive_stock(team.d1, key, "L1", LATER, "支", 10)
    assert _asked_for_lots(team) == few


def _asked_for_lots(team: Team) -> int:
    """How many statements the list and the report ask."""
    with asked() as heard, team.office.reading() as session:
        wanted = Asked(session, team.day)
        rows = LOTS.rows(wanted, LOTS.ids(wanted, Wanted()))
        lots, _products = stock(session, Scope(team.day, team.day), team.day)
        assert len(rows) == len(lots.lines)
    return heard.statements
