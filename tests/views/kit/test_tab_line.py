"""A line of tabs shows all of them, at whatever width."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from desktop.views.kit.tab_line import TabLine

WORDS = ["At a glance", "Basics", "Suggestions", "Orders", "Money and benefits", "Changes"]


@pytest.fixture
def tabs(qtbot: QtBot) -> TabLine:
    made = TabLine()
    qtbot.addWidget(made)
    for words in WORDS:
        made.addTab(words)
    made.show()
    return made


def click(tabs: TabLine, place: int) -> None:
    QTest.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.rect_of(place).center())


def rows(tabs: TabLine) -> list[int]:
    """How many tabs stand in each row."""
    tops = [tabs.rect_of(place).top() for place in range(tabs.count())]
    return [tops.count(top) for top in sorted(set(tops))]


@pytest.mark.parametrize("wide", [900, 420, 300, 200])
def test_all_are_seen_and_clicked(tabs: TabLine, wide: int) -> None:
    tabs.resize(wide, tabs.height())
    rects = [tabs.rect_of(place) for place in range(tabs.count())]
    assert (len(rows(tabs)) == 1) == (wide == 900)
    assert all(tabs.rect().contains(one) for one in rects)
    assert not any(one.isVisible() for one in tabs.findChildren(QToolButton))
    for place in range(tabs.count()):
        click(tabs, place)
        assert tabs.currentIndex() == place


def test_without_a_tab_it_stands_anywhere(qtbot: QtBot) -> None:
    """What went wrong in its painting ended the whole program."""
    made = TabLine()
    qtbot.addWidget(made)
    made.resize(4, 4)
    made.show()
    made.addTab(WORDS[0])
    made.removeTab(0)
    made.resize(900, made.height())
    assert made.count() == 0


def test_rows_are_about_equally_long(tabs: TabLine) -> None:
    wide = 900
    while len(rows(tabs)) == 1:
        wide -= 1
        tabs.resize(wide, tabs.height())
    assert min(rows(tabs)) >= 2


def test_with_more_room_they_stand_in_one_row_again(tabs: TabLine) -> None:
    low = tabs.height()
    tabs.resize(300, low)
    assert tabs.height() == 2 * low
    tabs.resize(900, tabs.height())
    assert tabs.height() == low


def test_keys_go_from_row_to_row(tabs: TabLine) -> None:
    tabs.resize(300, tabs.height())
    for place in range(1, tabs.count()):
        QTest.keyClick(tabs, Qt.Key.Key_Right)
        assert tabs.currentIndex() == place


def test_tabs_that_go_leave_no_row_behind(tabs: TabLine) -> None:
    low = tabs.height()
    tabs.resize(200, low)
    while tabs.count() > 1:
        tabs.removeTab(0)
    assert tabs.height() == low
    assert rows(tabs) == [1]
