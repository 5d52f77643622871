"""The menu of a list's headings: which columns stand there, in which order, how high rows are."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QWidget

from desktop.basics.i18n import _
from desktop.views.kit.memory import Memory
from desktop.views.kit.tables.record_table import Column
from desktop.views.kit.tables.row_height import LOW_PX, ROW_HEIGHT, USUAL_PX
from desktop.views.kit.tables.several_view import SeveralView

_ROWS = "lists.row_px"
_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_STEPS: dict[int, int] = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class TickMenu(QMenu):
    """A menu that stays while one ticks in it: of several columns each is a click.

    Alt+↑ and Alt+↓ ``move`` what the keyboard stands on by so many places.
    """

    def __init__(self, parent: QWidget, move: Callable[[QAction, int], object]) -> None:
        super().__init__(parent)
        self._move = move

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._tick(self.actionAt(event.position().toPoint())):
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Alt:  # Qt would close the menu
            return
        active, step = self.activeAction(), _STEPS.get(event.key(), 0)
        if step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            if active is not None:
                self._move(active, step)
                self.setActiveAction(active)
            return
        if event.key() not in _KEYS or not self._tick(self.activeAction()):
            super().keyPressEvent(event)

    def _tick(self, action: QAction | None) -> bool:
        if action is None or not action.isCheckable() or not action.isEnabled():
            return False
        action.trigger()
        return True


def heading_menu(view: SeveralView[Any], memory: Memory, place: int, parent: QWidget) -> QMenu:
    """The menu of all columns; ``place`` is the one that was pointed at, -1 for none."""
    shown = view.columns
    ticks: dict[QAction, int] = {}

    def move(active: QAction, step: int) -> None:
        if active in ticks:
            shown.move(ticks[active], step)
            _stand_in_order(menu, ticks, shown.in_order, below)

    menu = TickMenu(parent, move)
    for one in shown.in_order:
        column = view.table.columns[one]
        ticked = menu.addAction(_column_words(column))
        ticked.setCheckable(True)
        ticked.setChecked(shown.is_shown(one))
        ticked.triggered.connect(partial(_show, view, one, ticked))
        ticks[ticked] = one
    below = menu.addSeparator()
    if place >= 0:
        _add(menu, _("Move to the left"), partial(shown.move, place, -1))
        _add(menu, _("Move to the right"), partial(shown.move, place, 1))
    menu.addAction(_("Alt+↑, Alt+↓: move the chosen column")).setEnabled(False)
    menu.addSeparator()
    add_height(menu, memory)
    menu.addSeparator()
    _add(menu, _("Columns as at first"), shown.reset)
    return menu


def add_height(menu: QMenu, memory: Memory) -> QAction:
    """Let a menu choose how high rows are; it shows how they are whenever it opens."""
    low = menu.addAction(_("Low rows"))
    low.setCheckable(True)
    menu.aboutToShow.connect(lambda: low.setChecked(ROW_HEIGHT.px == LOW_PX))
    # Its tick may be old when its words alone call it: what stands there is turned round.
    low.triggered.connect(lambda: choose_height(memory, low=ROW_HEIGHT.px != LOW_PX))
    return low


def choose_height(memory: Memory, *, low: bool) -> None:
    """Show the rows of all lists low, or as usual, and remember it for this person."""
    px = LOW_PX if low else USUAL_PX
    memory.put(_ROWS, px)
    ROW_HEIGHT.choose(px)


def recall_height(memory: Memory) -> None:
    """Rows as high as this person chose them."""
    ROW_HEIGHT.choose(memory.get(_ROWS, USUAL_PX))


def _stand_in_order(
    menu: QMenu, ticks: Mapping[QAction, int], order: Sequence[int], below: QAction
) -> None:
    """The columns in the menu as they stand in the list."""
    for action in sorted(ticks, key=lambda one: order.index(ticks[one])):
        menu.insertAction(below, action)


def _column_words(column: Column[Any]) -> str:
    return _(column.heading)


def _show(view: SeveralView[Any], place: int, ticked: QAction, _checked: bool = False) -> None:
    view.columns.show_column(place, shown=ticked.isChecked())
    ticked.setChecked(view.columns.is_shown(place))  # the last one stays


def _add(menu: QMenu, words: str, do: Callable[[], object]) -> None:
    menu.addAction(words).triggered.connect(lambda _checked=False: do())
