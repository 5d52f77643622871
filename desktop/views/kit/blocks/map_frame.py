"""What stands on a map whatever it shows: its legend, its scale, and where north is."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from desktop.basics.chart_drawing import Letters, Stroke
from desktop.basics.i18n import _
from desktop.basics.map_drawing import View, north, outline, scale_bar
from desktop.basics.map_fitting import Corner
from desktop.basics.map_scene import Scene, Sign
from desktop.views.kit import theme

_EDGE_PX = 10  # between the edge of the map and what stands in its corner
_PAD_PX = 9
_LINE_PX = 19
_SIGN_PX = 5
_BAR_PX = 140
_NORTH_PX = 34, 52
_MOST = 12  # signs that the legend tells; of more it would hide the map
_SHARE = 0.55  # of a small map's height that its legend takes, and of its width


@dataclass(frozen=True)
class _Row:
    """A line of the legend: a sign, or a way in its tone, or neither; and its words."""

    words: str
    sign: Sign | None = None
    tone: str = ""


def frame_corners(scene: Scene, wide: float, high: float, letters: Letters) -> Sequence[Corner]:
    """What stands in the corners of a map of this size, so that no shop is hidden by it."""
    found = [
        Corner(True, False, _NORTH_PX[0] + _EDGE_PX, _NORTH_PX[1] + _EDGE_PX),
        Corner(True, True, _longest_bar(wide) + 18 + _EDGE_PX, 34 + _EDGE_PX),
    ]
    if rows := _legend(scene, wide, high, letters):
        box = _legend_box(rows, high, letters)
        found.append(Corner(False, True, box.right(), high - box.top()))
    return found


def paint_frame(painter: QPainter, scene: Scene, view: View, letters: Letters) -> None:
    """Paint them into the corners of the view."""
    _paint_legend(painter, scene, view, letters)
    _paint_scale(painter, view, letters)
    _paint_ground(painter, QRectF(view.wide - 42, 8, *_NORTH_PX))
    for stroke in north(view.wide - 25, 26, 12):
        _paint_stroke(painter, stroke)
    painter.setPen(theme.colour("text"))
    wide = letters.measure(_("N"))
    painter.drawText(QPointF(view.wide - 25 - wide / 2, 54), _("N"))


def _legend(scene: Scene, wide: float, high: float, letters: Letters) -> Sequence[_Row]:
    """The lines of the legend, as many and as long as a map of this size has room for."""
    rows = [_Row(f"{sign.words}  {number}", sign) for sign, number in scene.legend]
    rows += [_Row(way.words, tone=way.tone) for way in scene.ways if way.words]
    most = min(_MOST, max(1, int((high * _SHARE - _PAD_PX) / _LINE_PX)))
    if len(rows) > most:
        left_out = _("and {number} more").format(number=len(rows) - most + 1)
        rows[most - 1 :] = [_Row(left_out)]
    room = wide * _SHARE - 3 * _PAD_PX - 2 * _SIGN_PX
    return [_Row(letters.shortened(row.words, room), row.sign, row.tone) for row in rows]


def _legend_box(rows: Sequence[_Row], view_high: float, letters: Letters) -> QRectF:
    wide = max(letters.measure(row.words) for row in rows) + 3 * _PAD_PX + 2 * _SIGN_PX
    high = len(rows) * _LINE_PX + _PAD_PX
    return QRectF(_EDGE_PX, view_high - high - _EDGE_PX, wide, high)


def _paint_legend(painter: QPainter, scene: Scene, view: View, letters: Letters) -> None:
    rows = _legend(scene, view.wide, view.high, letters)
    if not rows:
        return
    box = _legend_box(rows, view.high, letters)
    _paint_ground(painter, box)
    x, y = box.left() + _PAD_PX + _SIGN_PX, box.top() + _PAD_PX / 2 + _LINE_PX / 2
    for row in rows:
        if row.sign is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(row.sign.tone))
            around = outline(row.sign, (x, y), _SIGN_PX)
            painter.drawPolygon(QPolygonF([QPointF(*point) for point in around]))
        elif row.tone:
            painter.setPen(QPen(theme.colour(row.tone), 2))
            painter.drawLine(QPointF(x - _SIGN_PX, y), QPointF(x + _SIGN_PX, y))
        _write(painter, x + _SIGN_PX + _PAD_PX, y, row.words, letters)
        y += _LINE_PX


def _longest_bar(wide: float) -> float:
    """How long the scale may be on a map of this width."""
    return min(_BAR_PX, wide / 5)


def _paint_ground(painter: QPainter, box: QRectF) -> None:
    """A surface of its own, so that names below it don't disturb."""
    ground = QColor(theme.colours().surface)
    ground.setAlpha(235)
    painter.setPen(QColor(theme.colours().line))
    painter.setBrush(ground)
    painter.drawRoundedRect(box, 5, 5)


def _paint_scale(painter: QPainter, view: View, letters: Letters) -> None:
    long, words = scale_bar(view.each_m, _longest_bar(view.wide))
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
