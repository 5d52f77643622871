"""The map (P8): layers on the left, the shop and what stands beside on the right."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from desktop.basics.i18n import N_, _
from desktop.queries.listing import Wanted
from desktop.queries.map import MapFacts, map_facts
from desktop.queries.map_ground import KeptGround, kept_ground
from desktop.queries.map_layers import LAYERS, MapLine, Narrowed, Shown, shown
from desktop.queries.plans.visits import picked_visit
from desktop.queries.search import find_clients
from desktop.services.maps import map_paper
from desktop.views.kit.blocks.map import MapView
from desktop.views.kit.blocks.map_layer import Layer
from desktop.views.kit.chooser import CHOICE, chooser
from desktop.views.kit.desk import Desk, Link
from desktop.views.kit.doing.edit import Edit
from desktop.views.kit.doing.edit_panel import EditPanel
from desktop.views.kit.doing.undo import UndoBy
from desktop.views.kit.lists.listing import Listing
from desktop.views.kit.page import Page
from desktop.views.kit.parts import Remark, button, card, column, label, line, make_search
from desktop.views.kit.shown_stack import ShownStack
from desktop.views.kit.tasks import Progress
from desktop.views.kit.typing_rest import when_typing_rests
from desktop.views.kit.words import joined
from desktop.views.map.beside import Beside
from desktop.views.map.empty_map import EmptyMap
from desktop.views.map.ground_card import GroundCard
from desktop.views.map.ground_form import GroundForm, ground_values, laying_back, save_ground
from desktop.views.map.narrowing import Narrowing

if TYPE_CHECKING:
    from desktop.services.grounds import Relaid
    from desktop.services.office import Reading

_LEFT_PX = 190
_RIGHT_PX = (290, 440)  # at least, and where the window is wide
_SHARES = (5, 2)  # of the map and of what stands beside it
_SEARCH_MS = 150
_NEAR_M = 1.2  # metres to a pixel at which a shop that was looked for is shown


class MapPage(Page):
    """Every active client that has a place."""

    name: ClassVar[str] = "map"
    title: ClassVar[str] = N_("Map")

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.facts: MapFacts | None = None
        self._shown: Shown | None = None
        self._sought: int | None = None  # what a link asked for before the map was there
        self._build()
        self._recall()

    # --- building ---------------------------------------------------------------------------------

    def _build(self) -> None:
        self.layers = chooser(_("Layers"), {name: _(words) for name, words in LAYERS.items()})
        self.narrowing = Narrowing()
        self._foot = label(kind="label", wrap=True)
        self._doubt = Remark()
        self.ground = GroundCard(self.desk, self.lay_ground, self._drop_ground)
        left = card(column(self.layers, self.narrowing, self.ground, self._doubt, self._foot))
        left.setFixedWidth(_LEFT_PX)
        self.search = QLineEdit()
        make_search(self.search, _("name, pinyin, initials, phone"), _("Search the map"))
        self.map = MapView()
        self.whole = button(_("Show all of it"), self.map.fit, "", "", _("Home"))
        self.print = button(_("Print"), self._print, "", "Ctrl+P")
        self.print.setAccessibleName(_("Print the map"))  # the list beside it has such a button
        shown = card(column(line(self.search, self.whole, self.print), self.map))
        self.panel = EditPanel(self.desk)
        self._middle = ShownStack()
        self._middle.addWidget(shown)
        self._middle.addWidget(card(column(self.panel)))
        self.none = EmptyMap(self.desk)
        self._middle.addWidget(card(column(self.none)))
        self.beside = Beside(self.desk, self._listing)
        right = card(column(self.beside))
        right.setMinimumWidth(_RIGHT_PX[0])
        right.setMaximumWidth(_RIGHT_PX[1])
        whole = QHBoxLayout(self)
        whole.setContentsMargins(14, 12, 14, 12)
        whole.setSpacing(12)
        whole.addWidget(left)
        whole.addWidget(self._middle, _SHARES[0])
        whole.addWidget(right, _SHARES[1])
        self._connect()

    def _connect(self) -> None:
        self._timer = when_typing_rests(self, _SEARCH_MS, self._find)
        self.search.textEdited.connect(lambda _text: self._timer.start())
        self.search.returnPressed.connect(self.map.setFocus)
        self.layers.currentItemChanged.connect(self._on_layer)
        self.narrowing.changed.connect(self._draw)
        self.ground.changed.connect(self._draw)
        self.panel.closed.connect(self._show_middle)
        self.map.picked.connect(self._on_picked)
        self.map.opened.connect(self._open)
        self.map.chosen.connect(lambda _ids: self._show_lines())
        self.map.area_picked.connect(self._pick_area)
        self.map.area_of_shop.connect(self._pick_area_of)
        self.beside.sought.connect(self._go_to_line)
        self.beside.area_wanted.connect(self._pick_area)
        self.beside.left.connect(self.map.clear_many)
        self.beside.visits_wanted.connect(self._plan_visits)

    # --- reading ----------------------------------------------------------------------------------

    @property
    def layer(self) -> str:
        """The name of the layer that is chosen."""
        return str(self.layers.currentItem().data(CHOICE))

    @property
    def wanted(self) -> Narrowed:
        """The layer, and which shops it shows."""
        return self.narrowing.wanted(self.layer)

    def refresh(self) -> None:
        """Read again what is known of the shops, off the GUI thread."""
        today = self.desk.today
        if self.facts is None:
            self._foot.setText(_("Working …"))

        def question(session: "Reading") -> tuple[MapFacts, KeptGround | None]:
            return map_facts(session, today), kept_ground(session)

        self.desk.ask(self, question, self._take, slot="map")

    def _take(self, read: tuple[MapFacts, KeptGround | None]) -> None:
        facts, kept = read
        self.facts = facts
        self.ground.show_kept(kept)
        self.narrowing.offer(facts)
        self.none.show_why(facts)
        self.beside.say_keys(there=bool(facts.shops))
        if not self.panel.isVisibleTo(self):
            self._show_middle()
        self._draw()

    def _show_middle(self) -> None:
        """The map; where no shop stands on it, why that is."""
        self._middle.setCurrentIndex(0 if self.facts is None or self.facts.shops else 2)

    def _draw(self) -> None:
        """Lay the layer out off the GUI thread, and show it."""
        facts, wanted, ground = self.facts, self.wanted, self.ground.ground
        if facts is None:
            return

        def work(_progress: Progress) -> tuple[Shown, Layer]:
            found = shown(facts, wanted)
            return found, Layer(found.scene, ground)

        self.desk.tasks.read(self, work, self._show, slot="draw")

    def _show(self, made: tuple[Shown, Layer]) -> None:
        self._shown, layer = made
        self.map.show_layer(layer)
        self._say()
        if self._sought is not None:
            sought, self._sought = self._sought, None
            self._seek(sought)
        self._on_picked(self.map.shop)
        self._show_lines()

    def _say(self) -> None:
        assert self.facts is not None
        number, without = len(self.map.scene.spots), self.facts.without_place
        missing = _("{number} clients have no place").format(number=without) if without else ""
        self._foot.setText(joined(_("{number} shops").format(number=number), missing))
        doubts = len(self.facts.doubts)
        words = _("{number} shops lie far from their area's others. See “Places in doubt”.")
        self._doubt.say(words.format(number=doubts) if doubts else "")

    # --- what is shown beside ---------------------------------------------------------------------

    def _show_lines(self) -> None:
        """The shops that are picked together, else what the layer tells."""
        if self._shown is None or self.facts is None:
            return
        many = self.map.many
        if many:
            self.beside.show_many([self.facts.shops[one] for one in many])
        else:
            self.beside.show_lines(self.map.scene.title, self._shown.lines)

    def _on_picked(self, client_id: int | None) -> None:
        shops = self.facts.shops if self.facts else {}
        self.beside.show_shop(shops.get(client_id) if client_id is not None else None)

    def _pick_area(self, area: str) -> None:
        """Pick all shops of an area that the map shows, and bring them into sight."""
        shops = self.facts.shops.values() if self.facts else ()
        self.map.pick_many(shop.id for shop in shops if shop.area == area)
        self.map.show_many()

    def _pick_area_of(self, client_id: int) -> None:
        area = self.facts.shops[client_id].area if self.facts else ""
        if area:
            self._pick_area(area)
        else:
            self.desk.say(_("This client has no area."))

    def _plan_visits(self) -> None:
        """Open the form of a visit plan with those that are picked."""
        many = self.map.many

        def begin(found: tuple[str, Sequence[str]]) -> None:
            rep, codes = found
            whose = (("rep", rep),) if rep else ()
            clients = ("clients", [{"client": code} for code in codes])
            self.desk.open(Link("visits", do="new", values=(*whose, clients)))

        self.desk.ask(self, lambda session: picked_visit(session, many), begin, slot="visits")

    def _go_to_line(self, row: MapLine) -> None:
        """Show what a line beside the map tells of."""
        if row.place is None:
            self._seek(row.client_id)
        else:
            self.map.centre(row.place, _NEAR_M)

    def _seek(self, client_id: int) -> None:
        """Show a shop, as near as one sees its neighbours."""
        if not self.map.go_to(client_id, _NEAR_M):
            self.desk.say(_("This client isn't on the map as it is shown now."))

    def _open(self, client_id: int) -> None:
        self.desk.open(Link("clients", client_id))

    def _find(self) -> None:
        """Go to the first shop that is called so."""
        text = self.search.text().strip()
        if text:
            self.desk.ask(self, lambda session: find_clients(session, text), self._found, "find")

    def _found(self, offers: Sequence[tuple[str, str]]) -> None:
        ids = {shop.code: shop.id for shop in self.facts.shops.values()} if self.facts else {}
        there = {spot.id for spot in self.map.scene.spots}
        found = (ids[code] for code, _words in offers if ids.get(code) in there)
        first = next(found, None)
        if first is not None:
            self._seek(first)

    # --- where it is taken ------------------------------------------------------------------------

    def lay_ground(self) -> None:
        """Open the form that lays a picture below the map, in its place."""
        kept = self.ground.kept
        self._middle.setCurrentIndex(1)
        self.panel.open(
            Edit(
                title=_("A picture below the map"),
                form=lambda: GroundForm(self.desk, kept),
                save=save_ground,
                draft_key="map.ground",
                saved=self._relaid,
                done=_("The picture lies below the map"),
                values=ground_values(kept),
                back=laying_back,
            )
        )

    def _drop_ground(self) -> None:
        from desktop.services.grounds import drop_ground

        office = self.desk.office

        def done(relaid: "Relaid") -> None:
            words, after = _("The picture is removed."), office.deeds.number
            back = laying_back(relaid)
            self.desk.say(words, UndoBy(self.desk, words, after, back, self._relaid, self))
            self.refresh()

        self.desk.tasks.change(self, lambda _progress: drop_ground(office), done)

    def _relaid(self, _answer: object) -> None:
        self.refresh()

    def _listing(self) -> tuple[Listing[MapLine], Wanted, str]:
        """The lines beside the map, to be taken away."""
        rows = dict(enumerate(self.beside.rows))

        def read(_session: "Reading", keys: Sequence[int]) -> dict[int, MapLine]:
            return {key: rows[key] for key in keys}

        return Listing(lambda _session, _wanted: list(rows), read), Wanted(), self._kept()

    def _kept(self) -> str:
        return joined(self.map.scene.title, self.narrowing.told())

    def _print(self) -> None:
        scene, kept, corners = self.map.scene, self.narrowing.told(), self.map.corners
        office, ground = self.desk.office, self.ground.ground
        title = f"{scene.title} {self.desk.today}"
        self.desk.show_paper(title, lambda: map_paper(office, scene, kept, corners, ground))

    def go(self, link: Link) -> None:
        """Show what a link names: a layer, and a client."""
        self._choose(dict(link.values).get("layer", self.layer))
        if link.key is not None:
            if self._shown is None:
                self._sought = link.key
            else:
                self._seek(link.key)

    def hold_focus(self) -> None:
        (self.map if self.map.isVisibleTo(self) else self.layers).setFocus()

    # --- memory -----------------------------------------------------------------------------------

    def _on_layer(self) -> None:
        self.desk.memory.put(f"page.{self.name}", {"layer": self.layer})
        self._draw()

    def _choose(self, name: str) -> None:
        for place in range(self.layers.count()):
            if self.layers.item(place).data(CHOICE) == name:
                self.layers.setCurrentRow(place)

    def _recall(self) -> None:
        kept = self.desk.memory.get(f"page.{self.name}") or {}
        self.layers.blockSignals(True)
        self.layers.setCurrentRow(0)
        self._choose(kept.get("layer", ""))
        self.layers.blockSignals(False)
