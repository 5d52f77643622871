"""F1 opens the manual beside the work, where it speaks of the page; it is searched by keys."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSize, QUrl
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.basics.manual_text import chapter_titles
from desktop.views.kit import theme
from desktop.views.kit.desk import Link
from desktop.views.manual.window import ManualWindow
from desktop.views.window import Desktop
from tests.office import Team, new_team
from tests.views.conftest import Guard
from tests.views.desk import focus, open_desk, press, settle, write


@pytest.fixture
def team(sqlite_url: str) -> Team:
    return new_team(sqlite_url)


def opened(qtbot: QtBot, desktop: Desktop, page: str = "") -> ManualWindow:
    if page:
        desktop.open(Link(page))
        settle(qtbot, desktop)
    press(qtbot, desktop, "F1")
    shown = desktop.over.manual
    assert shown is not None
    assert shown.isActiveWindow()
    return shown


def lines(shown: ManualWindow) -> list[str]:
    return [shown.found.item(row).text() for row in range(shown.found.count())]


def test_f1_opens_the_chapter_of_the_page_and_the_page_goes_on(
    qtbot: QtBot, team: Team, tmp_path: Path, gui_thread_never_waits: Guard
) -> None:
    desktop = open_desk(qtbot, team.d1, tmp_path)
    desktop.open(Link("runs"))
    settle(qtbot, desktop)
    gui_thread_never_waits.watching = True
    shown = opened(qtbot, desktop)
    assert shown.chapter == "runs"
    assert "装车完毕" in shown.text.toPlainText()
    assert desktop.page("runs").isVisible()
    desktop.open(Link("orders"))
    settle(qtbot, desktop)
    assert shown.isVisible()
    assert not shown.isModal()
    with qtbot.waitActive(desktop):
        desktop.activateWindow()
    assert opened(qtbot, desktop).chapter == "orders"
    press(qtbot, desktop, "Escape")
    assert shown.isHidden()


def test_every_chapter_opens_with_its_pictures_and_links_lead_on(
    qtbot: QtBot, team: Team, tmp_path: Path, gui_thread_never_waits: Guard
) -> None:
    desktop = open_desk(qtbot, team.d1, tmp_path)
    shown = opened(qtbot, desktop)
    gui_thread_never_waits.watching = True
    for name in chapter_titles():
        shown.open(name)
        settle(qtbot, desktop)
        assert shown.chapter == name
        assert shown.text.document().size().width() <= shown.text.viewport().width() + 1, name
    shown.open("start")
    shown.text.anchorClicked.emit(QUrl("staff.md"))
    assert shown.chapter == "staff"
    shown.text.anchorClicked.emit(QUrl("visits.md#结果"))
    assert shown.text.textCursor().block().text() == "结果"
    press(qtbot, desktop, "Alt+Left")
    assert shown.chapter == "staff"
    press(qtbot, desktop, "Alt+Left")
    assert shown.chapter == "start"
    press(qtbot, desktop, "Alt+Right")
    assert shown.chapter == "staff"


@pytest.mark.parametrize("keys", ["Ctrl+F", "Slash"])
def test_it_is_searched_as_one_types_and_esc_leads_back_step_by_step(
    qtbot: QtBot, team: Team, tmp_path: Path, keys: str, gui_thread_never_waits: Guard
) -> None:
    desktop = open_desk(qtbot, team.k1, tmp_path)
    shown = opened(qtbot, desktop, "payments")
    gui_thread_never_waits.watching = True
    press(qtbot, desktop, keys)
    assert focus(desktop) is shown.search
    write(qtbot, desktop, "数着秒")
    assert lines(shown)
    assert lines(shown)[0].startswith("窗口与按键 › 不会丢\n…")
    assert all("数着秒" in line for line in lines(shown))
    press(qtbot, desktop, "Return")
    assert shown.chapter == "window"
    assert "数着秒" in shown.text.textCursor().block().text()
    assert [one.cursor.selectedText() for one in shown.text.extraSelections()] == ["数着秒"]
    with qtbot.waitSignal(shown.text.document().contentsChanged):  # laid anew for another width
        shown.resize(shown.width() - 100, shown.height())
    assert "数着秒" in shown.text.textCursor().block().text()
    press(qtbot, desktop, "Escape")
    assert focus(desktop) is shown.search
    press(qtbot, desktop, "Escape")
    assert shown.search.text() == ""
    assert not shown.list.isHidden()
    assert shown.text.extraSelections() == []
    press(qtbot, desktop, "Escape")
    assert shown.isHidden()


def test_a_slash_in_the_search_box_is_a_slash_and_arrows_choose(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, team.c1, tmp_path)
    shown = opened(qtbot, desktop)
    press(qtbot, desktop, "Ctrl+F")
    write(qtbot, desktop, "7/6")
    assert shown.search.text() == "7/6"
    assert any("2026-07-06" in line for line in lines(shown))
    shown.search.setText("基金")
    press(qtbot, desktop, "Down")
    assert shown.found.currentRow() == 1
    press(qtbot, desktop, "Return")
    assert shown.text.extraSelections()


def test_what_nobody_wrote_about_is_said(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    desktop = open_desk(qtbot, team.c1, tmp_path)
    shown = opened(qtbot, desktop)
    press(qtbot, desktop, "Ctrl+F")
    write(qtbot, desktop, "骆驼")
    assert lines(shown) == ["没有写到。换个说法，或少打几个字。"]
    press(qtbot, desktop, "Return")
    assert shown.chapter == "today"


def test_pictures_are_as_wide_as_the_pane(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    desktop = open_desk(qtbot, team.c1, tmp_path)
    shown = opened(qtbot, desktop, "clients")
    for wide in (1100, 700):
        shown.resize(wide, 600)
        qtbot.wait(200)
        picture = shown.text.loadResource(2, QUrl("pictures/clients.png"))
        assert isinstance(picture, QImage)
        room = shown.text.viewport().width()
        assert room - 40 < picture.deviceIndependentSize().width() <= room
        assert picture.size() != QSize()


def test_it_follows_the_shade(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    desktop = open_desk(qtbot, team.c1, tmp_path)
    shown = opened(qtbot, desktop)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    shown.open("start")
    try:
        theme.apply(app, dark=True)
        qtbot.wait(200)
        assert theme.DARK.accent.lower() in shown.text.toHtml().lower()
    finally:
        theme.apply(app, dark=False)
    qtbot.wait(200)
    assert theme.LIGHT.accent.lower() in shown.text.toHtml().lower()


def test_its_place_is_remembered_and_leaving_takes_it_along(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, team.c1, tmp_path)
    shown = opened(qtbot, desktop)
    shown.setGeometry(30, 40, 640, 500)
    press(qtbot, desktop, "Escape")
    assert desktop.isActiveWindow()
    assert opened(qtbot, desktop).geometry().getRect() == (30, 40, 640, 500)
    desktop.leave()
    assert desktop.over.manual is None
    again = open_desk(qtbot, team.c1, tmp_path)
    assert opened(qtbot, again).geometry().getRect() == (30, 40, 640, 500)
    again.leave()


def test_manual_and_card_are_shown_as_papers_in_the_programs_window(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, team.k1, tmp_path)
    for keys, title in (("Ctrl+J", "岗位卡"), ("Ctrl+P", "手册")):
        opened(qtbot, desktop)
        press(qtbot, desktop, keys)
        assert desktop.isActiveWindow()
        assert desktop.shown is desktop.preview
        assert desktop.top.title.text() == title
        assert desktop.preview.print_button.isEnabled()
        press(qtbot, desktop, "Escape")
    desktop.leave()
