"""What isn't known is held at its field, and what is pasted is read as the cells that it is."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from desktop.models import Order
from desktop.services.clients import ClientDraft, add_client
from desktop.services.products import ProductDraft, add_product
from desktop.views.kit.desk import Link
from desktop.views.kit.forms.field_line import LongText
from desktop.views.kit.forms.form import Form
from desktop.views.kit.forms.rows_editor import RowsEditor
from desktop.views.window import Desktop
from tests.office import Team, new_team
from tests.views.desk import focus, list_page, open_desk, press, settle, write


@pytest.fixture
def team(sqlite_url: str) -> Team:
    team = new_team(sqlite_url)
    soap = ProductDraft("A7", "香皂礼盒", "清泉", "皂", {"盒": 1, "箱": 6}, {"盒": 900, "箱": 5000})
    add_product(team.c1, soap)
    return team


@pytest.fixture
def desktop(qtbot: QtBot, team: Team, tmp_path: Path) -> Desktop:
    """A new order, its client taken, the keys at its first product."""
    made = open_desk(qtbot, team.r1, tmp_path)
    made.open(Link("orders"))
    settle(qtbot, made)
    press(qtbot, made, "Ctrl+N")
    write(qtbot, made, "C1")
    press(qtbot, made, "Return")
    return made


def form(desktop: Desktop) -> Form:
    shown = list_page(desktop, "orders").panel.form
    assert shown is not None
    return shown


def lines(desktop: Desktop) -> RowsEditor:
    editor = form(desktop).editor("lines")
    assert isinstance(editor, RowsEditor)
    return editor


def goods(desktop: Desktop) -> list[tuple[str | None, str, str]]:
    return [(row["product"]["value"], row["unit"], row["quantity"]) for row in lines(desktop).raw()]


def is_red(line: object) -> bool:
    assert isinstance(line, QLineEdit)
    return str(line.property("tone")) == "wrong"


@pytest.mark.parametrize("key", ["Return", "Enter", "Tab"])
def test_what_nobody_is_called_stays_at_its_field(qtbot: QtBot, desktop: Desktop, key: str) -> None:
    here = focus(desktop)
    write(qtbot, desktop, "xyz")
    press(qtbot, desktop, key)
    assert focus(desktop) is here
    assert is_red(here)
    assert form(desktop).note("lines") == "第 1 行：没有叫“xyz”的。"
    QTest.keyClick(here, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    write(qtbot, desktop, "P1")
    assert not is_red(here)
    assert not form(desktop).note("lines")
    press(qtbot, desktop, key)
    assert focus(desktop) is not here
    assert goods(desktop) == [("P1", "", "")]


def test_going_back_is_always_free(qtbot: QtBot, desktop: Desktop) -> None:
    here = focus(desktop)
    write(qtbot, desktop, "xyz")
    QTest.keyClick(here, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    settle(qtbot, desktop)
    assert focus(desktop) is not here
    assert "xyz" in form(desktop).note("lines")


def test_keys_pressed_while_it_is_looked_up_wait_for_the_next_field(
    qtbot: QtBot, desktop: Desktop
) -> None:
    for text in ("P1", "箱", "3", "A7", "", "12"):
        write_at_once(text)
    settle(qtbot, desktop)
    qtbot.waitUntil(lambda: len(goods(desktop)) == 2)
    assert goods(desktop) == [("P1", "箱", "3"), ("A7", "", "12")]


def write_at_once(text: str) -> None:
    """As a scanner types: Enter at once, and on without waiting."""
    here = QApplication.focusWidget()
    assert here is not None
    if text.isascii():
        QTest.keyClicks(here, text)
    else:
        committed = QInputMethodEvent()
        committed.setCommitString(text)
        QApplication.sendEvent(here, committed)
    QTest.keyClick(here, Qt.Key.Key_Return)


def test_of_two_of_one_name_one_is_chosen(qtbot: QtBot, desktop: Desktop, team: Team) -> None:
    for code, street in (("E1", "东街1号"), ("E2", "西街2号")):
        add_client(team.c1, ClientDraft(code, "好又来", "学校店", address=street))
    client = form(desktop).editor("client")
    line = client.control
    assert isinstance(line, QLineEdit)
    line.setFocus()
    qtbot.waitUntil(lambda: line.hasFocus() and bool(line.selectedText()))
    write(qtbot, desktop, "好又来")
    press(qtbot, desktop, "Return")
    assert client.raw()["value"] is None
    assert form(desktop).note("client") == "叫“好又来”的不止一个：请选一个。"


def paste(qtbot: QtBot, desktop: Desktop, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    press(qtbot, desktop, "Ctrl+V")


@pytest.mark.parametrize("copied", ["3\t12", "3\r\n12\r\n"])
def test_several_cells_are_refused_by_one_field(
    qtbot: QtBot, desktop: Desktop, copied: str
) -> None:
    for text in ("P1", ""):
        write(qtbot, desktop, text)
        press(qtbot, desktop, "Return")
    write(qtbot, desktop, "7")
    paste(qtbot, desktop, copied)
    assert goods(desktop) == [("P1", "", "7")]
    assert form(desktop).note("lines")


def test_the_menu_pastes_as_carefully_as_the_keys(qtbot: QtBot, desktop: Desktop) -> None:
    here = focus(desktop)
    QGuiApplication.clipboard().setText("P1\t支\t3")
    QApplication.sendEvent(
        here, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(2, 2), QPoint(2, 2))
    )
    menu = next(one for one in here.findChildren(QMenu) if one.isVisible())
    next(one for one in menu.actions() if one.objectName() == "edit-paste").trigger()
    menu.close()
    qtbot.waitUntil(lambda: goods(desktop) == [("P1", "支", "3")])


def test_one_cell_of_several_lines_is_one_cell_all_the_same(qtbot: QtBot, desktop: Desktop) -> None:
    """As Excel copies it: in quotes, with its line ends."""
    paste(qtbot, desktop, '"A7\n"\r\n')
    press(qtbot, desktop, "Return")
    assert goods(desktop) == [("A7", "", "")]


def test_long_text_is_pasted_without_the_quotes_of_a_sheet(qtbot: QtBot, desktop: Desktop) -> None:
    text = LongText()
    qtbot.addWidget(text)
    for copied in ('"门口有台阶\n他说""后门进"""\r\n', "，两行\n照旧"):
        QGuiApplication.clipboard().setText(copied)
        text.paste()
    assert text.toPlainText() == '门口有台阶\n他说"后门进"，两行\n照旧'


