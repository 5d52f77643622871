"""The line in which a time is chosen: by its name, or by its first and last day."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QPushButton, QWidget

from desktop.basics.i18n import _
from desktop.basics.periods import PERIODS, YEAR, Days
from desktop.views.kit import theme
from desktop.views.kit.flow import Flow
from desktop.views.kit.parts import column, label, line
from desktop.views.kit.words_to_values import read_day

_DAY_PX = 104


class PeriodLine(QWidget):
    """Pills for the times with a name, and two fields for any other; a wrong day is said below."""

    changed = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = today
        self.name = YEAR.name
        self.days: Days = YEAR.days(today)
        self._pills = QButtonGroup(self)
        row = Flow(spacing=6)
        for one in PERIODS:
            pill = QPushButton(_(one.words))
            pill.setProperty("kind", "pill")
            pill.setCheckable(True)
            pill.setObjectName(one.name)
            pill.setAccessibleName(_(one.words))
            self._pills.addButton(pill)
            row.addWidget(pill)
        self._pills.buttonClicked.connect(lambda pill: self._choose(pill.objectName()))
        self.first = self._field(_("From"))
        self.last = self._field(_("To"))
        both = QWidget()  # stands in one row, however many there are
        said = (label(words, tone="quiet") for words in (_("From"), _("To")))
        fields = zip(said, (self.first, self.last), strict=True)
        both.setLayout(line(*(one for pair in fields for one in pair), spacing=6))
        row.addWidget(both)
        self.wrong = label(tone="wrong", wrap=True)
        self.wrong.hide()
        self.setLayout(column(row, self.wrong, spacing=4))
        self._show()

    def _field(self, words: str) -> QLineEdit:
        field = QLineEdit()
        field.setFixedWidth(_DAY_PX)
        field.setAccessibleName(words)
        field.editingFinished.connect(self._typed)
        return field

    def set_days(self, days: Days) -> None:
        """Show a time, without saying that it changed."""
        self.days = days
        named = (one.name for one in PERIODS if one.days(self._today) == days)
        self.name = next(named, "")
        self._show()

    def recall(self, name: str) -> None:
        """Show the time of this name, as it lies today."""
        for one in PERIODS:
            if one.name == name:
                self.set_days(one.days(self._today))

    def _choose(self, name: str) -> None:
        self.recall(name)
        self.changed.emit()

    def _show(self) -> None:
        # Another time is none of the pills: then none is pressed, which a group allows only so.
        self._pills.setExclusive(False)
        for pill in self._pills.buttons():
            pill.setChecked(pill.objectName() == self.name)
        self._pills.setExclusive(True)
        for field, day in zip((self.first, self.last), self.days, strict=True):
            field.setText(day.isoformat())
            field.setCursorPosition(0)
        self._say(self.first, "")
        self._say(self.last, "")

    def _typed(self) -> None:
        """Read what is typed; a day that can't be read, or a time without days, is said."""
        days = [self._read(field, day) for field, day in self._fields()]
        first, last = days
        if first is None or last is None:
            return
        if last < first:
            self._say(self.last, _("The time ends before it begins: turn the two days round."))
        elif (first, last) != self.days:
            self.set_days((first, last))
            self.changed.emit()
        else:
            self._show()

    def _fields(self) -> list[tuple[QLineEdit, date]]:
        return list(zip((self.first, self.last), self.days, strict=True))

    def _read(self, field: QLineEdit, otherwise: date) -> date | None:
        try:
            day = read_day(field.text(), self._today) or otherwise
        except ValueError as error:
            self._say(field, str(error))
            return None
        self._say(field, "")
        return day

    def _say(self, field: QLineEdit, words: str) -> None:
        theme.set_tone(field, "wrong" if words else "")
        field.setToolTip(words)
        said = next((one.toolTip() for one in (self.first, self.last) if one.toolTip()), "")
        self.wrong.setText(said)
        self.wrong.setVisible(bool(said))
