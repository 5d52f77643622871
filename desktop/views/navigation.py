"""The pages on the left, grouped, with counts of what waits for the person; and a family's tabs."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTabBar,
)

from desktop.basics.i18n import _
from desktop.views.kit import theme
from desktop.views.kit.words import joined
from desktop.views.pages import Family

_NAME = Qt.ItemDataRole.UserRole
_COUNT = Qt.ItemDataRole.UserRole + 1
_URGENT = Qt.ItemDataRole.UserRole + 2
_ROOMY_PX = 30
_TIGHT_PX = 23
_HEADING_LESS_PX = 3
_DIGIT_PX = 8
_WIDTH_PX = 175  # where no name needs more
_LEFT_PX, _RIGHT_PX = 16, 15
_AROUND_PX = _LEFT_PX + _RIGHT_PX


class Navigation(QListWidget):
    """One stop of the Tab key; arrows go from family to family."""

    chosen = Signal(str)

    def __init__(self, families: Sequence[Family]) -> None:
        super().__init__()
        self.setAccessibleName(_("Pages"))
        self.setItemDelegate(_Lines(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._lines: list[tuple[Family, QListWidgetItem]] = []
        self.line_px = _ROOMY_PX
        group = ""
        for family in families:
            if family.group != group:
                group = family.group
                self._add_heading(_(group))
            item = QListWidgetItem(_(family.words))
            item.setData(_NAME, family.home)
            item.setToolTip(_tip(family))
            self.addItem(item)
            self._lines.append((family, item))
        self.setFixedWidth(max(_WIDTH_PX, _AROUND_PX + self._longest_px()))
        self.setCurrentRow(0)  # else the keyboard, coming here first, would choose it
        self.currentItemChanged.connect(self._on_current)

    def _longest_px(self) -> int:
        """What the longest name needs while its page is open, and its count."""
        self.ensurePolished()
        font = QFont(self.font())
        font.setBold(True)
        words = QFontMetrics(font)
        names = [words.horizontalAdvance(item.text()) for _family, item in self._lines]
        return max(names, default=0) + _count_px("99")

    def _add_heading(self, words: str) -> None:
        item = QListWidgetItem(words)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.addItem(item)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """All pages stay in sight on a low screen: their lines move closer, within reason."""
        super().resizeEvent(event)
        headings = self.count() - len(self._lines)
        room = self.viewport().height() + headings * _HEADING_LESS_PX
        line_px = max(_TIGHT_PX, min(_ROOMY_PX, room // max(1, self.count())))
        if line_px != self.line_px:
            self.line_px = line_px
            self.scheduleDelayedItemsLayout()

    def show_page(self, name: str) -> None:
        """Mark the page that is shown."""
        self.blockSignals(True)
        for family, item in self._lines:
            if name in family.names:
                self.setCurrentItem(item)
        self.blockSignals(False)

    def show_counts(self, counts: Mapping[str, int], urgent: frozenset[str]) -> None:
        """Show what waits for the person on each page; urgent ones stand out."""
        for family, item in self._lines:
            number = sum(counts.get(name, 0) for name in family.names)
            item.setData(_COUNT, number)
            item.setData(_URGENT, not urgent.isdisjoint(family.names))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, _said(item.text(), number))

    def _on_current(self, item: QListWidgetItem | None, _before: object) -> None:
        if item is not None and item.data(_NAME):
            self.chosen.emit(item.data(_NAME))


def _tip(family: Family) -> str:
    """The pages of a family, and the keys that open it."""
    pages = [_(page.words) for page in family.pages] if len(family.pages) > 1 else []
    return joined(*pages, f"Ctrl+{family.key}" if family.key else "")


def _said(words: str, number: int) -> str:
    """A page and what waits on it, as it is read out."""
    return _("{page}: {number} waiting").format(page=words, number=number) if number else words


class PageTabs(QTabBar):
    """The pages of the family that is shown; hidden where it is only one."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Tabs"))
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(False)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self._family: Family | None = None
        self._counts: Mapping[str, int] = {}
        self.currentChanged.connect(self._on_current)

    def show_page(self, family: Family, name: str) -> None:
        """Show the tabs of a page's family, and mark the page."""
        self.blockSignals(True)
        if family is not self._family:
            self._family = family
            while self.count():
                self.removeTab(0)
            for page in family.pages:
                self.addTab(_(page.words))
        self.setCurrentIndex(family.names.index(name))
        self.blockSignals(False)
        self._write()

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show what waits for the person on each of them."""
        self._counts = counts
        self._write()

    def _write(self) -> None:
        for place, page in enumerate(self._family.pages if self._family else ()):
            words, number = _(page.words), self._counts.get(page.name, 0)
            self.setTabText(place, f"{words}  {number}" if number else words)
            self.setAccessibleTabName(place, _said(words, number))

    def _on_current(self, place: int) -> None:
        if self._family is not None:
            self.chosen.emit(self._family.pages[place].name)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A wheel that passes by turns no page."""
        event.ignore()


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
        inner = rect.adjusted(_LEFT_PX, 0, -_RIGHT_PX, 0)
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        if not index.data(_NAME):
            font.setPixelSize(12)
            painter.setFont(font)
            painter.setPen(QColor(chosen.quiet))
            painter.drawText(inner.adjusted(2, 4, 0, 0), left, index.data())
        else:
            font.setBold(open_)
            painter.setFont(font)
            painter.setPen(QColor(chosen.accent if open_ else chosen.text))
            room = inner.width() - _count_px(str(index.data(_COUNT) or ""))
            words = painter.fontMetrics().elidedText(
                index.data(), Qt.TextElideMode.ElideRight, room
            )
            painter.drawText(inner, left, words)
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
            font.setPixelSize(12)
            font.setBold(bool(index.data(_URGENT)))
            painter.setFont(font)
            chosen = theme.colours()
            painter.setPen(QColor(chosen.wrong if index.data(_URGENT) else chosen.quiet))
            right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(inner, right, str(number))


def _count_px(number: str) -> int:
    """The room that a count takes from the words before it."""
    return _DIGIT_PX * len(number) + 6 if number else 0