def test_one_cell_is_pasted_as_it_is(qtbot: QtBot, desktop: Desktop) -> None:
    paste(qtbot, desktop, "A7\r\n")
    press(qtbot, desktop, "Return")
    assert goods(desktop) == [("A7", "", "")]


@pytest.mark.parametrize(
    "copied",
    [
        "P1\t箱\t2\r\nA7\t盒\t5\r\n",
        "洗面奶\t2\t箱\r\n香皂礼盒\t5\t盒\r\n",
        "序号\t产品编号\t产品名称\t数量\t单位\r\n1\tP1\t洗面奶\t2.00\t箱\r\n2\tA7\t\t5\t盒\r\n合计\t\t\t7\t\r\n",
        "1\tp1\t洗面奶\t箱\t2\t37.80\r\n2\ta7\t香皂礼盒\t盒\t5\t9.00\r\n",
        "产品\t单位\t数量\r\nP1\t箱\t2\r\n\r\nA7\t盒\t5\r\n",
        '"洗面奶\n"\t２\t箱\r\n"香皂礼盒"\t５\t盒\r\n',
        "P1\t２箱\r\nA7\t５盒\r\n",
    ],
)
def test_rows_of_a_sheet_become_lines(
    qtbot: QtBot, desktop: Desktop, team: Team, copied: str
) -> None:
    paste(qtbot, desktop, copied)
    qtbot.waitUntil(lambda: len(goods(desktop)) == 2)
    settle(qtbot, desktop)
    assert goods(desktop) == [("P1", "箱", "2"), ("A7", "盒", "5")]
    press(qtbot, desktop, "Ctrl+S")
    with team.office.reading() as session:
        taken = session.query(Order).one()
        assert [line.quantity for line in taken.lines] == [2, 5]


def test_a_pasted_product_that_isnt_known_is_marked_at_its_cell(
    qtbot: QtBot, desktop: Desktop
) -> None:
    paste(qtbot, desktop, "P1\t支\t2\r\n洗洁精\t瓶\t4\r\n香\t盒\t5x\r\n")
    qtbot.waitUntil(lambda: len(goods(desktop)) == 3)
    settle(qtbot, desktop)
    assert goods(desktop) == [("P1", "支", "2"), (None, "瓶", "4"), ("A7", "盒", "5x")]
    cells = [cell for cell in lines(desktop).findChildren(QLineEdit) if is_red(cell)]
    assert [cell.text() for cell in cells] == ["洗洁精", "5x"]
    cells[1].setText("5")
    assert not is_red(cells[1])
    assert form(desktop).note("lines") == "第 2 行：没有叫“洗洁精”的。"
    press(qtbot, desktop, "Ctrl+S")
    assert form(desktop).note("lines") == "第 2 行：没有叫“洗洁精”的。"


