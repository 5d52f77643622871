"""The form of a suggestion, with what worked elsewhere and what this client was told before."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout

from desktop.basics.i18n import N_, _
from desktop.queries.search import find_clients, find_products
from desktop.queries.suggestions import Advice, SuggestionDetail, advice_for
from desktop.queries.words import CATEGORIES, LONGEST_CONTENT
from desktop.views.actions import Given
from desktop.views.desk import Desk
from desktop.views.fields import Field
from desktop.views.form import Form
from desktop.views.parts import button, empty, label
from desktop.views.record_table import short_list
from desktop.views.suggestions.history import HISTORY

if TYPE_CHECKING:
    from desktop.services.office import Office


class SuggestionForm(Form):
    """One thing to tell one client, in words that this client likes (G5)."""

    def __init__(self, desk: Desk, *, known: bool = False) -> None:
        super().__init__(desk, _fields(desk, known=known), columns=2)
        self._advice = QVBoxLayout()
        self._advice.setSpacing(4)
        self._asked_for: Any = None
        rows = self._grid.rowCount()
        self._grid.addLayout(self._advice, rows, 0, 1, 5)
        self.editor("client").changed.connect(self._ask)
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
        empty(self._advice)
        if code:
            today = self.desk.today
            self.desk.ask(
                self,
                lambda session: advice_for(session, code, today),
                self._show_advice,
                slot="advice",
            )

    def _show_advice(self, advice: Advice) -> None:
        empty(self._advice)
        if advice.offers:
            self._advice.addWidget(label(_("What worked elsewhere"), "heading"))
        for offer in advice.offers:
            take = button(offer.content or _(CATEGORIES[offer.category]), lambda: None, "line")
            take.setToolTip(_("Take this as a beginning (Enter)"))
            take.clicked.connect(lambda _on=False, offer=offer: self._take(offer))
            self._advice.addWidget(take)
            self._advice.addWidget(label(offer.reason, "label"))
        if advice.before:
            self._advice.addWidget(label(_("What this shop was told before"), "heading"))
            self._advice.addWidget(short_list(HISTORY, advice.before, _("Earlier suggestions")))

    def _take(self, offer: Any) -> None:
        self.editor("category").show_value(offer.category)
        self.editor("content").show_value(offer.content)
        self.editor("products").show_value([{"product": code} for code in offer.products])
        self.editor("content").setFocus()


def _fields(desk: Desk, *, known: bool) -> Sequence[Field]:
    clients = desk.look_up(find_clients)
    products = desk.look_up(find_products)
    return (
        Field("client", N_("Client"), "lookup", True, lookup=clients, locked=known),
        Field("category", N_("Category"), "choice", True, choices=CATEGORIES),
        Field("content", N_("Suggestion"), "long", True, limit=LONGEST_CONTENT),
        Field(
            "wording",
            N_("How it is said"),
            wide=True,
            hint=N_("in words that this client understands and likes"),
        ),
        Field("expected", N_("Expected effect"), wide=True),
        Field(
            "products",
            N_("Target products"),
            "rows",
            rows=(Field("product", N_("Product"), "lookup", lookup=products),),
        ),
    )


def suggestion_values(row: SuggestionDetail) -> dict[str, Any]:
    """What stands in a draft, as the form shows it."""
    return {
        "version": row.version,
        "client": row.client_code,
        "category": row.row.category,
        "content": row.row.content,
        "wording": row.wording,
        "expected": row.expected,
        "products": [{"product": code} for code, _name in row.products],
    }


def save_new(office: "Office", given: Given) -> int:
    """Prepare what the form says, and hand it to the manager (G2 may keep it a draft)."""
    from desktop.services.suggestions import prepare_suggestion

    return prepare_suggestion(
        office,
        given["client"],
        given["category"],
        given["content"],
        _codes(given),
        given["wording"],
        given["expected"],
    )


def save_draft(office: "Office", key: int, given: Given) -> None:
    """Change a draft."""
    from desktop.services.suggestions import edit_suggestion_draft

    edit_suggestion_draft(
        office,
        key,
        given["version"],
        given["category"],
        given["content"],
        _codes(given),
        given["wording"],
        given["expected"],
    )


def _codes(given: Given) -> list[str]:
    return [row["product"] for row in given["products"] if row["product"]]
