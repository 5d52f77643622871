"""A month as a grid: a week a row, in each day what is due, holidays and today marked."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
)

from desktop.basics.calendar import WEEKDAYS
from desktop.basics.i18n import _, ngettext
from desktop.queries.due_calendar import DueDay
from desktop.views.kit import theme

WEEKS = 6
_DAYS = 7
_LEAST_LINES = 3  # in a day, in the smallest window too
_AIR_PX, _SIDES_PX = 4, 10
_ALL_LINES = 1_000


class _Grounds(QStyledItemDelegate):
    """Paints the ground of a day, which a style sheet leaves out."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        ground = index.data(Qt.ItemDataRole.BackgroundRole)
        if ground is not None:
            rect: QRect = option.rect
            painter.fillRect(rect, ground)
        super().paint(painter, option, index)


class MonthView(QTableWidget):
    """Arrows go from day to day, Enter or a double click opens one."""

    day_chosen = Signal(date)
    day_opened = Signal(date)

    _cells: Sequence[QTableWidgetItem] = ()  # a style may be told before they are there

    def __init__(self, today: date) -> None:
        super().__init__(WEEKS, _DAYS)
        self._today = today
        self._first = today - timedelta(days=today.weekday())
        self._month = today
        self._due: Mapping[date, DueDay] = {}
        self.setProperty("kind", "month")
        self.setAccessibleName(_("What is due, by day"))
        self.setHorizontalHeaderLabels([_(one) for one in WEEKDAYS])
        self.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
        self.verticalHeader().hide()
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setWordWrap(False)  # a name that is too long is cut, so that lines can be counted
        self.setItemDelegate(_Grounds(self))
        self.setTabKeyNavigation(False)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self._cells = [QTableWidgetItem() for _place in range(WEEKS * _DAYS)]
        for place, item in enumerate(self._cells):
            item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            self.setItem(place // _DAYS, place % _DAYS, item)
        self.currentCellChanged.connect(lambda *_cells: self.day_chosen.emit(self.day))
        self.itemActivated.connect(lambda _item: self.day_opened.emit(self.day))

    @property
    def day(self) -> date:
        """The day that is chosen."""
        return self._first + timedelta(
            days=7 * max(self.currentRow(), 0) + max(self.currentColumn(), 0)
        )

    def pick(self, day: date) -> None:
        """Choose a day, in the month that it belongs to."""
        first = day.replace(day=1)
        self._first = first - timedelta(days=first.weekday())
        days = (day - self._first).days
        self.setCurrentCell(days // _DAYS, days % _DAYS)

    def show_month(self, month: date, days: Mapping[date, DueDay]) -> None:
        """Show what is due in a month's weeks, as many as it has."""
        self._month, self._due = month, days
        for row in range(WEEKS):
            begins = self._first + timedelta(days=row * _DAYS)
            over = row > 0 and (begins.year, begins.month) != (month.year, month.month)
            self.setRowHidden(row, over)
        self._write()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a higher window more areas are named."""
        super().resizeEvent(event)
        self._write()

    def changeEvent(self, event: QEvent) -> None:
        """The days hold their colours: dressed anew, as in dark, they are written anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self._cells:
            self._write()

    def _line_px(self) -> int:
        """How high a line is drawn: a font without hanzi borrows them from one that is higher."""
        room = QRect(0, 0, _ALL_LINES, _ALL_LINES)
        return self.fontMetrics().boundingRect(room, 0, _("today")).height()

    def _write(self) -> None:
        colours, month = theme.colours(), self._month
        lines = (self.rowHeight(0) - _AIR_PX) // self._line_px()
        for place, item in enumerate(self._cells):
            day = self._first + timedelta(days=place)
            found = self._due.get(day)
            is_today = day == self._today
            words = _words(day, found, max(lines, _LEAST_LINES), self._is_whole, is_today=is_today)
            item.setText(words)
            heard = _words(day, found, _ALL_LINES, is_today=is_today)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{day} {heard}")
            item.setToolTip(heard if found is not None else "")
            here = day.month == month.month
            item.setForeground(QColor(colours.text if here else colours.quiet))
            ground = colours.surface
            if found is not None and found.holiday:
                ground = colours.careful_soft
            elif is_today:
                ground = colours.accent_soft
            item.setBackground(QColor(ground))

    def _is_whole(self, words: str) -> bool:
        return self.fontMetrics().horizontalAdvance(words) <= self.columnWidth(0) - _SIDES_PX


def _words(
    day: date,
    found: DueDay | None,
    most: int,
    is_whole: Callable[[str], bool] = lambda _words: True,
    *,
    is_today: bool,
) -> str:
    """A day's words in at most so many lines; of a figure that is cut nothing is said."""
    head = f"{day:%m-%d}" if day.day == 1 else str(day.day)
    if is_today:
        head += "  " + _("today")
    if found is None:
        return head
    if found.holiday:
        head += "  " + _("holiday")
    if not found.areas:
        return head
    due = _("{drops} drops, {cartons} ctn").format(drops=found.drops, cartons=found.cartons)
    if not is_whole(due):
        due = ngettext("{number} drop", "{number} drops", found.drops).format(number=found.drops)
    lines = [head, due]
    room = most - len(lines)
    named = found.areas if len(found.areas) <= room else found.areas[: room - 1]
    lines += [f"{one.drops} {one.area or _('no area')}" for one in named]
    more = len(found.areas) - len(named)
    if more > 0:
        lines.append(_("{number} more areas").format(number=more))
    return "\n".join(lines)
