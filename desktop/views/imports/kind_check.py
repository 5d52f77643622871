"""What kind a list's coordinates are, told by one shop that the person knows."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from desktop.basics.datums import DATUMS
from desktop.basics.i18n import _
from desktop.views.kit.desk import Desk
from desktop.views.kit.parts import Remark, button, column, line
from desktop.views.kit.typing_rest import when_typing_rests
from desktop.views.shared.place_map import PlaceMap, readings_said

if TYPE_CHECKING:
    from desktop.services.imports.known_shop import KnownShop
    from desktop.services.imports.look import Look

_SEARCH_MS = 200


class KindCheck(QWidget):
    """A shop of the list on a small map under each kind; ``chosen`` says which one is right."""

    chosen = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._look: Look | None = None
        self._datum = ""
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("name of a shop of the list that you know"))
        self.search.setAccessibleName(_("A shop of the list that you know"))
        self.said = Remark()
        self.places = PlaceMap(desk)
        self.kinds: dict[str, QPushButton] = {
            datum: button(_("Right as {kind}").format(kind=_(words)), partial(self.choose, datum))
            for datum, words in DATUMS.items()
        }
        buttons = line(*self.kinds.values(), None)
        self.setLayout(column(line(self.search, buttons), self.said, self.places, spacing=6))
        self._timer = when_typing_rests(self, _SEARCH_MS, self._find)
        self.search.textEdited.connect(lambda _text: self._timer.start())
        self.shop: KnownShop | None = None
        self.hide()

    def begin(self, look: "Look", datum: str) -> None:
        """Show a shop of this list, its coordinates taken as this kind now."""
        self._look, self._datum = look, datum
        self.show()
        self.places.show_clients()
        self.search.setFocus()
        self._find()

    def choose(self, datum: str) -> None:
        """This kind puts the shop where it is."""
        self._datum = datum
        self._show()
        self.chosen.emit(datum)

    def _find(self) -> None:
        from desktop.services.imports.known_shop import known_shop

        look, text = self._look, self.search.text().strip()
        if look is not None:
            self._desk.ask(
                self, lambda session: known_shop(session, look, text), self._found, slot="known"
            )

    def _found(self, shop: "KnownShop | None") -> None:
        self.shop = shop
        self._show()

    def _show(self) -> None:
        shop = self.shop
        for one in self.kinds.values():
            one.setEnabled(shop is not None)
        if shop is None:
            self.said.say(_("No shop of the list with coordinates is called so."), "careful")
            self.places.show_readings({}, self._datum)
            return
        told = readings_said(shop.near) or _("see on the map where it lies")
        self.said.say(_("{name}: {told}").format(name=shop.name, told=told), "quiet")
        self.places.show_readings(shop.readings, self._datum)
