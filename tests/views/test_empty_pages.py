"""An empty list says why nothing is there, and has the button that goes on from there."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import update

from desktop.basics.calendar import Quarter
from desktop.basics.drafts.client import ClientDraft
from desktop.basics.drafts.product import ProductDraft
from desktop.basics.i18n import _
from desktop.cli.pictures import begin_empty
from desktop.models import Client
from desktop.queries.reports.registry import REPORTS
from desktop.services.clients import add_client
from desktop.services.products import add_product
from desktop.services.settlements import prepare_settlement
from desktop.services.staff import add_staff
from desktop.views.imports.page import ImportPage
from desktop.views.kit.desk import Link
from desktop.views.kit.lists.empty_list import EmptyList
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.kit.parts import EmptyState
from desktop.views.map.page import MapPage
from desktop.views.pages import PAGES
from desktop.views.reports.empty_report import EmptyReport
from desktop.views.reports.page import ReportsPage
from desktop.views.routes.page import RoutesPage
from desktop.views.window import Desktop
from tests.office import Team, team_with_all_roles
from tests.views.desk import focus, list_page, open_desk, press, settle, write

# Lists that fill themselves: nothing is begun there.
FILLED_BY_ITSELF = {"audit", "backups"}


@pytest.fixture
def team(sqlite_url: str) -> Team:
    return team_with_all_roles(sqlite_url)


def test_every_list_says_what_belongs_there_and_how_it_begins(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, team.all, tmp_path)
    met = set()
    for name in desktop.names:
        desktop.open(Link(name))
        settle(qtbot, desktop)
        page = desktop.page(name)
        none = page.findChild(EmptyList)
        if not isinstance(page, ListPage) or none is None or not none.isVisible():
            continue
        title, words, ways = said(none)
        assert title, name
        assert words, name
        assert ways or name in FILLED_BY_ITSELF, name
        met.add(name)
    assert len(met) > 20


def test_the_keys_stay_on_the_page_when_its_last_record_is_gone(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    clerk = team.c1.on(date(2026, 4, 6), team.c1.person)
    prepare_settlement(clerk, Quarter(2026, 1))
    desktop = open_desk(qtbot, clerk, tmp_path)
    desktop.open(Link("settlements"))
    settle(qtbot, desktop)
    page = list_page(desktop, "settlements")
    page.view.setFocus()
    settle(qtbot, desktop)
    (discard,) = [one for one in page.findChildren(QPushButton) if one.text() == "作废草稿"]
    discard.setFocus()
    press(qtbot, desktop, "Space")
    press(qtbot, desktop, "Return")
    assert page.findChild(EmptyList).isVisible()  # type: ignore[union-attr]
    assert page.isAncestorOf(focus(desktop))


def test_nothing_found_is_told_from_all_done(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    desktop = open_desk(qtbot, team.all, tmp_path)
    desktop.open(Link("clients"))
    settle(qtbot, desktop)
    page = list_page(desktop, "clients")
    none = page.findChild(EmptyList)
    assert isinstance(none, EmptyList)
    page.search.setFocus()
    write(qtbot, desktop, "zzz")
    assert said(none) == ("没有找到“zzz”。", "请看看写法；写首字母或其中几个字就行。", ["显示全部"])
    page.filter_by("my_overdue")
    settle(qtbot, desktop)
    assert said(none)[1].startswith("现在只在“我的逾期”里找。")
    page.search.clear()
    settle(qtbot, desktop)
    assert said(none)[:2] == ("都办完了", "“我的逾期”里没有等着办的。")
    (show_all,) = [one for one in none.findChildren(QPushButton) if one.isVisible()]
    show_all.setFocus()
    press(qtbot, desktop, "Return")
    assert page.view.isVisible()
    assert len(page.table.ids) == 2
    assert page.search.text() == ""


def test_a_filter_without_a_pill_is_called_by_its_words(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    """A link leads to a filter that is nobody's daily work but a rep's."""
    desktop = open_desk(qtbot, team.c1, tmp_path)
    desktop.open(Link("clients", filter="my_overdue"))
    settle(qtbot, desktop)
    none = desktop.page("clients").findChild(EmptyList)
    assert isinstance(none, EmptyList)
    assert said(none)[:2] == ("都办完了", "“我的逾期”里没有等着办的。")


def shown(qtbot: QtBot, desktop: Desktop, name: str) -> tuple[str, str, list[str]]:
    desktop.open(Link(name))
    settle(qtbot, desktop)
    none = desktop.page(name).findChild(EmptyList)
    assert isinstance(none, EmptyList)
    return said(none)


def test_a_list_of_which_nothing_is_there_has_the_page_alone(qtbot: QtBot, tmp_path: Path) -> None:
    """Nobody looks at a blank card; the first record stands beside its list as any other."""
    desktop = open_desk(qtbot, begin_empty(tmp_path / "new"), tmp_path)
    desktop.open(Link("clients"))
    settle(qtbot, desktop)
    page = list_page(desktop, "clients")
    list_card, beside = page.splitter.widget(0), page.splitter.widget(1)
    assert beside.isHidden()
    page.filter_by("mine")
    settle(qtbot, desktop)
    assert beside.isVisible(), "typing and filtering move no edge"
    page.filter_by("")
    settle(qtbot, desktop)
    assert beside.isHidden()
    again = open_desk(qtbot, desktop.desk.office, tmp_path)  # with what is remembered
    for one in (desktop, again):
        one.open(Link("clients", do="new"))
        settle(qtbot, one)
        page = list_page(one, "clients")
        list_card, beside = page.splitter.widget(0), page.splitter.widget(1)
        assert beside.isVisible()
        assert abs(list_card.width() - beside.width()) < 20, "the shares that its page gives it"


def test_what_must_be_there_first_is_said_and_led_to(qtbot: QtBot, tmp_path: Path) -> None:
    """In an office without a client no order can be taken: what to do first is."""
    office = begin_empty(tmp_path / "new")
    desktop = open_desk(qtbot, office, tmp_path)
    asked = [one for one in desktop.names if getattr(desktop.page(one), "needs", ())]
    for name in asked:
        _title, words, ways = shown(qtbot, desktop, name)
        assert words.startswith("先录入"), name
        assert all(one.startswith("去“") for one in ways), (name, ways)
    assert len(asked) > 10
    assert shown(qtbot, desktop, "orders")[1:] == (
        "先录入客户、产品，再来这里。",
        ["去“客户档案”", "去“产品与价格”"],
    )
    assert shown(qtbot, desktop, "assortment")[2][0] == "采用随附规则"
    add_product(office, ProductDraft("P1", "洗面奶", "洁面", "洁面", {"支": 1}))
    add_client(office, ClientDraft("C1", "小店", "学校店"))
    press(qtbot, desktop, "F5")  # others are seen a second later
    assert shown(qtbot, desktop, "orders")[2] == ["新建订单"]
    office.engine.dispose()


def test_pages_that_are_no_lists_lead_on_too(qtbot: QtBot, tmp_path: Path) -> None:
    """The map leads to the clients, a route plan can't be computed, no import is taken back."""
    office = begin_empty(tmp_path / "new")
    desktop = open_desk(qtbot, office, tmp_path)
    for name in ("map", "routes", "import"):
        desktop.open(Link(name))
        settle(qtbot, desktop)
    page = desktop.page("map")
    assert isinstance(page, MapPage)
    desktop.open(Link("map"))
    settle(qtbot, desktop)
    assert said(page.none) == (
        "地图上还没有店",
        "活跃客户的档案里填了纬度和经度，就出现在这里。",
        ["去“客户档案”", "批量导入"],
    )
    assert not [one for one in told(page) if "方向键" in one], "keys for shops that aren't there"
    routes = desktop.page("routes")
    assert isinstance(routes, RoutesPage)
    assert not routes.compute.isEnabled()
    assert routes.compute.toolTip() == "这位业务员还没有活跃客户"
    imports = desktop.page("import")
    assert isinstance(imports, ImportPage)
    assert imports.back.button.isHidden()
    add_client(
        office, ClientDraft("C1", "小店", "学校店", lat=Decimal("30.6"), lon=Decimal("104.1"))
    )
    with office.engine.begin() as connection:
        connection.execute(update(Client).values(state="active"))
    press(qtbot, desktop, "F5")
    assert page.map.isVisible()
    assert not page.none.isVisible()
    assert [one for one in told(page) if "方向键" in one]
    office.engine.dispose()


