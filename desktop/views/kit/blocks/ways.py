"""What is known in a few lines, each of which may lead somewhere: one stop of the Tab key."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QAccessible,
    QColor,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.basics.i18n import _
from desktop.views.kit import theme
from desktop.views.kit.blocks.block import Block, Item, Words
from desktop.views.kit.heard import hear_as
from desktop.views.kit.parts import column, label

_TEXT_PX, _QUIET_PX = 14, 12
_PAD_PX = 3
_INSET_PX = 6
_GAP_PX = 10
_LEAD = 1.35
_MOST_FIGURE = 0.5  # of the width that a figure takes before it is cut


@dataclass(frozen=True)
class Way:
    """A line: words, a figure at its right, a quiet line below; ``do`` is what Enter does."""

    words: str
    figure: str = ""
    under: str = ""
    tone: str = ""
    do: Callable[[], object] | None = None

    @property
    def told(self) -> str:
        """The whole line, for whoever hears instead of seeing."""
        return _(", ").join(filter(None, (self.words, self.figure, self.under)))


@dataclass(frozen=True)
class _Text:
    """A text laid out in its room."""

    layout: QTextLayout
    at: QPointF
    tone: str


@dataclass(frozen=True)
class _Placed:
    """A line laid out: where it stands and what is written in it."""

    area: QRectF
    texts: tuple[_Text, ...]


class WaysView(QWidget):
    """Lines that are painted; arrows go from one that leads somewhere to the next."""

    def __init__(self) -> None:
        super().__init__()
        self._ways: Sequence[Way] = ()
        self._placed: list[_Placed] = []
        self._place: int | None = None
        self._under_pointer: int | None = None
        self._title = ""
        hear_as(self, QAccessible.Role.List)
        self.setMouseTracking(True)
        # Not fixed: its hint is of the width that it had before, and would be its least height.
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_ways(self, title: str, ways: Sequence[Way]) -> None:
        """Show these lines; the keyboard stays on its place."""
        self._title, self._ways = title, ways
        leading = self._leading
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if leading else Qt.FocusPolicy.NoFocus)
        if self._place not in leading:
            self._place = leading[0] if leading and self.hasFocus() else None
        self._under_pointer = None
        self._tell()
        self.setAccessibleDescription(_("; ").join(one.told for one in ways))
        self._lay_out()
        self.updateGeometry()

    @property
    def ways(self) -> Sequence[Way]:
        """What it shows."""
        return self._ways

    @property
    def place(self) -> int | None:
        """The line on which the keyboard is."""
        return self._place

    @property
    def _leading(self) -> list[int]:
        return [place for place, one in enumerate(self._ways) if one.do is not None]

    def _tell(self) -> None:
        words = self._ways[self._place].told if self._place is not None else ""
        self.setAccessibleName(f"{self._title} {words}".strip())
        self.update()

    # --- laying out -------------------------------------------------------------------------------

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, wide: int) -> int:
        placed = self._placed_in(wide)
        return int(placed[-1].area.bottom()) + 1 if placed else 0

    def sizeHint(self) -> QSize:
        wide = max(self.width(), 200)
        return QSize(200, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 0)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._lay_out()

    def _lay_out(self) -> None:
        self._placed = self._placed_in(self.width())
        self.update()

    def _placed_in(self, wide: int) -> list[_Placed]:
        found: list[_Placed] = []
        top = 0.0
        for one in self._ways:
            placed = self._placed_way(one, wide, top)
            found.append(placed)
            top = placed.area.bottom()
        return found

    def _placed_way(self, way: Way, wide: int, top: float) -> _Placed:
        texts: list[_Text] = []
        right = float(wide - _INSET_PX)
        room = right - _INSET_PX
        y = top + _PAD_PX
        figure_wide = 0.0
        if way.figure:
            measure = QFontMetricsF(self._font_of(_TEXT_PX))
            figure_wide = min(measure.horizontalAdvance(way.figure) + 1, room * _MOST_FIGURE)
            layout, high = self._laid(way.figure, figure_wide, _TEXT_PX)
            texts.append(_Text(layout, QPointF(right - figure_wide, y), way.tone or "text"))
            figure_high = high
            figure_wide += _GAP_PX
        else:
            figure_high = 0.0
        tone = "accent" if way.do is not None else way.tone if not way.figure else ""
        layout, high = self._laid(way.words, room - figure_wide, _TEXT_PX)
        if not way.figure and way.tone:
            tone = way.tone
        texts.append(_Text(layout, QPointF(_INSET_PX, y), tone or "text"))
        y += max(high, figure_high)
        if way.under:
            layout, high = self._laid(way.under, room, _QUIET_PX)
            texts.append(_Text(layout, QPointF(_INSET_PX, y), "quiet"))
            y += high
        return _Placed(QRectF(0, top, wide, y + _PAD_PX - top), tuple(texts))

    def _font_of(self, pixels: int) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(pixels)
        return font

    def _laid(self, words: str, wide: float, pixels: int) -> tuple[QTextLayout, float]:
        layout = QTextLayout(words.replace("\n", "\u2028"), self._font_of(pixels))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setCacheEnabled(True)
        layout.beginLayout()
        high = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(wide, 20))
            line.setPosition(QPointF(0, high))
            high += pixels * _LEAD
        layout.endLayout()
        return layout, high

    # --- keys and pointer -------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        leading = self._leading
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        key = Qt.Key(event.key())
        if plain and key in steps and self._place in leading:
            there = leading.index(self._place) + steps[key]
            if 0 <= there < len(leading):
                self._place = leading[there]
                self._tell()
        elif plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._place is not None:
            if not event.isAutoRepeat():
                self._go(self._place)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        leading = self._leading
        if self._place is None and leading:
            last = event.reason() == Qt.FocusReason.BacktabFocusReason
            self._place = leading[-1 if last else 0]
        self._tell()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in (
            Qt.FocusReason.ActiveWindowFocusReason,
            Qt.FocusReason.PopupFocusReason,
        ):
            self._place = None
        self._tell()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point_at(self._at(event.position()))

    def leaveEvent(self, _event: QEvent) -> None:
        self._point_at(None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place = self._at(event.position())
        if place is not None and event.button() == Qt.MouseButton.LeftButton:
            self._go(place)

    def _point_at(self, place: int | None) -> None:
        self._under_pointer = place
        hand = Qt.CursorShape.PointingHandCursor
        self.setCursor(hand if place is not None else Qt.CursorShape.ArrowCursor)
        self.update()

    def _at(self, point: QPointF) -> int | None:
        return next(
            (place for place in self._leading if self._placed[place].area.contains(point)), None
        )

    def _go(self, place: int) -> None:
        do = self._ways[place].do
        if do is not None:
            do()

    # --- painting ---------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = theme.colours()
        for place, one in enumerate(self._placed):
            held = self.hasFocus() and place == self._place
            if held or place == self._under_pointer:
                painter.fillRect(one.area, QColor(colours.accent_soft))
            if held:
                painter.setPen(QColor(colours.accent))
                painter.drawRect(one.area.adjusted(0, 0, -1, -1))
            for text in one.texts:
                painter.setPen(theme.colour(text.tone))
                text.layout.draw(painter, text.at)


class Ways(Block[Item]):
    """The lines of an item; ``none`` is said when there are none, else the block isn't there."""

    def __init__(
        self,
        ways: Callable[[Item], Sequence[Way]],
        title: Words[Item] = "",
        none: str = "",
    ) -> None:
        self.view = WaysView()
        self._none = label(_(none), tone="quiet", wrap=True)
        super().__init__(column(self._none, self.view, spacing=0), title, spacing=2)
        self._of = ways
        self._says_none = bool(none)

    def fill(self, item: Item) -> bool:
        ways = self._of(item)
        self.view.show_ways(self.heading, ways)
        self.view.setVisible(bool(ways))
        self._none.setVisible(not ways and self._says_none)
        return bool(ways) or self._says_none
