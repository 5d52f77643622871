"""Four weeks as a grid: a week a row, in each day its clients, hours and way; over hours in red."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QPainter,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
)

from desktop.basics.calendar import WEEKDAYS
from desktop.basics.i18n import _
from desktop.queries.route_board import WEEKS, RouteBoard, RouteDay, RouteWeeks, hours_words
from desktop.views.kit import theme
from desktop.views.routes.clients import CLIENT_MIME
from desktop.views.routes.day_side import told

_SHARE = Qt.ItemDataRole.UserRole  # how much of the hours a day takes, in percent
_NAMES = Qt.ItemDataRole.UserRole + 1  # of its clients, in their order
_PAD_PX, _BAR_PX = 7, 5
_FEWEST_NAMES = 2  # fewer tell nothing


class WeeksView(QTableWidget):
    """Arrows go from day to day, Enter leads to a day's clients; clients are dropped on days."""

    day_chosen = Signal(int, int)  # week and weekday
    entered = Signal()
    dropped = Signal(str, int, int)  # a client's code, week and weekday

    def __init__(self) -> None:
        super().__init__(WEEKS, 0)
        self._weekdays: Sequence[int] = ()
        self.setAccessibleName(_("Four weeks, by day"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setAcceptDrops(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DropOnly)
        self.setItemDelegate(_DayPainter(self))
        self.setCornerButtonEnabled(False)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        self.horizontalHeader().setDefaultAlignment(left)
        # Not at the left: “this week” stands there in a second line, which Qt would leave out.
        self.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
            header.setSectionsClickable(False)
        self.currentCellChanged.connect(lambda *_cells: self._tell())
        self.itemActivated.connect(lambda _item: self.entered.emit())

    @property
    def day(self) -> tuple[int, int]:
        """Week and weekday of the day that is chosen."""
        column = max(self.currentColumn(), 0)
        weekday = self._weekdays[column] if column < len(self._weekdays) else 1
        return max(self.currentRow(), 0) + 1, weekday

    def pick(self, week: int, weekday: int) -> None:
        """Choose a day."""
        if weekday in self._weekdays:
            self.setCurrentCell(week - 1, self._weekdays.index(weekday))

    def show_weeks(
        self, board: RouteBoard, plan: RouteWeeks, weekdays: Sequence[int], week_now: int | None
    ) -> None:
        """Show the days of a plan; ``week_now`` is the week that it is now."""
        week, weekday = self.day
        self.blockSignals(True)
        if weekdays != self._weekdays:
            self._weekdays = list(weekdays)
            self.setColumnCount(len(weekdays))
            self.setHorizontalHeaderLabels([_(WEEKDAYS[one - 1]) for one in weekdays])
        self.setVerticalHeaderLabels([_week_words(one, week_now) for one in range(1, WEEKS + 1)])
        known = {(day.week, day.weekday): day for day in plan.days}
        for row in range(WEEKS):
            for column, one in enumerate(self._weekdays):
                self.setItem(row, column, _item(board, known.get((row + 1, one))))
        self.pick(week, weekday)
        self.blockSignals(False)
        self._tell()

    def _tell(self) -> None:
        if self._weekdays:
            self.day_chosen.emit(*self.day)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    # --- dropping ---------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(CLIENT_MIME):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.mimeData().hasFormat(CLIENT_MIME):
            self.setCurrentIndex(index)
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            code = bytes(event.mimeData().data(CLIENT_MIME).data()).decode()
            event.acceptProposedAction()
            self.dropped.emit(code, index.row() + 1, self._weekdays[index.column()])


def _week_words(week: int, now: int | None) -> str:
    words = _("Week {number}").format(number=week)
    return "\n".join((words, _("this week"))) if week == now else words


def _item(board: RouteBoard, day: RouteDay | None) -> QTableWidgetItem:
    item, day_s = QTableWidgetItem(), board.day_s
    if day is not None:
        item.setText("\n".join(told(day)))
        item.setData(_NAMES, [board.shops[code].name for code in day.clients])
        item.setData(_SHARE, day.seconds * 100 // max(day_s, 1))
        if day.seconds > day_s:
            over = hours_words(day.seconds - day_s)
            item.setToolTip(_("{hours} h over the hours of a day").format(hours=over))
    return item


class _DayPainter(QStyledItemDelegate):
    """Clients and hours large, the way quiet, and a bar of how full the day is."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        words = str(index.data() or "").split("\n")
        view = self.parent()
        assert isinstance(view, QTableWidget)
        colours = theme.colours()
        here = index.row() == view.currentRow() and index.column() == view.currentColumn()
        ground = colours.accent_soft if here else colours.surface
        painter.fillRect(option.rect, QColor(ground))
        if here and view.hasFocus():
            painter.setPen(QColor(colours.accent))
            painter.drawRect(option.rect.adjusted(0, 0, -1, -1))
        if len(words) > 1:
            _paint_day(painter, option.rect, words, int(index.data(_SHARE)))
            _paint_names(painter, option.rect, index.data(_NAMES))

    def sizeHint(
        self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(70, 3 * option.fontMetrics.height() + 20)


def _paint_day(painter: QPainter, rect: QRect, words: Sequence[str], share: int) -> None:
    over = share > 100
    inside = rect.adjusted(_PAD_PX, _PAD_PX, -_PAD_PX, -_PAD_PX)
    high = painter.fontMetrics().height() + 2
    tones = ("", "wrong" if over else "", "quiet")
    for place, (text, tone) in enumerate(zip(words, tones, strict=True)):
        painter.setPen(theme.colour(tone))
        line = QRect(inside.left(), inside.top() + place * high, inside.width(), high)
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
    bar = QRect(inside.left(), inside.bottom() - _BAR_PX, inside.width(), _BAR_PX)
    if bar.top() > inside.top() + 3 * high:
        painter.fillRect(bar, theme.colour("line"))
        bar.setWidth(inside.width() * min(share, 100) // 100)
        painter.fillRect(bar, theme.colour("wrong" if over else "accent"))


def _paint_names(painter: QPainter, rect: QRect, names: Sequence[str]) -> None:
    """As many names as there is room for, between the figures and the bar."""
    metrics = painter.fontMetrics()
    high = metrics.height() + 2
    top = rect.top() + _PAD_PX + 3 * high + _PAD_PX
    room = (rect.bottom() - 2 * _PAD_PX - _BAR_PX - top) // high
    if room < _FEWEST_NAMES:
        return
    shown = list(names) if len(names) <= room else [*names[: room - 1], "…"]
    painter.setPen(theme.colour("quiet"))
    wide = rect.width() - 2 * _PAD_PX
    for place, name in enumerate(shown):
        line = QRect(rect.left() + _PAD_PX, top + place * high, wide, high)
        cut = metrics.elidedText(name, Qt.TextElideMode.ElideRight, wide)
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, cut)
