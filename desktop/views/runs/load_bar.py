"""How full a vehicle is."""

from decimal import Decimal

from PySide6.QtWidgets import QProgressBar, QWidget

from desktop.basics.i18n import _
from desktop.queries.runs import RunDetail
from desktop.views.kit import theme
from desktop.views.kit.blocks.block import Block
from desktop.views.kit.parts import column, label


class LoadBar(QWidget):
    """A thin bar with its words: cartons loaded, of how many the vehicle takes (D4)."""

    def __init__(self) -> None:
        super().__init__()
        self._words = label(kind="label", wrap=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("How full the vehicle is"))
        self.setLayout(column(self._words, self._bar, spacing=4))

    @property
    def words(self) -> str:
        """What it says."""
        return self._words.text()

    def show_load(self, load: Decimal, room: int, more: str = "") -> None:
        """Show a load in cartons; without room (no vehicle chosen) there is no bar."""
        over = bool(room) and load > room
        if not room:
            words = _("{load} cartons").format(load=load)
        elif over:
            words = _("{load} cartons: {over} more than the vehicle takes ({room})").format(
                load=load, over=load - room, room=room
            )
        else:
            words = _("{load} of {room} cartons").format(load=load, room=room)
        self._words.setText(" · ".join(part for part in (words, more) if part))
        theme.set_tone(self._words, "wrong" if over else "")
        theme.set_tone(self._bar, "wrong" if over else "")
        self._bar.setVisible(bool(room))
        self._bar.setMaximum(1000)
        self._bar.setValue(min(1000, int(load * 1000 / room)) if room else 0)


class LoadBlock(Block[RunDetail]):
    """How full a run's vehicle is."""

    def __init__(self) -> None:
        self._bar = LoadBar()
        super().__init__(self._bar)

    def fill(self, item: RunDetail) -> bool:
        self._bar.show_load(item.row.load, item.row.room)
        return True
