"""The office's own picture below a map: dimmed once, laid by its pins, painted in little time."""

from dataclasses import replace
from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QTransform

from desktop.basics.ground import Ground, Laid
from desktop.basics.map_drawing import Flat, View
from desktop.views.kit import theme

_WITH_ALPHA = QImage.Format.Format_ARGB32_Premultiplied
_SHRUNK = 3  # how often a picture is halved beforehand, for views from far away


class GroundPainter:
    """A picture that lies on a flat map; made off the GUI thread, painted on it."""

    def __init__(self, ground: Ground, flat: Flat) -> None:
        self._laid = ground.laid(flat)
        self._images = _halved(ground.picture)
        self._strength = ground.strength
        self._dimmed: dict[tuple[int, str], QImage] = {}
        for step in range(len(self._images)):
            self._image(step)  # here, where nobody waits for a frame

    def paint(self, painter: QPainter, view: View, *, finely: bool) -> None:
        """Paint what lies in the view; ``finely`` where there is time for it.

        While the map moves half as many pixels each way do: to turn them is what takes long.
        """
        if not self._images:
            return
        if finely:
            self._paint(painter, view, finely=True)
            return
        half = QImage(round(view.wide / 2), round(view.high / 2), _WITH_ALPHA)
        half.fill(Qt.GlobalColor.transparent)
        small = QPainter(half)
        coarser = replace(view, wide=view.wide / 2, high=view.high / 2, each_m=view.each_m * 2)
        self._paint(small, coarser, finely=False)
        small.end()
        painter.drawImage(QRectF(0, 0, view.wide, view.high), half)

    def _paint(self, painter: QPainter, view: View, *, finely: bool) -> None:
        to_view = _transform(self._laid) * QTransform.fromTranslate(-view.x, -view.y)
        to_view *= QTransform.fromScale(1 / view.each_m, 1 / view.each_m)
        to_view *= QTransform.fromTranslate(view.wide / 2, view.high / 2)
        step = self._step(to_view)
        image = self._image(step)
        seen = to_view.inverted()[0].mapRect(QRectF(0, 0, view.wide, view.high))
        each_x, each_y = image.width() / self._wide, image.height() / self._high
        seen = QRectF(
            seen.x() * each_x, seen.y() * each_y, seen.width() * each_x, seen.height() * each_y
        ).intersected(QRectF(image.rect()))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, finely)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setTransform(QTransform.fromScale(1 / each_x, 1 / each_y) * to_view)
        painter.drawImage(seen, image, seen)
        painter.restore()

    @property
    def _wide(self) -> int:
        return self._images[0].width()

    @property
    def _high(self) -> int:
        return self._images[0].height()

    def _step(self, to_view: QTransform) -> int:
        """Which of the halved pictures has about a pixel for each of the screen's."""
        scale = abs(to_view.determinant()) ** 0.5
        step = 0
        while scale < 0.6 and step + 1 < len(self._images):
            scale, step = scale * 2, step + 1
        return step

    def _image(self, step: int) -> QImage:
        """The picture, dimmed towards the surface on which the map stands."""
        surface = theme.colours().surface
        key = step, surface
        if key not in self._dimmed:
            made = self._images[step].convertToFormat(QImage.Format.Format_RGB32)
            shade = QColor(surface)
            shade.setAlphaF(1 - self._strength / 100)
            painter = QPainter(made)
            painter.fillRect(made.rect(), shade)
            painter.end()
            self._dimmed[key] = made
        return self._dimmed[key]


def _transform(one: Laid) -> QTransform:
    return QTransform(*one.along, *one.down, *one.start)


@lru_cache(2)
def _halved(picture: bytes) -> tuple[QImage, ...]:
    """The picture, and the same ever smaller; none where it can't be read."""
    image = QImage.fromData(picture)
    if image.isNull():
        return ()
    found = [image]
    for _step in range(_SHRUNK):
        last = found[-1]
        found.append(last.smoothScaled(max(1, last.width() // 2), max(1, last.height() // 2)))
    return tuple(found)