def test_an_empty_report_leads_to_where_its_figures_begin(qtbot: QtBot, tmp_path: Path) -> None:
    office = begin_empty(tmp_path / "new")
    desktop = open_desk(qtbot, office, tmp_path)
    desktop.open(Link("reports"))
    settle(qtbot, desktop)
    page = desktop.page("reports")
    assert isinstance(page, ReportsPage)
    none = page.findChild(EmptyReport)
    assert isinstance(none, EmptyReport)
    titles = {entry.name: _(entry.words) for entry in PAGES}
    blank = []
    for place, report in enumerate(REPORTS.values()):
        page.list.setCurrentRow(place)
        settle(qtbot, desktop)
        if not none.isVisible():
            continue  # such as a month of noughts
        name, title = report.filled_at
        assert titles[name] == _(title), report.name
        assert said(none)[1:] == (f"数字来自“{titles[name]}”。", [f"去“{titles[name]}”"])
        blank.append(report.name)
    assert len(blank) > 12, blank
    page.list.setCurrentRow(0)
    settle(qtbot, desktop)
    assert page.report is not None
    pills = [one for one in page.period.findChildren(QPushButton) if one.text() == "本月"]
    pills[0].click()
    settle(qtbot, desktop)
    assert said(none)[2] == ["去“订单”", "看近 12 个月"]
    (wider,) = [one for one in none.findChildren(QPushButton) if one.text() == "看近 12 个月"]
    wider.setFocus()
    press(qtbot, desktop, "Return")
    assert page.period.name == "year"
    assert page.isAncestorOf(focus(desktop))
    (way,) = [one for one in none.findChildren(QPushButton) if one.isVisible()]
    way.setFocus()
    press(qtbot, desktop, "Return")
    assert desktop.here.page == "orders"
    office.engine.dispose()


