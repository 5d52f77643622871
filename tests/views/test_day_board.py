"""The day board by keys and by mouse: what waits comes on runs, is moved, planned again, kept."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from multiprocessing import active_children
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from desktop.basics.drafts.client import ClientDraft
from desktop.basics.drafts.office import ProfileDraft
from desktop.basics.drafts.run import RunDraft
from desktop.basics.drafts.vehicle import VehicleDraft
from desktop.models import Order, Run
from desktop.services.areas import set_holiday
from desktop.services.clients import add_client
from desktop.services.office import Office
from desktop.services.orders import OrderedLine, add_order
from desktop.services.runs import add_vehicle, change_run, plan_run
from desktop.services.settings import edit_office
from desktop.views.board.page import BoardPage
from desktop.views.board.runs_view import dragged
from desktop.views.kit.desk import Link
from desktop.views.window import Desktop
from tests.office import MONDAY, Team, new_team
from tests.views.conftest import Guard
from tests.views.desk import focus, list_page, open_desk, press, settle

pytestmark = pytest.mark.traced

TUESDAY = MONDAY + timedelta(days=1)
SHOPS = ("C7", "C8", "C9", "C10", "C11", "C12")


@pytest.fixture
def team(sqlite_url: str) -> Team:
    """Six shops around the office with an order each, and two vehicles."""
    return filled(new_team(sqlite_url))


def filled(team: Team) -> Team:
    """The shops with their orders, and the vehicles."""
    place = {"lat": Decimal("31.46"), "lon": Decimal("104.74")}
    edit_office(team.ad, 1, ProfileDraft("测试办事处", **place, opens="07:00", closes="19:00"))
    vehicle = VehicleDraft("川B001", "老赵", 12, starts="08:00", ends="18:00", runs=2)
    vehicle = replace(vehicle, per_run_fen=8000, per_km_fen=120, per_hour_fen=2000)
    add_vehicle(team.d1, vehicle)
    add_vehicle(team.d1, replace(vehicle, code="川B002", driver="老钱", cartons=40))
    for at, code in enumerate(SHOPS):
        shop = ClientDraft(code, f"小店{code}", "学校店", area="东片" if at < 3 else "西片")
        east = Decimal("104.80") if at < 3 else Decimal("104.68")
        where = {"lat": Decimal("31.46") + at * Decimal("0.002"), "lon": east}
        add_client(team.r1, replace(shop, **where, opens="08:00", closes="20:00"))
        add_order(team.r1, code, [OrderedLine("P1", "箱", 5)])
    return team


def opened(qtbot: QtBot, office: Office, folder: Path, size: tuple[int, int]) -> Desktop:
    desktop = open_desk(qtbot, office, folder)
    desktop.resize(*size)
    desktop.open(Link("board"))
    settle(qtbot, desktop)
    return desktop


def board(desktop: Desktop) -> BoardPage:
    page = desktop.page("board")
    assert isinstance(page, BoardPage)
    return page


def runs_of(page: BoardPage) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.vehicle, one.drops) for one in page.history.plan.tours]


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
def test_a_day_is_arranged_planned_and_kept_by_keys(
    qtbot: QtBot, team: Team, tmp_path: Path, size: tuple[int, int], gui_thread_never_waits: Guard
) -> None:
    desktop = opened(qtbot, team.d1, tmp_path, size)
    page = board(desktop)
    gui_thread_never_waits.watching = True
    page.hold_focus()
    assert page.parts.waiting.table.rowCount() == 6
    press(qtbot, desktop, "Return")  # the first comes onto the first vehicle
    assert runs_of(page) == [("川B001", ("C7",))]
    press(qtbot, desktop, "Ctrl+A")
    press(qtbot, desktop, "Return")
    assert len(page.history.plan.placed) == 6
    assert page.reckoned is not None
    assert "18.0" in page.reckoned.lines[0].broken[0]  # cartons too many
    press(qtbot, desktop, "Ctrl+Z")
    assert runs_of(page) == [("川B001", ("C7",))]
    press(qtbot, desktop, "Ctrl+Y")
    page.parts.runs.setFocus()
    press(qtbot, desktop, "Right")
    first = page.parts.runs.code
    press(qtbot, desktop, "Ctrl+Right")
    assert page.history.plan.tours[0].drops[1] == first
    press(qtbot, desktop, "Ctrl+Down")  # to the other vehicle, which is idle
    assert (page.history.plan.tours[1].vehicle, page.parts.runs.line) == (
        "川B002", page.parts.runs.drawing.lines[1]
    )  # fmt: skip
    press(qtbot, desktop, "Ctrl+L")
    assert page.history.plan.held == {first}
    press(qtbot, desktop, "Ctrl+J")
    menu = QApplication.activePopupWidget()
    assert menu is not None
    qtbot.keyClick(menu, Qt.Key.Key_Return)  # the first: all anew
    settle(qtbot, desktop)
    tours = {one.vehicle: one.drops for one in page.history.plan.tours}
    assert first in tours["川B002"]
    assert (page.reckoned.figures.waiting, page.reckoned.figures.broken) == (0, 0)
    line = page.parts.runs.line
    assert line is not None
    assert line.stops  # not an idle vehicle
    press(qtbot, desktop, "Ctrl+S")
    assert not page.changed
    with gui_thread_never_waits.elsewhere(), team.office.reading() as session:
        assert sum(len(run.stops) for run in session.scalars(select(Run))) == 6
        assert set(session.scalars(select(Order.state))) == {"planned"}
        assert all(run.departs and run.name for run in session.scalars(select(Run)))


def test_a_run_on_a_holiday_is_asked_about_once(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    holiday = TUESDAY + timedelta(days=1)  # on which Tuesday's orders wait still
    set_holiday(team.d1, holiday)
    desktop = opened(qtbot, team.d1, tmp_path, (1366, 768))
    page = board(desktop)
    page.show_day(holiday)
    settle(qtbot, desktop)
    page.hold_focus()
    press(qtbot, desktop, "Return")
    press(qtbot, desktop, "Ctrl+S")
    assert "节假日" in page.parts.strip.words
    assert page.changed, "what was arranged stands"
    press(qtbot, desktop, "Return")  # yes, go on
    assert not page.changed
    page.hold_focus()
    press(qtbot, desktop, "Return")
    press(qtbot, desktop, "Ctrl+S")
    assert not page.changed, "a run that stands there is not asked about again"


def test_a_run_shows_when_it_is_where(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    with team.office.reading() as session:
        orders = list(session.scalars(select(Order.id)))
    run = plan_run(team.d1, RunDraft("川B002", TUESDAY, orders, "08:00"))
    desktop = open_desk(qtbot, team.d1, tmp_path)
    desktop.open(Link("runs", run))
    settle(qtbot, desktop)
    said = [one.text() for one in list_page(desktop, "runs").detail.findChildren(QLabel)]
    assert any("08:00–" in words and "公里" in words for words in said)


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
def test_stops_are_dragged_onto_runs_along_them_and_off(
    qtbot: QtBot, team: Team, tmp_path: Path, size: tuple[int, int], gui_thread_never_waits: Guard
) -> None:
    desktop = opened(qtbot, team.d1, tmp_path, size)
    page = board(desktop)
    gui_thread_never_waits.watching = True
    runs = page.parts.runs
    target = QPointF(runs.drawing.left + 20, runs.drawing.row(1).center().y())
    carried = dragged(["C7", "C8"])  # the event only borrows it
    drop = QDropEvent(
        target, Qt.DropAction.MoveAction, carried,
        Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    runs.dropEvent(drop)
    settle(qtbot, desktop)
    assert runs_of(page) == [("川B002", ("C7", "C8"))]
    row = next(at for at, one in enumerate(runs.drawing.lines) if one.stops)

    def at_stop(place: int) -> QPoint:
        return runs.drawing.stops[row][place].center().toPoint()

    def drag(start: QPoint, end: QPoint) -> None:
        qtbot.mousePress(runs, Qt.MouseButton.LeftButton, pos=start)
        qtbot.mouseMove(runs, start + QPoint(4, 4))
        qtbot.mouseMove(runs, end)
        qtbot.mouseRelease(runs, Qt.MouseButton.LeftButton, pos=end)
        settle(qtbot, desktop)

    drag(at_stop(0), at_stop(1) + QPoint(8, 0))
    assert runs_of(page) == [("川B002", ("C8", "C7"))]
    idle = next(at for at, one in enumerate(runs.drawing.lines) if not one.stops)
    drag(at_stop(1), QPoint(30, int(runs.drawing.row(idle).center().y())))
    assert runs_of(page) == [("川B002", ("C8",)), ("川B001", ("C7",))]
    drag(at_stop(0), QPoint(-40, 30))
    assert "C8" not in page.history.plan.placed
    qtbot.mouseClick(page.parts.undo, Qt.MouseButton.LeftButton)
    settle(qtbot, desktop)
    assert "C8" in page.history.plan.placed
    # Onto a locked run, and off it: nothing moves, and it is said why.
    runs.choose("C7")
    page.arranging.lock()
    settle(qtbot, desktop)
    arranged = runs_of(page)
    locked = next(at for at, one in enumerate(runs.drawing.lines) if one.locked)

    def said_when(start: QPoint, end: QPoint) -> str:
        page.desk.say("…")
        drag(start, end)
        assert runs_of(page) == arranged
        return desktop.foot.findChildren(QLabel)[0].text()

    row = 1 - locked
    middle = QPoint(int(runs.drawing.left) + 30, int(runs.drawing.row(locked).center().y()))
    other = QPoint(int(runs.drawing.left) + 30, int(runs.drawing.row(row).center().y()))
    assert said_when(at_stop(0), middle).startswith("锁")
    row = locked
    assert said_when(at_stop(0), other).startswith("锁")
    assert said_when(at_stop(0), QPoint(-40, 30)).startswith("锁")


def test_what_is_arranged_survives_a_restart_and_what_others_do(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = opened(qtbot, team.d1, tmp_path, (1366, 768))
    page = board(desktop)
    page.hold_focus()
    press(qtbot, desktop, "Return")
    again = opened(qtbot, team.d1, tmp_path, (1366, 768))
    assert runs_of(board(again)) == [("川B001", ("C7",))]
    with team.office.reading() as session:
        orders = list(session.scalars(select(Order.id).order_by(Order.id)))
    plan_run(team.d1, RunDraft("川B002", TUESDAY, orders[4:5]))
    press(qtbot, again, "Ctrl+S")
    said = board(again).parts.strip.words
    assert "CC-2026-0001" in said
    assert "员工d1" in said
    assert board(again).history.plan.placed >= {"C7"}
    assert board(again).changed
    with team.office.reading() as session:
        assert [len(run.stops) for run in session.scalars(select(Run))] == [1]


def two_desks(qtbot: QtBot, url: str, folder: Path) -> tuple[Team, Desktop, Desktop]:
    """An office with the boards of a dispatcher and of a clerk open."""
    team = filled(new_team(url))
    first = opened(qtbot, team.d1, folder / "one", (1366, 768))
    return team, first, opened(qtbot, team.c1, folder / "two", (1366, 768))


def test_two_dispatchers_arrange_one_day_and_neither_loses_anything(
    qtbot: QtBot, postgres_url: str, tmp_path: Path
) -> None:
    """One plans a run and saves; the other saves what she arranged meanwhile, without it."""
    team, one, second = two_desks(qtbot, postgres_url, tmp_path)
    first, theirs = board(one), board(second)
    one.news.stop()  # the news would come before she saves, or after it
    for page, code, key in ((first, "C7", -1), (theirs, "C10", -2)):
        page.parts.runs.moved.emit([code], key, 0)
    press(qtbot, second, "Ctrl+S")
    assert not theirs.changed
    one.activateWindow()
    qtbot.waitUntil(one.isActiveWindow)
    first.parts.runs.moved.emit(["C8"], first.history.plan.tours[0].key, 1)
    press(qtbot, one, "Ctrl+S")
    said = first.parts.strip.words
    assert "员工c1" in said
    assert runs_of(first) == [("川B001", ("C7", "C8")), ("川B002", ("C10",))]
    press(qtbot, one, "Ctrl+Z")
    assert runs_of(first) == [("川B001", ("C7",)), ("川B002", ("C10",))]
    press(qtbot, one, "Ctrl+Y")
    press(qtbot, one, "Ctrl+S")
    assert not first.changed
    with team.office.reading() as session:
        runs = session.scalars(select(Run).where(Run.state == "planned").order_by(Run.id)).all()
        assert [(run.vehicle.code, len(run.stops)) for run in runs] == [
            ("川B002", 1),
            ("川B001", 2),
        ]
    team.office.engine.dispose()


def test_what_another_arranged_is_told_while_one_arranges(
    qtbot: QtBot, postgres_url: str, tmp_path: Path
) -> None:
    team, one, second = two_desks(qtbot, postgres_url, tmp_path)
    first = board(one)
    first.parts.runs.moved.emit(["C7"], -1, 0)
    board(second).parts.runs.moved.emit(["C10"], -2, 0)
    press(qtbot, second, "Ctrl+S")
    qtbot.waitUntil(lambda: "员工c1" in first.parts.strip.words, timeout=10_000)
    assert runs_of(first) == [("川B001", ("C7",)), ("川B002", ("C10",))]
    assert first.changed
    team.office.engine.dispose()


def test_a_plan_that_comes_back_over_another_s_run_names_the_run_and_the_person(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    with team.office.reading() as session:
        orders = list(session.scalars(select(Order.id).order_by(Order.id)))
    run = plan_run(team.d1, RunDraft("川B002", TUESDAY, orders[4:5]))
    desktop = opened(qtbot, team.d1, tmp_path, (1366, 768))
    board(desktop).hold_focus()
    press(qtbot, desktop, "Return")
    assert board(desktop).changed
    desktop.close()
    change_run(team.c1, run, 1, RunDraft("川B002", TUESDAY, orders[3:5]))
    again = opened(qtbot, team.d1, tmp_path, (1366, 768))
    said = board(again).parts.strip.words
    assert "CC-2026-0001" in said
    assert "员工c1" in said
    assert board(again).changed


def test_the_chosen_run_keeps_its_name_above_its_stops_while_the_day_is_planned(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = opened(qtbot, team.d1, tmp_path, (1366, 768))
    page = board(desktop)
    page.hold_focus()
    press(qtbot, desktop, "Return")
    page.parts.runs.choose_used()
    heading = page.parts.run_words.text()
    assert "老赵" in heading
    page.plan("fill")
    assert page.parts.run_words.text() == heading
    page.parts.planning.stop()
    settle(qtbot, desktop)
    assert page.parts.run_words.text() == heading


def test_planning_is_given_up_with_esc_and_when_the_window_closes(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = opened(qtbot, team.d1, tmp_path, (1366, 768))
    page = board(desktop)
    page.plan("anew")
    qtbot.waitUntil(page.parts.planning.give_up.isVisible)
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    settle(qtbot, desktop)
    assert (page.history.plan.tours, page.parts.planning.running) == ((), False)
    page.plan("anew")
    desktop.desk.tasks.wait()
    assert desktop.desk.tasks.idle or not page.changed


def test_a_planning_process_that_is_killed_leaves_the_day_as_it_was_and_says_so(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = opened(qtbot, team.d1, tmp_path, (1366, 768))
    page = board(desktop)
    page.hold_focus()
    press(qtbot, desktop, "Return")
    arranged, title = page.history.plan, page.parts.figures.text()
    for freedom in ("anew", "refit", "fill"):
        page.plan(freedom)
        qtbot.waitUntil(lambda: bool(active_children()))
        for one in active_children():
            one.kill()
        settle(qtbot, desktop)
        assert "进程" in page.parts.strip.words
        assert page.isAncestorOf(focus(desktop))  # the keys stay on the day
        assert (page.history.plan, page.parts.planning.running) == (arranged, False)
        assert page.parts.figures.text() == title
        assert QApplication.activeModalWidget() is None
    press(qtbot, desktop, "Ctrl+S")  # what was arranged can be kept as before
    assert not page.changed
    page.plan("anew")
    settle(qtbot, desktop)
    assert len(page.history.plan.placed) == len(SHOPS)


def test_the_board_says_what_is_lacking_to_plan_a_day(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    edit_office(team.ad, 2, ProfileDraft("测试办事处"))
    desktop = opened(qtbot, team.d1, tmp_path, (1366, 768))
    page = board(desktop)
    page.plan("anew")
    settle(qtbot, desktop)
    assert "办事处" in page.parts.strip.words


def test_a_vehicle_without_a_run_says_how_to_give_it_one(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = opened(qtbot, team.d1, tmp_path, (1366, 768))
    page = board(desktop)
    said = [one for one in page.findChildren(QLabel) if "这天还没有车次" in one.text()]
    assert [one.isVisible() for one in said] == [True]
    assert "川B001 老赵" in said[0].text()
    assert not page.parts.stops.isVisible()
    page.parts.waiting.setFocus()
    for keys in ("Ctrl+A", "Return"):
        press(qtbot, desktop, keys)
    assert page.parts.stops.isVisible()
    assert said[0].text() == ""
    page.parts.stops.setFocus()
    for _drop in SHOPS:  # the last one leaves nothing to stand on
        press(qtbot, desktop, "Delete")
    assert "川B001 老赵" in said[0].text()
    assert page.isAncestorOf(focus(desktop))


def test_the_day_s_papers_are_of_what_is_saved_and_enter_opens_a_run(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = opened(qtbot, team.d1, tmp_path, (1366, 768))
    page = board(desktop)
    press(qtbot, desktop, "Ctrl+D")
    assert "没有" in page.parts.strip.words  # nothing is on a run yet
    page.hold_focus()
    press(qtbot, desktop, "Return")
    press(qtbot, desktop, "Ctrl+P")
    assert "先保存" in page.parts.strip.words
    press(qtbot, desktop, "Ctrl+S")
    press(qtbot, desktop, "Ctrl+D")
    menu = QApplication.activePopupWidget()
    assert menu is not None
    menu.close()
    page.parts.runs.setFocus()
    press(qtbot, desktop, "Ctrl+Delete")
    assert runs_of(page) == []
    press(qtbot, desktop, "Ctrl+Shift+R")
    assert len(runs_of(page)) == 1
    page.parts.runs.setFocus()
    press(qtbot, desktop, "Return")
    assert list_page(desktop, "runs").isVisible()
