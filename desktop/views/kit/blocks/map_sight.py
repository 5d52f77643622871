"""The part of a map in sight: laid out, moved, scaled and painted; nothing of it is picked here."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.basics.chart_drawing import Letters, Point
from desktop.basics.map_drawing import View
from desktop.basics.map_fitting import Corner
from desktop.basics.map_scene import Scene
from desktop.basics.places import Place
from desktop.views.kit import theme
from desktop.views.kit.blocks.map_frame import frame_corners, paint_frame
from desktop.views.kit.blocks.map_layer import Layer, Rectangle
from desktop.views.kit.typing_rest import when_typing_rests

_LETTERS_PX = 12
_BEYOND_PX = 180  # painted around what is seen, so that the map can be moved at once
_REST_MS = 120  # names come when the map rests
_CLOSEST_M, _FARTHEST_M = 0.05, 5_000.0  # metres to a pixel
_LEAST = QSize(260, 150)
_EDGE_PX = 8  # nearer to it a shop isn't well seen


class MapSight(QWidget):
    """A layer and the part of it in sight; all of it, until somebody moves or scales it."""

    def __init__(self) -> None:
        super().__init__()
        self._layer = Layer(Scene())
        self._view = View(0, 0, 1, 1, 1)
        self._fits = True
        self._pixmap: QPixmap | None = None
        self._painted = self._view
        font = self.font()
        font.setPixelSize(_LETTERS_PX)
        self.setFont(font)
        self._letters = Letters(_LETTERS_PX, self.fontMetrics().horizontalAdvance)
        self._rest = when_typing_rests(self, _REST_MS, self.paint_names)
        self.setMinimumSize(_LEAST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def _lay(self, layer: Layer) -> None:
        """Take another layer: the same part of the earth as before, unless all of it was shown."""
        middle = self._layer.flat.place((self._view.x, self._view.y))
        self._layer = layer
        x, y = layer.flat.metres(middle)
        self._view = replace(self._view, x=x, y=y)
        if self._fits:
            self._view = self._whole()
        self._renew()

    @property
    def scene(self) -> Scene:
        """What it shows."""
        return self._layer.scene

    @property
    def stands_on_picture(self) -> bool:
        """Whether a picture lies below it."""
        return self._layer.has_ground

    @property
    def view(self) -> View:
        """The part of the map in sight."""
        return self._view

    @property
    def corners(self) -> tuple[Place, Place]:
        """The places in the upper left and the lower right corner."""
        flat, view = self._layer.flat, self._view
        ends = view.metres((0, 0)), view.metres((view.wide, view.high))
        return flat.place(ends[0]), flat.place(ends[1])

    def place_at(self, x: float, y: float) -> Place:
        """The place that stands at a pixel."""
        return self._layer.flat.place(self._view.metres((x, y)))

    def pixel_of(self, place: Place) -> Point:
        """The pixel where a place stands."""
        return self._view.point(self._layer.flat.metres(place))

    def pixel_of_area(self, words: str) -> Point:
        """The pixel in the middle of an area's name; KeyError where it found no room."""
        return self._view.point(self._layer.area_middles[words])

    # --- moving -----------------------------------------------------------------------------------

    def fit(self) -> None:
        """Show all shops."""
        self._fits = True
        self._move(self._whole())

    def zoom(self, factor: float, at: Point | None = None) -> None:
        """Scale the map; what stands at a pixel (the middle) stays there."""
        fixed = at or (self._view.wide / 2, self._view.high / 2)
        x, y = self._view.metres(fixed)
        each_m = min(max(self._view.each_m / factor, _CLOSEST_M), _FARTHEST_M)
        closer = replace(self._view, each_m=each_m)
        now = closer.metres(fixed)
        self._fits = False
        self._move(replace(closer, x=closer.x + x - now[0], y=closer.y + y - now[1]))

    def pan(self, x: float, y: float) -> None:
        """Move the map by pixels: to the right and down."""
        view = self._view
        self._fits = False
        self._move(replace(view, x=view.x - x * view.each_m, y=view.y - y * view.each_m))

    def centre(self, place: Place, each_m: float | None = None) -> None:
        """Bring a place into the middle; with ``each_m``, no farther away than that."""
        x, y = self._layer.flat.metres(place)
        near = min(self._view.each_m, each_m) if each_m else self._view.each_m
        self._fits = False
        self._move(replace(self._view, x=x, y=y, each_m=near))

    def _whole(self) -> View:
        return self._layer.edges.view(self.width(), self.height(), self._corners())

    def _corners(self) -> Sequence[Corner]:
        return frame_corners(self.scene, self.width(), self.height(), self._letters)

    def _sees(self, shops: Sequence[Point]) -> bool:
        """Whether all of these (metres) are in sight, none at the edge or below a corner's box."""
        points = [self._view.point(shop) for shop in shops]
        if not all(self._view.holds(point, -_EDGE_PX) for point in points):
            return False
        corners = self._corners()
        return not any(one.hides(self._view, at) for one in corners for at in points)

    def _move(self, view: View) -> None:
        scaled = view.each_m != self._view.each_m
        self._view = view
        if scaled or not self._covers():
            self._renew()
        self._rest.start()  # the names are laid anew within what is seen then
        self.update()

    def _covers(self) -> bool:
        """Whether what was painted last reaches as far as what is seen."""
        left, top = self._painted.point(self._view.metres((0, 0)))
        right, bottom = left + self._view.wide, top + self._view.high
        return left >= 0 <= top and right <= self._painted.wide and bottom <= self._painted.high

    def _renew(self) -> None:
        """Paint anew at the next frame; the names follow when the map rests."""
        self._pixmap = None
        self._rest.start()
        self.update()

    def _paint_shops(self, letters: Letters | None) -> None:
        wide, high = self._view.wide + 2 * _BEYOND_PX, self._view.high + 2 * _BEYOND_PX
        self._painted = replace(self._view, wide=wide, high=high)
        self._pixmap = self._layer.painted(self._painted, letters, self._no_names())

    def _no_names(self) -> Sequence[Rectangle]:
        """Where no name stands in what is painted: in the corners' boxes, and across an edge."""
        wide, high, far = self._view.wide, self._view.high, float(_BEYOND_PX)
        boxes = [one.box(wide, high) for one in self._corners()]
        boxes += [(-far, y, wide + 2 * far, 1.0) for y in (0.0, high)]
        boxes += [(x, -far, 1.0, high + 2 * far) for x in (0.0, wide)]
        return [(x + far, y + far, across, down) for x, y, across, down in boxes]

    def paint_names(self) -> None:
        """Paint it with the names that find room, as it is once it rests."""
        self._paint_shops(self._letters)
        self.update()

    def resizeEvent(self, _event: QEvent) -> None:
        self._view = replace(self._view, wide=self.width(), high=self.height())
        if self._fits:
            self._view = self._whole()
        self._renew()

    # --- painting ---------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._renew()  # in the colours of the other palette

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._pixmap is None:
            self._paint_shops(None)
        assert self._pixmap is not None
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.colours().surface))
        x, y = self._painted.point(self._view.metres((0, 0)))
        painter.drawPixmap(QPointF(-x, -y), self._pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_over(painter)
        paint_frame(painter, self.scene, self._view, self._letters)
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QColor(theme.colours().accent))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def paint_over(self, painter: QPainter) -> None:
        """Paint what stands over the shops; nothing here."""
