"""Today: every piece of work has its line, which leads to where it is done."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from desktop.basics.calendar import Quarter
from desktop.basics.drafts.office import ProfileDraft
from desktop.basics.drafts.opening import OpeningDraft
from desktop.basics.drafts.run import RunDraft
from desktop.basics.drafts.vehicle import VehicleDraft
from desktop.basics.roles import ROLES, SEEN_BY
from desktop.queries.desk_figures import MOST, Figure, figures_of
from desktop.queries.desk_work import my_orders
from desktop.queries.listing import Wanted
from desktop.queries.lists import Asked
from desktop.queries.orders import order_ids
from desktop.queries.reports.registry import REPORTS
from desktop.queries.today import DeskDay, Section, desk_day
from desktop.services.assortment import take_shipped
from desktop.services.clients import set_opening
from desktop.services.closing import close_run, take_cash
from desktop.services.deliveries import record_delivery
from desktop.services.orders import OrderedLine, add_order
from desktop.services.payments import pay_refund, record_collection
from desktop.services.runs import add_vehicle, load_run, plan_run
from desktop.services.settings import review_clauses
from desktop.services.settlements import (
    approve_settlement,
    post_settlement,
    prepare_settlement,
    submit_settlement,
)
from desktop.services.stock import CountedLot, receive_stock, start_stock
from desktop.services.word_lists import take_starter
from tests.office import MONDAY, Team, new_office, new_team
from tests.services.through_states import sold

APRIL = date(2026, 4, 10)


@pytest.fixture
def team(database_url: str) -> Iterator[Team]:
    made = new_team(database_url)
    yield made
    made.office.engine.dispose()


def day(team: Team, *roles: str, today: date | None = None) -> DeskDay:
    with team.office.reading() as session:
        return desk_day(session, today or team.day, 1, roles)


def section(team: Team, words: str, *roles: str, today: date | None = None) -> Section:
    found = {one.words: one for one in day(team, *roles, today=today).sections}
    return found[words]


def test_an_opening_balance_leads_the_manager_to_its_client(team: Team) -> None:
    set_opening(team.c1, OpeningDraft("C1", 28650, 4120))
    (line,) = section(team, "待批准的期初余额", "manager").lines
    assert (line.words, line.under, line.key) == ("小店C1", "欠款 286.50，基金 41.20", 1)


def test_a_settlement_is_in_sight_of_whose_turn_it_is(team: Team) -> None:
    sold(team)
    team.day = APRIL
    (line,) = section(team, "待结算的季度", "clerk").lines
    assert (line.words, line.do) == ("编制 2026Q1 结算", "new")
    key = prepare_settlement(team.c1, Quarter.parse("2026Q1"))
    turns = (
        ("待提交的结算", "clerk", submit_settlement, team.c1),
        ("待批准的结算", "manager", approve_settlement, team.m1),
        ("待过账的结算", "accountant", post_settlement, team.a1),
    )
    for words, role, step, who in turns:
        (line,) = section(team, words, role).lines
        assert (line.words, line.key) == ("2026Q1，1 家", key)
        step(who, key)
    (line,) = section(team, "待兑付的款项", "cashier").lines
    assert (line.words, line.under) == ("小店C1 2026Q1", "2.27")
    assert "待结算的季度" not in [one.words for one in day(team, "clerk").sections]


def test_an_office_begun_today_settles_nothing_and_says_where_to_begin(database_url: str) -> None:
    from desktop.services.settings import name_office
    from desktop.services.staff import add_staff

    office = new_office(database_url)
    nobody = office.on(MONDAY, None)
    name_office(nobody, ProfileDraft("测试办事处", "C市"))
    add_staff(nobody, "ad", "管理员", ["administrator"])
    with office.reading() as session:
        (first,) = desk_day(session, MONDAY, 1, ["administrator"]).sections
        everything = desk_day(session, MONDAY, 1, ["administrator", "clerk"]).sections
    lines = [("staff", "new", ""), ("import", "", "products"), ("import", "", "clients")]
    assert [(line.page, line.do, line.filter) for line in first.lines] == lines
    assert [line.page for one in everything for line in one.lines] == [
        "staff",
        "import",
        "import",
        "products",
        "settings",
        "clients",
    ]
    office.engine.dispose()


def test_an_administrator_is_told_which_roles_nobody_has(sqlite_url: str) -> None:
    from desktop.services.staff import add_staff

    office = new_office(sqlite_url)
    add_staff(office.on(MONDAY, None), "ad", "管理员", ["administrator"])
    ad = office.on(MONDAY, office.find_person("ad"))

    def told() -> list[str]:
        with office.reading() as session:
            lines = desk_day(session, MONDAY, 1, ["administrator"]).sections[0].lines
        return [line.under for line in lines if line.page == "staff" and not line.do]

    assert told() == []  # to add people at all comes first
    add_staff(ad, "m", "经理", ["manager", "rep", "cashier"])
    assert told() == ["内勤、仓配、会计"]
    add_staff(ad, "c", "内勤", ["clerk", "dispatcher", "accountant"])
    assert told() == []
    office.engine.dispose()


def test_each_role_is_told_its_own_first_steps_until_something_is_delivered(team: Team) -> None:
    def told(role: str) -> list[tuple[str, str]]:
        sections = {one.words: one for one in day(team, role).sections}
        lines = sections["开办第一步"].lines if "开办第一步" in sections else ()
        return [(line.page, line.do) for line in lines]

    words = ("settings", "words.start")
    assert told("manager") == [words, ("settings", "office.review"), ("assortment", "rule.start")]
    assert told("clerk") == [words, ("fund", "new")]
    assert told("dispatcher") == [("vehicles", "new"), ("products", "")]
    assert [told(role) for role in ("rep", "cashier", "accountant", "administrator")] == [[]] * 4
    take_starter(team.c1)
    review_clauses(team.m1, "方律师", "逐条审查", MONDAY + timedelta(days=365))
    take_shipped(team.m1)
    set_opening(team.c1, OpeningDraft("C1", 0, 0))
    add_vehicle(team.d1, VehicleDraft("川Z·A1027", "骆师傅", 4, ""))
    start_stock(team.d1, [])
    receive_stock(team.d1, 1, "L1", MONDAY + timedelta(days=400), "箱", 1)
    assert [told(role) for role in ("manager", "clerk", "dispatcher")] == [[]] * 3


def test_an_office_that_delivers_is_told_no_first_steps(team: Team) -> None:
    sold(team)
    words = [one.words for role in ROLES for one in day(team, role).sections]
    assert "开办第一步" not in words


def test_lots_near_their_expiry_are_shown_to_who_keeps_stock(team: Team) -> None:
    start_stock(team.d1, [])
    for lot, days in (("L1", 20), ("L2", 30)):
        receive_stock(team.d1, 1, lot, MONDAY + timedelta(days=days), "箱", 1)
    near, late = "有临期批号的产品", "有过期批号的产品"
    found = section(team, near, "dispatcher")
    assert (found.number, found.page, found.filter) == (1, "products", "expiring")
    assert [line.words for line in found.lines] == ["洗面奶 批号 L1，余 24 支"]
    assert not found.urgent
    then = MONDAY + timedelta(days=21)
    (line,) = section(team, late, "clerk", today=then).lines
    assert (line.words, line.tone) == ("洗面奶 批号 L1，余 24 支", "wrong")
    assert section(team, late, "clerk", today=then).urgent
    (line,) = section(team, near, "clerk", today=then).lines
    assert line.words == "洗面奶 批号 L2，余 24 支"
    assert near not in [one.words for one in day(team, "cashier").sections]


def test_orders_to_put_on_a_run_lead_to_the_first_day_that_has_any(team: Team) -> None:
    words = "待排车的订单"
    add_order(team.r1, "C1", [OrderedLine("P1", "支", 8)])
    found = section(team, words, "dispatcher")
    assert (found.number, found.board_day) == (1, MONDAY + timedelta(days=1))
    later = MONDAY + timedelta(days=3)
    assert section(team, words, "dispatcher", today=later).board_day == later


def test_goods_that_do_not_go_round_are_counted_as_the_list_shows_them(team: Team) -> None:
    start_stock(team.d1, [])
    receive_stock(team.d1, 1, "L1", MONDAY + timedelta(days=200), "支", 5)
    add_order(team.r1, "C1", [OrderedLine("P1", "支", 8)])
    found = section(team, "订货超过库存的产品", "dispatcher")
    assert (found.number, found.urgent, found.filter) == (1, True, "below")
    assert [(line.words, line.under) for line in found.lines] == [("洗面奶", "-3 支")]


def figures(team: Team, *roles: str) -> dict[str, Figure]:
    return {one.words: one for one in day(team, *roles).figures}


def told(team: Team, words: str, *roles: str) -> tuple[str, str]:
    found = figures(team, *roles)[words]
    return found.figure, found.under


def test_the_figures_say_what_to_make_of_them(team: Team) -> None:
    sold(team)
    team.day = MONDAY + timedelta(days=31)
    record_delivery(team.d1, add_order(team.r1, "C1", [OrderedLine("P1", "支", 1)]))
    record_collection(team.k1, "C1", 100)
    record_collection(team.k1, "C1", 250, "wechat")
    assert told(team, "本月送货", "manager") == ("¥ 37.80", "上月到 01-05：¥ 113.40")
    assert told(team, "建议采纳率", "manager")[0] == "—"
    assert told(team, "待确认建议", "manager") == ("0", "没有积压")
    assert told(team, "活跃客户", "clerk") == ("1 / 2", "本月新增 0 家")
    assert told(team, "基金余额", "clerk") == ("¥ 3.03", "无冻结")
    assert told(team, "今天订货", "clerk") == ("¥ 37.80", "1 单")
    with team.office.reading() as session:
        everybody = my_orders(Asked(session, team.day))
    assert (everybody.figure, everybody.under) == ("¥ 37.80", "1 单")
    assert told(team, "已结算待付", "cashier") == ("¥ 0.00", "已全部付清")
    assert told(team, "今天收款", "cashier") == ("¥ 3.50", "现金 1.00、微信 2.50")
    assert told(team, "今天入账", "accountant")[0] == "3"
    assert told(team, "季度结算", "accountant") == ("尚未开始", "2025Q4")
    assert told(team, "60 天以上欠款", "accountant") == ("¥ 0.00", "没有这么久的")


def test_the_drawer_holds_no_cash_that_a_driver_still_has(team: Team) -> None:
    add_vehicle(team.d1, VehicleDraft("V1", "骆师傅", 9, ""))
    start_stock(team.d1, [CountedLot("P1", "2601A", MONDAY + timedelta(days=90), 96)])
    order = add_order(team.r1, "C1", [OrderedLine("P1", "箱", 2)])
    run = plan_run(team.d1, RunDraft("V1", MONDAY, [order]))
    load_run(team.d1, run)
    assert told(team, "今天的现金", "cashier") == ("¥ 0.00", "还没有")
    record_delivery(team.d1, order, collected_fen=90_000)
    record_collection(team.k1, "C2", 100)
    record_collection(team.k1, "C2", 250, "wechat")
    assert told(team, "今天的现金", "cashier") == ("¥ 1.00", "柜上收 1.00")
    pay_refund(team.k1, "C2", 50, "cash")
    take_cash(team.k1, run, 89_900, "少找一元")
    close_run(team.d1, run, cash_later=True)
    assert told(team, "今天的现金", "cashier") == (
        "¥ 899.50",
        "柜上收 1.00、司机交 899.00、付出 0.50",
    )


def test_a_dispatcher_sees_what_is_due_late_and_short(team: Team) -> None:
    start_stock(team.d1, [])
    receive_stock(team.d1, 1, "L1", MONDAY + timedelta(days=200), "支", 5)
    add_order(team.r1, "C1", [OrderedLine("P1", "支", 36)])
    team.day = MONDAY + timedelta(days=1)
    assert told(team, "今天应送", "dispatcher") == ("1.5 箱", "1 单")
    assert told(team, "今天已出车", "dispatcher") == ("0 / 0", "没有安排")
    assert told(team, "缺货产品", "dispatcher") == ("1", "最缺 洗面奶")
    assert told(team, "过期未送订单", "dispatcher") == ("0", "没有积压")
    team.day = MONDAY + timedelta(days=3)
    late = figures(team, "dispatcher")["过期未送订单"]
    assert (late.figure, late.tone) == ("1", "wrong")
    with team.office.reading() as session:
        assert order_ids(session, Wanted(filter=late.filter)) == [1]


def test_the_manager_alone_sees_the_curve_of_the_last_thirteen_weeks(team: Team) -> None:
    sold(team)
    curve = day(team, "manager").chart
    assert curve is not None
    (series,) = curve.series
    assert (len(series.values), series.values[-1], sum(filter(None, series.values))) == (
        13,
        11340,
        11340,
    )
    assert [day(team, role).chart for role in ROLES if role != "manager"] == [None] * 6


@pytest.mark.parametrize("role", ROLES)
def test_each_role_has_figures_that_lead_to_a_page_it_sees(role: str) -> None:
    mine = figures_of([role])
    assert 2 <= len(mine) <= 5
    for one in mine:
        assert role in SEEN_BY.get(one.page, ROLES)
        assert not one.report or REPORTS[one.report].is_for(frozenset([role]))


def test_whoever_does_everything_sees_the_first_figures_of_each_role() -> None:
    everything = figures_of(ROLES)
    assert len(everything) == MOST == len({one.told for one in everything})
    assert {one.role for one in everything} >= {"manager", "rep", "clerk", "dispatcher", "cashier"}
