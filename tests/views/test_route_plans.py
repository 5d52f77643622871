"""Route plans by keys and mouse: computed, arranged, put in force, changed later (G10)."""

from collections.abc import Iterator
from datetime import date, timedelta
from multiprocessing import active_children
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from desktop.basics.drafts.route_plan import RouteLineDraft, RoutePlanDraft
from desktop.queries.plans.visits import clients_due
from desktop.services.clients import ClientDraft, add_client
from desktop.services.route_plans import put_route_plan
from desktop.views.kit.desk import Link
from desktop.views.routes.clients import CLIENT_MIME
from desktop.views.routes.page import RoutesPage
from desktop.views.window import Desktop
from tests.office import MONDAY, Team
from tests.services.test_route_plans import activated, put, roadside
from tests.views.desk import focus, open_desk, press, settle

pytestmark = pytest.mark.traced

NEXT = MONDAY + timedelta(days=7)
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def team(sqlite_url: str) -> Team:
    team = roadside(sqlite_url)
    activated(team)
    return team


@pytest.fixture(name="window")
def _window(qtbot: QtBot, team: Team, tmp_path: Path) -> Iterator[Desktop]:
    desktop = open_desk(qtbot, team.m1, tmp_path)
    desktop.open(Link("routes"))
    settle(qtbot, desktop)
    yield desktop
    desktop.desk.tasks.wait()


def page(desktop: Desktop) -> RoutesPage:
    found = desktop.page("routes")
    assert isinstance(found, RoutesPage)
    return found


def shown(qtbot: QtBot, desktop: Desktop) -> RoutesPage:
    desktop.open(Link("routes"))
    settle(qtbot, desktop)
    return page(desktop)


def due(team: Team, day: date) -> list[str]:
    with team.office.reading() as session:
        return clients_due(session, "r1", day)


def test_four_weeks_are_computed_arranged_by_keys_and_put_in_force(
    qtbot: QtBot,
    team: Team,
    window: Desktop,
) -> None:
    routes = page(window)
    assert routes.lines == {}
    press(qtbot, window, "Ctrl+J")
    assert set(routes.lines) == {"C3", "C4", "C6"}
    line = routes.lines["C4"]
    routes.weeks.pick(int(line.weeks[0]), line.weekday)
    press(qtbot, window, "Return")
    assert routes.day.clients.pick("C4")
    way = "Right" if line.weekday < 5 else "Left"
    press(qtbot, window, f"Ctrl+{way}")
    moved = line.weekday + (1 if way == "Right" else -1)
    assert (routes.lines["C4"].weekday, routes.day.clients.code) == (moved, "C4")
    assert routes.weeks.day == (int(line.weeks[0]), moved)
    press(qtbot, window, "F")
    press(qtbot, window, "Ctrl+Down")  # a client of class B stands in the other two weeks then
    assert routes.lines["C4"].weeks == {"13": "24", "24": "13"}[line.weeks]
    press(qtbot, window, "Ctrl+S")
    assert routes.board is not None
    standing = routes.board.standing
    assert standing is not None
    assert (standing.starts_on, standing.lines["C4"].weekday) == (NEXT, moved)
    assert standing.lines["C4"].fixed
    first = NEXT + timedelta(days=moved - 1)
    days = [first + timedelta(days=7 * week) for week in range(4)]
    assert ["C4" in due(team, day) for day in days].count(True) == 2


def test_the_week_that_it_is_now_is_told_in_a_second_line(
    qtbot: QtBot, team: Team, window: Desktop
) -> None:
    put(team)
    routes = shown(qtbot, window)
    routes.refresh()
    settle(qtbot, window)
    header = routes.weeks.verticalHeader()
    image = header.grab().toImage()

    def inked(section: int) -> int:
        top = header.sectionViewportPosition(section)
        inside = range(top + 4, top + header.sectionSize(section) - 4)
        across = range(6, image.width() - 6)
        paper = image.pixelColor(6, top + 4).lightness()
        return sum(
            any(abs(image.pixelColor(x, y).lightness() - paper) > 40 for x in across)
            for y in inside
        )

    high = sorted(inked(section) for section in range(header.count()))
    assert high[-1] > 1.7 * high[-2] > 0


