"""What a page asks the database doesn't grow with its rows."""

from collections.abc import Callable

import pytest
from sqlalchemy import event

from desktop.basics.drafts.benefit import BenefitDraft
from desktop.basics.drafts.run import RunDraft
from desktop.basics.drafts.vehicle import VehicleDraft
from desktop.queries.audit import audit_ids, audit_rows
from desktop.queries.benefits import benefit_detail, benefit_ids, benefit_rows
from desktop.queries.deliveries import delivery_ids, delivery_rows
from desktop.queries.listing import Wanted
from desktop.queries.lists import Asked
from desktop.queries.open_run import run_detail, to_plan
from desktop.queries.orders import ORDERS, order_ids, order_rows
from desktop.queries.payments import (
    PAYMENTS,
    open_accounts,
    payment_detail,
    payment_ids,
    payment_rows,
)
from desktop.queries.runs import RUNS, run_ids, run_rows
from desktop.services.benefits import deliver_benefit
from desktop.services.deliveries import record_delivery
from desktop.services.office import Reading
from desktop.services.orders import OrderedLine, add_order
from desktop.services.payments import record_collection
from desktop.services.runs import add_vehicle, plan_run
from tests.office import MONDAY, Team, new_team

pytestmark = pytest.mark.untraced

ALL = Wanted()
Page = Callable[[Reading], object]


def runs(session: Reading) -> object:
    ids = run_ids(session, ALL, MONDAY)
    RUNS.counts(Asked(session, MONDAY))
    return run_rows(session, ids), run_detail(session, ids[0]), to_plan(session, MONDAY)


def payments(session: Reading) -> object:
    ids = payment_ids(session, ALL, MONDAY)
    PAYMENTS.counts(Asked(session, MONDAY))
    open_accounts(session, in_credit=True)
    return payment_rows(session, ids), payment_detail(session, ids[0])


def benefits(session: Reading) -> object:
    ids = benefit_ids(Asked(session, MONDAY), ALL)
    return benefit_rows(session, ids), benefit_detail(session, ids[0], MONDAY)


def audit(session: Reading) -> object:
    return audit_rows(session, audit_ids(session, ALL, 1))


def orders(session: Reading) -> object:
    ORDERS.counts(Asked(session, MONDAY))
    return order_rows(session, order_ids(session, ALL))


def deliveries(session: Reading) -> object:
    return delivery_rows(session, delivery_ids(session, ALL))


@pytest.fixture
def team(sqlite_url: str) -> Team:
    team = new_team(sqlite_url)
    add_vehicle(team.d1, VehicleDraft("川Z·A1027", "骆师傅", 100, ""))
    return team


def one_more_day(team: Team) -> None:
    """A run of three stops, an order that waits, one that was delivered, money and a benefit."""
    goods = [OrderedLine("P1", "支", 3)]
    stops = [add_order(team.r1, code, goods) for code in ("C1", "C2", "C1")]
    plan_run(team.d1, RunDraft("川Z·A1027", MONDAY, stops))
    add_order(team.r1, "C2", goods)
    record_delivery(team.d1, add_order(team.r1, "C1", goods))
    record_collection(team.k1, "C2", 100)
    deliver_benefit(team.c1, BenefitDraft("C1", "rack", 100))


def asked(team: Team, page: Page) -> int:
    """How many statements a page needs."""
    heard: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        heard.append(statement)

    event.listen(team.office.engine, "before_cursor_execute", hear)
    try:
        with team.office.reading() as session:
            page(session)
    finally:
        event.remove(team.office.engine, "before_cursor_execute", hear)
    return len(heard)


@pytest.mark.parametrize("page", [runs, payments, benefits, audit, orders, deliveries])
def test_many_rows_need_no_more_statements_than_few(team: Team, page: Page) -> None:
    for _day in range(2):
        one_more_day(team)
    few = asked(team, page)
    for _day in range(12):
        one_more_day(team)
    assert asked(team, page) == few
