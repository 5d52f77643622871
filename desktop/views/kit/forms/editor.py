"""What every editor of a form's field is: it shows a value, reads one, says when it changed."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from desktop.basics.errors import Spot
from desktop.basics.i18n import _
from desktop.views.kit import theme
from desktop.views.kit.desk import Desk
from desktop.views.kit.forms.fields import Field, said


class Editor(QWidget):
    """One input. ``value`` raises ValueError with words for the person.

    ``entered`` goes on to the next; ``refused`` says why it doesn't, or why what was left behind
    can't be read.
    """

    changed = Signal()
    entered = Signal()
    refused = Signal(str)

    def __init__(self, field: Field, desk: Desk) -> None:
        super().__init__()
        self.field = field
        self.desk = desk
        # Where lines of several fields take what is pasted, if it is several cells.
        self.take_cells: Callable[[str], bool] | None = None
        self._wrong_raw: Any = None
        self._box = QHBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(6)

    @property
    def control(self) -> QWidget:
        """The widget that takes the keyboard."""
        raise NotImplementedError

    @property
    def hint_px(self) -> int:
        """How wide it has to be so that its hint stands in it whole; 0 without one."""
        return 0

    @property
    def wrong_control(self) -> QWidget:
        """The widget that takes the keyboard when something is wrong."""
        return self.control

    def value(self) -> Any:
        """What was typed, as the service wants it."""
        raise NotImplementedError

    def show_value(self, value: Any) -> None:
        """Show a value."""
        raise NotImplementedError

    def raw(self) -> Any:
        """What was typed, as it stands, for a draft (JSON)."""
        raise NotImplementedError

    def show_raw(self, raw: Any) -> None:
        """Show what a draft kept."""
        raise NotImplementedError

    def show_pasted(self, text: str) -> None:
        """Show what was copied from elsewhere, as if it were typed and left."""
        self.show_raw(text)
        if words := self.trouble():
            self.refused.emit(words)

    def stand_in(self, line: Sequence["Editor"]) -> None:
        """It stands in a line with these; for one that follows from another of them."""

    def trouble(self) -> str:
        """Why what stands in it can't be read, in words; "" when it can. Asks nobody."""
        try:
            self.value()
        except ValueError as error:
            return str(error)
        return ""

    def mark(self, wrong: bool) -> None:
        """Show whether it is wrong."""
        self._wrong_raw = self.raw() if wrong else None
        theme.set_tone(self.control, "wrong" if wrong else "")

    def recheck(self) -> str | None:
        """After a change of what was marked wrong: what is wrong now, "" when nothing is.

        None while there is nothing new to say.
        """
        if self._wrong_raw is None or self.raw() == self._wrong_raw:
            return None
        return self.trouble()

    def refuse_cells(self, text: str) -> None:
        """Several cells were pasted into it: lines take them, one field doesn't."""
        if self.take_cells is None or not self.take_cells(text):
            self.refused.emit(
                _("Several cells were copied, and one fits here: nothing was pasted.")
            )

    def left_open(self) -> str:
        """What is asked before it is saved as it stands; "" for nothing."""
        return ""

    def spot_of(self, control: QWidget) -> Spot | None:
        """Where in its lines a control stands; None where there is only one."""
        return None

    def at(self, spot: Spot | None) -> QWidget:
        """The widget that takes the keyboard at a spot."""
        return self.control

    def point(self, words: str, spot: Spot | None) -> str:
        """Show that it is wrong (at a spot, where it has several lines); the words to be said."""
        self.mark(True)
        return words

    def place_note(self, note: QLabel) -> None:
        """Put what is said about it where it belongs; the form has put it below already."""

    def come(self) -> None:
        """Put the keyboard here as Tab does: what is typed now takes the place of what stands."""
        self.setFocus(Qt.FocusReason.TabFocusReason)

    def _take(self, control: QWidget) -> None:
        name = _(self.field.words)
        control.setAccessibleName(name)
        control.setObjectName(self.field.name)
        if self.field.hint:
            control.setToolTip(said(self.field.hint, self.desk))
        if self.field.width:
            control.setFixedWidth(self.field.width)
        self.setFocusProxy(control)
        self._box.addWidget(control, 0 if self.field.width else 1)
        if self.field.width:
            self._box.addStretch(1)
