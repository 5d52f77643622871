"""A run by keys: planned from the orders that wait, loaded, its results stop after stop."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.basics.drafts.office import ProfileDraft
from desktop.basics.drafts.run import RunDraft
from desktop.basics.drafts.vehicle import VehicleDraft
from desktop.models import Client, Collection, Delivery, Order, Product, Run
from desktop.queries.orders import order_detail
from desktop.services.closing import close_run
from desktop.services.deliveries import cancel_delivery, record_delivery
from desktop.services.orders import OrderedLine, add_order
from desktop.services.payments import cancel_collection
from desktop.services.runs import add_vehicle, load_run, plan_run
from desktop.services.settings import edit_office
from desktop.views.kit.desk import Link
from desktop.views.kit.doing.edit_panel import UNSEEN_NAME
from desktop.views.kit.preview import Preview
from desktop.views.runs.forms import RunForm
from desktop.views.runs.load_bar import LoadBar
from desktop.views.shared.delivery_form import DeliveryForm
from desktop.views.window import Desktop
from tests.office import MONDAY, Team, new_team
from tests.views.conftest import Guard
from tests.views.desk import focus, list_page, open_desk, press, save_as_it_stands, settle, write

PLATE = "川Z·A1027"
AN_HOUR_MS = 3_600_000


@pytest.fixture
def team(sqlite_url: str) -> Team:
    team = new_team(sqlite_url)
    add_vehicle(team.d1, VehicleDraft(PLATE, "骆师傅", 4, ""))
    return team


@pytest.fixture
def orders(team: Team) -> list[int]:
    return [add_order(team.r1, code, [OrderedLine("P1", "箱", 2)]) for code in ("C1", "C2", "C1")]


def opened(qtbot: QtBot, team: Team, tmp_path: Path, link: Link) -> Desktop:
    desktop = open_desk(qtbot, team.d1, tmp_path)
    desktop.open(link)
    settle(qtbot, desktop)
    return desktop


def form_of(desktop: Desktop) -> RunForm:
    form = list_page(desktop, "runs").panel.form
    assert isinstance(form, RunForm)
    return form


def open_first_stop(qtbot: QtBot, desktop: Desktop) -> None:
    """Enter on a stop that is out opens its own form."""
    list_page(desktop, "runs").detail.setFocus()
    for keys in ("Home", "Return"):
        press(qtbot, desktop, keys)


def test_a_run_is_planned_from_the_orders_that_wait(
    qtbot: QtBot,
    team: Team,
    orders: list[int],
    tmp_path: Path,
    gui_thread_never_waits: Guard,
) -> None:
    desktop = opened(qtbot, team, tmp_path, Link("runs"))
    gui_thread_never_waits.watching = True
    press(qtbot, desktop, "Ctrl+N")
    for typed in ("", "", "0800", "c2"):
        write(qtbot, desktop, typed)
        press(qtbot, desktop, "Return")
    assert form_of(desktop).bar.words.startswith("2.0 / 4 箱")
    while focus(desktop).property("kind") != "line":
        press(qtbot, desktop, "Tab")
    press(qtbot, desktop, "Space")
    assert form_of(desktop).bar.words.startswith("6.0 箱：超出可装量（4 箱）2.0 箱")
    press(qtbot, desktop, "Ctrl+S")
    with gui_thread_never_waits.elsewhere(), team.office.reading() as session:
        (run,) = session.query(Run)
        assert run.day == MONDAY + timedelta(days=1)
        assert (run.vehicle.code, run.departs) == (PLATE, "08:00")
        assert [stop.order_id for stop in run.stops] == [orders[1], orders[0], orders[2]]


def test_the_form_says_what_the_run_weighs_and_when_it_is_out_of_its_day(
    qtbot: QtBot, team: Team, orders: list[int], tmp_path: Path, gui_thread_never_waits: Guard
) -> None:
    place = {"lat": Decimal("31.46"), "lon": Decimal("104.74")}
    edit_office(team.ad, 1, ProfileDraft("测试办事处", **place, opens="07:00", closes="19:00"))
    heavy = VehicleDraft("川Z·B3308", "卿师傅", 100, kg=50, starts="08:00", ends="12:00")
    add_vehicle(team.d1, heavy)
    with team.d1.transaction("run.change") as session:
        session.get_one(Product, 1).weight_g = 550
        for client in session.query(Client):
            client.lat, client.lon, client.closes = place["lat"], Decimal("104.94"), "11:00"
            client.opens = "08:00"
    desktop = opened(qtbot, team, tmp_path, Link("runs", do="new"))
    gui_thread_never_waits.watching = True
    form = form_of(desktop)
    form.fill("vehicle", ("川Z·B3308", "川Z·B3308 卿师傅"))
    form.editor("departs").show_value("08:00")
    form.editor("orders").show_value([{"order": (str(orders[0]), "小店C1")}])
    form.editor("orders").changed.emit()
    settle(qtbot, desktop)
    assert form.bar.words.startswith("2.0 / 100 箱 · 26.4 / 50 公斤 · 1 站")
    way, broken = form.bar.way_words
    assert way.startswith("08:00–")
    assert "49.3 公里" in way  # there and back
    assert broken == ""
    form.editor("departs").show_value("10:45")
    settle(qtbot, desktop)
    way, broken = form.bar.way_words
    assert way.startswith("10:45–")
    assert "小店C1" in broken  # it comes after eleven
    assert "08:00–12:00" in broken
    form.editor("orders").show_value([{"order": (str(key), str(key))} for key in orders])
    form.editor("orders").changed.emit()
    settle(qtbot, desktop)
    assert "79.2 公斤：超出可装量（50 公斤）29.2 公斤" in form.bar.words
    form.editor("orders").show_value([])
    form.editor("orders").changed.emit()
    settle(qtbot, desktop)
    assert form.bar.way_words == ("", "")


def test_stops_change_places_by_keys(
    qtbot: QtBot, team: Team, orders: list[int], tmp_path: Path
) -> None:
    run = plan_run(team.d1, RunDraft(PLATE, MONDAY, orders[:2]))
    desktop = opened(qtbot, team, tmp_path, Link("runs", run))
    press(qtbot, desktop, "Ctrl+E")
    form_of(desktop).editor("orders").setFocus()
    press(qtbot, desktop, "Alt+Down")
    press(qtbot, desktop, "Ctrl+S")
    with team.office.reading() as session:
        stops = [stop.order_id for stop in session.get_one(Run, run).stops]
    assert stops == [orders[1], orders[0]]


def test_an_order_leads_to_a_run_that_begins_with_it(
    qtbot: QtBot, team: Team, orders: list[int], tmp_path: Path
) -> None:
    desktop = opened(qtbot, team, tmp_path, Link("orders", orders[1]))
    press(qtbot, desktop, "Ctrl+R")
    assert form_of(desktop).editor("orders").value() == [{"order": str(orders[1])}]
    assert list_page(desktop, "runs").panel.as_it_stands.isVisible()  # the vehicle came later
    press(qtbot, desktop, "Ctrl+S")
    save_as_it_stands(qtbot, desktop)
    assert list_page(desktop, "runs").panel.form is None


def test_results_go_on_from_stop_to_stop(
    qtbot: QtBot, team: Team, orders: list[int], tmp_path: Path
) -> None:
    run = plan_run(team.d1, RunDraft(PLATE, MONDAY, orders))
    desktop = opened(qtbot, team, tmp_path, Link("runs", run))
    press(qtbot, desktop, "Ctrl+Return")  # loaded
    open_first_stop(qtbot, desktop)
    save_as_it_stands(qtbot, desktop)
    form = list_page(desktop, "runs").panel.form
    assert form is not None
    form.editor("unserved").show_value(True)
    form.editor("collected").show_value(100)
    press(qtbot, desktop, "Ctrl+S")
    assert form.note("collected") == "没有送达，就没有随货收款。"
    form.editor("collected").show_value(None)
    press(qtbot, desktop, "Ctrl+S")
    form = list_page(desktop, "runs").panel.form
    assert form is not None
    form.editor("accepted.1").show_value(1)
    press(qtbot, desktop, "Ctrl+S")
    assert list_page(desktop, "runs").panel.form is None
    with team.office.reading() as session:
        states = [session.get_one(Order, one).state for one in orders]
        accepted = [line.accepted for one in session.query(Delivery) for line in one.lines]
    assert states == ["delivered", "confirmed", "partly"]
    assert accepted == [2, 1]
    bar = list_page(desktop, "runs").detail.bar
    assert bar.button("delivery.record") is None


def test_a_question_of_another_item_is_taken_back(
    qtbot: QtBot, team: Team, orders: list[int], tmp_path: Path
) -> None:
    first = plan_run(team.d1, RunDraft(PLATE, MONDAY, orders[:1]))
    second = plan_run(team.d1, RunDraft(PLATE, MONDAY, orders[1:2]))
    desktop = opened(qtbot, team, tmp_path, Link("runs", first))
    list_page(desktop, "runs").detail.bar.start("run.discard")
    desktop.open(Link("runs", second))
    settle(qtbot, desktop)
    assert list_page(desktop, "runs").detail.bar.strip.words == ""
    with team.office.reading() as session:
        assert session.query(Run).count() == 2


def test_a_run_is_thrown_away_after_a_yes(
    qtbot: QtBot, team: Team, orders: list[int], tmp_path: Path
) -> None:
    run = plan_run(team.d1, RunDraft(PLATE, MONDAY, orders))
    desktop = opened(qtbot, team, tmp_path, Link("runs", run))
    away = list_page(desktop, "runs").detail.bar.button("run.discard")
    assert away is not None
    away.setFocus()
    press(qtbot, desktop, "Space")
    with team.office.reading() as session:
        assert session.query(Run).count() == 1
    press(qtbot, desktop, "Space")
    with team.office.reading() as session:
        assert [run.state for run in session.query(Run)] == ["discarded"]


def test_a_manifest_is_shown_beside_its_run(
    qtbot: QtBot, team: Team, orders: list[int], tmp_path: Path
) -> None:
    run = plan_run(team.d1, RunDraft(PLATE, MONDAY, orders))
    load_run(team.d1, run)
    desktop = opened(qtbot, team, tmp_path, Link("runs", run))
    press(qtbot, desktop, "Ctrl+P")
    (preview,) = desktop.findChildren(Preview)
    assert preview.isVisible()
    assert preview.print_button.isEnabled()
    assert "配送清单 CC-2026-0001" in [one.text() for one in preview.findChildren(QLabel)]


def test_what_a_link_opens_is_laid_out_in_a_turn_of_its_own(
    qtbot: QtBot, team: Team, orders: list[int], tmp_path: Path
) -> None:
    run = plan_run(team.d1, RunDraft(PLATE, MONDAY, orders))
    desktop = open_desk(qtbot, team.d1, tmp_path)
    desktop.open(Link("runs", run))
    detail = list_page(desktop, "runs").detail
    assert not detail.laid_out  # its page was made in this one
    detail.setFocus()  # a key is quicker
    settle(qtbot, desktop)
    assert detail.laid_out
    assert detail.has_keys


def test_a_result_that_nobody_touched_or_saw_is_not_posted(
    qtbot: QtBot, team: Team, orders: list[int], tmp_path: Path
) -> None:
    run = plan_run(team.d1, RunDraft(PLATE, MONDAY, orders))
    load_run(team.d1, run)
    desktop = opened(qtbot, team, tmp_path, Link("runs", run))
    open_first_stop(qtbot, desktop)
    panel = list_page(desktop, "runs").panel
    unseen = panel.findChild(QTimer, UNSEEN_NAME)
    assert isinstance(unseen, QTimer)
    unseen.setInterval(AN_HOUR_MS)  # however slow this computer is, each form came up just now
    press(qtbot, desktop, "Ctrl+S")
    assert "Ctrl+Enter" in panel.strip.words
    assert delivered(team) == 0
    save_as_it_stands(qtbot, desktop)
    for keys in ("Ctrl+S", "Ctrl+Return"):  # the second of a double one
        press(qtbot, desktop, keys)
        assert panel.strip.words
    assert delivered(team) == 1
    unseen.setInterval(1)
    qtbot.waitUntil(lambda: not unseen.isActive())
    press(qtbot, desktop, "Ctrl+Return")
    assert delivered(team) == 2


def delivered(team: Team) -> int:
    with team.office.reading() as session:
        return session.query(Delivery).count()


def test_what_is_due_stands_beside_the_money_and_a_difference_is_asked_about(
    qtbot: QtBot, team: Team, orders: list[int], tmp_path: Path
) -> None:
    run = plan_run(team.d1, RunDraft(PLATE, MONDAY, orders[:2]))
    load_run(team.d1, run)
    desktop = opened(qtbot, team, tmp_path, Link("runs", run))
    open_first_stop(qtbot, desktop)
    panel = list_page(desktop, "runs").panel
    form = panel.form
    assert isinstance(form, DeliveryForm)
    assert form.due.text() == "应收 1,800.00"
    form.editor("accepted.1").show_value(1)
    form.editor("collected").show_value(80000)
    assert form.due.text() == "应收 900.00 · 少收 100.00：为什么？"
    press(qtbot, desktop, "Ctrl+S")
    assert "实收 800.00 元" in panel.strip.words
    assert delivered(team) == 0
    form.editor("difference").show_value("零钱不够，下次补")
    press(qtbot, desktop, "Ctrl+S")
    with team.office.reading() as session:
        (delivery,) = session.query(Delivery)
        assert delivery.difference == "零钱不够，下次补"


def test_a_run_says_its_weight_beside_its_cartons_and_where_it_goes(
    qtbot: QtBot, team: Team, orders: list[int], tmp_path: Path
) -> None:
    add_vehicle(team.d1, VehicleDraft("川Z·B3308", "卿师傅", 100, kg=50))
    run = plan_run(team.d1, RunDraft("川Z·B3308", MONDAY, orders[:2]))
    with team.d1.transaction("run.change") as session:
        session.get_one(Run, run).name = "白鹤镇片区"
        session.get_one(Product, 1).weight_g = 550
    desktop = opened(qtbot, team, tmp_path, Link("runs", run))
    page = list_page(desktop, "runs")
    bar = page.detail.findChild(LoadBar)
    assert bar is not None
    assert bar.words == "4.0 / 100 箱 · 52.8 公斤：超出可装量（50 公斤）2.8 公斤"
    cell = page.table.index(0, 1)
    text = str(cell.data())
    assert text == "卿师傅 白鹤镇片区"
    room = page.view.columnWidth(1) - 2 * 8
    assert page.view.fontMetrics().horizontalAdvance(text) <= room  # whole at 1366


def test_a_whole_day_asks_on_which_paper_its_notes_go_out(
    qtbot: QtBot, team: Team, orders: list[int], tmp_path: Path
) -> None:
    run = plan_run(team.d1, RunDraft(PLATE, MONDAY, orders[:2]))
    desktop = opened(qtbot, team, tmp_path, Link("runs", run))
    detail = list_page(desktop, "runs").detail
    (menu,) = [
        menu
        for one in detail.findChildren(QPushButton)
        if one.text().startswith("当天全部单据") and (menu := one.menu()) is not None
    ]
    said = []
    for offer in menu.actions():
        offer.trigger()
        settle(qtbot, desktop)
        (preview,) = desktop.findChildren(Preview)
        assert preview.print_button.isEnabled()
        said.append(preview.findChildren(QLabel)[0].text())
    day = str(MONDAY)
    assert [words.endswith(day) for words in said] == [True, True, True]


def test_a_delivery_recorded_anew_bears_the_day_of_its_paper(
    qtbot: QtBot, team: Team, orders: list[int], tmp_path: Path
) -> None:
    load_run(team.d1, plan_run(team.d1, RunDraft(PLATE, MONDAY, orders[:1])))
    first = record_delivery(team.d1, orders[0])
    team.day = MONDAY + timedelta(days=2)
    cancel_delivery(team.d1, first, "少签一箱")
    desktop = opened(qtbot, team, tmp_path, Link("orders", orders[0]))
    press(qtbot, desktop, "Ctrl+Return")
    form = list_page(desktop, "orders").panel.form
    assert form is not None
    assert form.editor("dated").value() == MONDAY
    form.editor("accepted.1").show_value(1)
    press(qtbot, desktop, "Ctrl+S")
    with team.office.reading() as session:
        days = [(one.state, one.dated) for one in session.query(Delivery).order_by(Delivery.id)]
    assert days == [("cancelled", MONDAY), ("recorded", MONDAY)]


def test_only_the_mistake_is_typed_when_a_delivery_is_recorded_anew(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    goods = [OrderedLine("P1", "箱", 2), OrderedLine("P1", "支", 3)]
    order = add_order(team.r1, "C1", goods)
    taken = {"collected_fen": 100_000, "means": "wechat", "difference": "下次补"}
    said = {"arrived": "09:40", "refused_because": "箱破了", **taken}
    cancel_delivery(team.d1, record_delivery(team.d1, order, [1, 3], **said), "签错了")
    desktop = opened(qtbot, team, tmp_path, Link("orders", order))
    press(qtbot, desktop, "Ctrl+Return")
    form = list_page(desktop, "orders").panel.form
    assert isinstance(form, DeliveryForm)
    stands = {name: form.editor(name).value() for name in form.names}
    assert (stands["accepted.1"], stands["accepted.2"], stands["arrived"]) == (1, 3, "09:40")
    assert (stands["refused_because"], stands["difference"]) == ("箱破了", "下次补")
    assert not stands["collected"]  # it was taken, and isn't taken twice
    assert "撤销前已收 1,000.00" in form.due.text()
    assert "少收" in form.due.text()
    form.editor("accepted.2").show_value(2)
    press(qtbot, desktop, "Ctrl+S")
    with team.office.reading() as session:
        last = session.query(Delivery).filter(Delivery.state == "recorded").one()
        assert [line.accepted for line in last.lines] == [1, 2]
        assert (last.arrived, last.refused_because) == ("09:40", "箱破了")
        assert session.query(Collection).count() == 1


def test_money_that_was_cancelled_too_is_filled_in_again(
    qtbot: QtBot, team: Team, orders: list[int], tmp_path: Path
) -> None:
    first = record_delivery(team.d1, orders[0], collected_fen=180_000, means="wechat")
    cancel_delivery(team.d1, first, "签错了")
    cancel_collection(team.k1, 1, "签错了")
    desktop = opened(qtbot, team, tmp_path, Link("orders", orders[0]))
    press(qtbot, desktop, "Ctrl+Return")
    form = list_page(desktop, "orders").panel.form
    assert isinstance(form, DeliveryForm)
    assert (form.editor("collected").value(), form.editor("means").value()) == (180_000, "wechat")
    assert form.due.text() == "应收 1,800.00"


def test_what_went_out_with_another_run_has_a_paper_of_its_own(
    qtbot: QtBot, team: Team, orders: list[int], tmp_path: Path
) -> None:
    run = plan_run(team.d1, RunDraft(PLATE, MONDAY, orders[:1]))
    load_run(team.d1, run)
    first = record_delivery(team.d1, orders[0], [1])
    close_run(team.d1, run)
    cancel_delivery(team.d1, first, "那天没去")
    team.day = MONDAY + timedelta(days=1)
    load_run(team.d1, plan_run(team.d1, RunDraft(PLATE, team.day, orders[:1])))
    with team.office.reading() as session:
        shown = order_detail(session, orders[0], team.day)
    assert shown.before is None
    assert shown.paper_day == team.day
