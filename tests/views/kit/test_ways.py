"""Lines that lead somewhere are worked by keys; blocks stand in as many columns as fit."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.views.kit import theme
from desktop.views.kit.blocks.side_by_side import SideBySide
from desktop.views.kit.blocks.ways import Way, Ways, WaysView

LONG = "进门头一个货架的端头摆牙膏家庭三支装，堆到齐腰高，挂一张大价签，" * 4


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[QWidget]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, dark=False)
    made = QWidget()
    made.setLayout(QVBoxLayout())
    made.resize(700, 500)
    qtbot.addWidget(made)
    made.show()
    with qtbot.waitActive(made):
        made.activateWindow()
    yield made
    made.close()


def put(window: QWidget, *widgets: QWidget) -> None:
    layout = window.layout()
    assert layout is not None
    for one in widgets:
        layout.addWidget(one)


def test_arrows_go_from_one_that_leads_somewhere_to_the_next_and_enter_goes(
    qtbot: QtBot, window: QWidget
) -> None:
    went: list[str] = []
    view = WaysView()
    ways = [
        Way("欠我方", "¥ 320.00", "2026-06-11 起"),
        Way("待续签的协议", do=lambda: went.append("agreement")),
        Way("待排车的订单", "2", do=lambda: went.append("order")),
    ]
    view.show_ways("欠款与待办", ways)
    put(window, QPushButton("以上"), view)
    qtbot.waitUntil(view.isVisible)
    view.setFocus(Qt.FocusReason.TabFocusReason)
    assert view.place == 1, "the first doesn't lead anywhere"
    assert view.accessibleName() == "欠款与待办 待续签的协议"
    for key, place in ((Qt.Key.Key_Down, 2), (Qt.Key.Key_Down, 2), (Qt.Key.Key_Up, 1)):
        qtbot.keyClick(view, key)
        assert view.place == place
    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert went == ["agreement", "order"]
    assert "欠我方、¥ 320.00、2026-06-11 起" in view.accessibleDescription()


def test_a_click_goes_where_its_line_leads_and_nowhere_where_it_leads_nowhere(
    qtbot: QtBot, window: QWidget
) -> None:
    went: list[int] = []
    view = WaysView()
    view.show_ways("", [Way("一"), Way("二", do=lambda: went.append(2))])
    put(window, view)
    qtbot.waitUntil(lambda: view.width() > 300)
    for y in (8, view.heightForWidth(view.width()) - 8):
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(20, y))
    assert went == [2]


def test_nothing_that_leads_somewhere_is_no_stop_of_the_tab_key(window: QWidget) -> None:
    view = WaysView()
    view.show_ways("", [Way("店主", "雷春福")])
    put(window, view)
    assert view.focusPolicy() == Qt.FocusPolicy.NoFocus


def test_a_long_line_is_broken_and_none_of_it_cut(window: QWidget) -> None:
    view = WaysView()
    view.show_ways("", [Way(LONG, "已提交", LONG)])
    put(window, view)
    assert view.heightForWidth(230) > view.heightForWidth(460) > view.heightForWidth(2000)
    view.show_ways("", [Way("A" * 400)])
    assert view.heightForWidth(230) > 100, "a word without an end is broken too"


def test_a_block_of_nothing_says_so_or_isnt_there(window: QWidget) -> None:
    silent: Ways[list[Way]] = Ways(lambda ways: ways, "店内资产")
    telling: Ways[list[Way]] = Ways(lambda ways: ways, "最近订单", "No orders yet.")
    put(window, silent, telling)
    for block in (silent, telling):
        block.show_item([])
    assert silent.isHidden()
    assert telling.isVisible()
    silent.show_item([Way("ZC-0018")])
    assert silent.isVisible()


@pytest.mark.parametrize(("wide", "columns"), [(240, 1), (560, 2), (840, 3), (1600, 3)])
def test_blocks_stand_in_as_many_columns_as_there_is_width_for(
    qtbot: QtBot, window: QWidget, wide: int, columns: int
) -> None:
    blocks: list[Ways[str]] = [
        Ways(lambda item, number=number: [Way(f"{item}{number}", do=str)], f"第{number}块")
        for number in range(5)
    ]
    parts: SideBySide[str] = SideBySide(blocks, 236)
    put(window, parts)
    window.setFixedWidth(wide + 18)
    parts.show_item("店")
    qtbot.waitUntil(lambda: parts.columns == columns)
    qtbot.waitUntil(lambda: len({one.mapTo(parts, QPoint()).x() for one in blocks}) == columns)
    firsts = blocks[:columns]  # what comes first stands at the top
    qtbot.waitUntil(lambda: len({one.mapTo(parts, QPoint()).y() for one in firsts}) == 1)


def test_made_wider_a_block_has_no_room_that_it_doesnt_need(qtbot: QtBot, window: QWidget) -> None:
    blocks: list[Ways[str]] = [
        Ways(lambda _item: [Way(LONG, do=str)], f"第{number}块") for number in range(3)
    ]
    parts: SideBySide[str] = SideBySide(blocks, 236)
    put(window, parts)
    window.setFixedWidth(260)
    parts.show_item("店")
    qtbot.waitUntil(lambda: parts.columns == 1)
    window.setFixedWidth(1000)
    qtbot.waitUntil(lambda: parts.columns == 3)
    for one in blocks:
        needed = one.view.heightForWidth(one.view.width())
        qtbot.waitUntil(lambda one=one, needed=needed: one.view.height() == needed)
