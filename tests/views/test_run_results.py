"""The results of a run in one grid, by keys: as planned by one, exceptions typed, drafts kept."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.basics.drafts.run import RunDraft
from desktop.basics.drafts.vehicle import VehicleDraft
from desktop.basics.i18n import _
from desktop.models import Collection, Delivery, Order, Return, Stop
from desktop.services.deliveries import record_delivery
from desktop.services.office import Office
from desktop.services.orders import OrderedLine, add_order
from desktop.services.runs import add_vehicle, leave_unserved, load_run, plan_run
from desktop.views.kit.desk import Link
from desktop.views.runs.results import ResultsForm
from desktop.views.window import Desktop
from tests.office import MONDAY, Team, copy_of, fill_team
from tests.views.conftest import Guard
from tests.views.desk import focus, list_page, open_desk, press, settle, write

SIZES = ((1366, 768), (1920, 1080))


def fill_results(office: Office) -> None:
    fill_team(office)
    team = Team(office)
    add_vehicle(team.d1, VehicleDraft("V1", "骆师傅", 100, ""))
    record_delivery(team.d1, add_order(team.r1, "C1", [OrderedLine("P1", "支", 4)]))
    lines = [OrderedLine("P1", "支", 3), OrderedLine("P1", "箱", 1)]
    orders = [add_order(team.r1, client, lines) for client in ("C1", "C2", "C1", "C2")]
    load_run(team.d1, plan_run(team.d1, RunDraft("V1", MONDAY, orders, "08:00")))


@pytest.fixture
def team(sqlite_url: str) -> Team:
    return Team(copy_of("a run of four out", fill_results, sqlite_url))


def opened(qtbot: QtBot, team: Team, folder: Path, size: tuple[int, int] = SIZES[0]) -> Desktop:
    desktop = open_desk(qtbot, team.d1, folder)
    desktop.resize(*size)
    desktop.open(Link("runs", 1))
    settle(qtbot, desktop)
    press(qtbot, desktop, "Ctrl+Return")
    return desktop


def form_of(desktop: Desktop) -> ResultsForm:
    form = list_page(desktop, "runs").panel.form
    assert isinstance(form, ResultsForm)
    return form


def states(team: Team) -> list[str]:
    with team.office.reading() as session:
        stops = session.query(Stop).order_by(Stop.position)
        return [session.get_one(Order, stop.order_id).state for stop in stops]


@pytest.mark.parametrize("size", SIZES)
def test_a_morning_of_papers_is_typed_by_keys(
    qtbot: QtBot,
    team: Team,
    tmp_path: Path,
    size: tuple[int, int],
    gui_thread_never_waits: Guard,
) -> None:
    desktop = opened(qtbot, team, tmp_path, size)
    gui_thread_never_waits.watching = True
    form = form_of(desktop)
    form.editor("paid").show_value("cash")
    day = form.editor("dated").value()
    press(qtbot, desktop, "Space")  # the first went as planned, paid in cash
    assert form.editor("dated").value() == day
    write(qtbot, desktop, "3")  # nobody was at the second
    assert form.grid.rows.text("3", "result") == "unserved"
    for _step in range(6):
        press(qtbot, desktop, "Right")
    write(qtbot, desktop, "关门")
    press(qtbot, desktop, "Return")
    press(qtbot, desktop, "Ctrl+B")
    write(qtbot, desktop, "SD-2026-00004")  # the third's note, scanned
    press(qtbot, desktop, "Return")
    assert form.grid.grid.key == "4"
    write(qtbot, desktop, "+")
    press(qtbot, desktop, "Down")
    form.grid.grid.pick("4.1", "accepted")
    write(qtbot, desktop, "2")
    press(qtbot, desktop, "Return")
    assert form.grid.grid.key == "4.2"
    press(qtbot, desktop, "Ctrl+R")
    form.grid.grid.pick("4/1", "accepted")
    write(qtbot, desktop, "1")
    press(qtbot, desktop, "Return")
    press(qtbot, desktop, "Ctrl+Shift+A")
    press(qtbot, desktop, "Ctrl+S")
    with gui_thread_never_waits.elsewhere():
        assert states(team) == ["delivered", "confirmed", "partly", "delivered"]
        with team.office.reading() as session:
            taken = [one.amount_fen for one in session.query(Collection)]
            back = session.query(Return).one()
            reason = session.query(Stop).filter(Stop.unserved_on.is_not(None)).one()
            assert taken == [101_340, 101_340]
            assert (back.quantity, back.condition) == (1, "good")
            assert reason.unserved_reason == "关门"


def test_what_is_typed_comes_back_when_the_window_was_closed(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = opened(qtbot, team, tmp_path)
    form = form_of(desktop)
    form.grid.write("2", {"result": "full", "collected": "12"})
    form.grid.rows.open("2")
    form.grid.write("2.1", {"accepted": "1"})
    qtbot.wait(500)
    desktop.close()
    again = opened(qtbot, team, tmp_path)
    rows = form_of(again).grid.rows
    assert rows.typed == {"2": {"result": "full", "collected": "12.00"}, "2.1": {"accepted": "1"}}
    assert "2.1" in rows.visible
    assert states(team) == ["loaded"] * 4


def test_what_is_wrong_is_said_at_its_cell_and_nothing_is_saved(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = opened(qtbot, team, tmp_path)
    form = form_of(desktop)
    form.grid.write("2", {"result": "full"})
    form.grid.write("3.2", {"accepted": "5"})
    press(qtbot, desktop, "Ctrl+S")
    assert "1" in form.note("stops")
    assert form.grid.grid.key == "3.2"
    form.grid.write("3.2", {"accepted": "x"})
    press(qtbot, desktop, "Ctrl+S")
    assert form.note("stops")
    assert states(team) == ["loaded"] * 4
    form.grid.write("3.2", {"accepted": "0"})
    assert form.note("stops") == ""
    press(qtbot, desktop, "Ctrl+S")
    assert states(team) == ["delivered", "partly", "loaded", "loaded"]


def test_a_figure_typed_below_a_stop_is_what_was_accepted(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = opened(qtbot, team, tmp_path)
    form = form_of(desktop)
    form.grid.setFocus()
    write(qtbot, desktop, "+")
    press(qtbot, desktop, "Down")  # it stands in the column of results, where goods have none
    write(qtbot, desktop, "2")
    press(qtbot, desktop, "Return")
    assert form.grid.rows.typed == {"2.1": {"accepted": "2"}}


def test_a_grid_without_a_word_is_not_offered_to_be_saved_as_it_stands(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = opened(qtbot, team, tmp_path)
    assert list_page(desktop, "runs").panel.as_it_stands.isHidden()


def test_money_typed_right_of_the_result_is_no_result(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = opened(qtbot, team, tmp_path)
    form = form_of(desktop)
    form.grid.grid.pick("2", "result")
    form.grid.setFocus()
    press(qtbot, desktop, "Space")
    press(qtbot, desktop, "Up")
    press(qtbot, desktop, "Right")  # what was signed for stands at the goods: nothing is typed here
    write(qtbot, desktop, "2")
    write(qtbot, desktop, "00")
    press(qtbot, desktop, "Return")
    assert form.grid.rows.typed["2"] == {"result": "full", "collected": "200.00"}


def test_a_stop_with_its_result_is_shown_and_not_typed_again(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    record_delivery(team.d1, 2)
    desktop = opened(qtbot, team, tmp_path)
    form = form_of(desktop)
    assert form.grid.rows.text("2", "result")
    assert not form.grid.rows.row("2").open
    form.take_the_rest()
    assert sorted(form.grid.rows.typed) == ["3", "4", "5"]
    press(qtbot, desktop, "Ctrl+S")
    assert states(team) == ["delivered"] * 4


def test_a_time_says_nothing_of_a_stop_and_what_was_said_of_it_stays(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = opened(qtbot, team, tmp_path)
    form = form_of(desktop)
    form.editor("paid").show_value("cash")
    form.grid.write("2", {"arrived": "9:30"})  # the client's other order comes with it
    assert form.grid.rows.typed["4"] == {"arrived": "09:30"}
    form.grid.write("3", {"result": "unserved"})
    form.grid.write("5.1", {"accepted": "1"})
    form.grid.take_usual("3")
    form.take_the_rest()
    typed = form.grid.rows.typed
    assert [typed[key].get("result") for key in ("2", "3", "4")] == ["full", "unserved", "full"]
    assert "collected" not in typed["3"]
    assert "5" not in typed


def test_money_paid_by_two_means_is_typed_by_one_key_more(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = opened(qtbot, team, tmp_path)
    form = form_of(desktop)
    form.grid.grid.pick("2", "collected")
    form.grid.setFocus()
    press(qtbot, desktop, "Ctrl+M")
    assert form.grid.rows.typed == {}  # there is no rest yet
    write(qtbot, desktop, "1")
    write(qtbot, desktop, "000")  # into the cell that the first figure opened
    press(qtbot, desktop, "Return")
    press(qtbot, desktop, "Ctrl+M")
    assert form.grid.grid.key == "2+"
    assert form.grid.rows.typed["2+"] == {"means": "wechat", "collected": "13.40"}
    assert form.grid.rows.row("2").tones["due"] == ""  # both together are what is due
    press(qtbot, desktop, "Space")
    assert form.grid.rows.typed["2"] == {"collected": "1000.00", "result": "full"}
    press(qtbot, desktop, "Ctrl+S")
    with team.office.reading() as session:
        paid = {one.means: one.amount_fen for one in session.query(Collection)}
        assert paid == {"cash": 100_000, "wechat": 1_340}


def test_a_second_payment_without_a_result_or_below_zero_is_refused_where_it_stands(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = opened(qtbot, team, tmp_path)
    form = form_of(desktop)
    form.grid.write("2+", {"collected": "12", "means": "wechat"})
    press(qtbot, desktop, "Ctrl+S")
    assert form.grid.grid.key == "2"
    form.grid.write("2", {"result": "unserved"})
    press(qtbot, desktop, "Ctrl+S")
    assert form.note("stops")
    assert states(team) == ["loaded"] * 4


def test_a_minus_typed_for_money_is_refused_in_words_and_keeps_the_row(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = opened(qtbot, team, tmp_path)
    form = form_of(desktop)
    form.grid.open(["2"])
    form.grid.grid.pick("2", "collected")
    form.grid.setFocus()
    write(qtbot, desktop, "-")
    write(qtbot, desktop, "5")
    press(qtbot, desktop, "Return")
    assert form.grid.rows.typed == {"2": {"collected": "-5.00"}}
    assert "2.1" in form.grid.rows.visible
    assert "小店C1" in form.note("stops")
    form.grid.grid.pick("3", "result")
    write(qtbot, desktop, "1")
    assert form.grid.grid.key == "3"  # what is wrong elsewhere takes no keyboard away
    form.grid.write("2", {"collected": "5"})
    assert form.note("stops") == ""


def test_what_was_due_for_a_delivered_stop_stands_there_with_what_was_paid(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    record_delivery(team.d1, 2, [2, 1], collected_fen=97_560, means="wechat")
    leave_unserved(team.d1, 1, 3, "关门")
    desktop = opened(qtbot, team, tmp_path)
    rows = form_of(desktop).grid.rows
    assert (rows.text("2", "due"), rows.text("2", "collected")) == ("975.60", "975.60")
    assert rows.text("3", "due") == ""
    assert rows.text("4", "due") == "1,013.40"


def test_the_mouse_opens_goods_and_types_into_a_cell(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = opened(qtbot, team, tmp_path)
    grid = form_of(desktop).grid.grid
    place = grid.visualRect(grid.table.index(0, 1)).center()
    qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=place)
    settle(qtbot, desktop)
    assert "2.1" in grid.table.rows.visible
    cell = grid.visualRect(grid.table.index(1, grid.table.column_named("accepted"))).center()
    qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=cell)
    qtbot.mouseDClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=cell)
    write(qtbot, desktop, "2")
    press(qtbot, desktop, "Return")
    assert grid.table.rows.typed == {"2.1": {"accepted": "2"}}
    assert focus(desktop) is grid


def test_the_list_gives_its_room_to_the_grid_and_has_it_back(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = opened(qtbot, team, tmp_path)
    page = list_page(desktop, "runs")
    assert not page.view.isVisible()
    press(qtbot, desktop, "Escape")
    assert page.view.isVisible()
    with team.office.reading() as session:
        assert session.query(Delivery).count() == 1


TYPING = """
import os, sys
from datetime import date
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from desktop.services import results
from desktop.services.database import open_database
from desktop.services.engine import read_url
from desktop.services.office import Office
from desktop.views.kit.desk import Desk, Link
from desktop.views.kit.memory import Memory
from desktop.views.kit.tasks import Tasks
from desktop.views.window import Desktop

