"""Small pictures beside each other: one stop of the Tab key, each opened by Enter or a click."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QAccessible,
    QFocusEvent,
    QHelpEvent,
    QImage,
    QImageReader,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop.basics.i18n import _
from desktop.views.kit import theme
from desktop.views.kit.heard import hear_as

WIDE_PX, HIGH_PX = 104, 78
_GAP_PX = 8
_NAME_PX = 12


@dataclass(frozen=True)
class Thumbnail:
    """A picture by its key: its name, a quiet word about it, and what opens it."""

    key: int
    name: str
    about: str
    open: Callable[[], object]

    @property
    def told(self) -> str:
        """Both, for whoever hears, or waits for the picture."""
        return _(", ").join(filter(None, (self.name, self.about)))


def small_picture(content: bytes, ratio: float = 1.0) -> QImage:
    """A picture as large as a thumbnail, upright as it was taken; null if it can't be read.

    It is made off the GUI thread. ``ratio`` is the screen's pixels for one of ours.
    """
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid():
        # Twice the larger side: a picture that lies on its side is turned after it is read.
        side = round(2 * WIDE_PX * ratio)
        if max(size.width(), size.height()) > side:
            reader.setScaledSize(size.scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio))
    picture = reader.read()
    room = QSize(round(WIDE_PX * ratio), round(HIGH_PX * ratio))
    if picture.isNull():
        return picture
    smooth = Qt.TransformationMode.SmoothTransformation
    return picture.scaled(room, Qt.AspectRatioMode.KeepAspectRatioByExpanding, smooth)


class ThumbnailsView(QWidget):
    """The pictures, in as many rows as they need; arrows go from one to the next.

    One that isn't there yet, or can't be read, shows its name.
    """

    def __init__(self) -> None:
        super().__init__()
        self._shown: Sequence[Thumbnail] = ()
        self._pictures: Mapping[int, QImage] = {}
        self._place = 0
        self._title = ""
        hear_as(self, QAccessible.Role.List)
        self.setMouseTracking(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_thumbnails(
        self, title: str, shown: Sequence[Thumbnail], pictures: Mapping[int, QImage]
    ) -> None:
        """Show these, with the pictures that are there by now."""
        self._title, self._shown, self._pictures = title, shown, pictures
        self._place = min(self._place, max(len(shown) - 1, 0))
        policy = Qt.FocusPolicy.StrongFocus if shown else Qt.FocusPolicy.NoFocus
        self.setFocusPolicy(policy)
        self.setVisible(bool(shown))
        self._tell()
        self.setAccessibleDescription(_("; ").join(one.told for one in shown))
        self.updateGeometry()

    def has(self, key: int) -> bool:
        """Whether the picture of a thumbnail stands there."""
        return key in self._pictures and not self._pictures[key].isNull()

    def picture(self, key: int) -> QImage:
        """The picture of a thumbnail, as it was made small."""
        return self._pictures[key]

    def _tell(self) -> None:
        words = self._shown[self._place].told if self._shown else ""
        self.setAccessibleName(f"{self._title} {words}".strip())
        self.update()

    # --- its room -----------------------------------------------------------------------

    def _across(self, wide: int) -> int:
        return max(1, (wide + _GAP_PX) // (WIDE_PX + _GAP_PX))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, wide: int) -> int:
        rows = -(-len(self._shown) // self._across(wide))
        return max(0, rows * (HIGH_PX + _GAP_PX) - _GAP_PX)

    def sizeHint(self) -> QSize:
        wide = max(self.width(), 2 * WIDE_PX + _GAP_PX)
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        return QSize(WIDE_PX, 0)

    def _area(self, place: int) -> QRectF:
        row, column = divmod(place, self._across(self.width()))
        left, top = column * (WIDE_PX + _GAP_PX), row * (HIGH_PX + _GAP_PX)
        return QRectF(left, top, WIDE_PX, HIGH_PX)

    def _at(self, point: QPointF) -> int | None:
        places = range(len(self._shown))
        return next((place for place in places if self._area(place).contains(point)), None)

    # --- keys and pointer ---------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        across = self._across(self.width())
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
        steps |= {Qt.Key.Key_Down: across, Qt.Key.Key_Up: -across}
        key = Qt.Key(event.key())
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or not self._shown:
            super().keyPressEvent(event)
        elif key in steps:
            self._place = min(max(self._place + steps[key], 0), len(self._shown) - 1)
            self._tell()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self._shown[self._place].open()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._tell()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._at(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place = self._at(event.position())
        if place is not None and event.button() == Qt.MouseButton.LeftButton:
            self._shown[place].open()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = self._at(QPointF(event.pos()))
            if place is not None:
                QToolTip.showText(event.globalPos(), self._shown[place].told, self)
                return True
        return super().event(event)

    # --- painting -----------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for place, one in enumerate(self._shown):
            area = self._area(place)
            if self.has(one.key):
                _paint_filling(painter, self._pictures[one.key], area)
            else:
                self._paint_name(painter, one, area)
            held = self.hasFocus() and place == self._place
            painter.setPen(QPen(theme.colour("accent" if held else "line"), 2 if held else 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5))

    def _paint_name(self, painter: QPainter, one: Thumbnail, area: QRectF) -> None:
        painter.fillRect(area, theme.colour("ground"))
        font = self.font()
        font.setPixelSize(_NAME_PX)
        painter.setFont(font)
        painter.setPen(theme.colour("quiet"))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWrapAnywhere
        painter.drawText(area.adjusted(6, 4, -6, -4), int(flags), one.name)


def _paint_filling(painter: QPainter, picture: QImage, area: QRectF) -> None:
    """The middle of a picture, as much as fills its room."""
    scale = max(area.width() / picture.width(), area.height() / picture.height())
    wide, high = area.width() / scale, area.height() / scale
    left, top = (picture.width() - wide) / 2, (picture.height() - high) / 2
    painter.drawImage(area, picture, QRectF(left, top, wide, high))
