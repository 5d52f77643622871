"""The form of a trial: what is tried, at which shops, and the draw before it is kept (G7)."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout

from desktop.basics.drafts.trial import TrialDraft
from desktop.basics.fields import drafted
from desktop.basics.i18n import N_, _
from desktop.queries.facts.trials import half_words
from desktop.queries.search import find_clients, find_products
from desktop.queries.trial_drawing import Drawing, DrawnShop, drawing, similar_shops
from desktop.queries.word_lists import offered_segments
from desktop.views.kit.blocks.lines import Lines
from desktop.views.kit.declared import fields_of
from desktop.views.kit.desk import Desk
from desktop.views.kit.doing.actions import Given
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.forms.live_form import LiveForm
from desktop.views.kit.parts import button, column, label, line
from desktop.views.kit.tables.record_table import Column
from desktop.views.kit.words import money

if TYPE_CHECKING:
    from desktop.services.office import Office


_RIGHT = 3  # the column of the grid with which the right half begins


class TrialForm(LiveForm):
    """The draw stands below and follows what is typed; what is saved is the draw that was seen."""

    def __init__(self, desk: Desk) -> None:
        self.drawn = Drawing()
        self._asked: tuple[Sequence[str], Sequence[str]] | None = None
        super().__init__(desk, _fields(desk), columns=2)
        all_of_it = button(_("All shops of this kind"), self.take_similar, "", "Ctrl+Shift+A")
        self._said = label(tone="quiet", wrap=True)
        self._draw: Lines[Drawing, DrawnShop] = Lines(
            _DRAWN,
            lambda one: sorted(one.shops, key=lambda shop: (shop.half, shop.pair)),
            title=N_("The draw: who begins, who follows"),
            also=_BESIDE,
        )
        self._grid.addLayout(line(all_of_it, None), self.row_of("segment"), _RIGHT, 1, 2)
        self._put_beside(column(self._said, self._draw, None))
        self._draw.hide()

    def _put_beside(self, draw: QLayout) -> None:
        """The shops on the left, the draw on the right: both are in sight while one types."""
        row = self.row_of("clients")
        place = self._grid.itemAtPosition(row, 0)
        shops = place.layout() if place is not None else None
        assert shops is not None
        self._grid.removeItem(shops)
        shops.setParent(None)
        self._grid.addLayout(shops, row, 0, 1, _RIGHT - 1, Qt.AlignmentFlag.AlignTop)
        self._grid.addLayout(draw, row, _RIGHT, 1, 2)

    def look(self) -> None:
        """Draw anew when the shops or the products are others."""
        shops, products = self._codes("clients", "client"), self._codes("products", "product")
        if (shops, products) == self._asked:
            return
        self._asked = shops, products
        today = self.desk.today
        self.desk.ask(
            self,
            lambda session: drawing(session, shops, products, today),
            self._show_draw,
            slot="draw",
        )

    def _codes(self, name: str, column_name: str) -> Sequence[str]:
        rows = self.editor(name).raw()
        found = [row[column_name].get("value") or "" for row in rows]
        return tuple(dict.fromkeys(code for code in found if code))

    def _show_draw(self, found: Drawing) -> None:
        self.drawn = found
        words = found.why
        if found.shops:
            words = _("Sold a shop in the eight weeks before: {first} and {second} in the mean.")
            words = words.format(first=money(found.mean_fen(1)), second=money(found.mean_fen(2)))
        self._said.setText(words)
        self._draw.show_item(found)

    def take_similar(self) -> None:
        """Put all shops of the chosen kind there that can take part: a rep's are his own."""
        segment = self.editor("segment").raw()["value"] or ""
        person = self.desk.office.person
        mine = person.code if person and self.desk.has_role("rep") else ""
        today = self.desk.today
        if not segment:
            self._said.setText(_("Choose the segment first."))
            self.editor("segment").setFocus()
            return
        self.desk.ask(
            self,
            lambda session: similar_shops(session, segment, mine, today),
            self._take,
            slot="similar",
        )

    def _take(self, codes: Sequence[str]) -> None:
        editor = self.editor("clients")
        known = self._codes("clients", "client")
        taken = [*known, *(code for code in codes if code not in known)]
        editor.show_value([{"client": code} for code in taken])
        editor.changed.emit()
        self.desk.say(_("{number} shops can take part").format(number=len(codes)))


def _fields(desk: Desk) -> Sequence[Field]:
    product = Field("product", N_("Product"), "lookup", lookup=desk.look_up(find_products))
    client = Field("client", N_("Client"), "lookup", lookup=desk.look_up(find_clients))
    return (
        *fields_of(TrialDraft, desk),
        Field("products", N_("Target products"), "rows", rows=(product,)),
        Field("segment", N_("Segment"), "lookup", lookup=desk.look_up(offered_segments)),
        Field("clients", N_("Shops that take part"), "rows", needed=True, rows=(client,)),
    )


def save_trial(office: "Office", given: Given, drawn: Drawing) -> int:
    """Draw what the form says, as it was seen."""
    from desktop.services.trials import draw_trial

    products = [row["product"] for row in given["products"] if row["product"]]
    clients = [row["client"] for row in given["clients"] if row["client"]]
    seen = {shop.code for shop in drawn.shops} == set(clients)
    draft = drafted(
        TrialDraft,
        given.values,
        clients=clients,
        products=products,
        first=drawn.first if seen else None,
    )
    return draw_trial(office, draft)


_DRAWN: tuple[Column[DrawnShop], ...] = (
    Column(N_("Half"), lambda row: half_words(row.half), 70),
    Column(N_("Client"), lambda row: row.name, 110, stretch=True),
    Column(N_("Pair"), lambda row: str(row.pair), 40, right=True),
    Column(N_("Sold before"), lambda row: money(row.sales_fen), 84, right=True),
)
_BESIDE = (
    Column[DrawnShop](N_("Beside it"), lambda row: row.note, 130, tone=lambda _row: "careful"),
)
