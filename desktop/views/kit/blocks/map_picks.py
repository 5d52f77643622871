"""What is painted over a map: what is picked, the line around shops, and where a place is taken."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from desktop.basics.chart_drawing import Point
from desktop.basics.map_drawing import View
from desktop.views.kit import theme
from desktop.views.kit.blocks.map_layer import SIGN_PX

_CROSS_PX = 16


def paint_many(painter: QPainter, view: View, points: Iterable[Point]) -> None:
    """Shade the shops (metres) that are picked together."""
    shade = QColor(theme.colour("accent"))
    shade.setAlpha(90)
    pen = QPen(shade, SIGN_PX * 2 + 4)
    pen.setCapStyle(Qt.PenCapStyle.SquareCap)
    painter.setPen(pen)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.drawPoints(QPolygonF([QPointF(*view.point(point)) for point in points]))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def paint_here(painter: QPainter, view: View, at: Point) -> None:
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
