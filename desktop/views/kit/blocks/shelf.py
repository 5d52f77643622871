"""A shelf to scale: seen, and where it may be, arranged with the mouse or by keys, and taken back.

It knows no query: it takes a frozen shelf and tells the one it became.
"""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QMarginsF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop.basics.i18n import _
from desktop.basics.shelf import Shelf, Spot, room_words
from desktop.views.kit import theme
from desktop.views.kit.blocks.shelf_drawing import Drawing
from desktop.views.kit.blocks.shelf_painting import ShelfPainting
from desktop.views.kit.heard import hear_as
from desktop.views.kit.told_keys import tell_keys
from desktop.views.kit.undo_keys import is_redo, is_undo
from desktop.views.kit.words import joined

_EMPTY = Shelf((), ())
_DRAGGED_PX = 6
_OUTSIDE_PX = 24  # who lets a pack go farther from the shelf wants it to stay where it was
_GROWING = (Qt.Key.Key_Plus, Qt.Key.Key_Equal)
_ALONG: dict[int, int] = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_ACROSS: dict[int, int] = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


@dataclass(frozen=True)
class _DrawnOut:
    """Facings whose edge is drawn out: the shelf before it, and where and how wide one stood."""

    code: str
    before: Shelf
    left: float
    facing_px: float


