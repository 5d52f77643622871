"""Blocks: each shows what an item says, and isn't there when it says nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from desktop.basics.chart import COLUMNS as UPRIGHT
from desktop.basics.chart import Chart, Series
from desktop.basics.i18n import N_, _
from desktop.views.kit.blocks.block import Block, Later, lay_out
from desktop.views.kit.blocks.chart import ChartBlock
from desktop.views.kit.blocks.facts import Fact, Facts, Figures
from desktop.views.kit.blocks.head import Head, Heading, Tool
from desktop.views.kit.blocks.lines import Lines
from desktop.views.kit.blocks.tabs import Tabs
from desktop.views.kit.blocks.text import Text, Word
from desktop.views.kit.parts import column
from desktop.views.kit.tables.record_table import Column, RecordView

COLUMNS: tuple[Column[str], ...] = (Column(N_("Name"), lambda row: row),)
LONG: tuple[Column[str], ...] = (
    Column(N_("Note"), lambda row: row if len(row) > 1 else "", unsorted="a note"),
)


@dataclass(frozen=True)
class Shop:
    """An item of these tests."""

    name: str = "好又来"
    word: str = ""
    area: str = ""
    goods: Sequence[str] = ()
    closed: bool = False


def shown(qtbot: QtBot, *blocks: Block[Shop]) -> QWidget:
    holder = QWidget()
    holder.setLayout(lay_out(blocks))
    qtbot.addWidget(holder)
    holder.resize(600, 500)
    with qtbot.waitExposed(holder):
        holder.show()
        holder.activateWindow()
    return holder


def words(block: QWidget) -> list[str]:
    return [one.text() for one in block.findChildren(QLabel) if one.isVisible() and one.text()]


def view_of(block: QWidget) -> RecordView[str]:
    (view,) = [one for one in block.findChildren(RecordView) if one.isVisible()]
    return view


def test_what_says_nothing_is_not_there_nor_its_heading(qtbot: QtBot) -> None:
    facts = Facts[Shop](lambda shop: (Fact("片区", shop.area),), title=N_("Basics"))
    word = Word[Shop](lambda shop: shop.word)
    text = Text[Shop](lambda shop: shop.word)
    figures = Figures[Shop](lambda shop: [Fact("品种", str(len(shop.goods)))][: len(shop.goods)])
    lines = Lines[Shop, str](COLUMNS, lambda shop: shop.goods, title=N_("Goods"))
    blocks: tuple[Block[Shop], ...] = (word, figures, facts, text, lines)
    _holder = shown(qtbot, *blocks)
    for one in blocks:
        one.show_item(Shop())
        assert one.isHidden(), one
    for one in blocks:
        one.show_item(Shop(word="退回", area="城北", goods=["牙膏"]))
        assert one.isVisible(), one
    assert words(facts) == ["基本", "片区", "城北"]
    assert word.words == "退回"


def test_a_tool_is_greyed_with_its_reason_and_gets_the_item_that_is_shown(qtbot: QtBot) -> None:
    pressed: list[Shop] = []
    head = Head[Shop](
        lambda shop: Heading(shop.name, [("关", "quiet"), ("", "wrong")], shop.area),
        Tool(N_("Order"), pressed.append, "Ctrl+O", lambda shop: "已关闭" if shop.closed else ""),
        Tool(N_("Edit"), pressed.append, there=lambda shop: not shop.closed),
    )
    holder = shown(qtbot, head)
    order, edit = head.findChildren(QPushButton)
    QTest.keyClick(holder, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert pressed == []  # nothing is shown yet
    head.show_item(Shop(closed=True))
    assert (order.isEnabled(), order.toolTip(), edit.isVisible()) == (False, "已关闭", False)
    open_ = Shop(area="城北")
    head.show_item(open_)
    assert (order.isEnabled(), order.toolTip(), edit.isVisible()) == (True, "", True)
    QTest.keyClick(holder, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert pressed == [open_]
    qtbot.waitUntil(lambda: words(head) == ["好又来", "关", "城北"])


def test_a_list_that_is_read_again_keeps_the_keyboard_on_its_line(qtbot: QtBot) -> None:
    entered: list[str] = []
    lines = Lines[Shop, str](
        COLUMNS,
        lambda shop: shop.goods,
        name=N_("Goods"),
        none=N_("Nothing was booked yet."),
        also=LONG,
        enter=entered.append,
        fills=True,
    )
    _holder = shown(qtbot, lines)
    lines.show_item(Shop())
    assert words(lines) == ["还没有记账。"]
    lines.show_item(Shop(goods=["a", "b", "c"]))
    view = view_of(lines)
    assert view.table.columnCount() == 1
    lines.setFocus()
    assert QApplication.focusWidget() is view
    view.selectRow(1)
    lines.show_item(Shop(goods=["a", "bb", "c"]))
    view = view_of(lines)
    assert view.table.columnCount() == 2  # a row says something there now
    assert QApplication.focusWidget() is view
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert entered == ["bb"]


def test_the_chosen_rows_of_a_list_in_an_item_are_copied_under_their_headings(
    qtbot: QtBot,
) -> None:
    block = Lines[Shop, str](COLUMNS, lambda shop: shop.goods, name="Goods")
    _holder = shown(qtbot, block)
    block.show_item(Shop(goods=("001", "002", "003")))
    view = view_of(block)
    view.setFocus()
    view.pick(1)
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == f"{_('Name')}\n002"
    QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == f"{_('Name')}\n002\n003"
    QTest.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    held = QGuiApplication.clipboard().mimeData()
    assert held.text() == f"{_('Name')}\n001\n002\n003"
    assert ">001</td>" in held.html()


def test_a_tab_shows_the_item_once_it_is_opened(qtbot: QtBot) -> None:
    asked: list[Shop] = []

    def ask(shop: Shop, then: Callable[[Sequence[str]], None]) -> None:
        asked.append(shop)
        then(shop.goods)

    def facts() -> Facts[Shop]:
        return Facts[Shop](lambda shop: (Fact("片区", shop.area),))

    def goods() -> Later[Shop, Sequence[str]]:
        rows = Lines[Sequence[str], str](COLUMNS, lambda rows: rows, name=N_("Goods"), fills=True)
        return Later(ask, rows)

    tabs = Tabs[Shop](N_("Parts"), ((N_("Basics"), facts), (N_("Goods"), goods)))
    _holder = shown(qtbot, tabs)
    shop = Shop(area="城北", goods=["牙膏"])
    tabs.show_item(shop)
    assert asked == []
    assert tabs.findChildren(RecordView) == []  # no list is made before its tab is opened
    tabs.setFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    assert asked == [shop]
    assert view_of(tabs).table.rowCount() == 1
    tabs.show_item(replaced := Shop())
    assert asked == [shop, replaced]  # the open tab alone


def test_a_charts_title_stands_right_above_it_however_much_room_is_left(qtbot: QtBot) -> None:
    chart = Chart("按月", UPRIGHT, ("一月", "二月"), (Series("送货", (1200, 900)),))
    block = ChartBlock[Shop](lambda _shop: chart)
    holder = QWidget()
    below = column(block, QWidget())
    below.setStretch(0, 1)
    holder.setLayout(below)
    qtbot.addWidget(holder)
    holder.resize(900, 1600)
    with qtbot.waitExposed(holder):
        holder.show()
    block.show_item(Shop())
    qtbot.wait(20)
    (title,) = [one for one in block.findChildren(QLabel) if one.text() == "按月"]
    assert title.height() < 30
    assert block.view.y() - title.geometry().bottom() < 20


def test_a_long_list_scrolls_with_what_stands_around_it_and_follows_the_keys(qtbot: QtBot) -> None:
    lines = Lines[Shop, str](COLUMNS, lambda shop: shop.goods, name=N_("Goods"))
    below = Lines[Shop, str](COLUMNS, lambda shop: shop.goods[:2], title=N_("Goods"))
    holder = shown(qtbot, lines, below)
    for one in (lines, below):
        one.show_item(Shop(goods=[f"第{number}种" for number in range(30)]))
    QApplication.processEvents()
    view = view_of(lines)
    assert view.verticalScrollBar().maximum() == 0
    (area,) = holder.findChildren(QScrollArea)
    view.setFocus()
    view.pick(0)
    for _press in range(29):
        QTest.keyClick(view, Qt.Key.Key_Down)
    row = view.visualRect(view.currentIndex()).center()
    assert area.viewport().rect().contains(view.viewport().mapTo(area.viewport(), row))
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert area.verticalScrollBar().value() == 0