record = results.record_results

def record_and_die(*given, **more):
    record(*given, **more)
    os.kill(os.getpid(), 9)

results.record_results = record_and_die
app = QApplication([])
office = Office(open_database(read_url(sys.argv[1])))
signed_in = office.on(date(2026, 1, 5), office.find_person("d1"))
desktop = Desktop(Desk(signed_in, Tasks(), Memory(Path(sys.argv[2])).of("office", "d1")))
desktop.show()
desktop.start()
desktop.open(Link("runs", 1))
page = desktop.page("runs")

def when(ready, then):
    if ready():
        then()
    else:
        QTimer.singleShot(30, lambda: when(ready, then))

def enter():
    page.detail.enter_results(page.detail.item)
    when(lambda: page.panel.form is not None, type_in)

def type_in():
    page.panel.form.take_the_rest()
    QTimer.singleShot(500, page.panel.save)  # once its draft is kept

when(lambda: page.detail._item is not None, enter)
app.exec()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="nothing there ends a process like kill -9")
def test_what_was_saved_as_the_window_was_killed_is_not_recorded_again(
    qtbot: QtBot, team: Team, sqlite_url: str, tmp_path: Path
) -> None:
    command = [sys.executable, "-c", TYPING, sqlite_url, str(tmp_path)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, env=environment, check=False, timeout=60)
    assert done.returncode < 0
    desktop = open_desk(qtbot, team.d1, tmp_path)
    assert states(team) == ["delivered"] * 4
    assert desktop.desk.memory.drafts("run.results:1") == ["run.results:1"]
    desktop.open(Link("runs", 1))
    settle(qtbot, desktop)
    page = list_page(desktop, "runs")
    page.detail.enter_results(page.detail.item)  # type: ignore[attr-defined]
    settle(qtbot, desktop)
    assert all(not one.open for one in form_of(desktop).grid.rows.top())
    with team.office.reading() as session:
        assert session.query(Delivery).count() == 5


