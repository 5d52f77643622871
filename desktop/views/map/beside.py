"""What stands beside the map: the shop that is picked, and the lines of the layer or the picks."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.basics.i18n import N_, _
from desktop.queries.map import MapShop
from desktop.queries.map_layers import MapLine, facts_of
from desktop.views.kit.blocks.facts import Fact, Facts
from desktop.views.kit.blocks.lines import Lines
from desktop.views.kit.desk import Desk, Link
from desktop.views.kit.lists.take_away import Seen, TakeAway
from desktop.views.kit.parts import button, column, label, line
from desktop.views.kit.tables.record_table import Column
from desktop.views.shared.neighbours import density_words, outlets_within

_LINES: tuple[Column[MapLine], ...] = (
    Column(N_("Client"), lambda row: row.name, 96, stretch=True),
    Column(N_("What"), lambda row: row.words, 140, wraps=True),
)
_TAKEN: tuple[Column[MapLine], ...] = (
    Column(N_("Client"), lambda row: row.name, 130, "name", stretch=True),
    Column(N_("Area"), lambda row: row.area, 90, "area"),
    Column(N_("What"), lambda row: row.words, 200, "what"),
)

_MOST_VISITS = 40

_HINT = N_(
    "Arrow keys go from shop to shop, with Ctrl they move the map; + and − scale it, Home shows "
    "all. Shift and the mouse draw a line around shops to pick them; a click with Shift, or Space, "
    "adds one. Ctrl+A picks all in sight, A those of the shop's area, as a click on an area's name "
    "does."
)
_LIST_TIP = N_("Choose them in the client list: give a rep, a class, an area; print papers")


class Beside(QWidget):
    """``sought`` gives a line that is to be shown on the map; ``left``: the picks are let go.

    ``area_wanted`` names the area whose shops are to be picked together; ``visits_wanted``: those
    that are picked are to be visited.
    """

    sought = Signal(object)
    area_wanted = Signal(str)
    visits_wanted = Signal()
    left = Signal()

    def __init__(self, desk: Desk, listing: Seen[MapLine]) -> None:
        super().__init__()
        self._desk = desk
        self._shop: MapShop | None = None
        self._many: Sequence[MapShop] = ()
        self._there = True
        self.rows: Sequence[MapLine] = ()
        self._name = label(kind="heading", wrap=True)
        self.facts: Facts[MapShop] = Facts(self._told)
        self.file = button(_("Client file"), self._open, "", "", _("Enter on the map"))
        self.area = button(_("Pick all of its area"), self._pick_area, "", "", _("A on the map"))
        self._hint = label(_(_HINT), tone="quiet", wrap=True)
        self._title = label(kind="heading", wrap=True)
        self.trial = button(_("Try something here"), self._try, "link")
        self.let_go = button(_("Let go"), self.left.emit, "link", "", _("Esc on the map"))
        self.lines: Lines[Sequence[MapLine], MapLine] = Lines(
            _LINES,
            lambda rows: rows,
            name=N_("Beside the map"),
            none=N_("Nothing to tell here."),
            enter=self.sought.emit,
            fills=True,
        )
        self.visit = button(_("Plan visits"), self.visits_wanted.emit, "link")
        self.list = button(_("In the list"), self._to_list, "link", "", _(_LIST_TIP))
        self.take_away = TakeAway(desk, _("Map"), _TAKEN, listing)
        above = column(self._name, self.facts, line(self.file, self.area, None), self._hint)
        layout = column(
            above, line(self._title, None, self.trial, self.let_go), self.lines, spacing=10
        )
        layout.setStretchFactor(self.lines, 1)
        layout.addLayout(line(self.visit, self.list, None, self.take_away))
        self.setLayout(layout)
        self.show_shop(None)
        self.show_lines("", ())

    def say_keys(self, *, there: bool) -> None:
        """Tell the map's keys; where no shop is ``there``, nothing can be done with them."""
        self._there = there
        self._hint.setVisible(there and self._shop is None)

    def show_shop(self, shop: MapShop | None) -> None:
        """Show what is known of a shop; None for none."""
        self._shop = shop
        self._name.setText(shop.name if shop else "")
        for part in (self._name, self.file):
            part.setVisible(shop is not None)
        self.area.setVisible(shop is not None and bool(shop.area))
        self._hint.setVisible(self._there and shop is None)
        if shop is not None:
            self.facts.show_item(shop)
        else:
            self.facts.hide()

    def show_lines(self, title: str, lines: Sequence[MapLine]) -> None:
        """Show what a layer tells."""
        self._show(title, lines)
        self._many = ()
        self.let_go.hide()
        self.visit.hide()
        self.list.hide()
        self.trial.hide()

    def show_many(self, shops: Sequence[MapShop]) -> None:
        """Show the shops that are picked together."""
        rows = [
            MapLine(one.id, one.name, facts_of(one).replace("\n", " · "), one.area) for one in shops
        ]
        self._show(_("{number} shops picked").format(number=len(rows)), rows)
        self._many = shops
        self.let_go.show()
        self.visit.setVisible(self._desk.may("visit.plan"))
        fits = len(rows) <= _MOST_VISITS
        too_many = _("Nobody visits more than {number} in a day: pick fewer.")
        self.visit.setEnabled(fits)
        self.visit.setToolTip("" if fits else too_many.format(number=_MOST_VISITS))
        self.trial.setVisible(self._desk.may("trial.draw"))
        self.list.show()

    def _show(self, title: str, lines: Sequence[MapLine]) -> None:
        self.rows = lines
        self._title.setText(title)
        self.lines.show_item(lines)
        self.take_away.offer(len(lines))

    def _told(self, shop: MapShop) -> Sequence[Fact]:
        tone = "wrong" if shop.is_dense else ""
        return (
            Fact(_("Code"), shop.code),
            Fact(_("Area"), shop.area),
            Fact(_("Segment"), shop.segment),
            Fact(_("Class"), shop.client_class),
            Fact(_("Rep"), shop.rep),
            Fact(_("Lead lines"), _(", ").join(shop.lines)),
            Fact(outlets_within(self._desk), density_words(shop.density), tone),
            Fact(_("Visit"), _("overdue") if shop.is_overdue else "", "wrong"),
        )

    def _to_list(self) -> None:
        """What lists do with several: a rep, a class, an area, papers."""
        keys = tuple(shop.id for shop in self._many)
        self._desk.open(Link("clients", values=(("chosen", keys),)))

    def _pick_area(self) -> None:
        if self._shop is not None:
            self.area_wanted.emit(self._shop.area)

    def _try(self) -> None:
        """A trial at the shops that are picked together."""
        clients = [{"client": one.code} for one in self._many]
        self._desk.open(Link("trials", do="new", values=(("clients", clients),)))

    def _open(self) -> None:
        if self._shop is not None:
            self._desk.open(Link("clients", self._shop.id))
