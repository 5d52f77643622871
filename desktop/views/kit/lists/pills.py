"""The filters above a list, one pressed at a time."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from desktop.basics.i18n import _
from desktop.queries.lists import Filter
from desktop.views.kit.desk import Desk
from desktop.views.kit.flow import Flow

_WORDS = "words"  # of a pill, without how many there are
_ALL = "all"  # the name of the pill that filters by nothing


class Pills(QWidget):
    """A pill for each filter that this person's roles see; ``pressed`` tells which, "" for all."""

    pressed = Signal(str)

    def __init__(self, desk: Desk, filters: Sequence[Filter]) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._called = {one.name: _(one.words) for one in filters}
        self._without_pill = ""  # the filter by which a link came here, if none of them has it
        row = Flow(spacing=6)
        for one in filters:
            if not one.role or desk.has_role(one.role):
                row.addWidget(self._pill(one))
        self.setLayout(row)
        self._group.buttonClicked.connect(lambda pill: self.pressed.emit(_filter_of(pill)))

    def _pill(self, one: Filter) -> QPushButton:
        made = QPushButton(_(one.words))
        made.setProperty("kind", "pill")
        made.setCheckable(True)
        made.setObjectName(one.name or _ALL)
        made.setProperty(_WORDS, _(one.words))
        self._group.addButton(made)
        return made

    @property
    def chosen(self) -> list[str]:
        """The words on the pill that is pressed, if any is."""
        return [pill.text() for pill in self._group.buttons() if pill.isChecked()]

    @property
    def words(self) -> str:
        """The words of the filter that is chosen, without how many it has."""
        pressed = (pill for pill in self._group.buttons() if pill.isChecked())
        other = self._called.get(self._without_pill, "")
        return next((str(pill.property(_WORDS)) for pill in pressed), other)

    def press(self, name: str) -> None:
        """Press the pill of a filter; one without a pill leaves none pressed."""
        self._without_pill = name
        self._group.setExclusive(False)  # which a group allows only so
        for pill in self._group.buttons():
            pill.setChecked(_filter_of(pill) == name)
        self._group.setExclusive(True)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Say on each pill how many its filter has, where that is counted."""
        for pill in self._group.buttons():
            number, words = counts.get(_filter_of(pill)), pill.property(_WORDS)
            pill.setText(words if number is None else f"{words} {number}")


def _filter_of(pill: QWidget) -> str:
    return "" if pill.objectName() == _ALL else pill.objectName()
