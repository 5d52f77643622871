"""A shelf is arranged by keys and with the mouse, says what it is, and takes back what was done."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.basics.shelf import Level, Pack, Shelf
from desktop.views.kit import theme
from desktop.views.kit.blocks.shelf import ShelfView

TUBE = Pack("P1", "洗面奶", 2, 55, 165, "洁面", (1000, 1125, 1205))
SOAP = Pack("P2", "香皂", 1, 90, 40, "香皂", (500, 563, 603))
BOX = Pack("P3", "礼盒", 1, 120, 250, "礼盒")
SHELF = Shelf.of((Level(400, 300), Level(400)), ((1, TUBE), (1, BOX), (2, SOAP)))


@contextmanager
def shown(qtbot: QtBot, *, editable: bool) -> Iterator[ShelfView]:
    """A shelf below a button, in a window that is active."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, dark=False)
    window = QWidget()
    view = ShelfView(editable=editable)
    layout = QVBoxLayout(window)
    layout.addWidget(QPushButton("以上"))
    layout.addWidget(view)
    window.resize(620, 620)
    view.show_shelf(SHELF)
    qtbot.addWidget(window)
    window.show()
    with qtbot.waitActive(window):
        window.activateWindow()
    view.setFocus(Qt.FocusReason.TabFocusReason)
    yield view
    window.close()


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[ShelfView]:
    """One that can be arranged."""
    with shown(qtbot, editable=True) as view:
        yield view


def codes(view: ShelfView) -> list[list[str]]:
    return [[pack.code for pack in row] for row in view.shelf.packs]


def facings(view: ShelfView, code: str) -> int:
    spot = view.shelf.spot_of(code)
    assert spot is not None
    return view.shelf.pack_at(spot).facings


def middle(view: ShelfView, code: str) -> QPoint:
    rect = view.drawing.rect_of(code)
    assert rect is not None
    return rect.center().toPoint()


def drag(qtbot: QtBot, view: ShelfView, start: QPoint, end: QPoint) -> None:
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    for one in (start + (end - start) / 2, end):
        qtbot.mouseMove(view, one)
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=end)


def test_arrows_choose_a_pack_and_say_where_it_stands(qtbot: QtBot, view: ShelfView) -> None:
    assert view.chosen == "P1"
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.chosen == "P3"
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.chosen == "P2"
    assert view.accessibleName() == "货架: 香皂，第 2 层，1 个排面，余 31 厘米"
    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert view.chosen == "P1"  # the nearer one


def test_keys_move_it_along_and_between_levels(qtbot: QtBot, view: ShelfView) -> None:
    qtbot.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert codes(view) == [["P3", "P1"], ["P2"]]
    qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert codes(view) == [["P3"], ["P2", "P1"]]
    qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert codes(view) == [["P3"], ["P2", "P1"]]


def test_plus_and_minus_change_facings_between_one_and_the_most(
    qtbot: QtBot, view: ShelfView
) -> None:
    told: list[Shelf] = []
    view.arranged.connect(told.append)
    qtbot.keyClicks(view, "+++++++")
    assert facings(view, "P1") == 6
    qtbot.keyClicks(view, "-------")
    assert facings(view, "P1") == 1
    assert len(told) == 4 + 5
    assert all(one != other for one, other in pairwise(told))


def test_what_was_arranged_is_taken_back_and_done_again(qtbot: QtBot, view: ShelfView) -> None:
    qtbot.keyClicks(view, "+")
    qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    for _time in range(3):
        qtbot.keyClick(view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert view.shelf == SHELF
    qtbot.keyClick(view, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert facings(view, "P1") == 3
    assert codes(view) == codes_of(SHELF)


def codes_of(shelf: Shelf) -> list[list[str]]:
    return [[pack.code for pack in row] for row in shelf.packs]


def test_a_pack_is_dragged_to_another_level(qtbot: QtBot, view: ShelfView) -> None:
    drag(qtbot, view, middle(view, "P1"), middle(view, "P2") + QPoint(-30, 0))
    assert codes(view) == [["P3"], ["P1", "P2"]]


def test_a_click_moves_nothing(qtbot: QtBot, view: ShelfView) -> None:
    drag(qtbot, view, middle(view, "P3"), middle(view, "P3") + QPoint(2, 1))
    assert view.chosen == "P3"
    assert view.shelf == SHELF


def test_facings_are_drawn_out_at_the_right_edge(qtbot: QtBot, view: ShelfView) -> None:
    rect = view.drawing.rect_of("P2")
    assert rect is not None
    edge = QPoint(round(rect.right()) - 1, round(rect.center().y()))
    drag(qtbot, view, edge, edge + QPoint(round(rect.width() * 2), 0))
    assert facings(view, "P2") == 3


def test_what_drawing_out_does_is_seen_under_way_and_is_one_step_to_take_back(
    qtbot: QtBot, view: ShelfView
) -> None:
    seen: list[Shelf] = []
    view.arranged.connect(seen.append)
    rect = view.drawing.rect_of("P2")
    assert rect is not None
    edge = QPoint(round(rect.right()) - 1, round(rect.center().y()))
    one = QPoint(round(rect.width()), 0)
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=edge)
    qtbot.mouseMove(view, edge + one)
    assert facings(view, "P2") == 2
    qtbot.mouseMove(view, edge + 2 * one)
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=edge + 2 * one)
    assert len(seen) == 2
    view.take_back()
    assert view.shelf == SHELF


def test_what_is_let_go_far_outside_stays_where_it_was(qtbot: QtBot, view: ShelfView) -> None:
    start = middle(view, "P2")
    drag(qtbot, view, start, start - QPoint(0, 600))
    assert view.shelf == SHELF


def test_an_overfilled_level_says_by_how_much(qtbot: QtBot, view: ShelfView) -> None:
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClicks(view, "++")
    assert view.accessibleName() == "货架: 礼盒，第 1 层，3 个排面，超出 7 厘米"
    assert view.shelf.faults() == ["第 1 层超出 7 厘米。"]


def test_who_only_looks_changes_nothing(qtbot: QtBot) -> None:
    with shown(qtbot, editable=False) as view:
        qtbot.keyClicks(view, "+")
        qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
        drag(qtbot, view, middle(view, "P1"), middle(view, "P2"))
        assert view.shelf == SHELF
