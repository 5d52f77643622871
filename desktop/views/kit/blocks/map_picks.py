"""What is painted over a map: what is picked, the line around shops, and where a place is taken."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from desktop.basics.chart_drawing import Letters, Point
from desktop.basics.map_drawing import Flat, Names, View, mark_names, pin
from desktop.basics.map_scene import Mark, Scene
from desktop.views.kit import theme
from desktop.views.kit.blocks.map_layer import SIGN_PX, Layer

_CROSS_PX = 16
_PIN_PX = 8.0  # its words stand clear of the name of the shop below it


def paint_pins(
    painter: QPainter, view: View, flat: Flat, marks: Sequence[Mark], letters: Letters
) -> None:
    """A few places with their words, which stand one above the other where they are near."""
    names = Names(letters, view.wide, view.high)
    scene = Scene(marks=tuple(marks))
    for mark in marks:
        around = pin(view.point(flat.metres(mark.place)), _PIN_PX)
        painter.setPen(QPen(QColor(theme.colours().surface), 1))
        painter.setBrush(theme.colour(mark.tone))
        painter.drawPolygon(QPolygonF([QPointF(*point) for point in around]))
    ground = QColor(theme.colours().surface)
    ground.setAlpha(225)
    for name in mark_names(scene, flat, view, names, letters, _PIN_PX):
        wide, high = letters.measure(name.text) + 6, letters.size * 1.25
        painter.fillRect(QRectF(name.x - 3, name.y - high / 2, wide, high), ground)
        painter.setPen(theme.colour("text"))
        painter.drawText(QPointF(name.x, name.y + letters.size * 0.36), name.text)


def paint_picks(
    painter: QPainter, view: View, layer: Layer, many: Iterable[int], here: int | None
) -> None:
    """Shade the shops that are picked together, and ring the one at its place in the scene."""
    if points := [layer.points[layer.place_of[one]] for one in many]:
        _paint_many(painter, view, points)
    if here is not None:
        _paint_here(painter, view, layer.points[here])


def _paint_many(painter: QPainter, view: View, points: Iterable[Point]) -> None:
    """Shade the shops (metres) that are picked together."""
    shade = QColor(theme.colour("accent"))
    shade.setAlpha(90)
    pen = QPen(shade, SIGN_PX * 2 + 4)
    pen.setCapStyle(Qt.PenCapStyle.SquareCap)
    painter.setPen(pen)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.drawPoints(QPolygonF([QPointF(*view.point(point)) for point in points]))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def _paint_here(painter: QPainter, view: View, at: Point) -> None:
    """Ring the shop (metres) that is picked."""
    x, y = view.point(at)
    around = SIGN_PX + 4
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.colour("text"), 2))
    painter.drawEllipse(QRectF(x - around, y - around, 2 * around, 2 * around))


def paint_lasso(painter: QPainter, view: View, corners: Sequence[Point]) -> None:
    """The line (metres) that is drawn around shops."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.colour("accent"), 1.5, Qt.PenStyle.DashLine))
    painter.drawPolygon(QPolygonF([QPointF(*view.point(point)) for point in corners]))


def paint_cross(painter: QPainter, at: Point) -> None:
    """The cross of the place that Enter would take."""
    x, y = at
    for colour, weight in ((QColor(theme.colours().surface), 4), (theme.colour("accent"), 2)):
        painter.setPen(QPen(colour, weight))
        for east, south in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            near = QPointF(x + 3 * east, y + 3 * south)
            painter.drawLine(near, QPointF(x + _CROSS_PX * east, y + _CROSS_PX * south))
