"""The runs of a day, drawn: chosen and moved by mouse and by keys.

It shows a frozen day and asks for what is to be done; the page does it.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPaintEvent,
)
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QToolTip, QWidget

from desktop.basics.i18n import _
from desktop.queries.day_rows import StopLine, TourLine
from desktop.views.board.drawing import Drawing
from desktop.views.board.painting import RunsPainting, load_words, title_of
from desktop.views.kit.heard import hear_as
from desktop.views.kit.words import joined, km_words, listed, money, stops_said

DROPS = "application/x-zhongxiao-drops"  # codes, a line each
BEST = -1  # the place where it costs least
_DRAGGED_PX = 6
_ALONG: dict[int, int] = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_ACROSS: dict[int, int] = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


def dragged(codes: Sequence[str]) -> QMimeData:
    """Drops on their way from one part of the board to another."""
    data = QMimeData()
    data.setData(DROPS, "\n".join(codes).encode())
    return data


class RunsView(QWidget):
    """One stop of the Tab key: arrows choose, with Shift several; with Ctrl they move stops.

    ``moved`` asks for drops (codes) before a stop of a run (its key; ``BEST``: where it costs
    least), ``left`` for drops off their runs. ``picked`` tells that something else is chosen,
    ``barred`` that stops were dragged onto a run that takes none.
    """

    moved = Signal(object, int, int)
    left = Signal(object)
    picked = Signal()
    barred = Signal()
    opened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._drawing = Drawing((), 600)
        self._painting = RunsPainting()
        self._row = 0
        self._codes: list[str] = []  # what is picked of the row, in its order
        self._code = ""  # where the keys stand
        self._pressed: QPointF | None = None
        self._dragging = False
        self._drop: tuple[int, int] | None = None
        self.setAcceptDrops(True)
        hear_as(self, QAccessible.Role.Graphic)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._say()

    # --- what it shows ----------------------------------------------------------------------------

    def show_lines(self, lines: Sequence[TourLine]) -> None:
        """Show these runs; what is chosen stays, also where it went; else what came next to it."""
        stood = [one.drop.code for one in self.line.stops] if self.line else []
        key, vehicle = self.line.key if self.line else 0, self.line.vehicle if self.line else ""
        self._drawing = Drawing(lines, self.width())
        told = [told_of_line(one).replace("\n", _(", ")) for one in lines]
        self.setAccessibleDescription(_("; ").join(told))
        self._drop = None
        where = {one.drop.code: at for at, line in enumerate(lines) for one in line.stops}
        if self._code in where:
            self._row = where[self._code]
        else:
            alike = [at for at, one in enumerate(lines) if one.vehicle == vehicle]
            same = [at for at in alike if lines[at].key == key]
            self._row = next(iter(same or alike), min(self._row, max(0, len(lines) - 1)))
            self._code = self._next_to(stood) if same else ""
        here = {one.drop.code for one in self.line.stops} if self.line else set()
        self._codes = [one for one in self._codes if one in here]
        if not self._codes and self._code in here:
            self._codes = [self._code]
        self.setFixedHeight(self._drawing.high)
        self._tell()

    def _next_to(self, stood: Sequence[str]) -> str:
        """The stop that came after the one that left its run, or before it; "" without any."""
        if self._code not in stood:
            return ""
        place = stood.index(self._code)
        here = {one.drop.code for one in self.line.stops} if self.line else set()
        around = (*stood[place + 1 :], *reversed(stood[:place]))
        return next((code for code in around if code in here), "")

    @property
    def drawing(self) -> Drawing:
        """Where everything is drawn now."""
        return self._drawing

    @property
    def line(self) -> TourLine | None:
        """The run that is chosen."""
        lines = self._drawing.lines
        return lines[self._row] if self._row < len(lines) else None

    @property
    def codes(self) -> list[str]:
        """The stops that are picked on it, in their order."""
        return list(self._codes)

    @property
    def code(self) -> str:
        """The stop on which the keys stand."""
        return self._code

    def choose(self, code: str) -> None:
        """Choose a stop wherever it is."""
        for at, line in enumerate(self._drawing.lines):
            if any(one.drop.code == code for one in line.stops):
                self._row, self._code, self._codes = at, code, [code]
                self._tell()
                return

    def choose_row(self, key: int) -> None:
        """Choose a run by its key."""
        for at, line in enumerate(self._drawing.lines):
            if line.key == key:
                self._row, self._code, self._codes = at, "", []
                self._tell()

    def choose_used(self) -> None:
        """Choose the first run that has stops, where an idle vehicle is chosen."""
        used = next((one.key for one in self._drawing.lines if one.stops), None)
        if used is not None and not (self.line and self.line.stops):
            self.choose_row(used)

    def _tell(self) -> None:
        self._say()
        self.update()
        self._reveal()
        self.picked.emit()

    def _reveal(self) -> None:
        inside = self.parentWidget()
        area = inside.parentWidget() if inside is not None else None
        if isinstance(area, QScrollArea):
            row = self._drawing.row(self._row)
            area.ensureVisible(0, int(row.center().y()), 0, int(row.height()))

    def _say(self) -> None:
        line, stop = self.line, self._stop()
        words = [_("Runs of the day")]
        if line is not None:
            words.append(told_of_line(line))
        if stop is not None:
            words.append(told_of_stop(stop))
        self.setAccessibleName(_("; ").join(words))

    def _stop(self) -> StopLine | None:
        stops = self.line.stops if self.line else ()
        return next((one for one in stops if one.drop.code == self._code), None)

    def resizeEvent(self, _event: QEvent) -> None:
        self._drawing = Drawing(self._drawing.lines, self.width())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(600, self._drawing.high)

    # --- keys -------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        along, across = _ALONG.get(event.key(), 0), _ACROSS.get(event.key(), 0)
        if control and (along or across):
            self._push(along, across)
        elif along:
            self._go(along, further=shift)
        elif across:
            self._go_across(across)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not control:
            self.opened.emit()
        elif event.key() == Qt.Key.Key_Delete and self._codes and not control:
            self.left.emit(self.codes)
        elif event.key() == Qt.Key.Key_Escape and self._codes:
            self._code, self._codes = "", []
            self._tell()
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and self.line:
            self._go_to_end(last=event.key() == Qt.Key.Key_End)
        else:
            super().keyPressEvent(event)

    def _places(self) -> list[str]:
        return [one.drop.code for one in self.line.stops] if self.line else []

    def _go(self, along: int, *, further: bool) -> None:
        places = self._places()
        if not places:
            return
        if self._code in places:
            at = min(max(places.index(self._code) + along, 0), len(places) - 1)
        else:
            at = 0 if along > 0 else len(places) - 1
        self._code = places[at]
        if further and self._codes:
            chosen = {*self._codes, self._code}
            self._codes = [one for one in places if one in chosen]
        else:
            self._codes = [self._code]
        self._tell()

    def _go_to_end(self, *, last: bool) -> None:
        places = self._places()
        if places:
            self._code = places[-1 if last else 0]
            self._codes = [self._code]
            self._tell()

    def _go_across(self, across: int) -> None:
        row = self._row + across
        if not 0 <= row < len(self._drawing.lines):
            return
        x = self._middle()
        self._row = row
        boxes = self._drawing.stops[row]
        if x is None or not boxes:
            self._code, self._codes = "", []
        else:
            at = min(range(len(boxes)), key=lambda one: abs(boxes[one].center().x() - x))
            self._code = self._places()[at]
            self._codes = [self._code]
        self._tell()

    def _middle(self) -> float | None:
        places = self._places()
        if self._code not in places:
            return None
        return self._drawing.stops[self._row][places.index(self._code)].center().x()

    def _push(self, along: int, across: int) -> None:
        """Move what is picked one place along its run, or to the next run that takes stops."""
        line, places = self.line, self._places()
        if line is None or not self._codes:
            return
        if along:
            first, last = places.index(self._codes[0]), places.index(self._codes[-1])
            place = first - 1 if along < 0 else last + 2
            if 0 <= place <= len(places):
                self.moved.emit(self.codes, line.key, place)
            return
        rows = range(self._row + across, len(self._drawing.lines) if across > 0 else -1, across)
        target = next((at for at in rows if not self._drawing.lines[at].locked), None)
        if target is not None:
            self.moved.emit(self.codes, self._drawing.lines[target].key, BEST)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    # --- the mouse --------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position()
        if event.button() != Qt.MouseButton.LeftButton:
            return
        row, spot = self._drawing.row_at(point.y()), self._drawing.stop_under(point)
        if row is None:
            return
        if spot is None:
            self._row, self._code, self._codes = row, "", []
        else:
            self._pick(spot, more=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
            self._pressed = point
        self._tell()

    def _pick(self, spot: tuple[int, int], *, more: bool) -> None:
        row, at = spot
        code = self._drawing.lines[row].stops[at].drop.code
        if more and row == self._row:
            chosen = set(self._codes) ^ {code}
            self._codes = [one for one in self._places() if one in chosen]
        elif code not in self._codes:
            self._row = row
            self._codes = [code]
        self._row, self._code = row, code

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position()
        if self._pressed is None or not self._codes:
            return
        if (point - self._pressed).manhattanLength() > _DRAGGED_PX:
            self._dragging = True
        if self._dragging:
            self._drop = self._target(point)
            self.update()

    def _target(self, point: QPointF) -> tuple[int, int] | None:
        target = self._drawing.place_for(point) if self.rect().contains(point.toPoint()) else None
        return None if target is None or self._drawing.lines[target[0]].locked else target

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        point = event.position()
        self._pressed = self._drop = None
        was, self._dragging = self._dragging, False
        drop = self._target(point) if was else None  # the day may have been read anew meanwhile
        if drop is not None:
            self.moved.emit(self.codes, self._drawing.lines[drop[0]].key, drop[1])
        elif was and self._is_outside(point.toPoint()):
            self.left.emit(self.codes)
        elif was and self.rect().contains(point.toPoint()):
            self.barred.emit()
        self.update()

    def _is_outside(self, point: QPoint) -> bool:
        """Left of the runs lies what waits."""
        return point.x() < 0

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(DROPS):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._drop = self._target(event.position())
        self.update()
        event.setAccepted(self._drop is not None)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self._drop = None
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        target, self._drop = self._target(event.position()), None
        codes = bytes(event.mimeData().data(DROPS).data()).decode().split("\n")
        self.update()
        if target is not None:
            event.acceptProposedAction()
            self.moved.emit(codes, self._drawing.lines[target[0]].key, target[1])

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self._tip(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def _tip(self, point: QPointF) -> str:
        spot, row = self._drawing.stop_under(point), self._drawing.row_at(point.y())
        if spot is not None:
            return told_of_stop(self._drawing.lines[spot[0]].stops[spot[1]])
        return told_of_line(self._drawing.lines[row]) if row is not None else ""

    def paintEvent(self, event: QPaintEvent) -> None:
        seen = QRectF(event.rect())
        self._painting.paint(self, self._drawing, self._row, self._codes, self._drop, seen)


def told_of_line(line: TourLine) -> str:
    """A run in a sentence."""
    if not line.stops:
        return joined(title_of(line), line.vehicle, line.driver)
    kg = _("{kg} kg").format(kg=load_words(line.kg, line.room_kg)) if line.kg else ""
    cartons = _("{load} cartons").format(load=load_words(line.cartons, line.room))
    stops = stops_said(len(line.stops))
    spans = f"{line.departs}–{line.returns}" if line.departs else ""
    facts = (title_of(line), line.vehicle, line.driver, stops, cartons, kg, spans)
    cost = (km_words(line.metres), f"¥ {money(line.cost_fen)}") if line.departs else ()
    return "\n".join(filter(None, (joined(*facts, *cost), listed(line.broken))))


def told_of_stop(stop: StopLine) -> str:
    """A stop in a sentence."""
    drop = stop.drop
    hours = _("open {hours}").format(hours=drop.hours.text) if drop.opens else ""
    late = _("too late") if stop.late else _("in its break") if stop.in_break else ""
    held = _("locked on its run") if stop.held else ""
    cartons = _("{load} cartons").format(load=f"{drop.cartons:.1f}")
    return joined(drop.client, drop.area, stop.arrives, late, hours, cartons, held)
