"""By what the shops of the map are narrowed: their rep, segment, area, and the line they lead."""

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.basics.i18n import N_, _
from desktop.basics.order_key import order_key
from desktop.queries.map import MapFacts
from desktop.queries.map_layers import Narrowed
from desktop.views.kit.forms.choice_list import ChoiceList
from desktop.views.kit.parts import column, label
from desktop.views.kit.words import joined

_KINDS = {"rep": N_("Rep"), "segment": N_("Segment"), "area": N_("Area"), "line": N_("Line")}


class Narrowing(QWidget):
    """A list to choose from for each; its first choice is all of them."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.choices: dict[str, ChoiceList] = {}
        layout = column(spacing=3)
        for name, words in _KINDS.items():
            choice = self.choices[name] = ChoiceList()
            choice.setAccessibleName(_(words))
            choice.addItem(_("all"), "")
            choice.setMinimumContentsLength(4)
            choice.currentIndexChanged.connect(lambda _place: self.changed.emit())
            layout.addWidget(label(_(words), "label"))
            layout.addWidget(choice)
        self.setLayout(layout)

    def offer(self, facts: MapFacts) -> None:
        """Offer what the shops have; what was chosen stays."""
        shops = facts.shops.values()
        self._fill("rep", (shop.rep for shop in shops))
        self._fill("segment", (shop.segment for shop in shops))
        self._fill("area", (shop.area for shop in shops))
        self._fill("line", (line for shop in shops for line in shop.lines))

    def _fill(self, name: str, found: Iterable[str]) -> None:
        choice, kept = self.choices[name], self.value(name)
        choice.blockSignals(True)
        choice.clear()
        choice.addItem(_("all"), "")
        for words in sorted(set(found) - {""}, key=order_key):
            choice.addItem(words, words)
        choice.setCurrentIndex(max(0, choice.findData(kept)))
        choice.blockSignals(False)

    def value(self, name: str) -> str:
        """What is chosen; "" for all."""
        return str(self.choices[name].currentData() or "")

    def wanted(self, layer: str) -> Narrowed:
        """A layer of the shops that are chosen."""
        return Narrowed(layer, *(self.value(name) for name in _KINDS))

    def told(self) -> str:
        """What is chosen, in words."""
        return joined(*(self.value(name) for name in _KINDS))
