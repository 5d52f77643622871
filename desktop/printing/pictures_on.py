"""Pictures on a sheet: one alone, one in many places, one turned and stretched."""

from collections.abc import Sequence
from hashlib import sha256
from io import BytesIO
from typing import Any

from desktop.printing.measures import Area


class Pictures:
    """The part of a sheet that lays pictures; places count from the upper left, in points."""

    _canvas: Any
    _size: tuple[float, float]

    def picture(self, x: float, y: float, side: float, data: bytes) -> bool:
        """A JPEG or PNG picture within a square, its proportions kept; False if unreadable."""
        from reportlab.lib.utils import ImageReader

        try:
            image = ImageReader(BytesIO(data))
            wide, high = image.getSize()
        except Exception:  # noqa: BLE001 - ReportLab passes on whatever its decoder raises
            return False
        scale = side / max(wide, high, 1)
        wide, high = wide * scale, high * scale
        lower = self._size[1] - y - (side + high) / 2
        self._canvas.drawImage(image, x + (side - wide) / 2, lower, wide, high, mask="auto")
        return True

    def pictures(self, areas: Sequence[Area], data: bytes) -> bool:
        """The middle of a picture in several rectangles, which it fills; False if unreadable.

        Pictures have wide margins. It is in the PDF once, however often it is seen.
        """
        from reportlab.lib.utils import ImageReader

        try:
            image = ImageReader(BytesIO(data))
            wide, high = image.getSize()
        except Exception:  # noqa: BLE001 - as above
            return False
        canvas, name = self._canvas, f"picture{sha256(data).hexdigest()[:16]}"
        if not canvas.hasForm(name):
            canvas.beginForm(name, 0, 0, wide, high)
            canvas.drawImage(image, 0, 0, wide, high, mask="auto")
            canvas.endForm()
        for x, y, room, tall in areas:
            scale, lower = max(room / wide, tall / high), self._size[1] - y - tall
            canvas.saveState()
            edge = canvas.beginPath()
            edge.rect(x, lower, room, tall)
            canvas.clipPath(edge, stroke=0, fill=0)
            canvas.translate(x + (room - wide * scale) / 2, lower + (tall - high * scale) / 2)
            canvas.scale(scale, scale)
            canvas.doForm(name)
            canvas.restoreState()
        return True

    def laid_picture(
        self,
        area: Area,
        data: bytes,
        points: Sequence[tuple[float, float]],
        strength: float,
    ) -> None:
        """A JPEG turned and stretched, pale by its strength (0 to 1), cut off at an area.

        ``points`` are where its upper left pixel stands, and the next ones to the right and down.
        """
        from reportlab.lib.utils import ImageReader

        image = ImageReader(BytesIO(data))
        wide, high = image.getSize()
        (x, y), (right_x, right_y), (down_x, down_y) = points
        x_along, y_along = (right_x - x) * wide, -(right_y - y) * wide
        x_up, y_up = -(down_x - x) * high, (down_y - y) * high
        left, top, across, deep = area
        canvas = self._canvas
        canvas.saveState()
        clip = canvas.beginPath()
        clip.rect(left, self._size[1] - top - deep, across, deep)
        canvas.clipPath(clip, stroke=0, fill=0)
        canvas.setFillAlpha(strength)
        canvas.transform(x_along, y_along, x_up, y_up, x - x_up, self._size[1] - y - y_up)
        canvas.drawImage(image, 0, 0, 1, 1)
        canvas.restoreState()
