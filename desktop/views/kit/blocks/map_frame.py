"""What stands on a map whatever it shows: its legend, its scale, and where north is."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from desktop.basics.chart_drawing import Letters, Stroke
from desktop.basics.i18n import _
from desktop.basics.map_drawing import View, north, outline, scale_bar
from desktop.basics.map_scene import Scene
from desktop.views.kit import theme

_PAD_PX = 9
_LINE_PX = 19
_SIGN_PX = 5
_BAR_PX = 140
_MOST = 12  # signs that the legend tells; of more it would hide the map


def paint_frame(painter: QPainter, scene: Scene, view: View, letters: Letters) -> None:
    """Paint them into the corners of the view."""
    _paint_legend(painter, scene, view, letters)
    _paint_scale(painter, view, letters)
    _paint_ground(painter, QRectF(view.wide - 42, 8, 34, 52))
    for stroke in north(view.wide - 25, 26, 12):
        _paint_stroke(painter, stroke)
    painter.setPen(theme.colour("text"))
    wide = letters.measure(_("N"))
    painter.drawText(QPointF(view.wide - 25 - wide / 2, 54), _("N"))


def _paint_legend(painter: QPainter, scene: Scene, view: View, letters: Letters) -> None:
    rows = [(sign, f"{sign.words}  {number}") for sign, number in scene.legend[:_MOST]]
    named = [(way.tone, way.words) for way in scene.ways if way.words]
    ways = named[: _MOST - len(rows)]
    if not rows and not ways:
        return
    texts = [*(words for _sign, words in rows), *(words for _tone, words in ways)]
    wide = max(map(letters.measure, texts)) + 3 * _PAD_PX + 2 * _SIGN_PX
    high = len(texts) * _LINE_PX + _PAD_PX
    box = QRectF(10, view.high - high - 10, wide, high)
    _paint_ground(painter, box)
    x, y = box.left() + _PAD_PX + _SIGN_PX, box.top() + _PAD_PX / 2 + _LINE_PX / 2
    for sign, words in rows:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(sign.tone))
        around = outline(sign, (x, y), _SIGN_PX)
        painter.drawPolygon(QPolygonF([QPointF(*point) for point in around]))
        _write(painter, x + _SIGN_PX + _PAD_PX, y, words, letters)
        y += _LINE_PX
    for tone, words in ways:
        painter.setPen(QPen(theme.colour(tone), 2))
        painter.drawLine(QPointF(x - _SIGN_PX, y), QPointF(x + _SIGN_PX, y))
        _write(painter, x + _SIGN_PX + _PAD_PX, y, words, letters)
        y += _LINE_PX


def _paint_ground(painter: QPainter, box: QRectF) -> None:
    """A surface of its own, so that names below it don't disturb."""
    ground = QColor(theme.colours().surface)
    ground.setAlpha(235)
    painter.setPen(QColor(theme.colours().line))
    painter.setBrush(ground)
    painter.drawRoundedRect(box, 5, 5)


def _paint_scale(painter: QPainter, view: View, letters: Letters) -> None:
    long, words = scale_bar(view.each_m, _BAR_PX)
    right, y = view.wide - 22, view.high - 20
    _paint_ground(painter, QRectF(right - long - 9, y - 26, long + 18, 34))
    painter.setPen(QPen(theme.colour("text"), 2))
    line = [(right - long, y - 5), (right - long, y), (right, y), (right, y - 5)]
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF([QPointF(*point) for point in line]))
    _write(painter, right - long / 2 - letters.measure(words) / 2, y - 12, words, letters)


def _write(painter: QPainter, x: float, y: float, words: str, letters: Letters) -> None:
    painter.setPen(theme.colour("text"))
    painter.drawText(QPointF(x, y + letters.size * 0.36), words)


def _paint_stroke(painter: QPainter, stroke: Stroke) -> None:
    colour = theme.colour(stroke.tone)
    points = QPolygonF([QPointF(*point) for point in stroke.points])
    painter.setPen(Qt.PenStyle.NoPen if stroke.filled else QPen(colour, stroke.weight))
    painter.setBrush(colour if stroke.filled else Qt.BrushStyle.NoBrush)
    painter.drawPolygon(points) if stroke.filled else painter.drawPolyline(points)
