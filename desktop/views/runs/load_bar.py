"""How full a vehicle is."""

from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtWidgets import QProgressBar, QWidget

from desktop.basics.i18n import _
from desktop.queries.open_run import RunDetail
from desktop.views.kit import theme
from desktop.views.kit.blocks.block import Block
from desktop.views.kit.parts import column, label
from desktop.views.kit.words import joined


@dataclass(frozen=True)
class Weight:
    """What goods weigh in kg as far as it is known, of what the vehicle takes (None: not said)."""

    load: Decimal
    room: int | None

    @property
    def is_over(self) -> bool:
        """Whether they are too heavy."""
        return self.room is not None and self.load > self.room

    @property
    def words(self) -> str:
        """It in words; "" where nothing is known of it."""
        if not self.load:
            return ""
        if self.room is None:
            return _("{load} kg").format(load=self.load)
        if self.is_over:
            return _("{load} kg: {over} more than the vehicle takes ({room})").format(
                load=self.load, over=self.load - self.room, room=self.room
            )
        return _("{load} of {room} kg").format(load=self.load, room=self.room)


@dataclass(frozen=True)
class Way:
    """How a run would drive; ``full`` is how much of the vehicle's day it takes."""

    words: str
    full: Decimal
    broken: str


class LoadBar(QWidget):
    """A thin bar with its words: cartons and kg loaded, of how many the vehicle takes (D4).

    The bar is that of the measure of which most is taken up, the vehicle's day among them.
    """

    def __init__(self) -> None:
        super().__init__()
        self._words = label(kind="label", wrap=True)
        self._way = label(kind="label", wrap=True)
        self._broken = label(kind="label", wrap=True)
        theme.set_tone(self._broken, "wrong")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("How full the vehicle is"))
        self.setLayout(column(self._words, self._bar, self._way, self._broken, spacing=4))
        self._way.hide()
        self._broken.hide()

    @property
    def words(self) -> str:
        """What it says of the load."""
        return self._words.text()

    @property
    def way_words(self) -> tuple[str, str]:
        """What it says of the way, and what that breaks."""
        return self._way.text(), self._broken.text()

    def show_load(
        self,
        load: Decimal,
        room: int,
        more: str = "",
        kg: Weight | None = None,
        way: Way | None = None,
    ) -> None:
        """Show a load in cartons and kg; without room (no vehicle chosen) there is no bar."""
        over = bool(room) and load > room
        if not room:
            words = _("{load} cartons").format(load=load)
        elif over:
            words = _("{load} cartons: {over} more than the vehicle takes ({room})").format(
                load=load, over=load - room, room=room
            )
        else:
            words = _("{load} of {room} cartons").format(load=load, room=room)
        heavy = kg is not None and kg.is_over
        self._words.setText(joined(words, kg.words if kg is not None else "", more))
        for said, text in ((self._way, way.words), (self._broken, way.broken)) if way else ():
            said.setText(text)
            said.setVisible(bool(text))
        tone = "wrong" if over or heavy or (way and way.broken) else ""
        theme.set_tone(self._words, "wrong" if over or heavy else "")
        theme.set_tone(self._bar, tone)
        self._bar.setVisible(bool(room))
        self._bar.setMaximum(1000)
        full = load / room if room else Decimal(0)
        if kg is not None and kg.room:
            full = max(full, kg.load / kg.room)
        if way is not None:
            full = max(full, way.full)
        self._bar.setValue(min(1000, int(full * 1000)))


class LoadBlock(Block[RunDetail]):
    """How full a run's vehicle is."""

    def __init__(self) -> None:
        self._bar = LoadBar()
        super().__init__(self._bar)

    def fill(self, item: RunDetail) -> bool:
        kg = Weight(item.kg, item.room_kg)
        self._bar.show_load(item.row.load, item.row.room, kg=kg)
        return True
