"""The head of an open item: its title and how it stands, with the buttons beside it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Generic, NamedTuple

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QWidget

from desktop.basics.i18n import _
from desktop.views.kit.blocks.block import Block, Item
from desktop.views.kit.flow import Flow
from desktop.views.kit.parts import OneLine, bind, button, column, empty, label, line

_GAP_PX = 8  # between its tools


class Heading(NamedTuple):
    """A title, chips of (words, tone) that say how it stands, and a quiet line below.

    Chips without words are left out.
    """

    title: str
    chips: Sequence[tuple[str, str]] = ()
    under: str = ""


@dataclass(frozen=True)
class Tool(Generic[Item]):
    """A button beside the head; ``words`` is a msgid, ``do`` gets the item that is shown.

    ``why_not`` greys it with its reason, ``there`` says whether it is there at all. One that
    ``leads`` goes to another item; one with ``offers`` asks which of them is meant. Beside the
    arrow of these is no room for their keys, which stand in the sheet of keys.
    """

    words: str
    do: Callable[[Item], object]
    shortcut: str = ""
    why_not: Callable[[Item], str] = lambda _item: ""
    there: Callable[[Item], bool] = lambda _item: True
    leads: bool = False
    offers: tuple["Tool[Item]", ...] = ()


class Head(Block[Item]):
    """A title that has too little room beside its tools gets its line alone.

    First the chips go below it, then the tools too. A widget among the tools is the page's own.
    """

    stays = True

    def __init__(self, heading: Callable[[Item], Heading], *tools: Tool[Item] | QWidget) -> None:
        inside = column(spacing=5)
        super().__init__(inside)
        self._of = heading
        self._item: Item | None = None
        self._buttons = {one: self._button(one) for one in tools if isinstance(one, Tool)}
        self._name = OneLine()
        self._name.setProperty("kind", "title")
        self._chips = line(spacing=6)
        self._chip_row, self._tool_row = QWidget(), QWidget()
        self._chip_row.setLayout(self._chips)
        beside = [self._buttons[one] if isinstance(one, Tool) else one for one in tools]
        self._tools = Flow(_GAP_PX, at_right=True)
        for one in beside:
            self._tools.addWidget(one)
        self._tool_row.setLayout(self._tools)
        self._under = label(tone="quiet", wrap=True)
        self._first = line(self._name, self._chip_row, None, self._tool_row)
        self._second = line(None)
        for row in (self._first, self._second):
            inside.addLayout(row)
        inside.addWidget(self._under)
        # Where little stands below it, it takes no more room than it needs.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    @property
    def buttons(self) -> list[QPushButton]:
        """The tools that are there for the item that is shown."""
        return [made for made in self._buttons.values() if not made.isHidden()]

    def _button(self, tool: Tool[Item]) -> QPushButton:
        keys = "" if tool.offers else tool.shortcut
        made = button(_(tool.words), partial(self._press, tool), "", keys)
        made.setProperty("leads", tool.leads)
        if tool.offers:
            menu = QMenu(made)
            for one in tool.offers:
                menu.addAction(_(one.words)).triggered.connect(partial(self._press, one))
            made.setMenu(menu)
            if tool.shortcut:
                bind(made, tool.shortcut, _(tool.words), partial(_offer, made, menu))
        return made

    def _press(self, tool: Tool[Item]) -> None:
        if self._item is not None:
            tool.do(self._item)

    def fill(self, item: Item) -> bool:
        self._item = item
        for tool, made in self._buttons.items():
            why_not = tool.why_not(item)
            made.setVisible(tool.there(item))
            made.setEnabled(not why_not)
            made.setToolTip(why_not)
        shown = self._of(item)
        self._name.setText(shown.title)
        empty(self._chips)
        for words, tone in shown.chips:
            if words:
                chip = label(words, "chip", tone)
                self._chips.addWidget(chip)
                chip.ensurePolished()  # dressed later it would be wider than it was reckoned
        self._under.setText(shown.under)
        self._under.setVisible(bool(shown.under))
        self._arrange()
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()  # its words may stand in more lines now

    def sizeHint(self) -> QSize:
        """As high as its words are in its width: more it doesn't take, less would cover them."""
        hint, layout = super().sizeHint(), self.layout()
        assert layout is not None
        return QSize(hint.width(), max(hint.height(), layout.totalHeightForWidth(self.width())))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # chips have their size once they are dressed
            self._arrange()
        return super().event(event)

    def minimumSizeHint(self) -> QSize:
        """As narrow as when all stands below each other: else one item's chips widen the window."""
        tools = self._tool_row.minimumSizeHint()  # which stand in two rows then
        rows = (self._name.minimumSizeHint(), self._chip_row.sizeHint(), tools)
        return QSize(max(one.width() for one in rows), super().minimumSizeHint().height())

    def _arrange(self) -> None:
        def room_for(*widgets: QWidget) -> bool:
            needed = sum(one.sizeHint().width() + self._first.spacing() for one in widgets)
            return needed <= self.width()

        tools_beside = room_for(self._name, self._tool_row)
        chips_beside = room_for(self._name, self._chip_row, self._tool_row)
        self._put(self._chip_row, self._first if chips_beside or not tools_beside else self._second)
        self._put(self._tool_row, self._first if tools_beside else self._second)
        if not tools_beside and not room_for(self._name, self._chip_row):
            self._put(self._chip_row, self._second)
        self._tool_row.setFixedHeight(self._tools_px(beside=tools_beside))

    def _tools_px(self, *, beside: bool) -> int:
        """How high the tools are: too many for one row stand in two."""
        chips_too = self._second.indexOf(self._chip_row) >= 0
        taken = self._chip_row.sizeHint().width() + self._second.spacing() if chips_too else 0
        hint = self._tool_row.sizeHint().width()
        return self._tools.heightForWidth(hint if beside else self.width() - taken)

    def _put(self, widget: QWidget, row: QHBoxLayout) -> None:
        """Chips stand at the left of a row, tools at its right."""
        if row.indexOf(widget) >= 0:
            return
        other = self._second if row is self._first else self._first
        other.removeWidget(widget)
        at_left = 1 if row is self._first else 0
        row.insertWidget(row.count() if widget is self._tool_row else at_left, widget)


def _offer(at: QPushButton, menu: QMenu) -> None:
    """Open the menu of a button for the keys: the first of it stands chosen."""
    if at.isEnabled():
        menu.popup(at.mapToGlobal(at.rect().bottomLeft()))
        menu.setActiveAction(menu.actions()[0])
