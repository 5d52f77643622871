"""A rep's whole day of suggestions in one grid: what is offered is taken by one key (G5, G8)."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from desktop.basics.drafts.suggestion import CATEGORIES, SuggestionDraft
from desktop.basics.errors import Refused, Spot
from desktop.basics.i18n import N_, _
from desktop.queries.suggestions import offers_for_all
from desktop.queries.visits import PlannedVisit
from desktop.queries.what_works import Offer
from desktop.views.kit.desk import Desk
from desktop.views.kit.doing.actions import Given
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.forms.form import Form
from desktop.views.kit.forms.grid.editor import GridEditor
from desktop.views.kit.forms.grid.rows import GridRow
from desktop.views.kit.parts import button, label, line
from desktop.views.shared.suggestion_history import named

if TYPE_CHECKING:
    from desktop.services.office import Office

_COLUMNS = (
    Field("place", N_("#"), width=46, right=True),
    Field("name", N_("Client"), width=140),
    Field("offered", N_("Offered"), wide=True),
    Field("category", N_("Kind of suggestion"), "choice", choices=CATEGORIES, width=70),
    Field("content", N_("Suggestion"), width=340),
)
_OPEN = frozenset({"category", "content"})
_OTHER = "other"


class DaySuggestions(Form):
    """The visits of a plan that lack a suggestion, a row each, with what is offered for it.

    Space takes what is offered, typing writes something else. A row in which nothing stands stays
    as it is.
    """

    def __init__(self, desk: Desk, visits: Sequence[PlannedVisit]) -> None:
        self._visits = visits
        self.offers: dict[str, Offer] = {}  # the first of each client, by its code
        grid = Field("visits", N_("Visits of this plan"), "grid", True, rows=_COLUMNS)
        super().__init__(desk, (grid,))
        editor = self.editor("visits")
        assert isinstance(editor, GridEditor)
        self.grid = editor
        rest = button(_("Take all that is offered"), self.take_the_rest, "", "Ctrl+Shift+A")
        self.whole = label(wrap=True)  # a row of the grid holds only its beginning
        editor.came.connect(lambda _key: self._read_out())
        under = line(self.whole, rest)
        under.setStretchFactor(self.whole, 1)
        self._grid.addLayout(under, self._grid.rowCount(), 0, 1, -1)
        desk.plan_kept.connect(lambda _kind: self._ask())

    def show_values(self, values: Mapping[str, Any]) -> None:
        super().show_values(values)
        self._show_rows()
        self._ask()
        self.desk.renew_plan("next")

    def take_the_rest(self) -> None:
        """Take what is offered in every row in which nothing stands."""
        number = self.grid.take_usual_for_the_rest()
        self.desk.say(_("{number} taken: look them over, then save").format(number=number))
        self.grid.setFocus()

    def _ask(self) -> None:
        codes, today = [one.code for one in self._visits], self.desk.today
        self.desk.ask(
            self,
            lambda session: offers_for_all(session, codes, today),
            self._take_offers,
            slot="offers",
        )

    def _take_offers(self, found: Mapping[str, Sequence[Offer]]) -> None:
        first = {
            code: next((one for one in offers if one.content), None)
            for code, offers in found.items()
        }
        self.offers = {code: offer for code, offer in first.items() if offer is not None}
        self._show_rows()

    def _show_rows(self) -> None:
        self.grid.show_value([self._row(one) for one in self._visits])
        self._read_out()

    def _read_out(self) -> None:
        """What is offered to the row that the keyboard is in, in full."""
        offer = self.offers.get(self.grid.grid.key)
        self.whole.setText("" if offer is None else _offered(offer))

    def _row(self, visit: PlannedVisit) -> GridRow:
        offer = self.offers.get(visit.code)
        shown = {"place": str(visit.turn), "name": visit.name}
        usual = {}
        if offer is not None:
            shown["offered"] = _offered(offer)
            usual = {"category": offer.category, "content": offer.content}
        return GridRow(visit.code, shown, _OPEN, usual, found=(visit.code,))


def _offered(offer: Offer) -> str:
    return _("{content} ({reason})").format(content=named(offer), reason=offer.reason)


def save_suggestions(
    office: "Office", codes: Sequence[str], offers: Mapping[str, Offer], given: Given
) -> int:
    """Prepare a suggestion of each row and hand it to the manager, all or none; how many.

    What still says what was offered aims at the offer's products.
    """
    typed: Mapping[str, Mapping[str, Any]] = given["visits"]
    wanted = [code for code in codes if code in typed]
    if not wanted and codes:
        words = _("Write at least one suggestion.")
        raise Refused("invalid", words, "visits", Spot(codes[0], "content"))
    with office.batch() as together:
        for code in wanted:
            _save_one(together, code, typed[code], offers.get(code))
    return len(wanted)


def _save_one(office: "Office", code: str, cells: Mapping[str, Any], offer: Offer | None) -> None:
    from desktop.services.suggestions import prepare_suggestion, submit_suggestion

    content = cells.get("content") or ""
    products = offer.products if offer is not None and offer.is_meant_by(content) else ()
    category = cells.get("category") or _OTHER
    try:
        draft = SuggestionDraft(code, category, content, products=products)
        submit_suggestion(office, prepare_suggestion(office, draft))
    except Refused as refusal:
        column = "category" if refusal.field == "category" else "content"
        raise Refused(refusal.code, refusal.message, "visits", Spot(code, column)) from refusal