class ShelfView(QWidget):
    """One stop of the Tab key: arrows choose a pack, with Ctrl they move it, + and − change it.

    ``arranged`` hands over the shelf as it became, ``picked`` the code of the chosen product.
    """

    arranged = Signal(object)
    picked = Signal(str)

    def __init__(self, *, editable: bool = False) -> None:
        super().__init__()
        self._editable = editable
        self._shelf = _EMPTY
        self._chosen = ""
        self._before: list[Shelf] = []
        self._after: list[Shelf] = []
        self._pressed: QPointF | None = None
        self._drawn: _DrawnOut | None = None  # while facings are drawn out at their edge
        self._drop: Spot | None = None
        self._painting = ShelfPainting()
        self._drawing = Drawing.fitting(_EMPTY, 400)
        self.setMouseTracking(editable)
        if editable:
            tell_keys(
                self,
                {
                    "Ctrl+← / Ctrl+→ / Ctrl+↑ / Ctrl+↓": _("Move the product on the shelf"),
                    "+ / −": _("One facing more or fewer"),
                },
            )
        hear_as(self, QAccessible.Role.Graphic)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    # --- what it shows ------------------------------------------------------------------

    def show_shelf(self, shelf: Shelf) -> None:
        """Show a shelf; what was arranged before is taken back no more."""
        self._before, self._after = [], []
        self._take(shelf)

    def follow(self, shelf: Shelf) -> None:
        """Show what became of the shelf elsewhere, as in the lines below it."""
        if shelf != self._shelf:
            self.show_shelf(shelf)

    @property
    def shelf(self) -> Shelf:
        """The shelf as it stands."""
        return self._shelf

    @property
    def drawing(self) -> Drawing:
        """Where everything is drawn now."""
        return self._drawing

    @property
    def chosen(self) -> str:
        """The code of the chosen product."""
        return self._chosen

    def choose(self, code: str) -> None:
        """Choose a product, and say where it stands."""
        if self._shelf.spot_of(code) is None:
            code = ""
        if code != self._chosen:
            self._chosen = code
            self.picked.emit(code)
        self._say()
        self.update()

    def _take(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._lay_out()
        self.choose(self._chosen)

    def _say(self) -> None:
        spot = self._shelf.spot_of(self._chosen)
        name = _("Shelf")
        if spot is not None:
            name = f"{name}: {self._words(spot)}"
        self.setAccessibleName(name)
        rows = (
            f"{number}: " + _(", ").join(f"{pack.name}×{pack.facings}" for pack in row)
            for number, row in enumerate(self._shelf.packs, 1)
        )
        self.setAccessibleDescription(_("; ").join(rows))

    def _words(self, spot: Spot) -> str:
        pack = self._shelf.pack_at(spot)
        words = _("{product}, level {level}, {facings} facings, {room}").format(
            product=pack.name,
            level=spot.level + 1,
            facings=pack.facings,
            room=room_words(self._shelf.free_mm(spot.level)),
        )
        holds = _("holds {number}").format(number=pack.holds) if pack.holds else ""
        return joined(words, holds)

    def _lay_out(self) -> None:
        self._drawing = Drawing.fitting(self._shelf, self.width())
        self.setFixedHeight(int(self._drawing.high) + 2)
        self.update()

    def resizeEvent(self, _event: QEvent) -> None:
        self._lay_out()

    def sizeHint(self) -> QSize:
        return QSize(420, int(self._drawing.high) + 2)

    # --- arranging ----------------------------------------------------------------------

    def _arrange(self, shelf: Shelf) -> None:
        if shelf == self._shelf:
            return
        self._before.append(self._shelf)
        self._after = []
        self._take(shelf)
        self.arranged.emit(shelf)

    def take_back(self) -> None:
        """Take the last arrangement back."""
        self._step(self._before, self._after)

    def do_again(self) -> None:
        """Arrange again what was taken back."""
        self._step(self._after, self._before)

    def _step(self, out_of: list[Shelf], onto: list[Shelf]) -> None:
        if out_of:
            onto.append(self._shelf)
            self._take(out_of.pop())
            self.arranged.emit(self._shelf)

    def event(self, event: QEvent) -> bool:
        # Ctrl+Z is the window's, too: while a shelf is arranged it is about the shelf.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undo = is_undo(event) and self._before
            if self._editable and (undo or is_redo(event) or _is_ours(event)):
                event.accept()
                return True
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            spot = self._drawing.pack_under(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self._words(spot) if spot else "", self)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        along, across = _ALONG.get(event.key(), 0), _ACROSS.get(event.key(), 0)
        if self._editable and is_undo(event):
            self.take_back()
        elif self._editable and is_redo(event):
            self.do_again()
        elif along or across:
            if control and self._editable:
                self._push(along, across)
            else:
                self._go(along, across)
        elif self._editable and event.key() in _GROWING:
            self._grow(1)
        elif self._editable and event.key() == Qt.Key.Key_Minus:
            self._grow(-1)
        else:
            super().keyPressEvent(event)

    def _go(self, along: int, across: int) -> None:
        """Choose the pack beside, or the one that stands nearest on the next level that has any."""
        order = [pack.code for _spot, pack in self._shelf]
        spot = self._shelf.spot_of(self._chosen)
        if not order:
            return
        if spot is None:
            self.choose(order[0])
        elif along:
            self.choose(order[min(max(order.index(self._chosen) + along, 0), len(order) - 1)])
        else:
            here = self._drawing.rect_of(self._chosen)
            assert here is not None
            levels = range(
                spot.level + across, len(self._shelf.levels) if across > 0 else -1, across
            )
            row = next((level for level in levels if self._shelf.packs[level]), None)
            there = [
                (abs(rect.center().x() - here.center().x()), self._shelf.pack_at(at).code)
                for at, rect in self._drawing.packs()
                if at.level == row
            ]
            if there:
                self.choose(min(there)[1])

    def _push(self, along: int, across: int) -> None:
        spot = self._shelf.spot_of(self._chosen)
        if spot is None:
            return
        place = spot.place + along
        if across:
            rect = self._drawing.rect_of(self._chosen)
            level = spot.level + across
            if rect is None or not 0 <= level < len(self._shelf.levels):
                return
            middle = QPointF(rect.center().x(), self._drawing.tops[level] + 1)
            place = self._drawing.place_for(middle, self._chosen).place
        self._arrange(self._shelf.moved(self._chosen, Spot(spot.level + across, place)))

    def _grow(self, step: int) -> None:
        spot = self._shelf.spot_of(self._chosen)
        if spot is not None:
            facings = self._shelf.pack_at(spot).facings + step
            self._arrange(self._shelf.faced(self._chosen, facings))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self._chosen:
            self._go(0, 0)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    # --- the mouse ----------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position()
        grip = self._drawing.grip_under(point) if self._editable else None
        spot = grip or self._drawing.pack_under(point)
        if spot is None or event.button() != Qt.MouseButton.LeftButton:
            return
        self.choose(self._shelf.pack_at(spot).code)
        self._pressed = point
        rect = self._drawing.rect_of(self._chosen)
        if grip is not None and rect is not None:
            facing_px = self._shelf.pack_at(grip).facing_mm * self._drawing.scale
            self._drawn = _DrawnOut(self._chosen, self._shelf, rect.left(), facing_px)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position()
        if not self._editable:
            return
        if self._pressed is None:
            over = self._drawing.grip_under(point) is not None
            self.setCursor(Qt.CursorShape.SplitHCursor if over else Qt.CursorShape.ArrowCursor)
        elif self._drawn is not None:
            self._draw_out(self._drawn, point)
        elif (point - self._pressed).manhattanLength() > _DRAGGED_PX:
            margins = QMarginsF(*[_OUTSIDE_PX] * 4)
            is_over = QRectF(self.rect()).marginsAdded(margins).contains(point)
            self._drop = self._drawing.place_for(point, self._chosen) if is_over else None
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pressed = None
        drop, self._drop = self._drop, None
        drawn, self._drawn = self._drawn, None
        if drawn is not None:
            self._draw_out(drawn, event.position())
            if self._shelf != drawn.before:  # one arrangement, however often it changed under way
                self._before.append(drawn.before)
                self._after = []
        elif drop is not None:
            self._arrange(self._shelf.moved(self._chosen, drop))
        self.update()

    def _draw_out(self, drawn: "_DrawnOut", point: QPointF) -> None:
        """As many facings as reach to where the edge is drawn, and at once what that does."""
        facings = round((point.x() - drawn.left) / drawn.facing_px)
        shelf = drawn.before.faced(drawn.code, facings)
        if shelf != self._shelf:
            self._take(shelf)
            self.arranged.emit(shelf)

    def paintEvent(self, _event: QPaintEvent) -> None:
        chosen = self._chosen if self._editable or self.hasFocus() else ""
        self._painting.paint(self, self._drawing, chosen, self._drop)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setPen(theme.colour("accent"))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))


def _is_ours(event: QKeyEvent) -> bool:
    """Arrows, + and − mean packs here, whatever else they mean in the window."""
    return event.key() in {*_ALONG, *_ACROSS, *_GROWING, Qt.Key.Key_Minus}
