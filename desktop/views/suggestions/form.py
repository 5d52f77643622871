"""The form of a suggestion, with what worked elsewhere and what this client was told before."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from desktop.basics.drafts.suggestion import SuggestionDraft
from desktop.basics.fields import asked, drafted
from desktop.basics.i18n import N_, _
from desktop.queries.search import find_clients, find_products
from desktop.queries.suggestions import (
    PastSuggestion,
    SuggestionDetail,
    offers_for,
    told_before,
)
from desktop.queries.what_works import Offer
from desktop.views.kit.blocks.lines import Lines
from desktop.views.kit.declared import fields_of
from desktop.views.kit.desk import Desk
from desktop.views.kit.doing.actions import Given
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.forms.form import Form
from desktop.views.kit.offered import offered
from desktop.views.kit.parts import bind, column, empty, label
from desktop.views.shared.suggestion_history import history, named

if TYPE_CHECKING:
    from desktop.services.office import Office


_FIRST_OFFER = "Ctrl+G"


class SuggestionForm(Form):
    """One thing to tell one client, in words that this client likes (G5)."""

    def __init__(self, desk: Desk, *, known: bool = False) -> None:
        super().__init__(desk, _fields(desk, known=known), columns=2, fluid=True)
        self._offers = column(spacing=4)
        self._before: Lines[Sequence[PastSuggestion], PastSuggestion] = Lines(
            history(lambda: desk.today),
            lambda before: before,
            title=N_("What this shop was told before"),
        )
        self._asked_for: Any = None
        self._offered: Sequence[Offer] = []
        advice = QWidget()
        advice.setLayout(column(self._offers, self._before))
        self.stand_below("products", advice)
        self.editor("client").changed.connect(self._ask)
        desk.plan_kept.connect(self._ask_offers)
        self._ask()

    def show_values(self, values: Mapping[str, Any]) -> None:
        super().show_values(values)
        self._ask()

    def _ask(self) -> None:
        raw = self.editor("client").raw()
        code = raw.get("value") if isinstance(raw, dict) else None
        if code == self._asked_for:
            return
        self._asked_for = code
        self._show_offers([])
        self._before.hide()
        if not code:
            return
        today = self.desk.today
        self.desk.ask(
            self,
            lambda session: told_before(session, code, today),
            self._before.show_item,
            slot="before",
        )
        self._ask_offers()
        self.desk.renew_plan("next")

    def _ask_offers(self) -> None:
        code, today = self._asked_for, self.desk.today
        if code:
            self.desk.ask(
                self,
                lambda session: offers_for(session, code, today),
                self._show_offers,
                slot="offers",
            )

    def _show_offers(self, offers: Sequence[Offer]) -> None:
        if offers == self._offered:
            return
        self._offered = offers
        empty(self._offers)
        if offers:
            self._offers.addWidget(label(_("What to suggest next"), "heading"))
        for place, offer in enumerate(offers):
            keys = "" if place else _FIRST_OFFER
            take = offered(named(offer), partial(self._take, offer), label(keys, tone="quiet"))
            take.setToolTip(_("Take this as a beginning (Enter)"))
            if keys:
                bind(take, keys, _("Take what is offered first"), take.click)
            self._offers.addWidget(take)
            self._offers.addWidget(label(offer.reason, "label", wrap=True))

    def _take(self, offer: Offer) -> None:
        self.editor("category").show_value(offer.category)
        self.editor("content").show_value(offer.content)
        self.editor("products").show_value([{"product": code} for code in offer.products])
        self.editor("content").setFocus()


def _fields(desk: Desk, *, known: bool) -> Sequence[Field]:
    product = Field("product", N_("Product"), "lookup", lookup=desk.look_up(find_products))
    products = Field("products", N_("Target products"), "rows", rows=(product,))
    finds = {"client": find_clients}
    return (*fields_of(SuggestionDraft, desk, known=known, finds=finds), products)


def suggestion_values(row: SuggestionDetail) -> dict[str, Any]:
    """What stands in a draft, as the form shows it."""
    return {
        **asked(SuggestionDraft, row),
        "products": [{"product": code} for code in row.products],
        "version": row.version,
    }


def save_new(office: "Office", given: Given) -> int:
    """Prepare what the form says, and hand it to the manager (G2 may keep it a draft)."""
    from desktop.services.suggestions import prepare_suggestion

    return prepare_suggestion(office, _draft(given))


def save_draft(office: "Office", key: int, given: Given) -> None:
    """Change a draft."""
    from desktop.services.suggestions import edit_suggestion_draft

    edit_suggestion_draft(office, key, given["version"], _draft(given))


def _draft(given: Given) -> SuggestionDraft:
    products = [row["product"] for row in given["products"] if row["product"]]
    return drafted(SuggestionDraft, given.values, products=products)
