"""A map on the screen: moved and scaled by mouse and keys, its shops found, picked and opened."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPolygonF,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip

from desktop.basics.chart_drawing import Point
from desktop.basics.map_drawing import View
from desktop.basics.map_fitting import Edges
from desktop.basics.map_scene import Mark, Scene
from desktop.views.kit.blocks.map_layer import Layer
from desktop.views.kit.blocks.map_picks import paint_cross, paint_lasso, paint_picks, paint_pins
from desktop.views.kit.blocks.map_sight import MapSight
from desktop.views.kit.heard import hear_as

_CLOSER = 1.25
_STEP_PX = 80
_FINE_PX = 12
_REACH_PX = 9
_DRAG_PX = 4
_DIRECTIONS: Mapping[int, Point] = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class MapView(MapSight):
    """The map of a scene.

    Arrow keys go to the next shop in their direction, with Ctrl they move the map; + and − scale
    it, 0 and Home show all of it. Enter opens the shop, Space picks it as a click with Shift does,
    Ctrl+A picks all that are in sight, as a line drawn around them with Shift and the mouse does,
    A those of the shop's area, as a click on an area's name does; Esc lets go. While it ``asks``
    for a place, the next click is ``placed`` instead; arrow keys move the map below a cross, with
    Shift by a pixel, and Enter places that.
    """

    picked = Signal(int)
    opened = Signal(int)
    chosen = Signal(object)  # the ids of all that are picked, in the scene's order
    placed = Signal(object)  # a place that was clicked at, as it was asked for
    given_up = Signal()  # no place is given after all
    area_picked = Signal(str)  # all shops of an area are wanted
    area_of_shop = Signal(int)  # the same, of the area of a shop

    def __init__(self) -> None:
        super().__init__()
        self._asks = False
        self._pins: Sequence[Mark] = ()
        self._here: int | None = None
        self._many: frozenset[int] = frozenset()
        self._pressed: QPointF | None = None
        self._moved_from: View | None = None
        self._lasso: list[Point] = []
        hear_as(self, QAccessible.Role.Graphic)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    # --- what is shown ----------------------------------------------------------------------------

    def show_scene(self, scene: Scene) -> None:
        """Show a scene; for very many shops make its ``Layer`` off the GUI thread."""
        self.show_layer(Layer(scene))

    def show_layer(self, layer: Layer) -> None:
        """Show a layer: the same part of the earth as before, unless all of it was shown."""
        here = self.shop
        kept = frozenset(layer.place_of)
        self._here = layer.place_of.get(here) if here is not None else None
        self._lay(layer)
        if not self._many <= kept:
            self._choose(self._many & kept)
        self._say()

    def show_pins(self, pins: Sequence[Mark]) -> None:
        """Show a few places over it, beside the marks of the scene."""
        self._pins = pins
        self.update()

    @property
    def shop(self) -> int | None:
        """The id of the shop that is picked."""
        return None if self._here is None else self.scene.spots[self._here].id

    @property
    def many(self) -> Sequence[int]:
        """The ids of all shops that are picked together."""
        return [spot.id for spot in self.scene.spots if spot.id in self._many]

    def in_sight(self) -> Sequence[int]:
        """The ids of the shops in sight."""
        return [self.scene.spots[place].id for place in self._layer.inside(self._view)]

    @property
    def asks(self) -> bool:
        """Whether it asks for a place."""
        return self._asks

    @asks.setter
    def asks(self, asks: bool) -> None:
        self._asks = asks
        self.setCursor(Qt.CursorShape.CrossCursor if asks else Qt.CursorShape.ArrowCursor)
        self.update()

    def go_to(self, shop_id: int, each_m: float | None = None) -> bool:
        """Pick a shop and bring it into sight; False where the map hasn't got it."""
        place = self._layer.place_of.get(shop_id)
        if place is None:
            return False
        self._pick(place)
        if each_m or not self._sees([self._layer.points[place]]):
            self.centre(self.scene.spots[place].place, each_m)
        return True

    def pick_many(self, shop_ids: Iterable[int]) -> None:
        """Pick these together, as far as the map has them."""
        self._choose(frozenset(shop_ids) & frozenset(self._layer.place_of))

    def show_many(self) -> None:
        """Bring all that are picked together into sight."""
        points = [self._layer.points[self._layer.place_of[one]] for one in self._many]
        if points and not self._sees(points):
            self._fits = False
            self._move(Edges(points).view(self.width(), self.height(), self._corners()))

    def clear_many(self) -> None:
        """Let go of all that are picked together."""
        self._choose(frozenset())

    # --- picking ----------------------------------------------------------------------------------

    def _pick(self, place: int | None) -> None:
        if place != self._here:
            self._here = place
            self._say()
            self.update()
            if place is not None:
                self.picked.emit(self.scene.spots[place].id)

    def _choose(self, ids: frozenset[int]) -> None:
        if ids != self._many:
            self._many = ids
            self.update()
            self.chosen.emit(self.many)

    def _say(self) -> None:
        told = self.scene.spots[self._here].told if self._here is not None else ""
        self.setAccessibleName(f"{self.scene.title} {told}".strip())
        self.setAccessibleDescription(self.scene.told)

    def _step(self, step: Point) -> None:
        if self._here is None:
            middle = self._view.x, self._view.y
            reach = self._view.each_m * (self._view.wide + self._view.high)
            found = self._layer.nearest(middle, reach)
        else:
            found = self._layer.beside(self._here, step)
        if found is not None:
            self.go_to(self.scene.spots[found].id)

    # --- keys and pointer -------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        holding = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        control = holding == Qt.KeyboardModifier.ControlModifier
        step = _DIRECTIONS.get(event.key())
        if self._asks and self._on_placing(event.key(), step, holding):
            return
        if step and control:
            self.pan(-step[0] * _STEP_PX, -step[1] * _STEP_PX)
        elif step and not holding:
            self._step(step)
        elif control and event.key() == Qt.Key.Key_A:
            self._choose(frozenset(self.in_sight()))
        elif control or not self._on_key(event.key()):
            super().keyPressEvent(event)

    def _on_placing(self, key: int, step: Point | None, holding: Qt.KeyboardModifier) -> bool:
        """The keys that move the map below the cross, and take the place there."""
        if step:
            fine = holding == Qt.KeyboardModifier.ShiftModifier
            reach = 1 if fine else _FINE_PX
            self.pan(-step[0] * reach, -step[1] * reach)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._place(self._view.wide / 2, self._view.high / 2)
        elif key == Qt.Key.Key_Escape:
            self.asks = False
            self.given_up.emit()
        else:
            return False
        return True

    def _place(self, x: float, y: float) -> None:
        self.asks = False
        self.placed.emit(self.place_at(x, y))

    def _on_key(self, key: int) -> bool:
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self.zoom(1 / _CLOSER if key == Qt.Key.Key_Minus else _CLOSER)
        elif key in (Qt.Key.Key_0, Qt.Key.Key_Home):
            self.fit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.shop is not None:
            self.opened.emit(self.shop)
        elif key == Qt.Key.Key_Space and self.shop is not None:
            self._choose(self._many ^ {self.shop})
        elif key == Qt.Key.Key_A and self.shop is not None:
            self.area_of_shop.emit(self.shop)
        elif key == Qt.Key.Key_Escape and self._lasso:
            self._lasso, self._pressed = [], None
            self.update()
        elif key == Qt.Key.Key_Escape and self._many:
            self.clear_many()
        else:
            return False
        return True

    def wheelEvent(self, event: QWheelEvent) -> None:
        at = event.position()
        turns = event.angleDelta().y() / 120
        self.zoom(_CLOSER**turns, (at.x(), at.y()))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._moved_from = event.position(), self._view
            held = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            at = event.position()
            self._lasso = [self._view.metres((at.x(), at.y()))] if held else []

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        before, at = self._pressed, event.position()
        if before is None or self._moved_from is None:
            return
        if self._lasso:
            self._lasso.append(self._view.metres((at.x(), at.y())))
            self.update()
        elif (at - before).manhattanLength() > _DRAG_PX:
            start = self._moved_from
            x, y = (at.x() - before.x()) * start.each_m, (at.y() - before.y()) * start.each_m
            self._fits = False
            self._move(replace(self._view, x=start.x - x, y=start.y - y))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        before, at = self._pressed, event.position()
        self._pressed = None
        if before is None:
            return
        if self._lasso:
            self._close_lasso(at)
        elif (at - before).manhattanLength() <= _DRAG_PX:
            self._click(at)

    def _close_lasso(self, at: QPointF) -> None:
        """Pick what the line goes round; a click with Shift adds a shop or takes it out."""
        corners, self._lasso = self._lasso, []
        drawn = QPolygonF([QPointF(*self._view.point(one)) for one in corners]).boundingRect()
        found = self._at(at)
        if drawn.width() + drawn.height() > _DRAG_PX:
            inside = self._layer.within(corners)
            self._choose(frozenset(self.scene.spots[place].id for place in inside))
        elif found is not None:
            self._choose(self._many ^ {self.scene.spots[found].id})
        self.update()

    def _click(self, at: QPointF) -> None:
        if self.asks:
            self._place(at.x(), at.y())
            return
        found = self._at(at)
        if found is not None:
            self._pick(found)
        elif area := self._layer.area_at(self._view.metres((at.x(), at.y()))):
            self.area_picked.emit(area)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        found = self._at(event.position())
        if found is not None:
            self.opened.emit(self.scene.spots[found].id)

    def _at(self, at: QPointF) -> int | None:
        metres = self._view.metres((at.x(), at.y()))
        return self._layer.nearest(metres, _REACH_PX * self._view.each_m)

    @property
    def _lets_go(self) -> bool:
        """Whether Esc ends something on the map."""
        return bool(self._asks or self._many or self._lasso)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            found = self._at(QPointF(event.pos()))
            told = self.scene.spots[found].told if found is not None else ""
            QToolTip.showText(event.globalPos(), told, self)
            return True
        let_go = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if let_go and event.type() == QEvent.Type.ShortcutOverride and self._lets_go:
            event.accept()  # Esc lets go of that first; the next one leaves the page's form
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    # --- painting ---------------------------------------------------------------------------------

    def paint_over(self, painter: QPainter) -> None:
        """What is picked, drawn and pinned."""
        paint_picks(painter, self._view, self._layer, self._many, self._here)
        if self._lasso:
            paint_lasso(painter, self._view, self._lasso)
        if self._pins:
            paint_pins(painter, self._view, self._layer.flat, self._pins, self._letters)
        if self._asks:
            paint_cross(painter, (self._view.wide / 2, self._view.high / 2))
