"""Small parts that pages are built of: cards, heads, facts, figures, chips, strips."""

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.basics.i18n import _
from desktop.views.kit import theme
from desktop.views.kit.terms import tip_of

_ROOM = 12  # what stays in sight above and below what is scrolled to


def label(text: str = "", kind: str = "", tone: str = "", *, wrap: bool = False) -> QLabel:
    """A text of a kind (title, heading, figure, label, chip) in a tone; never rich text."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("kind", kind)
    made.setProperty("tone", tone)
    made.setWordWrap(wrap)
    if kind == "chip":
        made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return made


def term(text: str, kind: str = "", tone: str = "") -> QLabel:
    """A label that may name a term of the method, whose sentence is its tip then."""
    made = label(text, kind, tone)
    made.setToolTip(tip_of(text))
    return made


def is_held_enter(event: QKeyEvent) -> bool:
    """Whether Enter only repeats itself because it is held: nobody has seen what it would do."""
    return event.isAutoRepeat() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Button(QPushButton):
    """A button that a held key presses once, as a space bar does with any."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not is_held_enter(event):
            super().keyPressEvent(event)


def button(
    text: str, do: Callable[[], object], kind: str = "", shortcut: str = "", tip: str = ""
) -> QPushButton:
    """A button; its shortcut stands on it."""
    made = Button(f"{text}  {_keys(shortcut)}" if shortcut else text)
    made.setAccessibleName(text)
    made.setProperty("kind", kind)
    made.setToolTip(tip)
    made.setAutoDefault(True)  # outside dialogs Enter presses no other
    if shortcut:
        # A button's own shortcut clicks it only after an animation of 100 ms.
        keys = QShortcut(made)
        # Qt tells the Enter of the number keypad from the other, which it calls Return.
        keys.setKeys([QKeySequence(one) for one in dict.fromkeys((shortcut, _keys(shortcut)))])
        # Held, it would act on the next record before anybody saw it.
        keys.setAutoRepeat(False)
        keys.activated.connect(made.click)
    made.clicked.connect(lambda _checked=False: do())
    return made


def keep_if(widget: QWidget, wanted: bool) -> None:
    """Leave a widget out unless it is wanted; one without a parent is never shown by itself."""
    if not wanted:
        widget.hide()


def _keys(shortcut: str) -> str:
    """A shortcut as it stands on the keyboard."""
    return shortcut.replace("Return", "Enter")


def card(layout: QLayout | None = None, margin: int = 15) -> QFrame:
    """A calm surface with a thin line around it."""
    frame = QFrame()
    frame.setProperty("kind", "card")
    if layout is not None:
        frame.setLayout(layout)
        layout.setContentsMargins(margin, margin - 3, margin, margin - 3)
    return frame


def rule() -> QFrame:
    """A thin line across."""
    frame = QFrame()
    frame.setProperty("kind", "rule")
    return frame


def column(*widgets: QWidget | QLayout | None, spacing: int = 8) -> QVBoxLayout:
    """Widgets below each other; None takes what room is left."""
    layout = QVBoxLayout()
    layout.setSpacing(spacing)
    layout.setContentsMargins(0, 0, 0, 0)
    _fill(layout, widgets)
    return layout


def line(*widgets: QWidget | QLayout | None, spacing: int = 8) -> QHBoxLayout:
    """Widgets beside each other; None takes what room is left."""
    layout = QHBoxLayout()
    layout.setSpacing(spacing)
    layout.setContentsMargins(0, 0, 0, 0)
    _fill(layout, widgets)
    return layout


def _fill(layout: QVBoxLayout | QHBoxLayout, widgets: Iterable[QWidget | QLayout | None]) -> None:
    for widget in widgets:
        if widget is None:
            layout.addStretch(1)
        elif isinstance(widget, QLayout):
            layout.addLayout(widget)
        else:
            layout.addWidget(widget)


