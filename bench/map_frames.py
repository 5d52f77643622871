"""The map of 20,000 shops painted as on a monitor, and as many points by Qt alone."""

import os
import random

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QApplication, QWidget

from desktop.basics.map_scene import Scene, Spot, distinct
from desktop.views.kit import theme
from desktop.views.kit.blocks.map import MapView

_SHOPS, _LINES = 20_000, 6
_SIZE = 1920, 1080


class MapFrames:
    """Each call is one frame: something changes, and the whole of the widget is painted."""

    def __init__(self) -> None:
        app = QApplication.instance() or QApplication([])
        assert isinstance(app, QApplication)
        theme.apply(app, dark=False)
        dice = random.Random(20_000)
        spots = tuple(
            Spot(
                number,
                (31.4 + dice.gauss(0, 0.05), 104.7 + dice.gauss(0, 0.06)),
                f"shop {number}",
                number % _LINES,
            )
            for number in range(_SHOPS)
        )
        self._map = MapView()
        self._map.resize(*_SIZE)
        self._map.show_scene(Scene("map", spots, tuple(distinct(n, str(n)) for n in range(_LINES))))
        self._bare = _Bare(dice)
        self._image = QImage(*_SIZE, QImage.Format.Format_ARGB32_Premultiplied)

    def scaled(self) -> None:
        """All of it, scaled anew: nothing that was painted before is of use."""
        self._map.fit()
        self._map.zoom(1.01)
        self._map.render(self._image, QPoint())

    def moved(self) -> None:
        """All of it, moved a little."""
        self._map.pan(3, 2)
        self._map.render(self._image, QPoint())

    def bare(self) -> None:
        """The bare widget."""
        self._bare.render(self._image, QPoint())


class _Bare(QWidget):
    def __init__(self, dice: random.Random) -> None:
        super().__init__()
        self.resize(*_SIZE)
        points = [QPointF(dice.gauss(960, 300), dice.gauss(540, 200)) for _shop in range(_SHOPS)]
        self._points = QPolygonF(points)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt names it
        painter = QPainter(self)
        pen = QPen(QColor("teal"), 5)
        pen.setCapStyle(Qt.PenCapStyle.SquareCap)
        painter.setPen(pen)
        painter.drawPoints(self._points)
