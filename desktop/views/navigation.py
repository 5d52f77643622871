"""The pages on the left, grouped, with counts of what waits for the person."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from desktop.basics.i18n import _
from desktop.views.kit import theme
from desktop.views.pages import PageEntry

_NAME = Qt.ItemDataRole.UserRole
_COUNT = Qt.ItemDataRole.UserRole + 1
_URGENT = Qt.ItemDataRole.UserRole + 2
_ROOMY_PX = 30
_TIGHT_PX = 23
_HEADING_LESS_PX = 3


class Navigation(QListWidget):
    """One stop of the Tab key; arrows go from page to page."""

    chosen = Signal(str)

    def __init__(self, pages: Sequence[PageEntry]) -> None:
        super().__init__()
        self.setAccessibleName(_("Pages"))
        self.setItemDelegate(_Lines(self))
        self.setFixedWidth(175)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._items: dict[str, QListWidgetItem] = {}
        self.line_px = _ROOMY_PX
        group = ""
        for page in pages:
            if page.group != group:
                group = page.group
                if group:
                    self._add_heading(_(group))
            item = QListWidgetItem(_(page.words))
            item.setData(_NAME, page.name)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, _(page.words))
            self.addItem(item)
            self._items[page.name] = item
        self.currentItemChanged.connect(self._on_current)

    def _add_heading(self, words: str) -> None:
        item = QListWidgetItem(words)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.addItem(item)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """All pages stay in sight on a low screen: their lines move closer, within reason."""
        super().resizeEvent(event)
        headings = self.count() - len(self._items)
        room = self.viewport().height() + headings * _HEADING_LESS_PX
        line_px = max(_TIGHT_PX, min(_ROOMY_PX, room // max(1, self.count())))
        if line_px != self.line_px:
            self.line_px = line_px
            self.scheduleDelayedItemsLayout()

    def show_page(self, name: str) -> None:
        """Mark the page that is shown."""
        self.blockSignals(True)
        if name in self._items:
            self.setCurrentItem(self._items[name])
        self.blockSignals(False)

    def show_counts(self, counts: Mapping[str, int], urgent: frozenset[str]) -> None:
        """Show what waits for the person on each page; urgent ones stand out."""
        for name, item in self._items.items():
            item.setData(_COUNT, counts.get(name, 0))
            item.setData(_URGENT, name in urgent)
            words = item.text()
            number = counts.get(name, 0)
            said = _("{page}: {number} waiting").format(page=words, number=number)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, said if number else words)

    def _on_current(self, item: QListWidgetItem | None, _before: object) -> None:
        if item is not None and item.data(_NAME):
            self.chosen.emit(item.data(_NAME))


class _Lines(QStyledItemDelegate):
    """Paints a page's name, its count, and the mark of the page that is open."""

    def __init__(self, pages: Navigation) -> None:
        super().__init__(pages)
        self._pages = pages

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        line_px = self._pages.line_px
        return QSize(100, line_px if index.data(_NAME) else line_px - _HEADING_LESS_PX)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        rect: QRect = option.rect
        state = option.state
        open_ = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver) and bool(index.data(_NAME))
        chosen = theme.colours()
        painter.save()
        if open_:
            painter.fillRect(rect, QColor(chosen.accent_soft))
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), chosen.accent)
        elif hovered:
            painter.fillRect(rect, QColor(chosen.ground))
        font = painter.font()
        inner = rect.adjusted(16, 0, -15, 0)
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        if not index.data(_NAME):
            font.setPixelSize(11)
            painter.setFont(font)
            painter.setPen(QColor(chosen.quiet))
            painter.drawText(inner.adjusted(2, 4, 0, 0), left, index.data())
        else:
            font.setBold(open_)
            painter.setFont(font)
            painter.setPen(QColor(chosen.accent if open_ else chosen.text))
            painter.drawText(inner, left, index.data())
            self._paint_count(painter, inner, index)
        if state & QStyle.StateFlag.State_HasFocus and open_:
            painter.setPen(QColor(chosen.accent))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        painter.restore()

    def _paint_count(
        self, painter: QPainter, inner: QRect, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        number = index.data(_COUNT)
        if number:
            font = painter.font()
            font.setPixelSize(11)
            font.setBold(bool(index.data(_URGENT)))
            painter.setFont(font)
            chosen = theme.colours()
            painter.setPen(QColor(chosen.wrong if index.data(_URGENT) else chosen.quiet))
            right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(inner, right, str(number))