def test_a_client_dropped_on_a_day_changes_the_plan_in_force_at_once(
    qtbot: QtBot,
    team: Team,
    window: Desktop,
) -> None:
    put(team)
    routes = shown(qtbot, window)
    routes.refresh()
    settle(qtbot, window)
    data = QMimeData()
    data.setData(CLIENT_MIME, b"C4")
    item = routes.weeks.item(1, 3)
    assert item is not None
    at = QPointF(routes.weeks.visualItemRect(item).center())
    buttons, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    routes.weeks.dropEvent(QDropEvent(at, Qt.DropAction.CopyAction, data, buttons, none))
    settle(qtbot, window)
    assert due(team, MONDAY) == ["C3"]
    assert due(team, MONDAY + timedelta(days=10)) == ["C4"]
    routes.weeks.setFocus()
    routes.weeks.pick(1, 1)
    press(qtbot, window, "Return")
    assert routes.day.clients.code == "C3"
    for _step in range(3):  # quicker than they are saved
        qtbot.keyClick(routes.day.clients, Qt.Key.Key_Right, CONTROL)
    settle(qtbot, window)
    assert routes.strip.words == ""
    assert due(team, MONDAY + timedelta(days=3)) == ["C3"]


def test_a_draft_stands_beside_the_plan_in_force_and_is_kept_until_thrown_away(
    qtbot: QtBot,
    team: Team,
    window: Desktop,
    tmp_path: Path,
) -> None:
    far = [RouteLineDraft("C3", 1, "1234"), RouteLineDraft("C4", 2, "13")]
    put_route_plan(team.m1, RoutePlanDraft("r1", MONDAY, far))
    routes = shown(qtbot, window)
    routes.refresh()
    settle(qtbot, window)
    assert routes.board is not None
    assert routes.board.off(routes.lines) == ["C6"]
    routes.off.click()
    routes.day.clients.pick("C6")
    press(qtbot, window, "Ctrl+Right")  # whom the plan hasn't is put on it by a draft
    assert routes.lines["C6"].weekday == 1
    assert due(team, MONDAY) == ["C3"]
    again = open_desk(qtbot, team.m1, tmp_path)
    assert "C6" in shown(qtbot, again).lines
    other = page(again)
    other.discard.click()
    other.strip._yes.click()
    settle(qtbot, again)
    assert set(other.lines) == {"C3", "C4"}


def test_a_day_over_the_hours_is_said_and_a_rep_only_looks(
    qtbot: QtBot,
    team: Team,
    tmp_path: Path,
) -> None:
    for number in range(7, 35):
        add_client(team.c1, ClientDraft(f"C{number}", f"店{number}", "学校店", rep="r1"))
    lines = [RouteLineDraft(f"C{number}", 1, "1") for number in range(7, 29)]
    lines.append(RouteLineDraft("C29", 2, "1"))
    put_route_plan(team.m1, RoutePlanDraft("r1", MONDAY, lines))
    window = open_desk(qtbot, team.m1, tmp_path)
    routes = shown(qtbot, window)
    routes.weeks.pick(1, 2)
    routes.day.enter()
    press(qtbot, window, "Ctrl+Left")
    assert routes.strip.words == "第 1 周周一现在超出 0.2 小时。"
    mine = open_desk(qtbot, team.r1, tmp_path)
    looked = shown(qtbot, mine)
    looked.weeks.pick(1, 1)
    looked.day.enter()
    press(qtbot, mine, "Ctrl+Right")
    assert looked.lines["C7"].weekday == 1
    assert not looked.compute.isVisible()


def test_computing_can_be_given_up(qtbot: QtBot, window: Desktop) -> None:
    routes = page(window)
    routes.compute.click()
    assert routes.computing.running
    routes.computing.stop()
    settle(qtbot, window)
    assert (routes.lines, routes.computing.running) == ({}, False)


def test_a_computation_whose_process_is_killed_leaves_all_and_says_so(
    qtbot: QtBot, window: Desktop
) -> None:
    routes = page(window)
    routes.compute.click()
    qtbot.waitUntil(lambda: bool(active_children()))
    for one in active_children():
        one.kill()
    settle(qtbot, window)
    assert "进程" in routes.strip.words
    assert (routes.lines, routes.computing.running) == ({}, False)
    assert routes.isAncestorOf(focus(window))
