"""The fund by quarter, what is held, and what is owed since when (F2)."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import select

from desktop.basics.calendar import Quarter
from desktop.basics.drafts.case import CaseDraft
from desktop.basics.report import Part, Scope, Source, Table
from desktop.models import Payout
from desktop.queries.reports.registry import REPORTS
from desktop.services import cases, returns, settlements
from desktop.services.cases import ReporterDraft
from tests.office import MONDAY, Team, new_team
from tests.services.through_states import sold

YEAR = Scope(date(2026, 1, 1), date(2026, 12, 31))
FIRST = Quarter(2026, 1)


@pytest.fixture
def team(database_url: str) -> Iterator[Team]:
    """Three at 37.80 with 2 % fund for C1 in the first quarter, one of them returned."""
    made = new_team(database_url)
    _order, delivery = sold(made)
    returns.record_return(made.d1, delivery, 1, 1)
    yield made
    made.office.engine.dispose()


def tables(team: Team, scope: Scope = YEAR) -> dict[str, Table]:
    with team.office.reading() as session:
        report = REPORTS["fund"].report(session, scope, team.day)
    return {one.name: one for one in report.tables}


def rows(table: Table) -> list[tuple[object, ...]]:
    return [line.values for line in table.lines]


def settle(team: Team) -> None:
    team.day = date(2026, 4, 10)
    key = settlements.prepare_settlement(team.c1, FIRST)
    settlements.submit_settlement(team.c1, key)
    settlements.approve_settlement(team.m1, key)
    settlements.post_settlement(team.a1, key)


def report_case(team: Team) -> int:
    found = cases.report_case(
        team.m2,
        CaseDraft(client="C1", seen_on=MONDAY, product="P1", price_fen=4400),
        [ReporterDraft("unnamed")],
    )
    cases.accept_case(team.m1, found.case_id)
    return found.case_id


def test_a_quarter_opens_as_the_one_before_closed(team: Team) -> None:
    settle(team)
    found = tables(team)
    assert [one.name for one in found["quarter"].columns] == [
        *("quarter", "opening", "accrued", "returned", "forfeited", "settled", "closing"),
        *("held_clients", "held"),
    ]
    # 113.40 × 2 % = 2.27; one of three back: 0.76; 1.51 is settled for its quarter.
    assert rows(found["quarter"]) == [
        ("2026Q1", 0, 227, 76, 0, 151, 0, 0, 0),
        ("2026Q2", 0, 0, 0, 0, 0, 0, 0, 0),
    ]
    assert found["quarter"].total == ("合计", 0, 227, 76, 0, 151, 0, 0, 0)
    assert rows(found["client"]) == [("C1", "小店C1", "", 0, 227, 76, 0, 151, 0)]
    assert found["client"].lines[0].way == Source("fund", 1)


def test_a_time_that_has_not_begun_touches_no_quarter(team: Team) -> None:
    settle(team)
    found = tables(team, Scope(date(2027, 1, 1), date(2027, 3, 31)))
    assert (rows(found["quarter"]), rows(found["client"])) == ([], [])


def test_what_is_settled_is_owed_from_the_day_of_its_posting(team: Team) -> None:
    settle(team)
    team.day = date(2026, 4, 30)
    (line,) = tables(team)["owed"].lines
    number = "LK-2026Q1-C1"
    assert line.values == ("C1", "小店C1", "2026Q1", number, 151, date(2026, 4, 10), 20, "")
    with team.office.reading() as session:
        settlement, entry = session.execute(
            select(Payout.settlement_id, Payout.settlement_entry_number)
        ).one()
    assert line.way == Source("payouts", entry)
    settlements.pay_out(team.k1, settlement, "C1", "cash")
    assert tables(team)["owed"].lines == ()


def test_held_is_the_fund_of_whose_case_waits(team: Team) -> None:
    report_case(team)
    assert rows(tables(team)["quarter"]) == [("2026Q1", 0, 227, 76, 0, 0, 151, 1, 151)]
    settle(team)  # holds C1: as it was settled, whatever comes after
    team.day = date(2026, 4, 11)
    assert [row[-2:] for row in rows(tables(team)["quarter"])] == [(1, 151), (1, 151)]


def test_a_ruling_takes_the_fund_in_its_quarter(team: Team) -> None:
    cases.rule_case(team.m1, report_case(team), True)
    assert rows(tables(team)["quarter"]) == [("2026Q1", 0, 227, 76, 151, 0, 0, 0, 0)]


def test_of_a_time_within_a_quarter_it_is_the_whole_quarter(team: Team) -> None:
    settle(team)
    found = tables(team, Scope(date(2026, 4, 2), date(2026, 4, 3)))
    assert [row[0] for row in rows(found["quarter"])] == ["2026Q2"]
    way = tables(team)["quarter"].lines[0].way
    assert way == Part("client", Scope(FIRST.start, FIRST.end))
    assert isinstance(way, Part)
    assert rows(tables(team, way.scope)["client"])[0][-3:] == (0, 151, 0)


def test_before_anything_came_in_it_says_so(database_url: str) -> None:
    team = new_team(database_url)
    found = tables(team)
    assert {name: table.lines for name, table in found.items()} == dict.fromkeys(found, ())
    assert found["quarter"].none == "这段时间没有基金进出。"
    assert found["owed"].none == "已结算的都已兑付。"
    team.office.engine.dispose()
