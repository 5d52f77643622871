"""A small map on which a place is picked, and seen as each kind of coordinates would have it."""

from collections.abc import Mapping
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.basics.datums import DATUMS
from desktop.basics.i18n import _
from desktop.basics.map_scene import Mark
from desktop.basics.places import Place
from desktop.queries.map_ground import kept_ground
from desktop.queries.map_places import Nearness, places_scene
from desktop.views.kit.blocks.map import MapView
from desktop.views.kit.blocks.map_layer import Layer
from desktop.views.kit.desk import Desk
from desktop.views.kit.parts import column, label
from desktop.views.kit.tasks import Progress
from desktop.views.shared.map_ground import wished

_HIGH_PX = 250
_NEAR_M = 6.0  # metres to a pixel at which the kinds stand apart
SIX_PLACES = Decimal("0.000001")


class PlaceMap(QWidget):
    """The clients around a place, on the office's picture; ``picked`` gives one clicked at."""

    picked = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._shown = False
        self._at: Place | None = None  # what is to be brought into the middle once it is there
        self.map = MapView()
        self.map.setMinimumHeight(_HIGH_PX)
        self._hint = label(
            _(
                "Click where the shop is; or move the map below the cross with the arrow keys "
                "(Shift: finely) and press Enter. + and − scale it, Esc gives up."
            ),
            tone="quiet",
            wrap=True,
        )
        self.setLayout(column(self._hint, self.map, spacing=4))
        self.map.placed.connect(self.picked)
        self.map.given_up.connect(lambda: self.ask(False))
        self.ask(False)

    def show_clients(self) -> None:
        """Read the clients' places once, off the GUI thread."""
        if self._shown:
            return
        self._shown = True
        office, wish = self._desk.office, wished(self._desk)

        def work(_progress: Progress) -> Layer:
            with office.reading() as session:
                return Layer(places_scene(session), wish.ground(kept_ground(session)))

        def done(layer: Layer) -> None:
            self.map.show_layer(layer)
            if self._at is not None:
                self.map.centre(self._at, _NEAR_M)

        self._desk.tasks.read(self, work, done, slot="places")

    def ask(self, asks: bool = True) -> None:
        """Ask for a place, or no more."""
        self.map.asks = asks
        self._hint.setVisible(asks)
        if asks:
            self.map.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_readings(self, found: Mapping[str, Place], chosen: str) -> None:
        """Pin the place as each kind would have it; the chosen kind stands out."""
        pins = [
            Mark(_(DATUMS[datum]), there, "accent" if datum == chosen else "quiet")
            for datum, there in found.items()
        ]
        self.map.show_pins(pins)
        if chosen in found:
            self._at = found[chosen]
            if not self.map.asks:
                self.map.centre(self._at, _NEAR_M)


def readings_said(near: Nearness | None) -> str:
    """How far the place lies under each kind from where it should; "" where nobody knows."""
    if near is None:
        return ""
    each = [
        _("{kind} {metres} m").format(kind=_(DATUMS[datum]), metres=metres)
        for datum, metres in near.metres.items()
    ]
    return _("From {where}: {distances}").format(where=near.words, distances=_(", ").join(each))


def six_places(place: Place) -> tuple[Decimal, Decimal]:
    """A place as a form holds it."""
    lat, lon = (Decimal(str(one)).quantize(SIX_PLACES) for one in place)
    return lat, lon
