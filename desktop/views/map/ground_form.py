"""Laying the office's own picture below the map: choose it, and say which shops its points are."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.basics.i18n import N_, _
from desktop.queries.map_ground import KeptGround
from desktop.queries.search import find_clients
from desktop.views.kit import theme
from desktop.views.kit.desk import Desk
from desktop.views.kit.doing.actions import Given
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.forms.live_form import LiveForm
from desktop.views.kit.heard import hear_as
from desktop.views.kit.parts import column, label
from desktop.views.kit.tasks import Progress

if TYPE_CHECKING:
    from desktop.services.grounds import PinDraft, Relaid
    from desktop.services.office import Office

_HIGH_PX = 300
_STEP_PX, _FINE_PX = 12, 1
_PINS = (1, 2, 3)
_MOVES = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class PictureView(QWidget):
    """A picture with pins; a click, or arrow keys and Enter, give a ``point`` of it in pixels."""

    point = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self._image = QImage()
        self._pins: Sequence[tuple[int, int] | None] = ()
        self._cross = QPointF()
        hear_as(self, QAccessible.Role.Graphic)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(QSize(280, _HIGH_PX))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(_("The picture"))
        self.setCursor(Qt.CursorShape.CrossCursor)

    def show_picture(self, content: bytes) -> None:
        """Show a picture; b"" for none."""
        self._image = QImage.fromData(content) if content else QImage()
        self._cross = QPointF(self._image.width() / 2, self._image.height() / 2)
        self.update()

    def show_pins(self, pins: Sequence[tuple[int, int] | None]) -> None:
        """Show where the pins stand, by number; None for one that isn't set."""
        self._pins = pins
        self.update()

    @property
    def has_picture(self) -> bool:
        """Whether a picture is shown."""
        return not self._image.isNull()

    def _box(self) -> QRectF:
        """Where the picture stands in the widget."""
        size = QSize(self._image.size()).scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (self.width() - size.width()) / 2, (self.height() - size.height()) / 2
        return QRectF(left, top, size.width(), size.height())

    def _at(self, x: float, y: float) -> QPointF:
        box = self._box()
        each = box.width() / max(self._image.width(), 1)
        return QPointF(box.left() + x * each, box.top() + y * each)

    def _give(self, at: QPointF) -> None:
        if self.has_picture and QRectF(self._image.rect()).contains(at):
            self._cross = at
            self.point.emit(round(at.x()), round(at.y()))
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        box = self._box()
        if self.has_picture and box.contains(event.position()):
            each = self._image.width() / box.width()
            self._give((event.position() - box.topLeft()) * each)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        move = _MOVES.get(Qt.Key(event.key()))
        if move is not None and self.has_picture:
            fine = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            each = (_FINE_PX if fine else _STEP_PX) * self._image.width() / self._box().width()
            x = min(max(self._cross.x() + move[0] * each, 0), self._image.width() - 1)
            y = min(max(self._cross.y() + move[1] * each, 0), self._image.height() - 1)
            self._cross = QPointF(x, y)
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._give(self._cross)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("accent" if self.hasFocus() else "line"), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        if not self.has_picture:
            painter.setPen(theme.colour("quiet"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, _("No picture yet."))
            return
        painter.drawImage(self._box(), self._image)
        for number, pin in enumerate(self._pins, 1):
            if pin is not None:
                self._paint_pin(painter, self._at(*pin), str(number))
        if self.hasFocus():
            at = self._at(self._cross.x(), self._cross.y())
            painter.setPen(QPen(theme.colour("wrong"), 1.5))
            painter.drawLine(at - QPointF(14, 0), at + QPointF(14, 0))
            painter.drawLine(at - QPointF(0, 14), at + QPointF(0, 14))

    def _paint_pin(self, painter: QPainter, at: QPointF, words: str) -> None:
        round_ = QRectF(at.x() - 10, at.y() - 10, 20, 20)
        painter.setPen(QPen(QColor(theme.colours().surface), 1.5))
        painter.setBrush(theme.colour("accent"))
        painter.drawEllipse(round_)
        painter.setPen(QColor(theme.colours().surface))
        painter.drawText(round_, Qt.AlignmentFlag.AlignCenter, words)


class GroundForm(LiveForm):
    """The picture, and two or three of its points with the shops that lie there."""

    def __init__(self, desk: Desk, kept: KeptGround | None) -> None:
        find = desk.look_up(find_clients)
        fields = [Field("files", N_("Picture"), "pictures", needed=kept is None, wide=True)]
        for number in _PINS:
            needed = number < len(_PINS)
            also = ("client",) if number == 1 else ()
            spots = ("pins",) if number == 1 else ()
            fields.append(
                Field(
                    f"shop{number}",
                    _SHOPS[number - 1],
                    "lookup",
                    needed=needed,
                    lookup=find,
                    also=also,
                )
            )
            fields.append(
                Field(
                    f"at{number}",
                    _SPOTS[number - 1],
                    "code",
                    needed=needed,
                    also=spots,
                    hint=N_("click on the picture"),
                )
            )
        super().__init__(desk, fields, columns=2)
        self._kept = kept
        self._shown: list[Path] | None = None
        self.picture = PictureView()
        self.picture.point.connect(self._take)
        hint = label(
            _(
                "Choose a shop, then click where it stands on the picture; or go there with the "
                "arrow keys (Shift: finely) and press Enter. Two shops far apart turn and scale "
                "the picture, a third stretches it."
            ),
            tone="quiet",
            wrap=True,
        )
        below = column(hint, self.picture)
        self._grid.addLayout(below, self.row_of("at3") + 2, 0, 1, -1)

    def look(self) -> None:
        """Show the picture that is chosen, and the pins."""
        self.picture.show_pins([spot_of(self.typed(f"at{number}")) for number in _PINS])
        chosen = list(self.typed("files") or ())
        if chosen == self._shown:
            return
        self._shown = chosen
        if not chosen:
            self.picture.show_picture(self._kept.picture if self._kept else b"")
            return

        def work(_progress: Progress) -> bytes:
            from desktop.services.grounds import fitting_picture

            return fitting_picture(chosen[0])

        self.desk.tasks.read(self, work, self.picture.show_picture, self._not_read, slot="picture")

    def _not_read(self, error: Exception) -> None:
        self.picture.show_picture(b"")
        self._say("files", getattr(error, "message", str(error)))

    def _take(self, x: int, y: int) -> None:
        """Set the pin whose shop is chosen and that stands nowhere yet, else the first free one."""
        free = [one for one in _PINS if spot_of(self.typed(f"at{one}")) is None]
        asked = [one for one in free if self.typed(f"shop{one}")]
        number = (asked or free or [_PINS[-1]])[0]
        self.editor(f"at{number}").show_raw(f"{x}, {y}")
        following = number % len(_PINS) + 1 if asked else number
        self.editor(f"shop{following}").control.setFocus()


_SHOPS = (N_("First shop"), N_("Second shop"), N_("Third shop"))
_SPOTS = (N_("Its point"), N_("Point of the second"), N_("Point of the third"))


def spot_of(text: str | None) -> tuple[int, int] | None:
    """A point as it stands in the form: pixels to the right and down; None for no such thing."""
    parts = [part.strip() for part in (text or "").replace("，", ",").split(",")]
    if len(parts) != 2 or not all(part.isdecimal() for part in parts):
        return None
    return int(parts[0]), int(parts[1])


def ground_values(kept: KeptGround | None) -> dict[str, Any]:
    """What the form shows of the picture that is there."""
    found: dict[str, Any] = {}
    for number, (pin, code) in enumerate(
        zip(kept.pins, kept.codes, strict=True) if kept else (), 1
    ):
        found |= {f"shop{number}": code, f"at{number}": f"{round(pin.x)}, {round(pin.y)}"}
    return found


def save_ground(office: "Office", given: Given) -> "Relaid":
    """Lay the picture as the form says."""
    from desktop.services.grounds import set_ground

    files = given.values.get("files") or []
    return set_ground(office, files[0] if files else None, list(_pins_of(given.values)))


def laying_back(relaid: "Relaid") -> "Callable[[Office], None]":
    """How a picture that was laid, pinned anew or removed is taken back."""
    from desktop.services.grounds import lay_back

    return lambda office: lay_back(office, relaid)


def _pins_of(values: "dict[str, Any]") -> "list[PinDraft]":
    from desktop.services.checks import invalid
    from desktop.services.grounds import PinDraft

    found = []
    for number in _PINS:
        client, text = values.get(f"shop{number}"), values.get(f"at{number}")
        if not client and not text:
            continue
        spot = spot_of(text)
        if spot is None or not client:
            raise invalid(
                f"at{number}" if client else f"shop{number}",
                _("A pin needs both a shop and a point: click on the picture."),
            )
        found.append(PinDraft(client, *spot))
    return found
