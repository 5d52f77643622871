"""A run loaded as it was picked, and closed by lot, by keys and in both sizes."""

from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.basics.drafts.run import RunDraft
from desktop.basics.drafts.vehicle import VehicleDraft
from desktop.models import Lot, Run
from desktop.services.deliveries import record_delivery
from desktop.services.office import Office
from desktop.services.orders import OrderedLine, add_order
from desktop.services.runs import add_vehicle, load_run, plan_run
from desktop.services.stock import CountedLot, start_stock
from desktop.views.kit.desk import Link
from desktop.views.runs.closing import GoodsForm
from desktop.views.runs.loading import LoadingForm
from desktop.views.window import Desktop
from tests.office import MONDAY, Team, copy_of, fill_team
from tests.views.conftest import Guard
from tests.views.desk import list_page, open_desk, press, settle, write

SIZES = ((1366, 768), (1920, 1080))


def _fill(office: Office) -> None:
    fill_team(office)
    team = Team(office)
    add_vehicle(team.d1, VehicleDraft("V1", "骆师傅", 100, ""))
    early, late = MONDAY + timedelta(days=90), MONDAY + timedelta(days=180)
    start_stock(team.d1, [CountedLot("P1", "A1", early, 34), CountedLot("P1", "A2", late, 30)])
    wants = (("C1", 30), ("C2", 50))
    orders = [add_order(team.r1, client, [OrderedLine("P1", "支", n)]) for client, n in wants]
    plan_run(team.d1, RunDraft("V1", MONDAY, orders, "08:00"))


@pytest.fixture
def team(sqlite_url: str) -> Team:
    return Team(copy_of("a run that lacks", _fill, sqlite_url))


def opened(qtbot: QtBot, team: Team, folder: Path, size: tuple[int, int]) -> Desktop:
    desktop = open_desk(qtbot, team.d1, folder)
    desktop.resize(*size)
    desktop.open(Link("runs", 1))
    settle(qtbot, desktop)
    return desktop


def type_in(qtbot: QtBot, desktop: Desktop, text: str) -> None:
    """Sign by sign: the first opens the cell, which has the keyboard then."""
    for sign in text:
        write(qtbot, desktop, sign)


def lying(team: Team) -> list[tuple[int, int]]:
    """What of each lot lies in the warehouse and on runs."""
    with team.office.reading() as session:
        return [(lot.warehouse, lot.runs) for lot in session.query(Lot).order_by(Lot.id)]


@pytest.mark.parametrize("size", SIZES)
def test_short_goods_are_shared_by_one_key_and_loaded(
    qtbot: QtBot,
    team: Team,
    tmp_path: Path,
    size: tuple[int, int],
    gui_thread_never_waits: Guard,
) -> None:
    desktop = opened(qtbot, team, tmp_path, size)
    gui_thread_never_waits.watching = True
    press(qtbot, desktop, "Ctrl+L")
    form = list_page(desktop, "runs").panel.form
    assert isinstance(form, LoadingForm)
    assert form.grid.rows.visible == ["product 1", "lot 1", "lot 2", "1.1", "2.1"]
    form.grid.setFocus()
    press(qtbot, desktop, "Space")
    assert form.grid.rows.typed == {"1.1": {"given": "24"}, "2.1": {"given": "40"}}
    form.grid.grid.pick("2.1", "given")
    type_in(qtbot, desktop, "39")
    press(qtbot, desktop, "Return")
    press(qtbot, desktop, "Ctrl+S")
    with gui_thread_never_waits.elsewhere():
        assert lying(team) == [(0, 34), (1, 29)]


def test_what_was_picked_otherwise_is_typed_at_its_lot(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = opened(qtbot, team, tmp_path, SIZES[0])
    press(qtbot, desktop, "Ctrl+L")
    form = list_page(desktop, "runs").panel.form
    assert isinstance(form, LoadingForm)
    form.grid.grid.pick("lot 1", "picked")
    form.grid.setFocus()
    type_in(qtbot, desktop, "99")
    press(qtbot, desktop, "Return")
    press(qtbot, desktop, "Ctrl+S")
    assert form.note("lots")
    form.grid.grid.pick("lot 1", "picked")
    type_in(qtbot, desktop, "20")
    press(qtbot, desktop, "Return")
    assert form.grid.rows.text("product 1", "share") == "缺 30"  # 16 before fewer were picked
    press(qtbot, desktop, "Ctrl+S")
    assert lying(team) == [(14, 20), (0, 30)]
    assert list_page(desktop, "runs").view.isVisible()


def test_closing_shows_the_money_by_means_and_differences_by_lot(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    load_run(team.d1, 1, short=True)
    record_delivery(team.d1, 1, [20], collected_fen=50_000)
    record_delivery(team.d1, 2, [30], collected_fen=60_000, means="wechat")
    desktop = opened(qtbot, team, tmp_path, SIZES[0])
    press(qtbot, desktop, "Ctrl+Return")
    form = list_page(desktop, "runs").panel.form
    assert isinstance(form, GoodsForm)
    assert form.said.text() == "各站已收：现金 500.00 · 微信 600.00 · 现金由出纳收"
    grid = form.goods.grid
    grid.grid.pick("P1/A1", "quantity")
    grid.setFocus()
    write(qtbot, desktop, "9")
    press(qtbot, desktop, "Return")
    assert grid.rows.text("P1/A1", "more") == "-1"
    press(qtbot, desktop, "Ctrl+S")
    assert form.note("reason")
    form.editor("reason").show_value("少一支")
    press(qtbot, desktop, "Ctrl+S")
    with team.office.reading() as session:
        run = session.get_one(Run, 1)
        assert (run.state, run.cash_open, run.close_reason) == ("closed", True, "少一支")
    assert lying(team) == [(9, 0), (4, 0)]
