"""The first page of a client file, by keys: from its list through all that is known of it."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QTabBar
from pytestqt.qtbot import QtBot

from desktop.basics.drafts.benefit import BenefitDraft
from desktop.services.attachments import attach
from desktop.services.benefits import deliver_benefit
from desktop.views.clients.overview import Overview
from desktop.views.kit.blocks.chart import ChartView
from desktop.views.kit.blocks.ways import Way, WaysView
from desktop.views.kit.desk import Link
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.window import Desktop
from tests.office import Team, new_team
from tests.pictures import photo
from tests.queries.test_effects import FULL, story, supplied
from tests.services.staggering import near_each_other
from tests.services.through_states import sold
from tests.views.conftest import Guard
from tests.views.desk import open_desk, press, settle


@pytest.fixture
def team(sqlite_url: str) -> Team:
    return new_team(sqlite_url)


def page_of(qtbot: QtBot, desktop: Desktop, key: int) -> Overview:
    desktop.open(Link("clients", key))
    settle(qtbot, desktop)
    found = desktop.page("clients").findChild(Overview)
    assert found is not None
    return found


def shown(overview: Overview) -> dict[str, list[Way]]:
    """The lines of each block that is there, by its heading."""
    found = {}
    for view in overview.findChildren(WaysView):
        if view.isVisible():
            found[view.accessibleName().split(" ")[0]] = list(view.ways)
    return found


def holder() -> object:
    return QApplication.focusWidget()


def test_a_manager_goes_from_the_list_through_the_curve_to_what_was_adopted(
    qtbot: QtBot, team: Team, tmp_path: Path, gui_thread_never_waits: Guard
) -> None:
    key = story(supplied(team))
    team.day = date(2026, 3, 2)
    deliver_benefit(team.c1, BenefitDraft("C1", "rack", 9000))
    attach(team.r1, "client", 1, "门口.png", b"\x89PNG\r\n\x1a\n....", "新门头")
    team.day = FULL
    desktop = open_desk(qtbot, team.m1, tmp_path)
    gui_thread_never_waits.watching = True
    overview = page_of(qtbot, desktop, 1)
    qtbot.waitUntil(lambda: bool(overview.curve._brought))
    assert shown(overview)["做过的事"][0].words == "2026-03-02 陈列架：LY-2026-0001"
    chart = overview.curve.view
    desktop.page("clients").detail.setFocus()  # type: ignore[attr-defined]
    press(qtbot, desktop, "Tab")
    assert holder() is chart
    assert chart.place == 25, "the newest week"
    press(qtbot, desktop, "Ctrl+Left")
    press(qtbot, desktop, "Ctrl+Left")
    assert "收银台旁边摆一排" in chart.accessibleName()
    press(qtbot, desktop, "Return")
    (adopted,) = shown(overview)["做过的事"]
    assert adopted.words.endswith("收银台旁边摆一排（C1）")
    assert adopted.figure == "+3.78 元/天"
    assert adopted.under == "每天 +3.78 元（对照 5 家同类店；可能在 +2.37 到 +5.19 之间）。"
    press(qtbot, desktop, "Tab")
    press(qtbot, desktop, "Return")
    assert desktop.here == Link("suggestions", key)
    press(qtbot, desktop, "Alt+Left")
    assert desktop.here.page == "clients"


def test_the_tab_key_goes_through_all_blocks_in_reading_order_and_on(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    story(supplied(team))
    team.day = FULL
    desktop = open_desk(qtbot, team.c1, tmp_path)
    overview = page_of(qtbot, desktop, 1)
    overview.curve.view.setFocus()
    passed = []
    for _turn in range(20):
        here = holder()
        assert isinstance(here, ChartView | WaysView)
        passed.append(here.accessibleName().split(" ")[0])
        press(qtbot, desktop, "Tab")
        if not overview.isAncestorOf(QApplication.focusWidget()):
            break
    leading = {name for name, ways in shown(overview).items() if any(one.do for one in ways)}
    assert leading <= set(passed), "all that lead somewhere"
    assert len(passed) == len(set(passed)) == len(leading) + 1, "each once, and the curve"


def test_a_clerk_on_the_phone_sees_what_is_owed_and_waits_and_begins_the_order(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    sold(team)
    desktop = open_desk(qtbot, team.c1, tmp_path)
    overview = page_of(qtbot, desktop, 1)
    blocks = shown(overview)
    owed = blocks["欠款与待办"][0]
    assert (owed.words, owed.figure, owed.under) == ("欠我方", "¥ 107.73", "自 2026-01-05 起")
    assert owed.do is None, "a clerk takes no money"
    assert blocks["最近订单"][0].figure == "¥ 113.40"
    assert blocks["价格保护协议"][0].figure == "还剩 360 天"
    press(qtbot, desktop, "Ctrl+O")
    orders = desktop.page("orders")
    assert isinstance(orders, ListPage)
    assert orders.panel.form is not None
    assert orders.panel.form.editor("client").raw()["value"] == "C1"


def test_a_cashier_takes_the_money_from_there_and_sees_phones_masked(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    sold(team)
    desktop = open_desk(qtbot, team.k1, tmp_path)
    overview = page_of(qtbot, desktop, 1)
    view = next(
        one
        for one in overview.findChildren(WaysView)
        if one.ways[:1] and one.isVisible() and one.accessibleName().startswith("欠款")
    )
    view.setFocus()
    press(qtbot, desktop, "Return")
    payments = desktop.page("payments")
    assert isinstance(payments, ListPage)
    assert desktop.shown is payments
    assert payments.panel.form is not None


def test_what_one_may_not_begin_leads_nowhere(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    rep = page_of(qtbot, open_desk(qtbot, team.r1, tmp_path), 2)
    assert shown(rep)["下次拜访"][1].do is not None
    accountant = page_of(qtbot, open_desk(qtbot, team.a1, tmp_path), 2)
    assert all(one.do is None for one in shown(accountant).get("下次拜访", []))


def test_a_client_of_which_nothing_is_known_says_what_there_isnt(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, team.r1, tmp_path)
    overview = page_of(qtbot, desktop, 2)
    assert overview.curve.isHidden()
    said = {one.text() for one in overview.findChildren(QLabel) if one.isVisible()}
    assert {"没有欠款，也没有待办。", "还没有订过货。"} <= said


def test_of_many_neighbours_the_rest_are_behind_one_line_that_opens_the_map(
    qtbot: QtBot, sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.views.clients.overview._MOST_NEIGHBOURS", 2)
    leading = {f"K{number}": ["皂角" if number == 3 else "清泉"] for number in range(1, 6)}
    team = near_each_other(sqlite_url, leading)
    desktop = open_desk(qtbot, team.r1, tmp_path)
    overview = page_of(qtbot, desktop, 4)  # the second of five, 100 m apart
    _around, *near, more = shown(overview)["邻店"]
    assert [one.figure for one in near] == ["100 米", "201 米"]
    assert {one.tone for one in near} == {"wrong"}, "they lead the same line: these come first"
    assert more.words == "还有 1 家"
    assert more.do is not None
    more.do()
    settle(qtbot, desktop)
    assert not overview.isVisible()
    bar = desktop.page("clients").findChild(QTabBar)
    assert bar is not None
    assert bar.tabText(bar.currentIndex()) == "邻店"


def test_the_file_is_previewed_by_ctrl_p(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    sold(team)
    team.day += timedelta(days=1)
    desktop = open_desk(qtbot, team.r1, tmp_path)
    page_of(qtbot, desktop, 1)
    press(qtbot, desktop, "Ctrl+P")
    assert desktop.shown is desktop.preview
    assert desktop.preview.print_button.isEnabled()


def test_photos_are_small_pictures_read_beside_the_window_and_opened_by_enter(
    qtbot: QtBot,
    team: Team,
    tmp_path: Path,
    gui_thread_never_waits: Guard,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    attach(team.r1, "client", 1, "报价.pdf", b"%PDF-1.4", "报价")
    attach(team.r1, "client", 1, "坏了.jpg", b"\xff\xd8\xff....")
    for name in ("门口.jpg", "货架.jpg"):
        taken = photo(tmp_path, name, lying=True)
        attach(team.r1, "client", 1, name, taken.read_bytes(), "巡视")
    opened: list[str] = []
    monkeypatch.setattr(
        "desktop.views.clients.photos.open_file", lambda _desk, _key, name: opened.append(name)
    )
    desktop = open_desk(qtbot, team.r1, tmp_path)
    gui_thread_never_waits.watching = True
    photos = page_of(qtbot, desktop, 1).photos
    view = photos.thumbnails
    assert [(one.name, view.has(one.key)) for one in photos.shown] == [
        ("货架.jpg", True),
        ("门口.jpg", True),
        ("坏了.jpg", False),
    ]
    assert [way.words for way in photos.ways] == ["报价.pdf"]
    upright = view.picture(photos.shown[0].key)
    assert upright.height() > upright.width(), "turned as it was held"
    view.setFocus()
    press(qtbot, desktop, "Right")
    assert view.accessibleName().startswith("照片 门口.jpg")
    press(qtbot, desktop, "Return")
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert opened == ["门口.jpg", "货架.jpg"]
    assert not page_of(qtbot, desktop, 2).photos.isVisible(), "where there are none is no room"