def test_a_day_without_orders_leads_to_them(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    desktop = open_desk(qtbot, team.all, tmp_path)
    desktop.open(Link("calendar"))
    settle(qtbot, desktop)
    none = desktop.page("calendar").findChild(EmptyState)
    assert isinstance(none, EmptyState)
    assert said(none) == ("这天没有应送的订单。", "订单按应送日期排在这里。", ["去“订单”"])
    (way,) = [one for one in none.findChildren(QPushButton) if one.isVisible()]
    way.setFocus()
    press(qtbot, desktop, "Return")
    assert desktop.here.page == "orders"


def test_an_empty_list_has_the_whole_page(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    """No blank card stands beside it; what is opened has its place, as wide as it was left."""
    desktop = open_desk(qtbot, team.all, tmp_path)
    desktop.open(Link("letters"))
    settle(qtbot, desktop)
    page = list_page(desktop, "letters")
    beside = page.splitter.widget(1)
    assert not beside.isVisible()
    page.search.setFocus()
    press(qtbot, desktop, "Ctrl+N")
    assert beside.isVisible()
    assert beside.width() > 300
    press(qtbot, desktop, "Escape")
    assert not beside.isVisible()
    assert page.isAncestorOf(focus(desktop))
    page.filter_by("waiting")  # is remembered with the shares of both sides
    settle(qtbot, desktop)
    again = open_desk(qtbot, team.all, tmp_path)
    again.open(Link("letters", do="new"))
    settle(qtbot, again)
    assert list_page(again, "letters").splitter.widget(1).width() > 300


def test_who_may_not_begin_it_is_told_who_does(qtbot: QtBot, tmp_path: Path) -> None:
    office = begin_empty(tmp_path / "new")
    add_staff(office, "kc", "仓配", ("dispatcher",))
    dispatcher = office.on(office.today, office.find_person("kc"))
    desktop = open_desk(qtbot, dispatcher, tmp_path)
    _title, words, ways = shown(qtbot, desktop, "orders")
    assert "客户由业务员、内勤、经理录入。" in words
    assert ways == []
    office.engine.dispose()


def told(page: QWidget) -> list[str]:
    """What stands on a page in words."""
    return [one.text() for one in page.findChildren(QLabel) if one.isVisible()]


def said(none: EmptyState) -> tuple[str, str, list[str]]:
    """What it says, and the buttons that it offers."""
    title, words = none.words
    return title, words, [one.text() for one in none.findChildren(QPushButton) if one.isVisible()]
