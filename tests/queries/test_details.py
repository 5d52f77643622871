"""What stands beside a list says the same as the list, of every record of a busy office."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop.queries.agreements import AGREEMENTS, agreement_detail
from desktop.queries.audit import CHANGES, audit_detail
from desktop.queries.benefits import BENEFITS, benefit_detail
from desktop.queries.cases import CASES, case_detail
from desktop.queries.client_tabs import agreements, changes, fund, orders, visits
from desktop.queries.clients import CLIENTS, client_file
from desktop.queries.deliveries import DELIVERIES, delivery_detail
from desktop.queries.fund_list import FUND, fund_detail
from desktop.queries.listing import Wanted
from desktop.queries.lists import Asked, PageList
from desktop.queries.orders import ORDERS, order_detail
from desktop.queries.payments import PAYMENTS, payment_detail
from desktop.queries.proposals import PROPOSALS, proposal_detail
from desktop.queries.runs import RUNS, run_detail
from desktop.queries.settlement_list import SETTLEMENTS, settlement_detail
from desktop.queries.suggestions import SUGGESTIONS, suggestion_detail
from desktop.queries.visits import VISITS, plan_detail
from desktop.replay.replay import replay
from desktop.replay.scenario import read_scenario
from desktop.services.database import make_database, read_url
from desktop.services.office import Office
from tests.office import MONDAY

STORIES = Path(__file__).parents[1] / "scenarios"
TOLD = ("every-account-moves", "survey-proposal-and-run", "reward-and-appeal")
LATER = MONDAY + timedelta(days=16)
Detail = Callable[[Any, int, date], Any]
DETAILS: list[tuple[PageList[Any], Detail]] = [
    (AGREEMENTS, lambda session, key, day: agreement_detail(session, key, day).row),
    (BENEFITS, lambda session, key, day: benefit_detail(session, key, day).row),
    (CASES, lambda session, key, day: case_detail(session, key, day, names=True).row),
    (CHANGES, lambda session, key, _day: audit_detail(session, key).row),
    (CLIENTS, lambda session, key, day: client_file(session, key, day).line),
    (DELIVERIES, lambda session, key, _day: delivery_detail(session, key).row),
    (ORDERS, lambda session, key, _day: order_detail(session, key).row),
    (PAYMENTS, lambda session, key, _day: payment_detail(session, key).row),
    (PROPOSALS, lambda session, key, _day: proposal_detail(session, key).row),
    (RUNS, lambda session, key, _day: run_detail(session, key).row),
    (SETTLEMENTS, lambda session, key, _day: settlement_detail(session, key).row),
    (SUGGESTIONS, lambda session, key, day: suggestion_detail(session, key, day).row),
    (VISITS, lambda session, key, _day: plan_detail(session, key).row),
]


@pytest.fixture(params=TOLD)
def office(request: pytest.FixtureRequest, sqlite_url: str) -> Iterator[Office]:
    made = Office(make_database(read_url(sqlite_url)))
    replay(made, read_scenario(STORIES / f"{request.param}.json"))
    yield made
    made.engine.dispose()


def test_a_detail_begins_with_the_row_of_its_list(office: Office) -> None:
    seen = set()
    with office.reading() as session:
        asked = Asked(session, LATER, 1)
        for records, detail in DETAILS:
            keys = records.ids(asked, Wanted())
            rows = records.rows(asked, keys)
            assert [detail(session, key, LATER) for key in keys] == [rows[key] for key in keys]
            seen |= {records.page} if keys else set()
    assert {"clients", "audit"} <= seen
    assert len(seen) > 3


def test_a_clients_file_holds_what_the_lists_hold_of_it(office: Office) -> None:
    with office.reading() as session:
        asked = Asked(session, LATER, 1)
        shops = CLIENTS.ids(asked, Wanted())
        for records, tab in ((ORDERS, orders), (AGREEMENTS, agreements)):
            held = [one.id for key in shops for one in tab(session, key, LATER)]
            assert sorted(held) == sorted(records.ids(asked, Wanted()))
        plans = VISITS.rows(asked, VISITS.ids(asked, Wanted())).values()
        made = sum(len(visits(session, key, LATER)) for key in shops)
        assert made == sum(plan.visits for plan in plans)
        for key in shops:
            closings = [one.figures.closing_fen for one in fund(session, key, LATER)]
            assert (closings or [0])[0] == client_file(session, key, LATER).fund_fen
            assert changes(session, key, LATER)


def test_a_funds_newest_quarter_closes_with_what_the_client_file_says(office: Office) -> None:
    with office.reading() as session:
        for key in FUND.ids(Asked(session, LATER, 1), Wanted()):
            newest, _standing = fund_detail(session, key, LATER).quarters[0]
            assert newest.closing_fen == client_file(session, key, LATER).fund_fen
