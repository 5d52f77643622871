"""The day that the board shows: typed, or the one before and after."""

from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.basics.calendar import weekday
from desktop.basics.i18n import _
from desktop.views.kit import theme
from desktop.views.kit.desk import Desk
from desktop.views.kit.parts import button, label, line
from desktop.views.kit.words_to_values import read_day

_DAY_PX = 98


class DayChoice(QWidget):
    """A field for the day, with a button on either side."""

    chosen = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._day = desk.today
        before = button("‹", lambda: self._go(-1), "", "", _("The day before (Page up)"))
        before.setAccessibleName(_("The day before"))
        after = button("›", lambda: self._go(1), "", "", _("The day after (Page down)"))
        after.setAccessibleName(_("The day after"))
        for one in (before, after):
            one.setFixedWidth(30)
        self.field = QLineEdit()
        self.field.setAccessibleName(_("Day"))
        self.field.setFixedWidth(_DAY_PX)
        self.field.returnPressed.connect(self._typed)
        self.field.editingFinished.connect(self._typed)
        self._weekday = label(tone="quiet")
        self.setLayout(line(before, self.field, after, self._weekday, spacing=4))

    def show_day(self, day: date) -> None:
        """Show a day that was chosen."""
        self._day = day
        theme.set_tone(self.field, "")
        self.field.setText(day.isoformat())
        self._weekday.setText(weekday(day))

    def step(self, days: int) -> None:
        """Go days on, or back."""
        self._go(days)

    def _go(self, days: int) -> None:
        self.show_day(self._day + timedelta(days=days))
        self.chosen.emit(self._day)

    def _typed(self) -> None:
        try:
            day = read_day(self.field.text(), self._desk.today) or self._day
        except ValueError as error:
            theme.set_tone(self.field, "wrong")
            self.field.setToolTip(str(error))
            return
        if day != self._day:
            self.show_day(day)
            self.chosen.emit(day)
        else:
            self.show_day(day)
