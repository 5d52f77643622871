"""What stands beside a list says the same as the list, of every record of a busy office."""

from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from desktop.basics.drafts.agreement import CLAUSE_KINDS
from desktop.basics.rules import Rules
from desktop.models import Product
from desktop.queries.agreements import AGREEMENTS, agreement_detail
from desktop.queries.audit import CHANGES, audit_detail
from desktop.queries.benefits import BENEFITS, benefit_detail
from desktop.queries.cases import CASES, case_detail
from desktop.queries.client_papers import client_papers
from desktop.queries.client_tabs import agreements, changes, fund, orders, visits
from desktop.queries.clients import CLIENTS, client_file
from desktop.queries.deliveries import DELIVERIES, delivery_detail
from desktop.queries.fund import FUND, fund_detail
from desktop.queries.listing import Wanted
from desktop.queries.lists import Asked, PageList
from desktop.queries.open_run import run_detail
from desktop.queries.orders import ORDERS, order_detail
from desktop.queries.pasted_goods import read_goods
from desktop.queries.payments import PAYMENTS, payment_detail
from desktop.queries.proposals import PROPOSALS, proposal_detail
from desktop.queries.runs import RUNS
from desktop.queries.settings import clauses_detail, profile_detail, rules_detail
from desktop.queries.settlements import SETTLEMENTS, settlement_detail
from desktop.queries.suggestions import SUGGESTIONS, suggestion_detail
from desktop.queries.visits import VISITS, plan_detail
from desktop.services.office import Office
from tests.office import MONDAY, new_team, office_of_story

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
    (ORDERS, lambda session, key, day: order_detail(session, key, day).row),
    (PAYMENTS, lambda session, key, _day: payment_detail(session, key).row),
    (PROPOSALS, lambda session, key, day: proposal_detail(session, key, day).row),
    (RUNS, lambda session, key, _day: run_detail(session, key).row),
    (SETTLEMENTS, lambda session, key, _day: settlement_detail(session, key).row),
    (SUGGESTIONS, lambda session, key, day: suggestion_detail(session, key, day).row),
    (VISITS, lambda session, key, _day: plan_detail(session, key).row),
]


@pytest.fixture(params=TOLD)
def office(request: pytest.FixtureRequest, sqlite_url: str) -> Iterator[Office]:
    made = office_of_story(request.param, sqlite_url)
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


def test_papers_stand_with_their_client_the_newest_first(office: Office) -> None:
    with office.reading() as session:
        asked = Asked(session, LATER, 1)
        shops = CLIENTS.ids(asked, Wanted())
        papers = [client_papers(session, key) for key in shops]
        for one in papers:
            assert [paper.day for paper in one] == sorted((p.day for p in one), reverse=True)
        proposals = sorted(
            one.number for one in PROPOSALS.rows(asked, PROPOSALS.ids(asked, Wanted())).values()
        )
        told = sorted(paper.document for one in papers for paper in one if paper.kind == "proposal")
    assert told == proposals


def test_settings_say_who_changed_them_and_what_they_were(office: Office) -> None:
    with office.reading() as session:
        rules, profile = rules_detail(session), profile_detail(session)
        assert rules.version == profile.version
        assert rules.numbers.keys() == rules.defaults.keys()
        assert rules.defaults == asdict(Rules())
        assert [clauses_detail(session, kind).kind for kind in CLAUSE_KINDS] == list(CLAUSE_KINDS)


def test_pasted_rows_of_goods_are_understood_as_far_as_they_can_be(sqlite_url: str) -> None:
    team = new_team(sqlite_url)
    with team.office.reading() as session:
        headed = read_goods(session, "品名\t单位\t数量\n洗面奶\t箱\t2\n合计\t\t2\n")
        bare = read_goods(session, "3\tP1\t支\n1\tP9\t支\n")
        nothing = read_goods(session, "你好\n")
    assert [(one.code, one.unit, one.quantity) for one in headed] == [("P1", "箱", "2")]
    assert [(one.code, one.quantity) for one in bare] == [("P1", "3"), ("", "1")]
    assert nothing == []


def test_pasted_goods_are_read_with_line_ends_quotes_and_wide_figures(sqlite_url: str) -> None:
    """As Excel and WPS copy a cell of two lines, and as an input method widens figures."""
    team = new_team(sqlite_url)
    with team.office.reading() as session:
        name = session.scalars(select(Product.name).where(Product.code == "P1")).one()
        wide = read_goods(session, "P1\t１２\t支\r\n")
        behind = read_goods(session, "Ｐ１\t１２支\r\n")
        quoted = read_goods(session, f'"{name}\n"\t"1,200"\t支\r\nP9\t3\t支\r\n')
        odd = read_goods(session, f'"{name}\t3\t支\nP1\t4\t支\n')
    assert [(one.code, one.unit, one.quantity) for one in (*wide, *behind)] == [
        ("P1", "支", "12"),
        ("P1", "支", "12"),
    ]
    assert [(one.code, one.quantity) for one in quoted][:1] == [("P1", "1200")]
    assert [one.quantity for one in odd] == ["3", "4"]
