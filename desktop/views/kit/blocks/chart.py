"""A chart in the window: it tells its figures under the pointer, by arrow keys, and in words."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QColor,
    QEnterEvent,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QLayout, QSizePolicy, QWidget

from desktop.basics.chart import BARS, LINES, Chart
from desktop.basics.chart_drawing import (
    Box,
    Drawing,
    Letters,
    Stroke,
    Words,
    fitting_height,
    lay_out,
)
from desktop.views.kit import theme
from desktop.views.kit.blocks.block import Block, Item
from desktop.views.kit.heard import hear_as
from desktop.views.kit.parts import column, label

_SIZE_PX = 12
_INSET_PX = 6
_PAD_PX = 9
_LINE_PX = 19
_SAMPLE_PX = 9
_LOWEST, _HIGHEST = 0.85, 1.8  # parts of the height at which it is drawn best
_UPRIGHT_LOWEST = 0.66  # columns are read as well when they are low, lying bars aren't
_LEAST_PX = 228  # no chart asks for more: in a low window there is a table below it
_EMPTY = Chart("", BARS, (), ())
_BACK = (Qt.Key.Key_Left, Qt.Key.Key_Up)
_ON = (Qt.Key.Key_Right, Qt.Key.Key_Down)
_TO_MARK = Qt.KeyboardModifier.ControlModifier


class ChartView(QWidget):
    """One stop of the Tab key; arrows go from place to place, Enter or a click picks one.

    With Ctrl they go to the next place where something happened.
    """

    picked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._chart = _EMPTY
        self._drawing = Drawing()
        self._place: int | None = None
        self._font = QFont(self.font())
        self._font.setPixelSize(_SIZE_PX)
        self._metrics = QFontMetricsF(self._font)
        self.setMouseTracking(True)
        hear_as(self, QAccessible.Role.Chart)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def show_chart(self, chart: Chart) -> None:
        """Show a chart; its title and all its figures are its words."""
        if chart != self._chart:
            self._chart, self._place = chart, None
        self.setAccessibleName(chart.title)
        self.setAccessibleDescription(chart.told)
        best = fitting_height(chart, _SIZE_PX) + 2 * _INSET_PX
        lying = chart.shape == BARS
        lowest = int(best * (_LOWEST if lying else _UPRIGHT_LOWEST))
        self.setMinimumHeight(min(lowest, _LEAST_PX))
        self.setMaximumHeight(int(best if lying else best * _HIGHEST))
        self.updateGeometry()
        self._lay_out()

    @property
    def chart(self) -> Chart:
        """What it shows."""
        return self._chart

    @property
    def place(self) -> int | None:
        """The place whose figures are shown now."""
        return self._place

    def show_place(self, place: int | None) -> None:
        """Show the figures of a place, and say them; None for no place."""
        known = place is not None and place < len(self._chart.places)
        self._place = place if known else None
        words = self._chart.told_at(place) if known and place is not None else ""
        self.setAccessibleName(f"{self._chart.title} {words}".strip())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(400, int(fitting_height(self._chart, _SIZE_PX)) + 2 * _INSET_PX)

    def resizeEvent(self, _event: QEvent) -> None:
        self._lay_out()

    def _lay_out(self) -> None:
        inner = self.rect().adjusted(_INSET_PX, _INSET_PX, -_INSET_PX, -_INSET_PX)
        letters = Letters(_SIZE_PX, self._metrics.horizontalAdvance)
        self._drawing = lay_out(self._chart, inner.width(), inner.height(), letters)
        self.update()

    # --- keys and pointer -------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self._chart.places) - 1
        here = last if self._place is None else self._place
        if event.modifiers() == _TO_MARK and event.key() in (*_BACK, *_ON):
            self._show_mark(here, event.key() in _ON)
        elif event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or last < 0:
            super().keyPressEvent(event)
        elif event.key() in _BACK:
            self.show_place(max(here - 1, 0))
        elif event.key() in _ON:
            self.show_place(min(here + 1, last))
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.show_place(0 if event.key() == Qt.Key.Key_Home else last)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._place is not None:
            self.picked.emit(self._place)
        else:
            super().keyPressEvent(event)

    def _show_mark(self, here: int, on: bool) -> None:
        """Go to the next place where something happened, or to the one before."""
        marked = sorted({one.place for one in self._chart.marks})
        there = [one for one in marked if (one > here if on else one < here)]
        if there:
            self.show_place(there[0 if on else -1])

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Reached by the Tab key it shows a place: a rank's first, the newest of a time."""
        super().focusInEvent(event)
        if self._place is None and self._chart.places and event.reason() in _BY_TAB:
            self.show_place(0 if self._chart.shape == BARS else len(self._chart.places) - 1)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.show_place(None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point_at(event.position())

    def enterEvent(self, event: QEnterEvent) -> None:
        self._point_at(event.position())

    def leaveEvent(self, _event: QEvent) -> None:
        if not self.hasFocus():
            self.show_place(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._point_at(event.position())
        if self._place is not None:
            self.picked.emit(self._place)

    def _point_at(self, point: QPointF) -> None:
        place = self._drawing.place_at(point.x() - _INSET_PX, point.y() - _INSET_PX)
        if place is not None and place != self._place:
            self.show_place(place)

    # --- painting ---------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self._font)
        colours = theme.colours()
        if self.hasFocus():
            painter.setPen(QColor(colours.accent))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.translate(_INSET_PX, _INSET_PX)
        if self._place is not None:
            painter.fillRect(QRectF(*self._drawing.bands[self._place]), QColor(colours.ground))
        for shape in self._drawing.shapes:
            if isinstance(shape, Box):
                painter.fillRect(self._apart(_whole_pixels(shape)), theme.colour(shape.tone))
            elif isinstance(shape, Words):
                self._paint_words(painter, shape)
            else:
                _paint_stroke(painter, shape)
        if self._place is not None and not self._is_written(self._place):
            self._paint_figures(painter, self._place)

    def _apart(self, piece: QRectF) -> QRectF:
        """A piece of a pile, parted from the next by a line: not all eyes part their tones."""
        lying, is_pile = self._chart.shape == BARS, len(self._chart.series) > 1
        if not is_pile or self._chart.shape == LINES:
            return piece
        if lying:
            return piece.adjusted(0, 0, -1, 0) if piece.width() > 1 else piece
        return piece.adjusted(0, 1, 0, 0) if piece.height() > 1 else piece

    def _is_written(self, place: int) -> bool:
        """Whether all of a place's figures stand beside its bar, its name not cut."""
        drawn = (one.text for one in self._drawing.shapes if isinstance(one, Words))
        is_plain = self._chart.shape == BARS and len(self._chart.series) == 1
        return is_plain and self._chart.places[place] in drawn

    def _paint_words(self, painter: QPainter, words: Words) -> None:
        wide = self._metrics.horizontalAdvance(words.text)
        x = words.x - {"left": 0, "center": wide / 2}.get(words.align, wide)
        middle = (self._metrics.ascent() - self._metrics.descent()) / 2
        painter.setPen(theme.colour(words.tone))
        painter.drawText(QPointF(x, words.y + middle), words.text)

    def _paint_figures(self, painter: QPainter, place: int) -> None:
        """The figures of a place on a surface of their own, beside it and never over the edge."""
        chart, colours = self._chart, theme.colours()
        lines = chart.figures_at(place)
        measure = self._metrics.horizontalAdvance
        letters = Letters(_SIZE_PX, measure)
        room = self.width() - 2 * (_INSET_PX + _PAD_PX) - 1
        marks = [
            (letters.shortened(one.words, room), one.tone)
            for one in chart.marks
            if one.place == place
        ]
        beside = _SAMPLE_PX + 7
        sides = [beside + measure(words) + 16 + measure(figure) for words, figure, _tone in lines]
        told = [measure(words) for words, _tone in marks]
        wide = max([measure(chart.places[place]), *sides, *told]) + 2 * _PAD_PX
        high = (1 + len(lines) + len(marks)) * _LINE_PX + _PAD_PX
        box = self._beside(place, wide, high)
        painter.setPen(QColor(colours.line))
        painter.setBrush(QColor(colours.surface))
        painter.drawRoundedRect(box, 5, 5)
        left, right = box.left() + _PAD_PX, box.right() - _PAD_PX
        y = box.top() + _PAD_PX / 2 + _LINE_PX / 2
        self._paint_words(painter, Words(left, y, chart.places[place], "quiet"))
        for words, figure, tone in lines:
            y += _LINE_PX
            sample = QRectF(left, y - _SAMPLE_PX / 2, _SAMPLE_PX, _SAMPLE_PX)
            painter.fillRect(sample, theme.colour(tone))
            self._paint_words(painter, Words(left + beside, y, words, "text"))
            self._paint_words(painter, Words(right, y, figure, "text", "right"))
        for words, tone in marks:
            y += _LINE_PX
            self._paint_words(painter, Words(left, y, words, tone))

    def _beside(self, place: int, wide: float, high: float) -> QRectF:
        left, top, band, _high = self._drawing.bands[place]
        inner = self.width() - 2 * _INSET_PX, self.height() - 2 * _INSET_PX
        if self._chart.shape == BARS:
            x, y = inner[0] - wide, top + self._drawing.bands[place][3] + 2
            if y + high > inner[1]:
                y = top - high - 2
        else:
            x, y = left + band + 4, 0.5
            if x + wide > inner[0]:
                x = left - wide - 4
        return QRectF(max(x, 0.5), min(max(y, 0.5), max(inner[1] - high, 0.5)), wide, high)


class ChartBlock(Block[Item]):
    """The chart of an item below its title, as high as it is drawn well."""

    fills = True

    def __init__(self, chart: Callable[[Item], Chart | None]) -> None:
        self.view = ChartView()
        self._caption = label(kind="label")
        # What room is left below a chart of its greatest height doesn't part it from its title.
        self._caption.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        super().__init__(column(self._caption, self.view))
        whole = self.layout()
        assert whole is not None
        whole.setSizeConstraint(QLayout.SizeConstraint.SetMinAndMaxSize)
        self._of = chart

    def fill(self, item: Item) -> bool:
        chart = self._of(item)
        if chart is not None:
            self._caption.setText(chart.title)
            self.view.show_chart(chart)
        return chart is not None


_BY_TAB = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


def _whole_pixels(box: Box) -> QRectF:
    """A box on whole pixels, so that its edges are sharp; never thinner than one."""
    left, top = round(box.x), round(box.y)
    right, bottom = round(box.x + box.wide), round(box.y + box.high)
    return QRectF(left, top, max(right - left, 1), max(bottom - top, 1))


def _paint_stroke(painter: QPainter, stroke: Stroke) -> None:
    colour = theme.colour(stroke.tone)
    points = QPolygonF([QPointF(x, y) for x, y in stroke.points])
    slanting = len({y for _x, y in stroke.points}) > 1 and len({x for x, _y in stroke.points}) > 1
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, slanting)
    if stroke.filled:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPolygon(points)
    else:
        pen = QPen(colour, stroke.weight)
        pen.setStyle(Qt.PenStyle.DashLine if stroke.dashed else Qt.PenStyle.SolidLine)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPolyline(points)
    painter.restore()
