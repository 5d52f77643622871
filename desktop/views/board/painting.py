"""How the runs of a day are painted: names, bars for cartons and kg, stops along the hours."""

from collections.abc import Collection
from decimal import Decimal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from desktop.basics.i18n import _
from desktop.basics.map_drawing import outline
from desktop.basics.map_scene import distinct
from desktop.queries.day_rows import TourLine
from desktop.views.board.drawing import HEAD_PX, LOAD_PX, NAME_PX, ROW_PX, STOP_PX, Drawing, minute
from desktop.views.kit import theme
from desktop.views.kit.words import km_words, money

_WORDS_PX = 12
_SIGN_PX = 5
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class RunsPainting:
    """Paints a drawing; ``row`` and ``picked`` are chosen, ``drop`` is where something would go."""

    def paint(
        self,
        onto: QWidget,
        drawing: Drawing,
        row: int,
        picked: Collection[str],
        drop: tuple[int, int] | None,
        seen: QRectF,
    ) -> None:
        """Paint as much of it as is seen."""
        painter = QPainter(onto)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = painter.font()
        font.setPixelSize(_WORDS_PX)
        painter.setFont(font)
        self._head(painter, drawing)
        number = 0  # as the map counts them
        for at, line in enumerate(drawing.lines):
            if drawing.row(at).intersects(seen):
                self._row(painter, drawing, at, line, chosen=at == row, held=onto.hasFocus())
                self._stops(painter, drawing, at, line, picked)
                if at == row and onto.hasFocus():
                    _paint_held(painter, drawing.row(at))
            if line.stops:
                _paint_sign(painter, drawing.row(at), number)
                number += 1
        if drop is not None:
            _paint_drop(painter, drawing, *drop)

    def _head(self, painter: QPainter, drawing: Drawing) -> None:
        begins, ends = drawing.hours
        painter.setPen(theme.colour("quiet"))
        step = 1 if drawing.right - drawing.left > 36 * (ends - begins) / 60 else 2
        bottom = HEAD_PX + ROW_PX * len(drawing.lines)
        for hour in range(begins // 60, ends // 60 + 1):
            x = drawing.x(hour * 60)
            if (hour - begins // 60) % step == 0:
                painter.setPen(theme.colour("quiet"))
                painter.drawText(
                    QRectF(x - 20, 0, 40, HEAD_PX), Qt.AlignmentFlag.AlignCenter, f"{hour}"
                )
            painter.setPen(QPen(theme.colour("line"), 1))
            painter.drawLine(QPointF(x, HEAD_PX), QPointF(x, bottom))

    def _row(
        self,
        painter: QPainter,
        drawing: Drawing,
        at: int,
        line: TourLine,
        *,
        chosen: bool,
        held: bool,
    ) -> None:
        row = drawing.row(at)
        if chosen:
            painter.fillRect(row.adjusted(0, 0, -drawing.wide + NAME_PX, 0), _soft(held=held))
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(row.bottomLeft(), row.bottomRight())
        name = QRectF(18, row.top() + 2, NAME_PX - 24, 18)
        bold = painter.font()
        bold.setBold(True)
        usual = painter.font()
        painter.setFont(bold)
        painter.setPen(theme.colour("text" if line.stops else "quiet"))
        painter.drawText(name, _LEFT, _cut(painter, title_of(line), name.width()))
        painter.setFont(usual)
        painter.setPen(theme.colour("quiet"))
        below = name.translated(0, 17)
        who = f"{line.vehicle} {line.driver}"
        painter.drawText(below, _LEFT, _cut(painter, who, below.width()))
        if line.stops:
            _paint_load(painter, row, line)
            _paint_cost(painter, drawing, row, line)

    def _stops(
        self,
        painter: QPainter,
        drawing: Drawing,
        at: int,
        line: TourLine,
        picked: Collection[str],
    ) -> None:
        row = drawing.row(at)
        if line.departs and line.returns:
            left, right = drawing.x(minute(line.departs)), drawing.x(minute(line.returns))
            middle = row.top() + 4 + STOP_PX / 2
            painter.fillRect(QRectF(left, middle - 2, right - left, 4), theme.colour("edge"))
            painter.setPen(theme.colour("quiet"))
            words = QRectF(left, row.top() + 22, max(90.0, right - left), 18)
            painter.drawText(words, _LEFT, f"{line.departs}–{line.returns}")
        for stop, box in zip(line.stops, drawing.stops[at], strict=True):
            tone = "wrong" if stop.late else "quiet" if line.out else "accent"
            here = stop.drop.code in picked
            painter.fillRect(box, theme.colour("careful" if here else tone))
            if here:
                painter.setPen(QPen(theme.colour("text"), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(box)
            if stop.held and not line.out:
                painter.fillRect(
                    QRectF(box.left(), box.bottom() + 2, box.width(), 2), theme.colour("text")
                )


def _paint_sign(painter: QPainter, row: QRectF, number: int) -> None:
    """The sign by which the run's stops stand on the map."""
    sign = distinct(number, "")
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(sign.tone))
    around = outline(sign, (10, row.top() + 12), _SIGN_PX)
    painter.drawPolygon(QPolygonF([QPointF(*point) for point in around]))


def title_of(line: TourLine) -> str:
    """How a row is called: its run's name, and whether it is locked or out."""
    if not line.stops:
        return _("idle")
    name = line.name or _("run")
    if line.out is not None:
        return _("{name} (out)").format(name=name)
    return _("{name} (locked)").format(name=name) if line.locked else name


def load_words(load: Decimal, room: Decimal | None) -> str:
    """A load beside what there is room for."""
    return f"{load:.1f}" if room is None else f"{load:.1f} / {room:f}"


def _paint_load(painter: QPainter, row: QRectF, line: TourLine) -> None:
    left = NAME_PX + 4.0
    wide = LOAD_PX - 16.0
    words = QRectF(left, row.top() + 2, wide, 18)
    over = line.room is not None and line.cartons > line.room
    painter.setPen(theme.colour("wrong" if over else "text"))
    painter.drawText(words, _LEFT, load_words(line.cartons, line.room))
    _paint_bar(painter, QRectF(left, row.top() + 22, wide, 5), line.cartons, line.room)
    if line.kg and line.room_kg:
        _paint_bar(painter, QRectF(left, row.top() + 30, wide, 5), line.kg, line.room_kg)


def _paint_bar(painter: QPainter, bar: QRectF, load: Decimal, room: Decimal | None) -> None:
    if not room:
        return
    painter.fillRect(bar, theme.colour("line"))
    share = min(1.0, float(load / room))
    filled = QRectF(bar.left(), bar.top(), bar.width() * share, bar.height())
    painter.fillRect(filled, theme.colour("wrong" if load > room else "accent"))


def _paint_cost(painter: QPainter, drawing: Drawing, row: QRectF, line: TourLine) -> None:
    words = QRectF(drawing.right + 6, row.top() + 2, drawing.wide - drawing.right - 14, 18)
    painter.setPen(theme.colour("text"))
    painter.drawText(words, _RIGHT, money(line.cost_fen) if line.departs else "")
    below = words.translated(0, 17)
    if line.broken:
        painter.setPen(theme.colour("wrong"))
        painter.drawText(below, _RIGHT, _cut(painter, f"! {line.broken[0]}", below.width()))
    elif line.departs:
        painter.setPen(theme.colour("quiet"))
        painter.drawText(below, _RIGHT, km_words(line.metres))


def _paint_held(painter: QPainter, space: QRectF) -> None:
    """The row on which the keyboard is."""
    painter.setPen(QPen(theme.colour("accent"), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(space.adjusted(0.5, 0.5, -0.5, -0.5))


def _paint_drop(painter: QPainter, drawing: Drawing, row: int, place: int) -> None:
    """A bar where it would go, or the whole row where it would go best."""
    space = drawing.row(row)
    if place < 0:
        painter.setPen(QPen(theme.colour("accent"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(space.adjusted(1, 1, -1, -1))
        return
    boxes = drawing.stops[row]
    if place < len(boxes):
        x = boxes[place].left() - 2
    else:
        x = boxes[-1].right() + 2 if boxes else drawing.left
    painter.fillRect(QRectF(x - 1.5, space.top(), 3, space.height()), theme.colour("accent"))


def _soft(*, held: bool) -> object:
    return theme.colour("accent_soft" if held else "ground")


def _cut(painter: QPainter, words: str, wide: float) -> str:
    return painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(wide))
