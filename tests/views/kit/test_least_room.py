"""A part fills its room, and scrolls where that is less than it needs: no window outgrows it."""

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.views.kit.blocks.head import Head, Heading, Tool
from desktop.views.kit.parts import label
from desktop.views.kit.scrolling import LeastRoom

HIGH, USUAL = 200, 500  # what a part needs, and what it would like to have


class Part(QWidget):
    """A part with words that stand in more lines the narrower it is."""

    def __init__(self) -> None:
        super().__init__()
        self.words = label("这家店离学校近，早晚学生多，周末家长也来。" * 3, wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.words)
        self.rest = QWidget()
        self.rest.setMinimumSize(300, HIGH)
        layout.addWidget(self.rest, 1)


@pytest.fixture
def area(qtbot: QtBot) -> LeastRoom:
    made = LeastRoom(Part())
    qtbot.addWidget(made)
    return made


def show(qtbot: QtBot, area: LeastRoom, wide: int, high: int) -> QWidget:
    area.resize(wide, high)
    area.show()
    qtbot.waitExposed(area)
    return area.widget()


def test_with_room_enough_nothing_scrolls(qtbot: QtBot, area: LeastRoom) -> None:
    part = show(qtbot, area, 600, USUAL)
    assert area.verticalScrollBar().maximum() == 0
    assert part.size() == area.maximumViewportSize()


def test_with_less_it_scrolls_and_is_whole(qtbot: QtBot, area: LeastRoom) -> None:
    part = show(qtbot, area, 400, 150)
    assert area.minimumSizeHint().height() < 150
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 0)
    qtbot.waitUntil(lambda: part.width() == area.viewport().width())  # nothing is under the bar
    assert isinstance(part, Part)
    assert part.words.height() >= part.words.heightForWidth(part.words.width())


def test_what_grows_later_scrolls_too(qtbot: QtBot, area: LeastRoom) -> None:
    part = show(qtbot, area, 600, 300)
    assert area.verticalScrollBar().maximum() == 0
    assert isinstance(part, Part)
    part.rest.setMinimumHeight(600)
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 0)


def test_it_may_scroll_both_ways(qtbot: QtBot) -> None:
    area = LeastRoom(Part(), both=True)
    qtbot.addWidget(area)
    show(qtbot, area, 200, 150)
    qtbot.waitUntil(lambda: area.horizontalScrollBar().maximum() > 0)
    assert area.minimumSizeHint().width() < 200


def test_a_head_is_as_high_as_its_words_in_its_width(qtbot: QtBot) -> None:
    """Its tools in two rows lay over a long address that stood in two lines."""
    under = "C001 · 老城片区 · 学校店 · C市顺江区打铁巷153号（文庙中学正门），卷帘门旁边"
    tools = [Tool[str](words, lambda _item: None) for words in ("New order", "Edit", "Client file")]
    head = Head[str](lambda name: Heading(name, [], under), *tools)
    holder = QWidget()
    qtbot.addWidget(holder)
    layout = QVBoxLayout(holder)
    layout.addWidget(head)
    layout.addStretch(1)
    holder.resize(260, 400)
    holder.show()
    head.show_item("文庙中学小卖部")
    qtbot.waitExposed(holder)

    def whole() -> bool:
        words = next(one for one in head.children() if getattr(one, "text", str)() == under)
        assert isinstance(words, QWidget)
        lowest = max(one.geometry().bottom() + one.parentWidget().y() for one in head.buttons)
        return lowest < words.y() and words.height() >= words.heightForWidth(words.width())

    qtbot.waitUntil(whole)
