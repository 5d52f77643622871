"""The cash of a run: the cashier takes it from Today, the goods are the dispatcher's (D6)."""

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
from desktop.services.staff import edit_staff
from desktop.services.stock import CountedLot, start_stock
from desktop.views.kit.desk import Link
from desktop.views.runs.closing import CashForm, ClosingForm, GoodsForm
from desktop.views.window import Desktop
from tests.office import MONDAY, Team, new_team
from tests.views.desk import list_page, open_desk, press, save_as_it_stands, settle


@pytest.fixture
def team(sqlite_url: str) -> Team:
    team = new_team(sqlite_url)
    add_vehicle(team.d1, VehicleDraft("V1", "骆师傅", 9, ""))
    start_stock(team.d1, [CountedLot("P1", "2601A", MONDAY + timedelta(days=90), 96)])
    order = add_order(team.r1, "C1", [OrderedLine("P1", "箱", 2)])
    load_run(team.d1, plan_run(team.d1, RunDraft("V1", MONDAY, [order])))
    return team


def delivered(team: Team) -> None:
    record_delivery(team.d1, 1, [1], collected_fen=90_000)


def opened(qtbot: QtBot, office: Office, folder: Path) -> Desktop:
    desktop = open_desk(qtbot, office, folder)
    desktop.open(Link("runs", 1))
    settle(qtbot, desktop)
    return desktop


def standing(team: Team) -> tuple[str, int, bool, int]:
    with team.office.reading() as session:
        run = session.get_one(Run, 1)
        warehouse = session.query(Lot).one().warehouse
        return run.state, run.cash_difference_fen, run.cash_open, warehouse


def test_the_dispatcher_closes_the_goods_and_the_cashier_takes_the_cash(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    delivered(team)
    dispatcher = opened(qtbot, team.d1, tmp_path / "d1")
    press(qtbot, dispatcher, "Ctrl+Return")
    form = list_page(dispatcher, "runs").panel.form
    assert isinstance(form, GoodsForm)
    assert form.goods.grid.rows.text("P1/2601A", "should") == "24 支"
    save_as_it_stands(qtbot, dispatcher)
    assert standing(team) == ("closed", 0, True, 72)
    cashier = open_desk(qtbot, team.k1, tmp_path / "k1")
    press(qtbot, cashier, "1")  # the first of what waits
    press(qtbot, cashier, "Return")
    press(qtbot, cashier, "Ctrl+Return")
    form = list_page(cashier, "runs").panel.form
    assert isinstance(form, CashForm)
    assert form.editor("cash").value() == 90_000
    form.editor("cash").show_value(89_000)
    assert form.said.text() == "各站已收：现金 900.00 · 现金少 10.00"
    press(qtbot, cashier, "Ctrl+S")
    assert form.note("reason") == "上交的现金比应收少 10.00：请写明原因。"
    form.editor("reason").show_value("少十元")
    press(qtbot, cashier, "Ctrl+S")
    assert standing(team) == ("closed", -1_000, False, 72)
    assert list_page(cashier, "runs").detail.bar.button("run.take_cash") is None


def test_the_cash_can_come_before_the_results(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    cashier = opened(qtbot, team.k1, tmp_path)
    press(qtbot, cashier, "Ctrl+Return")
    form = list_page(cashier, "runs").panel.form
    assert isinstance(form, CashForm)
    assert form.editor("cash").value() is None
    assert form.said.text().endswith("还有 1 站没有结果，都录了再核对差额。")
    form.editor("cash").show_value(90_000)
    press(qtbot, cashier, "Ctrl+S")
    delivered(team)
    dispatcher = opened(qtbot, team.d1, tmp_path / "d1")
    press(qtbot, dispatcher, "Ctrl+Return")
    form = list_page(dispatcher, "runs").panel.form
    assert isinstance(form, GoodsForm)
    assert form.said.text() == "各站已收：现金 900.00 · 员工k1已收现金 900.00"
    save_as_it_stands(qtbot, dispatcher)
    assert standing(team) == ("closed", 0, False, 72)


def test_whoever_does_both_closes_both_at_once(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    delivered(team)
    edit_staff(team.ad, "d1", 1, "员工d1", ["dispatcher", "cashier"], active=True)
    desktop = opened(qtbot, team.d1, tmp_path)
    press(qtbot, desktop, "Ctrl+Return")
    form = list_page(desktop, "runs").panel.form
    assert isinstance(form, ClosingForm)
    form.editor("cash").show_value(89_000)
    press(qtbot, desktop, "Ctrl+S")
    assert form.note("reason") == "上交的现金比应收少 10.00：请写明原因。"
    form.editor("reason").show_value("少十元")
    press(qtbot, desktop, "Ctrl+S")
    assert standing(team) == ("closed", -1_000, False, 72)
