"""The day that is chosen: its clients in the order of its way, and where they lie on the map."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.basics.calendar import WEEKDAYS
from desktop.basics.i18n import _
from desktop.queries.route_board import Lines, RouteBoard, RouteDay, hours_words, km_words
from desktop.views.kit.blocks.map import MapView
from desktop.views.kit.desk import Desk, Link
from desktop.views.kit.parts import column, label
from desktop.views.kit.words import joined
from desktop.views.routes.clients import DayClients


class DaySide(QWidget):
    """A day's list and map; a client that is picked in one is picked in the other."""

    sought = Signal(str)  # a client that was picked on the map and isn't of this day

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._board: RouteBoard | None = None
        self.clients = DayClients()
        self.map = MapView()
        self._title = label(kind="heading", wrap=True)
        self._hint = label(tone="quiet", wrap=True)
        layout: QVBoxLayout = column(self._title, self.clients, self._hint, self.map)
        layout.setStretchFactor(self.clients, 1)
        layout.setStretchFactor(self.map, 1)
        self.setLayout(layout)
        self.setFocusProxy(self.clients)
        self.clients.opened.connect(self._open)
        self.clients.picked.connect(self._on_client)
        self.map.picked.connect(self._on_spot)
        self.map.opened.connect(lambda key: desk.open(Link("clients", key)))

    def show_day(
        self,
        board: RouteBoard,
        lines: Lines,
        at: tuple[int, int],
        *,
        off: bool,
        may_move: bool,
    ) -> None:
        """Show a day of these lines by week and weekday, or those that stand on no day."""
        self._board = board
        day = next(
            (one for one in board.planned(lines).days if (one.week, one.weekday) == at), None
        )
        week = _("Week {number}").format(number=at[0])
        named = f"{week} {_(WEEKDAYS[at[1] - 1])}"
        codes: Sequence[str] = day.clients if day else ()
        if off:
            codes = board.off(lines)
            words = _("On no day: Ctrl and an arrow puts one on {day}")
            self._title.setText(words.format(day=named))
        else:
            self._title.setText(joined(named, *told(day)))
        shops = [board.shops[code] for code in codes]
        self.clients.show_clients(shops, lines, allowed=may_move)
        hint = _("Drag one to another day, or Ctrl and an arrow. F fixes its weekday.")
        self._hint.setText(hint if may_move and shops else "")
        self.map.show_scene(board.scene(lines, day))

    def enter(self) -> None:
        """The keys go to the list."""
        self.clients.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_client(self, code: str) -> None:
        if self._board is not None:
            self.map.go_to(self._board.shops[code].id)

    def _on_spot(self, client_id: int) -> None:
        if self._board is None:
            return
        shops = self._board.shops.values()
        code = next((one.code for one in shops if one.id == client_id), "")
        if code and self.clients.code != code and not self.clients.pick(code):
            self.sought.emit(code)

    def _open(self, code: str) -> None:
        if self._board is not None:
            self._desk.open(Link("clients", self._board.shops[code].id))


def told(day: RouteDay | None) -> Sequence[str]:
    """How many clients a day has, how long it lasts, how far it goes."""
    if day is None:
        return (_("no clients"),)
    return (
        _("{number} clients").format(number=len(day.clients)),
        _("{hours} h").format(hours=hours_words(day.seconds)),
        _("{km} km").format(km=km_words(day.metres)),
    )
