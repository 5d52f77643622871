"""What clients were given and told, reckoned by hand (B4, B5, F2); both databases: ledger_sums."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest

from desktop.basics.drafts.benefit import BenefitDraft
from desktop.basics.report import Only, Part, Report, Scope, Source, Table
from desktop.queries.benefits import benefit_detail, with_effect
from desktop.queries.facts.benefit_effects import benefit_effects
from desktop.queries.facts.effects import EffectFigures
from desktop.queries.facts.margins import Margin, client_margins
from desktop.queries.reports.registry import REPORTS
from desktop.services.benefits import deliver_benefit, end_benefits_asset
from desktop.services.clients import ClientDraft, add_client
from desktop.services.deliveries import record_delivery
from desktop.services.orders import OrderedLine, add_order
from desktop.services.products import ProductDraft, add_product
from desktop.services.returns import record_return
from tests.office import MONDAY, Team, new_team
from tests.services import through_states

PRICE, RETAIL = 3780, 4800  # of P1's 支, without an agreement


@pytest.fixture
def team(sqlite_url: str) -> Iterator[Team]:
    made = new_team(sqlite_url)
    yield made
    made.office.engine.dispose()


def after(days: int) -> date:
    return MONDAY + timedelta(days=days)


def sell(team: Team, client: str, quantity: int, days: int, *, free: bool = False) -> int:
    team.day = after(days)
    order = add_order(team.r1, client, [OrderedLine("P1", "支", quantity, free=free)])
    return record_delivery(team.d1, order)


def margins(team: Team, first: date, last: date) -> dict[int, Margin]:
    with team.office.reading() as session:
        return client_margins(session, first, last)


def read(team: Team, name: str, *only: Only, first: date = MONDAY) -> Report:
    with team.office.reading() as session:
        scope = Scope(first, first + timedelta(days=365), only)
        return REPORTS[name].report(session, scope, team.day)


def rows(told: Report, name: str) -> list[tuple[object, ...]]:
    return [line.values for line in table(told, name).lines]


def table(told: Report, name: str) -> Table:
    return {one.name: one for one in told.tables}[name]


def test_a_margin_is_retail_less_cost_and_what_was_given(team: Team) -> None:
    record_return(team.d1, sell(team, "C1", 10, 0), 1, 2)
    sell(team, "C1", 1, 1, free=True)  # sold by the shop too, at no cost
    deliver_benefit(team.c1, BenefitDraft("C1", "grant", 500))
    retail, cost = 9 * RETAIL, 8 * PRICE
    found = margins(team, MONDAY, after(30))
    expected = Decimal(retail - cost + 500) / retail
    assert found == {
        1: Margin(retail, cost, 500, expected.quantize(Decimal("0.0001")), None),
    }
    assert margins(team, after(2), after(30)) == {}


def test_a_sign_counts_by_its_days_until_it_ends(team: Team) -> None:
    sell(team, "C1", 10, 0)
    team.day = after(10)
    sign = deliver_benefit(team.c1, BenefitDraft("C1", "sign", 73_000))  # 100 a day
    assert margins(team, MONDAY, after(9))[1].benefits_fen == 0
    assert margins(team, MONDAY, after(19))[1].benefits_fen == 1_000
    assert margins(team, after(20), after(24))[1].benefits_fen == 500
    assert margins(team, MONDAY, after(2_000))[1].benefits_fen == 73_000
    assert margins(team, after(740), after(2_000)) == {}
    team.day = after(15)
    end_benefits_asset(team.c1, sign, "taken_back", "关店")
    assert margins(team, MONDAY, after(19))[1].benefits_fen == 500


def test_beside_it_stands_what_the_trade_earns_on_these_goods(team: Team) -> None:
    for code, margin in (("P2", Decimal("0.3")), ("P3", None), ("P4", None)):
        category = "手霜" if code == "P4" else "皂"
        draft = ProductDraft(code, code, "线", category, {"块": 1}, {"块": 800}, 1000)
        add_product(team.c1, ProductDraft(**{**vars(draft), "trade_margin": margin}))
    team.day = after(1)
    lines = [OrderedLine(code, "块", number) for code, number in (("P2", 3), ("P3", 1), ("P4", 9))]
    record_delivery(team.d1, add_order(team.r1, "C2", lines))
    found = margins(team, MONDAY, after(9))[2]
    # P3 takes its category's mean; nobody entered anything of P4's, so it weighs nothing.
    assert (found.margin, found.trade, found.is_low) == (Decimal("0.2"), Decimal("0.3"), True)
    told = read(team, "margins")
    assert rows(told, "client")[0][0] == "C2"
    assert rows(told, "client")[0][-1] == "低于行业"
    assert rows(told, "segment")[0][1:3] == (1, 1)
    assert table(told, "client").lines[0].way == Source("clients", 2)


def test_a_benefit_is_measured_against_clients_that_got_none(team: Team) -> None:
    """C1 sells 5 more, three others 1 more each, C6 got something itself: 5 − 1 over 56 days."""
    for number in range(3, 7):
        add_client(team.r1, ClientDraft(f"C{number}", f"小店C{number}", "学校店"))
    for number in range(1, 7):
        sell(team, f"C{number}", 1, 0)
    for number in range(1, 7):
        sell(team, f"C{number}", 1, 40)
    team.day = after(60)
    key = deliver_benefit(team.c1, BenefitDraft("C1", "promotion", 3_000))
    deliver_benefit(team.c1, BenefitDraft("C6", "grant", 100))
    sell(team, "C6", 50, 70)
    sell(team, "C1", 6, 80)
    for number in range(2, 6):
        sell(team, f"C{number}", 2, 80)
    team.day = after(116)
    assert effect(team, key) is None
    team.day = after(117)
    found = effect(team, key)
    assert found is not None
    assert (found.days, found.clients) == (56, 4)
    own, others = 5 * PRICE, 1 * PRICE
    assert (found.effect_fen, found.window_fen) == ((own - others) // 56, own - others)
    with team.office.reading() as session:
        detail = with_effect(session, benefit_detail(session, key, team.day), team.day)
    assert detail.effect is not None
    assert detail.effect.figures == found
    told = read(team, "benefits")
    assert rows(told, "kind") == [
        ("产品配送", 1, 1, 100, 0, 1, 48 * PRICE // 56, 48 * PRICE, 100),
        ("促销", 1, 1, 3_000, 0, 1, 4 * PRICE // 56, 4 * PRICE, 3_000),
    ]
    assert [row[-1] for row in rows(told, "benefit")] == [4, 4]


def effect(team: Team, key: int) -> EffectFigures | None:
    with team.office.reading() as session:
        return benefit_effects(session, team.day, MONDAY, after(365))[key]


def test_cases_are_counted_by_how_they_ended(team: Team) -> None:
    for _key in through_states.a_case(team):
        pass
    told = read(team, "cases")
    assert rows(told, "kind")[0][:3] == ("低价", 4, 0)
    assert {row[0]: row[1] for row in rows(told, "ending")} == {
        "不予受理": 1,
        "不成立": 1,
        "已推翻": 1,
        "已终局": 1,
    }
    assert len(rows(told, "case")) == 4
    assert all(row[-2] == 0 for row in rows(told, "case"))


def test_suggestions_lead_from_a_group_to_each(team: Team) -> None:
    for _key in through_states.a_suggestion(team):
        pass
    told = read(team, "suggestions")
    whole = table(told, "segment")
    assert whole.total[1:5] == (7, 6, 4, 2)
    assert whole.total[5] == Decimal("0.5")
    way = whole.lines[0].way
    assert isinstance(way, Part)
    assert len(rows(read(team, "suggestions", *way.scope.only), way.table)) == 7
    nothing = read(team, "suggestions", Only("segment", "市场店", "市场店"))
    assert all(not one.lines and not one.total for one in nothing.tables)


def test_visits_say_who_failed_who_ordered_and_who_waits(team: Team) -> None:
    for _key in through_states.a_plan(team):
        pass
    plain = read(team, "visits")
    assert table(plain, "month").total[1:5] == (4, 0, 2, 2)
    assert rows(plain, "overdue") == []
    assert [row[0] for row in rows(plain, "visit")] == [after(1)] * 4


def test_a_rebate_leads_to_the_benefit_that_it_became(team: Team) -> None:
    for _key in through_states.a_rebate(team):
        pass
    told = read(team, "rebates")
    plan = rows(told, "plan")[0]
    assert plan[4] == 1
    assert plan[5] == plan[6]
    assert plan[7] == 0
    way = table(told, "plan").lines[0].way
    assert isinstance(way, Part)
    clients = table(read(team, "rebates", *way.scope.only), "client")
    assert clients.total[5] == plan[5]
    assert clients.lines[0].way is not None
    other = read(team, "rebates", Only("plan", "99", ""))
    assert rows(other, "client") == []