@pytest.mark.parametrize("key", ["Return", "Tab"])
def test_a_unit_the_product_lacks_stays_at_its_field(
    qtbot: QtBot, desktop: Desktop, key: str
) -> None:
    write(qtbot, desktop, "A7")
    press(qtbot, desktop, "Return")
    unit = focus(desktop)
    write(qtbot, desktop, "瓶")
    press(qtbot, desktop, key)
    assert focus(desktop) is unit
    assert is_red(unit)
    assert form(desktop).note("lines") == "第 1 行：香皂礼盒 (A7)没有单位“瓶”，只有：盒、箱。"
    QTest.keyClick(unit, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    write(qtbot, desktop, "X")  # the initials of 箱
    assert not is_red(unit)
    press(qtbot, desktop, key)
    assert focus(desktop) is not unit
    assert not form(desktop).note("lines")


def test_a_unit_typed_before_its_product_is_known_waits(qtbot: QtBot, desktop: Desktop) -> None:
    for text in ("A7", "瓶", "3"):
        write_at_once(text)
    settle(qtbot, desktop)
    qtbot.waitUntil(lambda: bool(form(desktop).note("lines")))
    assert "没有单位“瓶”" in form(desktop).note("lines")
    assert goods(desktop) == [("A7", "瓶", "")]


def test_a_unit_is_looked_at_again_when_the_product_changes(qtbot: QtBot, desktop: Desktop) -> None:
    product = focus(desktop)
    for text in ("A7", "盒", "3"):
        write(qtbot, desktop, text)
        press(qtbot, desktop, "Return")
    product.setFocus()
    qtbot.waitUntil(lambda: isinstance(product, QLineEdit) and bool(product.selectedText()))
    write(qtbot, desktop, "P1")
    press(qtbot, desktop, "Return")
    press(qtbot, desktop, "Return")
    assert "没有单位“盒”" in form(desktop).note("lines")
    product.setFocus()
    qtbot.waitUntil(lambda: isinstance(product, QLineEdit) and bool(product.selectedText()))
    write(qtbot, desktop, "A7")
    press(qtbot, desktop, "Return")
    assert not form(desktop).note("lines")


def test_a_unit_without_a_price_is_told_at_once(qtbot: QtBot, desktop: Desktop, team: Team) -> None:
    add_product(team.c1, ProductDraft("A8", "皂盒", "清泉", "皂", {"个": 1, "箱": 6}, {"箱": 5000}))
    write(qtbot, desktop, "A8")
    press(qtbot, desktop, "Return")
    press(qtbot, desktop, "Return")
    assert "皂盒 (A8)" in form(desktop).note("lines")
    assert "没有“个”的价格" in form(desktop).note("lines")
    write(qtbot, desktop, "箱")
    press(qtbot, desktop, "Return")
    assert not form(desktop).note("lines")


def test_an_order_without_goods_is_red_where_they_belong(qtbot: QtBot, desktop: Desktop) -> None:
    press(qtbot, desktop, "Ctrl+S")
    here = focus(desktop)
    assert here is lines(desktop).control
    assert is_red(here)
    write(qtbot, desktop, "P1")
    assert not is_red(here)
    assert not form(desktop).note("lines")


def test_pasted_units_are_looked_at_too(qtbot: QtBot, desktop: Desktop) -> None:
    paste(qtbot, desktop, "P1\t支\t2\r\nA7\t瓶\t4\r\n")
    qtbot.waitUntil(lambda: len(goods(desktop)) == 2)
    settle(qtbot, desktop)
    assert form(desktop).note("lines").startswith("第 2 行：香皂礼盒 (A7)没有单位“瓶”")


def test_a_proposal_holds_its_units_too(qtbot: QtBot, desktop: Desktop) -> None:
    desktop.open(Link("proposals", do="by_hand"))
    settle(qtbot, desktop)
    made = list_page(desktop, "proposals").panel.form
    assert made is not None
    rows = made.editor("lines")
    assert isinstance(rows, RowsEditor)
    rows.control.setFocus()
    write(qtbot, desktop, "A7")
    press(qtbot, desktop, "Return")
    unit = focus(desktop)
    write(qtbot, desktop, "瓶")
    press(qtbot, desktop, "Return")
    assert focus(desktop) is unit
    assert "没有单位“瓶”" in made.note("lines")