def empty(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            empty(inner)


def scrolled(inside: QWidget) -> QScrollArea:
    """A part that scrolls when it is higher than its room."""
    area = QScrollArea()
    inside.setObjectName("scrolled")
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


class OneLine(QLabel):
    """Words on one line; those too long for their room are cut, and stand whole in the tip."""

    _NARROWEST_PX = 120

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(min(hint.width(), self._NARROWEST_PX), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        room, words = self.contentsRect(), self.fontMetrics()
        whole = words.horizontalAdvance(self.text()) <= room.width()
        self.setToolTip("" if whole else self.text())
        if whole:
            super().paintEvent(event)
            return
        cut = words.elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter = QPainter(self)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, cut)


class Title(OneLine):
    """The title of an open item."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "title")


def reveal(*widgets: QWidget) -> None:
    """Scroll to these, the last one above all, once they stand where they belong."""

    def scroll() -> None:
        for one in widgets:
            area = _area_of(one)
            if area is not None:
                area.ensureWidgetVisible(one, 0, _ROOM)

    QTimer.singleShot(0, widgets[-1], scroll)


def _area_of(widget: QWidget) -> QScrollArea | None:
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    return above


class Head(QWidget):
    """The head of an open item: its title, chips that say how it stands, a quiet line below.

    ``tools`` are buttons that stand at its right. A title that has too little room beside them
    gets its line alone: first the chips go below it, then the tools too.
    """

    def __init__(self, *tools: QWidget) -> None:
        super().__init__()
        self._title = Title()
        self._chips = line(spacing=6)
        self._chip_row, self._tool_row = QWidget(), QWidget()
        self._chip_row.setLayout(self._chips)
        self._tool_row.setLayout(line(*tools))
        self._under = label(tone="quiet", wrap=True)
        self._first = line(self._title, self._chip_row, None, self._tool_row)
        self._second = line(None)
        self.setLayout(column(self._first, self._second, self._under, spacing=5))
        # Where little stands below it, it takes no more room than it needs.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_head(self, title: str, chips: Sequence[tuple[str, str]] = (), under: str = "") -> None:
        """Show a title; ``chips`` are (words, tone), empty words are left out."""
        self._title.setText(title)
        empty(self._chips)
        for words, tone in chips:
            if words:
                chip = label(words, "chip", tone)
                self._chips.addWidget(chip)
                chip.ensurePolished()  # dressed later it would be wider than it was reckoned
        self._under.setText(under)
        self._under.setVisible(bool(under))
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # chips have their size once they are dressed
            self._arrange()
        return super().event(event)

    def _arrange(self) -> None:
        def room_for(*widgets: QWidget) -> bool:
            needed = sum(one.sizeHint().width() + self._first.spacing() for one in widgets)
            return needed <= self.width()

        tools_beside = room_for(self._title, self._tool_row)
        chips_beside = room_for(self._title, self._chip_row, self._tool_row)
        self._put(self._chip_row, self._first if chips_beside or not tools_beside else self._second)
        self._put(self._tool_row, self._first if tools_beside else self._second)
        if not tools_beside and not room_for(self._title, self._chip_row):
            self._put(self._chip_row, self._second)

    def _put(self, widget: QWidget, row: QHBoxLayout) -> None:
        """Chips stand at the left of a row, tools at its right."""
        if row.indexOf(widget) >= 0:
            return
        other = self._second if row is self._first else self._first
        other.removeWidget(widget)
        at_left = 1 if row is self._first else 0
        row.insertWidget(row.count() if widget is self._tool_row else at_left, widget)


class Facts(QWidget):
    """Labels with what is known, one below the other (or in two columns)."""

    def __init__(self, columns: int = 1) -> None:
        super().__init__()
        self._columns = columns
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(7)
        for place in range(columns):
            self._grid.setColumnStretch(2 * place + 1, 1)

    def show_facts(self, facts: Iterable[tuple[str, str] | tuple[str, str, str]]) -> None:
        """Show (label, words[, tone]); those without words are left out."""
        empty(self._grid)
        shown = [fact for fact in facts if fact[1]]
        top = Qt.AlignmentFlag.AlignTop
        for place, fact in enumerate(shown):
            row, side = divmod(place, self._columns)
            self._grid.addWidget(term(fact[0], tone="quiet"), row, 2 * side, top)
            words = label(fact[1], tone=fact[2] if len(fact) > 2 else "", wrap=True)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._grid.addWidget(words, row, 2 * side + 1, top)


class Figures(QWidget):
    """A few figures that matter, large, with their labels above."""

    def __init__(self) -> None:
        super().__init__()
        self._row = line(spacing=26)
        self.setLayout(self._row)

    def show_figures(self, figures: Iterable[tuple[str, str] | tuple[str, str, str]]) -> None:
        """Show (label, figure[, tone])."""
        empty(self._row)
        for figure in figures:
            tone = figure[2] if len(figure) > 2 else ""
            self._row.addLayout(
                column(term(figure[0], "label"), label(figure[1], "figure", tone), spacing=1)
            )
        self._row.addStretch(1)


class Strip(QFrame):
    """A word at the place where it belongs: what is wrong, or a question with its answers."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "strip")
        self._confirmed: Callable[[], None] | None = None
        self.passing = False
        self._words = label(wrap=True)
        self._yes = button("", lambda: self._answer(True), "primary")
        self._no = button(_("No"), lambda: self._answer(False))
        row = line(self._words, self._no, self._yes)
        row.setStretch(0, 1)
        row.setContentsMargins(10, 7, 10, 7)
        self.setLayout(row)
        self.hide()

    @property
    def words(self) -> str:
        """What it says now; empty when it isn't shown."""
        return "" if self.isHidden() else self._words.text()

    def say(self, words: str, tone: str = "wrong", *, passing: bool = False) -> None:
        """Say something until it is cleared; what is ``passing`` goes by itself when it is over."""
        self._show(words, tone, asking=False)
        self.passing = passing
        self.setAccessibleName(words)

    def ask(
        self, words: str, yes: str, confirmed: Callable[[], None], *, careful: bool = False
    ) -> None:
        """Ask for a yes, and do ``confirmed`` then; other words here take the question back.

        Where a yes would lose something (``careful``) the keys stand on the no.
        """
        self._show(words, "careful", asking=True)
        self._confirmed = confirmed
        self._yes.setText(yes)
        self._yes.setAccessibleName(yes)
        (self._no if careful else self._yes).setFocus()

    def clear(self) -> None:
        """Say nothing; a question that stood here is taken back."""
        self._confirmed = None
        self.hide()

    def _show(self, words: str, tone: str, *, asking: bool) -> None:
        self._confirmed = None
        self.passing = False
        self._words.setText(words)
        theme.set_tone(self, tone)
        self._yes.setVisible(asking)
        self._no.setVisible(asking)
        self.show()

    def _answer(self, yes: bool) -> None:
        confirmed = self._confirmed
        self.clear()
        if yes and confirmed is not None:
            confirmed()


class EmptyState(QWidget):
    """What belongs here while nothing is here, with the buttons that make the first one."""

    def __init__(self, title: str, words: str = "", *do: QPushButton) -> None:
        super().__init__()
        self._title = label(title, "heading")
        self._words = label(words, tone="quiet", wrap=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        centre = Qt.AlignmentFlag.AlignHCenter
        layout = column(spacing=10)
        layout.addStretch(2)
        layout.addWidget(self._title, 0, centre)
        layout.addWidget(self._words)
        for place, one in enumerate(do):
            if place == 0:
                one.setProperty("kind", "primary")
            layout.addWidget(one, 0, centre)
        layout.addStretch(3)
        layout.setContentsMargins(30, 0, 30, 0)
        self.setLayout(layout)

    def say(self, title: str, words: str = "") -> None:
        """Change what it says."""
        self._title.setText(title)
        self._words.setText(words)
