"""Orders by keys: taken, changed, delivered short from the paper, a part returned."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.basics.drafts.product import ProductDraft
from desktop.basics.drafts.proposal import ProposalDraft, ProposalLineDraft
from desktop.models import Delivery, Order, Return
from desktop.queries.orders import order_detail
from desktop.services.deliveries import record_delivery
from desktop.services.orders import OrderedLine, add_order, cancel_order
from desktop.services.products import add_product, set_price
from desktop.services.proposals import compute_proposal
from desktop.services.stock import receive_stock, start_stock
from desktop.views.kit.desk import Link
from desktop.views.kit.parts import Remark
from desktop.views.orders.order_form import OrderForm
from desktop.views.window import Desktop
from tests.office import MONDAY, Team, new_team
from tests.services.through_states import sold
from tests.views.conftest import Guard
from tests.views.desk import list_page, open_desk, press, settle, write

pytestmark = pytest.mark.traced


@pytest.fixture
def team(sqlite_url: str) -> Team:
    return new_team(sqlite_url)


def test_an_order_is_taken_by_keys_alone(
    qtbot: QtBot, team: Team, tmp_path: Path, gui_thread_never_waits: Guard
) -> None:
    desktop = open_desk(qtbot, team.r1, tmp_path)
    desktop.open(Link("orders"))
    settle(qtbot, desktop)
    gui_thread_never_waits.watching = True
    press(qtbot, desktop, "Ctrl+N")
    for typed in ("c1", "p1", "", "3"):
        write(qtbot, desktop, typed)
        press(qtbot, desktop, "Return")
    press(qtbot, desktop, "Ctrl+S")
    with gui_thread_never_waits.elsewhere(), team.office.reading() as session:
        (order,) = session.query(Order)
        key = order.id
        assert [(line.unit.name, line.quantity, line.price_fen) for line in order.lines] == [
            ("支", 3, 3780)
        ]
    assert list_page(desktop, "orders").detail.key == key


def test_a_free_line_costs_nothing_and_is_kept_as_free(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, team.r1, tmp_path)
    desktop.open(Link("orders", do="new"))
    settle(qtbot, desktop)
    for typed in ("c1", "p1", "", "2", "p1", "", "1"):
        write(qtbot, desktop, typed)
        press(qtbot, desktop, "Return")
    page = list_page(desktop, "orders")
    form = page.panel.form
    assert isinstance(form, OrderForm)
    second = [one for one in form.findChildren(QCheckBox) if one.objectName() == "free"][1]
    second.click()
    settle(qtbot, desktop)
    assert [line["amount"] for line in form.editor("lines").raw()] == ["75.60", "0.00"]
    assert form.total.text() == "合计 ¥ 75.60"
    press(qtbot, desktop, "Ctrl+S")
    settle(qtbot, desktop)
    with team.office.reading() as session:
        detail = order_detail(session, page.detail.key, team.day)
    assert [(line.named, line.free) for line in detail.lines] == [
        ("洗面奶", False),
        ("洗面奶（赠品）", True),
    ]
    assert detail.row.amount_fen == 7560


def test_prices_and_the_total_stand_in_sight_as_an_order_is_typed(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, team.r1, tmp_path)
    desktop.open(Link("orders", do="new"))
    settle(qtbot, desktop)
    for typed in ("c1", "p1", "", "2", "p1", "x", "1"):
        write(qtbot, desktop, typed)
        press(qtbot, desktop, "Return")
    form = list_page(desktop, "orders").panel.form
    assert isinstance(form, OrderForm)
    lines = form.editor("lines").raw()
    assert [(line["price"], line["amount"]) for line in lines] == [
        ("37.80", "75.60"),
        ("900.00", "900.00"),
    ]
    assert form.total.text() == "合计 ¥ 975.60"
    shown = [(one.objectName(), one.text()) for one in form.findChildren(QLineEdit)]
    assert shown.count(("amount", "900.00")) == 1
    for name in ("product", "unit", "quantity"):
        second = [one for one in form.findChildren(QLineEdit) if one.objectName() == name][1]
        second.clear()
        second.textEdited.emit("")
    settle(qtbot, desktop)
    assert form.total.text() == "合计 ¥ 75.60"
    shown = [(one.objectName(), one.text()) for one in form.findChildren(QLineEdit)]
    assert ("amount", "900.00") not in shown, "a line that was emptied costs nothing"
    form.editor("lines").show_raw(lines)
    form.editor("lines").changed.emit()
    settle(qtbot, desktop)
    assert form.total.text() == "合计 ¥ 975.60"
    press(qtbot, desktop, "Ctrl+S")
    with team.office.reading() as session:
        (order,) = session.query(Order)
        assert [(line.unit.name, line.quantity) for line in order.lines] == [("支", 2), ("箱", 1)]


def new_order(qtbot: QtBot, desktop: Desktop) -> OrderForm:
    """The form of a new order of C1."""
    desktop.open(Link("orders", do="new", values=(("client", "C1"),)))
    settle(qtbot, desktop)
    form = list_page(desktop, "orders").panel.form
    assert isinstance(form, OrderForm)
    return form


def said_at_lines(form: OrderForm) -> list[str]:
    """What is said below the lines that are typed."""
    said = form.findChildren(Remark)
    return [one.text() if one.isVisible() else "" for one in said][
        : len(form.editor("lines").raw())
    ]


def test_what_is_worth_knowing_is_said_as_an_order_is_typed_and_it_is_taken(
    qtbot: QtBot, team: Team, tmp_path: Path, gui_thread_never_waits: Guard
) -> None:
    add_product(team.c1, ProductDraft("P2", "香皂", "皂角", "香皂", {"块": 1}, {"块": 500}, 800))
    desktop = open_desk(qtbot, team.r1, tmp_path)
    form = new_order(qtbot, desktop)
    lines = form.editor("lines")
    assert form.warning.text() == "还没给这家店出过建议书"
    with gui_thread_never_waits.elsewhere():
        line = ProposalLineDraft("P1", "支", 1, 1, 3, "学生常买")
        compute_proposal(team.r1, ProposalDraft("C1", MONDAY, "多是学生", [line]))
    gui_thread_never_waits.watching = True
    lines.show_value([{"product": "P1", "quantity": 2}, {"product": "P2", "quantity": 1}])
    lines.changed.emit()
    settle(qtbot, desktop)
    assert form.warning.text() == "这个卸货点共 80.60，不足最低起送额 100.00"
    assert said_at_lines(form) == ["", "不在给这家店的建议书里"]
    lines.show_value([{"product": "P1", "quantity": 2}, {"product": "没有的货", "quantity": 1}])
    lines.changed.emit()
    settle(qtbot, desktop)
    assert form.warning.text()
    assert said_at_lines(form) == ["", ""]  # what is said of the whole order isn't said there
    lines.show_value([{"product": "P1", "quantity": 3}, {"product": "P1", "quantity": 1}])
    lines.changed.emit()
    settle(qtbot, desktop)
    assert form.warning.text() == ""
    assert said_at_lines(form) == ["", ""]
    press(qtbot, desktop, "Ctrl+S")
    with gui_thread_never_waits.elsewhere(), team.office.reading() as session:
        assert session.query(Order).count() == 1


def test_an_open_order_says_what_is_worth_knowing_of_it(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    order = add_order(team.r1, "C1", [OrderedLine("P1", "支", 2)])
    desktop = open_desk(qtbot, team.r1, tmp_path)
    desktop.open(Link("orders", order))
    settle(qtbot, desktop)
    page = list_page(desktop, "orders")
    said = "这个卸货点共 75.60，不足最低起送额 100.00\n还没给这家店出过建议书"
    assert said in [one.text() for one in page.detail.findChildren(QLabel) if one.isVisible()]
    amount = [one.heading for one in page.columns].index("Amount")
    shown = page.table.data(page.table.index(0, amount), Qt.ItemDataRole.ToolTipRole)
    assert shown == "不足最低起送额"
    cancel_order(team.r1, order)
    page.refresh()
    settle(qtbot, desktop)
    assert said not in [one.text() for one in page.detail.findChildren(QLabel) if one.isVisible()]
    assert page.table.data(page.table.index(0, amount), Qt.ItemDataRole.ToolTipRole) == ""


def test_a_changed_order_shows_the_prices_of_its_own_day(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    order = add_order(team.r1, "C2", [OrderedLine("P1", "支", 3)])
    team.day = MONDAY + timedelta(days=1)
    set_price(team.c1, 1, "支", 4000, team.day)
    desktop = open_desk(qtbot, team.c1, tmp_path)
    desktop.open(Link("orders", order))
    settle(qtbot, desktop)
    press(qtbot, desktop, "Ctrl+E")
    form = list_page(desktop, "orders").panel.form
    assert isinstance(form, OrderForm)
    assert form.total.text() == "合计 ¥ 113.40"


def test_a_unit_without_a_price_is_told_at_the_lines(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, team.r1, tmp_path)
    form = new_order(qtbot, desktop)
    form.editor("lines").show_value([{"product": "P1", "unit": "桶", "quantity": 1}])
    press(qtbot, desktop, "Ctrl+S")
    assert "桶" in form.note("lines")


@pytest.mark.parametrize(
    ("typed", "unit", "quantity"),
    [("3箱", "箱", "3"), ("３ x", "箱", "3"), ("3桶", "", "3桶"), ("3", "", "3")],
)
def test_a_unit_typed_behind_the_quantity_goes_where_it_belongs(
    qtbot: QtBot, team: Team, tmp_path: Path, typed: str, unit: str, quantity: str
) -> None:
    desktop = open_desk(qtbot, team.r1, tmp_path)
    form = new_order(qtbot, desktop)
    form.editor("lines").show_value([{"product": "P1", "unit": "", "quantity": None}])
    settle(qtbot, desktop)
    first = next(one for one in form.findChildren(QLineEdit) if one.objectName() == "quantity")
    first.setText(typed)
    (line,) = form.editor("lines").raw()
    assert (line["unit"], line["quantity"]) == (unit, quantity)


def test_a_delivery_is_recorded_short_and_one_comes_back(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    order = add_order(team.r1, "C2", [OrderedLine("P1", "支", 3)])
    desktop = open_desk(qtbot, team.d1, tmp_path)
    desktop.open(Link("orders", order))
    settle(qtbot, desktop)
    press(qtbot, desktop, "Ctrl+Return")
    form = list_page(desktop, "orders").panel.form
    assert form is not None
    form.editor("accepted.1").show_value(9)
    press(qtbot, desktop, "Ctrl+S")
    assert "3" in form.note("accepted.1")
    form.editor("accepted.1").show_value(2)
    press(qtbot, desktop, "Ctrl+S")
    with team.office.reading() as session:
        (delivery,) = session.query(Delivery)
        key = delivery.id
        assert [line.accepted for line in delivery.lines] == [2]
    desktop.open(Link("deliveries", key))
    settle(qtbot, desktop)
    press(qtbot, desktop, "Ctrl+R")
    write(qtbot, desktop, "1")
    press(qtbot, desktop, "Return")
    press(qtbot, desktop, "Ctrl+S")
    with team.office.reading() as session:
        assert [one.quantity for one in session.query(Return)] == [1]


def test_an_order_that_was_delivered_can_no_more_be_changed(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    order, _delivery = sold(team)
    desktop = open_desk(qtbot, team.r1, tmp_path)
    desktop.open(Link("orders", order))
    settle(qtbot, desktop)
    assert list_page(desktop, "orders").detail.bar.button("order.change") is None


def test_the_line_shows_what_is_there_and_far_more_is_asked_about(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    start_stock(team.d1, [])
    receive_stock(team.d1, 1, "L1", MONDAY + timedelta(days=300), "支", 1704)
    desktop = open_desk(qtbot, team.r1, tmp_path)
    desktop.open(Link("orders", do="new"))
    settle(qtbot, desktop)
    for typed in ("c1", "p1", "", "99999"):
        write(qtbot, desktop, typed)
        press(qtbot, desktop, "Return")
    panel = list_page(desktop, "orders").panel
    assert isinstance(panel.form, OrderForm)
    assert panel.form.editor("lines").raw()[0]["there"] == "1704 支"
    assert [one for one in said_at_lines(panel.form) if one] == [
        "库存不够：现有 1704 支，按公平分配得 1704"
    ]
    press(qtbot, desktop, "Ctrl+S")
    assert "1704" in panel.strip.words
    with team.office.reading() as session:
        assert session.query(Order).count() == 0
    press(qtbot, desktop, "Return")
    with team.office.reading() as session:
        assert session.query(Order).count() == 1


def test_the_last_order_is_repeated_by_one_key_and_what_is_usual_by_another(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    add_product(team.c1, ProductDraft("P2", "香皂", "皂角", "香皂", {"块": 1}, {"块": 250}, 400))
    usual, more = OrderedLine("P1", "支", 3), OrderedLine("P2", "块", 6)
    for lines in ([usual], [usual, more]):
        add_order(team.r1, "C1", lines)
    desktop = open_desk(qtbot, team.r1, tmp_path)
    desktop.open(Link("orders", do="new"))
    settle(qtbot, desktop)
    write(qtbot, desktop, "c1")
    press(qtbot, desktop, "Return")
    form = list_page(desktop, "orders").panel.form
    assert isinstance(form, OrderForm)
    assert form.aside.due.text() == "应送 2026-01-06 周二"
    press(qtbot, desktop, "F7")
    assert goods_of(form) == [("P1", "支", "3")]
    press(qtbot, desktop, "F6")
    assert goods_of(form) == [("P1", "支", "3"), ("P2", "块", "6")]
    press(qtbot, desktop, "Ctrl+S")
    press(qtbot, desktop, "Return")  # two orders were taken today: it is one more all the same
    with team.office.reading() as session:
        assert session.query(Order).count() == 3


def goods_of(form: OrderForm) -> list[tuple[str, str, str]]:
    """The lines as they stand in the form."""
    rows = form.editor("lines").raw()
    return [(row["product"]["value"], row["unit"], row["quantity"]) for row in rows]


def test_arrows_and_the_wheel_never_change_a_quantity(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, team.r1, tmp_path)
    desktop.open(Link("orders", do="new"))
    settle(qtbot, desktop)
    for typed in ("c1", "p1", ""):
        write(qtbot, desktop, typed)
        press(qtbot, desktop, "Return")
    write(qtbot, desktop, "3")
    for key in ("Up", "Down", "PageUp", "PageDown"):
        press(qtbot, desktop, key)
    form = list_page(desktop, "orders").panel.form
    assert isinstance(form, OrderForm)
    field = form.editor("lines").findChild(QLineEdit, "quantity")
    assert field is not None
    turn = QPointF(5, 5)
    up = QPoint(0, 120)
    wheel = QWheelEvent(
        turn,
        field.mapToGlobal(turn),
        up,
        up,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(field, wheel)
    assert goods_of(form) == [("P1", "", "3")]


def test_an_exchange_takes_back_and_orders_anew_by_keys(
    qtbot: QtBot, sqlite_url: str, tmp_path: Path
) -> None:
    team = new_team(sqlite_url)
    record_delivery(team.d1, add_order(team.r1, "C1", [OrderedLine("P1", "支", 4)]))
    desktop = open_desk(qtbot, team.c1, tmp_path)
    desktop.open(Link("deliveries", 1))
    settle(qtbot, desktop)
    press(qtbot, desktop, "Ctrl+R")
    write(qtbot, desktop, "2")  # of the first line, where the keyboard is
    press(qtbot, desktop, "Return")
    form = list_page(desktop, "deliveries").panel.form
    assert form is not None
    form.editor("exchange").show_value(True)
    press(qtbot, desktop, "Ctrl+S")
    page = list_page(desktop, "orders")
    assert page.isVisible()
    with team.office.reading() as session:
        (line,) = order_detail(session, page.detail.key, team.day).lines
        assert (line.product, line.quantity) == ("P1", 2)
        assert session.query(Return).count() == 1
