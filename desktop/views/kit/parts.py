"""Small parts that pages are built of: labels, buttons, cards, lines, strips, empty states."""

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import cast

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from desktop.basics.i18n import _
from desktop.views.kit import theme
from desktop.views.kit.heard import announce
from desktop.views.kit.reading_order import stops
from desktop.views.kit.terms import tip_of

_READ_PX = 560
_BLANKS = "  "


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


class Remark(QLabel):
    """What is worth knowing, said where it belongs; not there while there is nothing to say."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.hide()

    def say(self, words: str, tone: str = "careful") -> None:
        self.setText(words)
        theme.set_tone(self, tone)
        self.setVisible(bool(words))


def term(text: str, kind: str = "", tone: str = "") -> QLabel:
    """A label that may name a term of the method, whose sentence is its tip then."""
    made = label(text, kind, tone)
    made.setToolTip(tip_of(text))
    return made


def is_held_enter(event: QKeyEvent) -> bool:
    """Whether Enter only repeats itself because it is held: nobody has seen what it would do."""
    return event.isAutoRepeat() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Button(QPushButton):
    """A button that a held key presses once, as a space bar does with any.

    It is called by its words; keys that stand on it come after two blanks.
    """

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setAccessibleName(text.partition(_BLANKS)[0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not is_held_enter(event):
            super().keyPressEvent(event)


def button(
    text: str, do: Callable[[], object], kind: str = "", shortcut: str = "", tip: str = ""
) -> QPushButton:
    """A button; its shortcut stands on it."""
    made = Button(f"{text}{_BLANKS}{_keys(shortcut)}" if shortcut else text)
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


def make_search(line: QLineEdit, hint: str, name: str) -> None:
    """Let a line be searched with: its hint, what it is called, and a cross that empties it."""
    line.setPlaceholderText(hint)
    line.setAccessibleName(name)
    line.setClearButtonEnabled(True)
    for cross in line.findChildren(QToolButton):
        cross.setAccessibleName(_("Empty it"))


def bind(widget: QWidget, keys: str, words: str, do: Callable[[], object]) -> QShortcut:
    """Bind keys on a widget to what has no button; ``words`` say it in the sheet of keys."""
    shortcut = QShortcut(QKeySequence(keys), widget)
    shortcut.setWhatsThis(words)
    shortcut.activated.connect(do)
    return shortcut


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


def divided(left: QWidget, right: QWidget, shares: tuple[int, int]) -> QSplitter:
    """Two widgets beside each other, in these shares until somebody drags what parts them."""
    made = QSplitter(Qt.Orientation.Horizontal)
    made.setHandleWidth(12)
    made.setChildrenCollapsible(False)
    for place, (widget, share) in enumerate(zip((left, right), shares, strict=True)):
        made.addWidget(widget)
        made.setStretchFactor(place, share)
    made.setSizes([10 * share for share in shares])
    return made


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


class Details(QWidget):
    """What a server or a driver said itself, behind a button: few can read it, some must."""

    def __init__(self, said: str = "") -> None:
        super().__init__()
        self._said = label(tone="quiet", wrap=True)
        self._said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._open = button(_("Details"), self._turn, "link")
        whole = column(line(self._open, None), self._said, spacing=2)
        whole.setContentsMargins(0, 0, 0, 0)
        self.setLayout(whole)
        self.say(said)

    @property
    def words(self) -> str:
        """What is shown of it now."""
        return "" if self._said.isHidden() else self._said.text()

    def say(self, said: str) -> None:
        """Keep something ready to be shown; "" for nothing."""
        self._said.setText(said)
        self._said.hide()
        self.setVisible(bool(said))

    def _turn(self) -> None:
        self._said.setVisible(self._said.isHidden())


class Strip(QFrame):
    """A word at the place where it belongs: what is wrong, or a question with its answers."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "strip")
        self._confirmed: Callable[[], None] | None = None
        self._denied: Callable[[], None] | None = None
        self._from: QWidget | None = None
        self.passing = False
        self._words = label(wrap=True)
        self._yes = button("", lambda: self._answer(True), "primary")
        self._no = button(_("No"), lambda: self._answer(False))
        row = line(self._words, self._no, self._yes)
        row.setStretch(0, 1)
        self._whole = column(row, spacing=0)
        self._whole.setContentsMargins(10, 7, 10, 7)
        self.setLayout(self._whole)
        self.hide()

    @cached_property
    def details(self) -> Details:
        """What a server said itself; made once there is something: most strips never need it."""
        made = Details()
        self._whole.addWidget(made)
        return made

    @property
    def words(self) -> str:
        """What it says now; empty when it isn't shown."""
        return "" if self.isHidden() else self._words.text()

    def say(
        self, words: str, tone: str = "wrong", *, passing: bool = False, details: str = ""
    ) -> None:
        """Say something until it is cleared; what is ``passing`` goes by itself when it is over."""
        self._show(words, tone, asking=False)
        if details:
            self.details.say(details)
        self.passing = passing

    def ask(
        self,
        words: str,
        yes: str,
        confirmed: Callable[[], None],
        *,
        careful: bool = False,
        denied: Callable[[], None] | None = None,
    ) -> None:
        """Ask for a yes, and do ``confirmed`` then; other words here take the question back.

        Where a yes would lose something (``careful``) the keys stand on the no. After the
        answer they are where they were, but where ``denied`` leads after a no.
        """
        at = cast(QWidget | None, self.window().focusWidget())
        self._from = self._from if at is None or self.isAncestorOf(at) else at
        self._show(words, "careful", asking=True)
        self._confirmed, self._denied = confirmed, denied
        self._yes.setText(yes)
        self._yes.setAccessibleName(yes)
        (self._no if careful else self._yes).setFocus()

    def still_asks(self) -> bool:
        """Whether a question stands here; the keys are on its yes then."""
        if self._confirmed is None:
            return False
        self._yes.setFocus()
        return True

    def clear(self) -> None:
        """Say nothing; a question that stood here is taken back."""
        self._confirmed = self._denied = None
        self._give_back()
        self.hide()

    def _give_back(self) -> None:
        """Give back the keys, before they would stay on an answer that nobody sees any more."""
        here = QApplication.focusWidget()
        if here is None or not self.isAncestorOf(here):
            return
        before, above = self._from, self.parentWidget()
        if before is not None and isValid(before):
            if before.isVisible() and before.isEnabled():
                before.setFocus()
                return
            above = before.parentWidget()
        while above is not None:  # what had them takes none now: what is nearest to it
            near = (one for one in stops(above) if not self.isAncestorOf(one))
            if (found := next(near, None)) is not None:
                found.setFocus()
                return
            above = above.parentWidget()

    def _show(self, words: str, tone: str, *, asking: bool) -> None:
        self._confirmed = self._denied = None
        self.passing = False
        self._words.setText(words)
        if "details" in vars(self):
            self.details.say("")
        self.setAccessibleName(words)
        theme.set_tone(self, tone)
        self._yes.setVisible(asking)
        self._no.setVisible(asking)
        self.show()
        announce(self, words)

    def _answer(self, yes: bool) -> None:
        then = self._confirmed if yes else self._denied
        self.clear()
        if then is not None:
            then()


class EmptyState(QWidget):
    """What belongs here while nothing is here, with the buttons that make the first one."""

    def __init__(self, title: str, words: str = "", *do: QPushButton) -> None:
        super().__init__()
        self._title = label(title, "heading")
        self._words = label(words, tone="quiet", wrap=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._words.setMaximumWidth(_READ_PX)
        centre = Qt.AlignmentFlag.AlignHCenter
        layout = column(spacing=10)
        layout.addStretch(2)
        layout.addWidget(self._title, 0, centre)
        middle = line(None, self._words, None)
        middle.setStretch(1, 1000)  # nobody reads a line from one edge of the page to the other
        layout.addLayout(middle)
        for place, one in enumerate(do):
            if place == 0:
                one.setProperty("kind", "primary")
            layout.addWidget(one, 0, centre)
        layout.addStretch(3)
        layout.setContentsMargins(30, 0, 30, 0)
        self.setLayout(layout)

    @property
    def words(self) -> tuple[str, str]:
        """What it says: its title, and the words below."""
        return self._title.text(), self._words.text()

    def say(self, title: str, words: str = "") -> None:
        """Change what it says."""
        self._title.setText(title)
        self._words.setText(words)
