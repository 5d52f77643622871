"""The map of 20,000 shops painted as on a monitor, and as many points by Qt alone.

``python -m bench.map_frames`` tells the frames one by one: wall time, and processor time, which is
the one to look at where the machine has other work.
"""

import os
import random
from collections.abc import Callable
from io import BytesIO
from statistics import median
from time import perf_counter, process_time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image, ImageDraw
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from bench.watch import application
from desktop.basics.ground import Ground, Pin
from desktop.basics.map_scene import AreaName, Scene, Sign, Spot, distinct
from desktop.views.kit import theme
from desktop.views.kit.blocks.map import MapView
from desktop.views.kit.blocks.map_layer import Layer

_SHOPS, _LINES, _AREAS = 20_000, 6, 40
_SIZE = 1920, 1080
_FRAMES = 40
_MIDDLE = 31.4, 104.7


class MapFrames:
    """Each call is one frame: something changes, and the whole of the widget is painted.

    A third of the shops are prospects. With ``on_picture`` an office's own picture lies below them.
    """

    def __init__(self, *, on_picture: bool = False) -> None:
        app = application()
        theme.apply(app, dark=False)
        dice = random.Random(20_000)
        self._map = MapView()
        self._map.resize(*_SIZE)
        self._map.show_layer(Layer(_scene(dice), _ground() if on_picture else None))
        self._bare = _Bare(dice)
        self._image = QImage(*_SIZE, QImage.Format.Format_ARGB32_Premultiplied)
        self._turn = 0

    def scaled(self) -> None:
        """All of it, scaled anew: nothing that was painted before is of use."""
        self._map.fit()
        self._map.zoom(1.01)
        self._map.render(self._image, QPoint())

    def zoomed(self) -> None:
        """Nearer with each frame, from all shops to a few hundred, and back to all of them."""
        self._turn += 1
        if self._turn % 20 == 0:
            self._map.fit()
        self._map.zoom(1.25)
        self._map.render(self._image, QPoint())

    def moved(self) -> None:
        """All of it, moved a little."""
        self._map.pan(3, 2)
        self._map.render(self._image, QPoint())

    def dragged(self) -> None:
        """Moved far with each frame, so that it is painted anew each third time or so."""
        self._turn += 1
        self._map.pan(70 if self._turn % 20 < 10 else -70, 20)
        self._map.render(self._image, QPoint())

    def rested(self) -> None:
        """The one frame after the map came to rest: with the names that find room."""
        self._map.fit()
        self._map.paint_names()
        self._map.render(self._image, QPoint())

    def bare(self) -> None:
        """The bare widget."""
        self._bare.render(self._image, QPoint())


def _scene(dice: random.Random) -> Scene:
    places = [
        (_MIDDLE[0] + dice.gauss(0, 0.05), _MIDDLE[1] + dice.gauss(0, 0.06))
        for _shop in range(_SHOPS)
    ]
    spots = tuple(
        Spot(number, place, f"shop {number}", _LINES if number % 3 == 0 else number % _LINES)
        for number, place in enumerate(places)
    )
    signs = (*(distinct(n, str(n)) for n in range(_LINES)), Sign("prospect", "diamond", "quiet"))
    areas = tuple(AreaName(f"area {n}", places[n]) for n in range(_AREAS))
    return Scene("map", spots, signs, areas=areas)


def _ground() -> Ground:
    """A picture as large as the map keeps one, a little turned."""
    picture = Image.effect_noise((2400, 1800), 60).convert("RGB")
    pen = ImageDraw.Draw(picture)
    for step in range(0, 2400, 60):
        pen.line([(step, 0), (step, 1800)], fill="#c8b48a", width=5)
    written = BytesIO()
    picture.save(written, "JPEG", quality=85)
    pins = (
        Pin(200, 200, (_MIDDLE[0] + 0.15, _MIDDLE[1] - 0.2)),
        Pin(2200, 1600, (_MIDDLE[0] - 0.16, _MIDDLE[1] + 0.17)),
    )
    return Ground(written.getvalue(), pins, 50)


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


def _measured(frame: Callable[[], None]) -> str:
    walls, works = [], []
    for _frame in range(_FRAMES):
        wall, work = perf_counter(), process_time()
        frame()
        walls.append(1000 * (perf_counter() - wall))
        works.append(1000 * (process_time() - work))
    told = (median(walls), max(walls), median(works), max(works))
    return "wall {:5.1f} ms, worst {:5.1f}; processor {:5.1f} ms, worst {:5.1f}".format(*told)


def main() -> None:
    """Tell each kind of frame, without a picture below the map and with one."""
    for on_picture in (False, True):
        frames = MapFrames(on_picture=on_picture)
        where = "on a picture" if on_picture else "on plain ground"
        for name in ("scaled", "zoomed", "moved", "dragged", "rested"):
            print(f"{where}, {name}: {_measured(getattr(frames, name))}")


if __name__ == "__main__":
    main()
