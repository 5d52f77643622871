"""The calendar by keys: from a day to the orders that are due on it, and to its board."""

from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.basics.drafts.client import ClientDraft
from desktop.services.clients import add_client
from desktop.services.orders import OrderedLine, add_order
from desktop.views.board.page import BoardPage
from desktop.views.calendar.page import CalendarPage
from desktop.views.kit.desk import Link
from tests.office import new_team
from tests.views.desk import list_page, open_desk, press, settle


def test_arrows_choose_a_day_and_enter_opens_its_orders(
    qtbot: QtBot, sqlite_url: str, tmp_path: Path
) -> None:
    team = new_team(sqlite_url)
    add_order(team.r1, "C1", [OrderedLine("P1", "支", 24)])
    desktop = open_desk(qtbot, team.d1, tmp_path)
    desktop.open(Link("calendar"))
    settle(qtbot, desktop)
    page = desktop.page("calendar")
    assert isinstance(page, CalendarPage)
    page.month.setFocus()
    press(qtbot, desktop, "Right")
    assert page.month.day == date(2026, 1, 6)
    assert "1 点 1.0 箱" in page.month.currentItem().text()
    press(qtbot, desktop, "PageDown")
    assert page.month.day == date(2026, 2, 1)
    press(qtbot, desktop, "Home")
    press(qtbot, desktop, "Right")
    press(qtbot, desktop, "Return")
    orders = list_page(desktop, "orders")
    assert orders.isVisible()
    assert len(orders.table.ids) == 1
    desktop.open(Link("calendar"))
    page.month.setFocus()
    press(qtbot, desktop, "Ctrl+U")
    board = desktop.page("board")
    assert isinstance(board, BoardPage)
    assert board.isVisible()
    assert board.day == page.month.day


@pytest.mark.parametrize(("height", "named"), [(768, 2), (1080, 4)])
def test_a_day_names_as_many_areas_as_there_is_room_for(
    qtbot: QtBot, sqlite_url: str, tmp_path: Path, height: int, named: int
) -> None:
    team = new_team(sqlite_url)
    for code in ("C7", "C8", "C9", "C10"):
        add_client(team.r1, ClientDraft(code, f"小店{code}", "学校店", area=f"{code}片区"))
        add_order(team.r1, code, [OrderedLine("P1", "支", 24)])
    desktop = open_desk(qtbot, team.d1, tmp_path)
    desktop.resize(1366, height)
    desktop.open(Link("calendar"))
    settle(qtbot, desktop)
    page = desktop.page("calendar")
    assert isinstance(page, CalendarPage)
    cell = page.month.item(1, 1)
    lines = cell.text().split("\n")
    assert sum(one.startswith("1 ") and one.endswith("片区") for one in lines) == named
    assert ("另有 2 个片区" in lines) is (named == 2)
    room = page.month.visualItemRect(cell).height()
    assert len(lines) * page.month.fontMetrics().lineSpacing() <= room


def test_a_days_figures_are_whole_in_a_narrow_window(
    qtbot: QtBot, sqlite_url: str, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, new_team(sqlite_url).d1, tmp_path)
    desktop.resize(1280, 650)
    desktop.open(Link("calendar"))
    settle(qtbot, desktop)
    page = desktop.page("calendar")
    assert isinstance(page, CalendarPage)
    item = page.month.item(1, 1)
    item.setText("50 点 115.2 箱")
    needed = page.month.sizeHintForIndex(page.month.indexFromItem(item)).width()
    assert needed <= page.month.columnWidth(1)