def test_what_was_typed_is_taken_back_step_by_step_before_it_is_saved(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = opened(qtbot, team, tmp_path)
    form = form_of(desktop)
    typed = form.grid.rows
    form.editor("paid").show_value("cash")
    form.grid.setFocus()
    press(qtbot, desktop, "Space")
    form.grid.write("2", {"arrived": "9:30"})  # the client's other order comes with it
    press(qtbot, desktop, "Ctrl+Shift+A")
    whole = {key: dict(cells) for key, cells in typed.typed.items()}
    press(qtbot, desktop, "Ctrl+Z")
    assert sorted(typed.typed) == ["2", "4"]
    press(qtbot, desktop, "Ctrl+Z")
    assert "arrived" not in typed.typed["2"]
    assert "4" not in typed.typed
    press(qtbot, desktop, "Ctrl+Z")
    assert typed.typed == {}
    press(qtbot, desktop, "Ctrl+Z")  # nothing that was saved is taken back from here
    assert states(team) == ["loaded"] * 4
    for _step in range(3):
        press(qtbot, desktop, "Ctrl+Y")
    assert typed.typed == whole


def test_what_was_typed_for_a_stop_that_others_dealt_with_is_told_and_asked_about(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = opened(qtbot, team, tmp_path)
    form = form_of(desktop)
    form.grid.write("3", {"result": "refused", "why": "不要了"})
    form.grid.write("4.1", {"accepted": "2"})
    form.grid.write("2", {"result": "full"})
    list_page(desktop, "runs").panel.leave()
    leave_unserved(team.d1, 1, 3, "关门")
    record_delivery(team.d1, 4)
    settle(qtbot, desktop)
    press(qtbot, desktop, "Ctrl+Return")
    form = form_of(desktop)
    row = [form.grid._table.index(1, at).data() for at in (3, 9)]
    assert row == [_("came back"), "关门"], "what stands, not what was typed"
    told = form.grid._lost_said.text().splitlines()
    assert [line.split("。")[0] for line in told] == [
        f"小店C2：别人已登记：{_('came back')}",
        f"小店C1，洗面奶：别人已登记：{_('delivered')}",
    ]
    assert "不要了" in told[0]
    assert "2" in told[1].split("：")[-1]
    press(qtbot, desktop, "Ctrl+S")
    panel = list_page(desktop, "runs").panel
    assert "小店C2" in panel.strip.words
    assert states(team)[0] == "loaded"
    panel.strip._yes.click()
    settle(qtbot, desktop)
    assert states(team) == ["delivered", "confirmed", "delivered", "loaded"]
