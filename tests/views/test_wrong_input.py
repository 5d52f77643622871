"""Each form of the window: the likeliest wrong input is said at its field, mended and saved."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.basics.calendar import Quarter
from desktop.basics.drafts.opening import OpeningDraft
from desktop.basics.drafts.run import RunDraft
from desktop.basics.drafts.vehicle import VehicleDraft
from desktop.services.clients import set_opening
from desktop.services.deliveries import record_delivery
from desktop.services.office import Office
from desktop.services.orders import OrderedLine, add_order
from desktop.services.payments import record_collection
from desktop.services.products import ProductDraft, add_product
from desktop.services.runs import add_vehicle, load_run, plan_run
from desktop.services.settlements import (
    approve_settlement,
    post_settlement,
    prepare_settlement,
    submit_settlement,
)
from desktop.views.kit.desk import Link
from tests.office import MONDAY, Team, new_team
from tests.services.through_states import sold
from tests.views.desk import open_desk
from tests.views.wrong_input import Story, Try, live


@pytest.fixture
def team(sqlite_url: str) -> Team:
    """Client C1 has an agreement that protects P1, and was sold three of it; P2 is free."""
    team = new_team(sqlite_url)
    sold(team)
    draft = ProductDraft("P2", "香皂", "清泉", "香皂", {"块": 1}, {"块": 500}, width_mm=500)
    add_product(team.c1, draft)
    return team


def tell(qtbot: QtBot, office: Office, folder: Path, *stories: Story) -> None:
    """All stories of one person, in one window."""
    desktop = open_desk(qtbot, office, folder)
    for story in stories:
        live(qtbot, desktop, story)


def new(page: str) -> Link:
    return Link(page, do="new")


def test_the_clerk_writes_agreements_clients_and_openings(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    set_opening(team.c1, OpeningDraft("C1", 100, 0))
    terms = {"client": "c2", "to": "2025-12-31", "basic_rate": "5", "fund_rate": "2"}
    price = {"minimum_prices.1.product": "p1", "minimum_prices.1.price": "0"}
    twice = {"minimum_prices.2.product": "p1", "minimum_prices.2.price": "44"}
    tell(
        qtbot,
        team.c1,
        tmp_path,
        Story(
            new("agreements"),
            (
                Try(terms, "to", "结束日期早于开始日期"),
                Try({"to": "2026-12-31", **price}, "minimum_prices", "第 1 行：这里必须大于零"),
                Try(
                    {"minimum_prices.1.price": "45", **twice},
                    "minimum_prices",
                    "第 2 行：“P1”在这里出现了两次",
                ),
            ),
            {"minimum_prices.2.product": "p2"},
        ),
        Story(
            new("clients"),
            (
                Try(
                    {"name": "好又来", "code": "C1", "segment": "学校店", "lat": "95"},
                    "lat",
                    "纬度应在 -90 到 90 之间",
                ),
                Try({"lat": "30.5"}, "code", "编号 C1 已被占用：请换一个"),
                Try({"code": "C9", "households": "很多"}, "households", "整数"),
            ),
            {"households": "300"},
        ),
        Story(
            new("fund"),
            (
                Try({"client": "c1", "fund": "-5"}, "fund", "不能为负数"),
                Try({"fund": "5"}, "client", "已有期初余额：请选其他客户"),
            ),
            {"client": "c2"},
        ),
        Story(
            new("benefits"),
            (Try({"client": "c1", "cost": "0"}, "cost", "必须大于零"),),
            {"cost": "280"},
        ),
    )


def test_the_clerk_looks_after_products(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    first = {"name": "洗发水", "code": "P1", "line": "清泉", "category": "洗发"}
    unit = {"units.1.unit": "瓶", "units.1.size": "12", "units.1.price": "0"}
    tell(
        qtbot,
        team.c1,
        tmp_path,
        Story(
            new("products"),
            (
                Try({**first, **unit}, "units", "第 1 行：先写基本单位"),
                Try({"units.1.size": "1"}, "units", "第 1 行：这里必须大于零"),
                Try(
                    {"units.1.price": "20", "units.2.unit": "瓶", "units.2.size": "12"},
                    "units",
                    "第 2 行：“瓶”在这里出现了两次",
                ),
                Try({"units.2.unit": "箱", "width_mm": "-60"}, "width_mm", "必须大于零"),
                Try({"width_mm": "60"}, "code", "编号 P1 已被占用"),
            ),
            {"code": "P9"},
        ),
        Story(
            Link("products", 1),
            (Try({"units.2.size": "12"}, "units", "第 2 行：单位“箱”含 24，不能改"),),
            {"units.2.size": "24"},
            begin="Ctrl+E",
        ),
        Story(
            Link("products", 1),
            (Try({"price": "0"}, "price", "必须大于零"),),
            {"price": "38"},
            begin="product.price",
        ),
        Story(
            Link("products", 1),
            (
                Try(
                    {"lot": "L1", "expires": "2028-13-01", "quantity": "0"},
                    "expires",
                    "2026-01-05",
                ),
                Try({"expires": "2028-12-01"}, "quantity", "必须大于零"),
            ),
            {"quantity": "5"},
            begin="stock.receive",
        ),
    )


def test_a_quarter_is_named_wrongly_in_every_way(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    team.day = date(2026, 7, 1)
    for quarter in (Quarter(2026, 1), Quarter(2026, 2)):
        key = prepare_settlement(team.c1, quarter)
        submit_settlement(team.c1, key)
        approve_settlement(team.m1, key)
        post_settlement(team.a1, key)
    record_delivery(team.d1, add_order(team.r1, "C1", [OrderedLine("P1", "支", 3)]))
    team.day = date(2026, 10, 8)
    tell(
        qtbot,
        team.c1,
        tmp_path,
        Story(
            new("settlements"),
            (
                Try({"quarter": "今年"}, "quarter", "2026Q1"),
                Try({"quarter": "2026Q4"}, "quarter", "还没有结束：2027-01-01 起才能结算"),
                Try({"quarter": "2026Q2"}, "quarter", "2026Q2 已有结算"),
                Try({"quarter": "2025Q4"}, "quarter", "2025Q4 已关闭"),
            ),
            {"quarter": "2026Q3"},
        ),
    )


def test_the_rep_reports_suggests_and_plans(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    who = {"reporters.1.client": "c2", "reporters.2.client": "c2"}
    tomorrow = (MONDAY + timedelta(days=1)).isoformat()
    tell(
        qtbot,
        team.r1,
        tmp_path,
        Story(
            new("cases"),
            (
                Try(
                    {"client": "c1", "product": "p2", "price": "45", "seen_on": "2025-09-01"},
                    "seen_on",
                    "应在 2025-10-07 到 2026-01-05 之间",
                ),
                Try({"seen_on": "2026-01-05"}, "product", "请核对产品和日期"),
                Try({"client": "c2", "product": "p1"}, "client", "请核对客户和日期"),
                Try({"client": "c1"}, "price", "45.00 元：没有低于它"),
                Try({"price": "44", **who}, "reporters", "第 2 行：同一人不能举报两次"),
                Try({"reporters.2.unnamed": "1"}, "reporters", "第 2 行：每行只写一位举报人"),
            ),
            {"reporters.2.client": ""},
        ),
        Story(
            new("suggestions"),
            (Try({"client": "c1", "content": "长" * 121}, "content", "最多 120 个字"),),
            {"content": "换大价签"},
        ),
        Story(
            new("visits"),
            (
                Try({"date": "2026-01-04"}, "clients", "请填写"),
                Try({"clients.1.client": "c1", "clients.2.client": "c1"}, "clients", "第 2 行"),
                Try({"clients.2.client": "c2"}, "date", "只能排在今天或以后"),
            ),
            {"date": tomorrow},
        ),
        Story(
            Link("visits", do="patrol"),
            (
                Try(
                    {"client": "c2", "prices.1.price": "44"},
                    "prices",
                    "第 1 行：请填写这是哪种产品",
                ),
                Try(
                    {"prices.1.product": "p1", "prices.1.price": "0"},
                    "prices",
                    "第 1 行：这里必须大于零",
                ),
            ),
            {"prices.1.price": "44"},
        ),
    )


def test_the_rep_takes_orders_surveys_and_proposes(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    line = {"lines.1.product": "p1", "lines.1.unit": "桶", "lines.1.quantity": "0"}
    shop = {"client": "c1", "shop_type": "便利店", "area_m2": "60", "households": "800"}
    groups = {"groups.1.name": "学生", "groups.1.share": "60"}
    asked = {"spending": "middle", "levels.1.width_cm": "0"}
    more = {"groups.2.name": "家庭", "groups.2.share": "50"}
    offer = {"client": "c1", "customers": "学生多" * 50, "valid_until": "2026-01-01"}
    goods = {"lines.1.product": "p2", "lines.1.unit": "箱", "lines.1.facings": "3"}
    tell(
        qtbot,
        team.r1,
        tmp_path,
        Story(
            new("orders"),
            (
                Try({"client": "c1"}, "lines", "请填写“货品”"),
                Try(line, "lines", "没有单位“桶”，只有：支、箱"),
                Try({"lines.1.unit": "支"}, "lines", "第 1 行：这里必须大于零"),
            ),
            {"lines.1.quantity": "2"},
        ),
        Story(
            Link("proposals", do="survey"),
            (
                Try({**shop, **groups, "rivals": "2"}, "spending", "请填写“消费能力”"),
                Try(asked, "levels", "必须大于零"),
                Try({"levels.1.width_cm": "120", **more}, "groups", "合计须为 100%"),
                Try({"groups.2.name": "学生"}, "groups", "第 2 行：“学生”在这里出现了两次"),
            ),
            {"groups.2.name": "家庭", "groups.2.share": "40"},
        ),
        Story(
            Link("proposals", do="by_hand"),
            (
                Try(
                    {**offer, **goods, "lines.1.quantity": "2", "lines.1.reason": "学生"},
                    "lines",
                    "没有单位“箱”，只有：块",
                ),
                Try({"lines.1.unit": "块"}, "customers", "最多 120 个字"),
                Try({"customers": "学生多"}, "valid_until", "已过期"),
                Try(
                    {"valid_until": "2026-02-01"},
                    "lines",
                    "第 1 层需要 150 厘米，这一层只有 120 厘米",
                ),
            ),
            {"lines.1.facings": "2"},
        ),
    )


def test_the_dispatcher_plans_delivers_and_takes_back(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    add_vehicle(team.d1, VehicleDraft("苏A·10001", "老李", 80, ""))
    orders = [add_order(team.r1, "C2", [OrderedLine("P1", "支", 3)]) for _more in range(3)]
    load_run(team.d1, plan_run(team.d1, RunDraft("苏A·10001", MONDAY, [orders[0]])))
    tell(
        qtbot,
        team.d1,
        tmp_path,
        Story(
            new("runs"),
            (Try({"date": "2025-12-28", "orders.1.order": "c2"}, "date", "不能早于 2025-12-29"),),
            {"date": "2026-01-06"},
        ),
        Story(
            Link("orders", orders[2]),
            (
                Try({"accepted.1": "9", "dated": "2026-01-06"}, "dated", "应在"),
                Try({"dated": "2026-01-05"}, "accepted.1", "只订了 3"),
                Try({"accepted.1": "3", "collected": "-1"}, "collected", "不能为负数"),
            ),
            {"collected": "10", "difference": "下次补"},
            begin="Ctrl+Return",
        ),
        Story(
            Link("deliveries", 1),
            (
                Try({"back.1.quantity": "-1"}, "back", "不能填小于 0"),
                Try({"back.1.quantity": "9"}, "back", "最多还能退 3"),
                Try({"back.1.quantity": "1", "back.1.lot": "L9"}, "back", "找不到“L9”"),
                Try({"back.1.lot": "", "dated": "2026-01-04"}, "dated", "不能早于 2026-01-05"),
            ),
            {"dated": "2026-01-05"},
            begin="Ctrl+R",
        ),
        Story(
            Link("deliveries", 1),
            (Try({}, "reason", "请填写“原因”"),),
            {"reason": "点错了"},
            begin="return.cancel",
        ),
    )


def test_the_cashier_takes_and_pays(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    record_collection(team.k1, "C2", 5000)
    tell(
        qtbot,
        team.k1,
        tmp_path,
        Story(
            new("payments"),
            (
                Try({"client": "c1", "amount": "0", "dated": "2026-01-05"}, "amount", "大于零"),
                Try({"amount": "12.345"}, "amount", "两位"),
                Try({"amount": "12", "dated": "2025-12-01"}, "dated", "2025-12-29 到 2026-01-05"),
            ),
            {"dated": "1-5"},
        ),
        Story(
            Link("payments"),
            (Try({"client": "c2", "amount": "50.01"}, "amount", "余款是 50.00 元：最多退这么多"),),
            {"amount": "50"},
            begin="Ctrl+U",
        ),
    )


def test_the_administrator_and_the_manager_set_the_office(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    tell(
        qtbot,
        team.ad,
        tmp_path,
        Story(
            new("staff"),
            (
                Try({"code": "c1", "name": "小王"}, "roles", "请填写"),
                Try({"roles": "x", "phone": "abc"}, "phone", "abc 不像电话号码"),
                Try({"phone": "1380000000"}, "phone", "13812345678"),
                Try({"phone": "+86 138 0000 0001"}, "code", "编号 c1 已被占用：请换一个"),
            ),
            {"code": "w1"},
        ),
        Story(
            Link("staff", 1),
            (Try({"active": "x"}, "active", "最后一位管理员"),),
            {"active": "x"},
            begin="Ctrl+E",
        ),
        Story(
            Link("settings", 1), (Try({"name": ""}, "name", "请填写"),), {"name": "新名"}, "Ctrl+E"
        ),
        Story(
            Link("settings", 2),
            (
                Try({"stale_days": "0"}, "stale_days", "请填 1 到"),
                Try({"stale_days": "七"}, "stale_days", "整数"),
            ),
            {"stale_days": "8"},
            begin="Ctrl+E",
        ),
    )
    tell(
        qtbot,
        team.m1,
        tmp_path,
        Story(
            Link("settings", 3),
            (Try({"text": ""}, "text", "请填写"),),
            {"text": "第一条"},
            "Ctrl+E",
        ),
        Story(
            Link("settings", 5),
            (
                Try(
                    {"reviewer": "张律师", "ground": "份额小", "valid_until": "明年"},
                    "valid_until",
                    "2026-01-05",
                ),
            ),
            {"valid_until": "2027-01-05"},
            begin="Ctrl+E",
        ),
    )
