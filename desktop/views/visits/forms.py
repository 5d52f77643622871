"""The forms of a plan and of a patrol."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QPushButton, QVBoxLayout

from desktop.basics.drafts.visit_plan import VisitPlanDraft
from desktop.basics.errors import Refused, Spot
from desktop.basics.fields import asked, drafted
from desktop.basics.i18n import N_, _
from desktop.basics.money import yuan
from desktop.queries.benefits import standing_tags
from desktop.queries.by_code import client_id as client_id_of
from desktop.queries.plans.visits import clients_due
from desktop.queries.search import find_clients, find_products, find_reps
from desktop.queries.visits import (
    OverdueClient,
    PlanDetail,
    ShelfPrice,
    clients_to_visit,
    protected_prices,
)
from desktop.queries.words import DISPLAYS, SIGHTINGS
from desktop.views.kit.declared import fields_of
from desktop.views.kit.desk import Desk
from desktop.views.kit.doing.actions import Given
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.forms.form import Form
from desktop.views.kit.forms.rows_editor import RowsEditor
from desktop.views.kit.named_lines import by_name
from desktop.views.kit.parts import button, empty, label
from desktop.views.kit.words import joined, money
from desktop.views.kit.words_to_values import typed_fen

if TYPE_CHECKING:
    from desktop.services.office import Office


class PlanForm(Form):
    """Whom a rep visits on a day; below it who is overdue or has a suggestion ready.

    It begins with those whom the rep's route plan visits on the day (G10), as long as nobody
    has written others down.
    """

    def __init__(self, desk: Desk) -> None:
        client = Field("client", N_("Client"), "lookup", lookup=desk.look_up(find_clients))
        words = N_("Clients")
        clients = Field("clients", words, "rows", needed=True, rows=(client,))
        head = fields_of(VisitPlanDraft, desk, finds={"rep": find_reps})
        super().__init__(desk, (*head, clients), columns=2)
        self._offers = QVBoxLayout()
        self._offers.setSpacing(2)
        self._grid.addLayout(self._offers, self._grid.rowCount(), 0, 1, 5)
        self._rep = ""
        self._due_for: tuple[str, date | None] = ("", None)
        self._filled: Sequence[str] = ()
        for name in ("rep", "date"):
            self.editor(name).changed.connect(self._ask)

    def show_values(self, values: Mapping[str, Any]) -> None:
        super().show_values(values)
        self._ask()

    def _ask(self) -> None:
        raw = self.editor("rep").raw()
        code = raw.get("value") or "" if isinstance(raw, dict) else ""
        self._ask_due(code)
        if code == self._rep:
            return
        self._rep = code
        today = self.desk.today
        self.desk.ask(
            self, lambda session: clients_to_visit(session, code, today), self._show, slot="offers"
        )

    def _ask_due(self, rep: str) -> None:
        """Ask whom the route plan visits, when the rep or the day is another one."""
        try:
            on = self.editor("date").value()
        except ValueError:  # half typed
            return
        if not rep or on is None or (rep, on) == self._due_for:
            return
        self._due_for = rep, on
        self.desk.ask(
            self, lambda session: clients_due(session, rep, on), self._fill_due, slot="due"
        )

    def _fill_due(self, codes: Sequence[str]) -> None:
        editor = self.editor("clients")
        if [row["client"].get("value") for row in editor.raw()] == list(self._filled):
            self._filled = codes
            editor.show_value([{"client": code} for code in codes])
            editor.changed.emit()

    def _show(self, found: Sequence[OverdueClient]) -> None:
        empty(self._offers)
        if found:
            self._offers.addWidget(
                label(_("Ready or overdue: Enter puts one on the plan"), "label")
            )
        for one in found[:12]:
            words = joined(
                one.name,
                one.client_class,
                _("suggestion ready") if one.ready else _("no suggestion yet"),
                _("overdue") if one.late else "",
            )
            made = button(words, lambda: None, "line")
            made.clicked.connect(lambda _on=False, one=one, made=made: self._put(one, made))
            self._offers.addWidget(made)

    def _put(self, one: OverdueClient, made: QPushButton) -> None:
        editor = self.editor("clients")
        rows = [row for row in editor.value() if row["client"]]
        editor.show_value([*rows, {"client": one.code}])
        editor.changed.emit()
        self.focusNextChild()
        made.hide()


def save_plan(office: "Office", given: Given) -> int:
    """Plan what the form says."""
    from desktop.services.visits import plan_visits

    return plan_visits(office, _draft(given))


def save_changed_plan(office: "Office", key: int, given: Given) -> None:
    """Change a plan to what the form says."""
    from desktop.services.visits import change_plan

    change_plan(office, key, given["version"], _draft(given))


def _draft(given: Given) -> VisitPlanDraft:
    return drafted(VisitPlanDraft, given.values, clients=_codes(given["clients"]))


def _codes(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    return [row["client"] for row in rows if row["client"]]


def plan_values(row: PlanDetail) -> dict[str, Any]:
    """What stands in a plan, as the form shows it."""
    return {
        **asked(VisitPlanDraft, row),
        "clients": [{"client": code} for code in row.clients],
        "version": row.version,
    }


class PatrolForm(Form):
    """Prices and assets seen at a client; those that are known stand there to begin with (G4)."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            (
                Field("client", N_("Client"), "lookup", True, lookup=desk.look_up(find_clients)),
                Field(
                    "prices",
                    N_("Prices on the shelf"),
                    "rows",
                    rows=(
                        Field(
                            "product", N_("Product"), "lookup", lookup=desk.look_up(find_products)
                        ),
                        Field("protected", N_("Protected"), width=90, locked=True),
                        Field("price", N_("Price seen"), "money", width=110),
                    ),
                ),
                Field(
                    "assets",
                    N_("Signs and racks"),
                    "rows",
                    rows=(
                        Field("asset", N_("Tag")),
                        Field("condition", N_("Seen"), "choice", choices=SIGHTINGS, width=110),
                    ),
                ),
                Field("display", N_("Display"), "choice", choices=DISPLAYS, unset=True),
                Field("note", N_("Note"), wide=True),
                Field("files", N_("Photos"), "files", wide=True),
            ),
        )
        self._client = ""
        self.editor("client").changed.connect(self._ask)
        self.editor("prices").changed.connect(self._redden)

    def show_values(self, values: Mapping[str, Any]) -> None:
        super().show_values(values)
        self._ask()

    def _ask(self) -> None:
        raw = self.editor("client").raw()
        code = raw.get("value") or "" if isinstance(raw, dict) else ""
        if not code or code == self._client:
            return
        self._client = code
        today = self.desk.today
        self.desk.ask(
            self, lambda session: protected_prices(session, code, today), self._show, slot="prices"
        )
        self.desk.ask(
            self, lambda session: standing_tags(session, code), self._show_assets, slot="assets"
        )

    def _show(self, found: Sequence[ShelfPrice]) -> None:
        self.fill(
            "prices",
            [{"product": one.product, "protected": yuan(one.protected_fen)} for one in found],
        )
        here = self.place
        if found and here is not None and here[0] == "prices":  # on from the client already
            self.go_to(("prices", Spot(1, "price")))

    def _redden(self) -> None:
        """A price under the protected one is red at once, with how far it lies under it."""
        prices = self.editor("prices")
        assert isinstance(prices, RowsEditor)
        for place, row in enumerate(prices.raw()):
            under_fen = typed_fen(row["protected"]) - typed_fen(row["price"])
            under = bool(row["price"]) and bool(row["protected"]) and under_fen > 0
            words = _("under the protected price by {amount}").format(amount=money(under_fen))
            prices.redden_in_line(place, "price", words if under else "")

    def _show_assets(self, tags: Sequence[str]) -> None:
        self.fill("assets", [{"asset": tag} for tag in tags])


def save_patrol(office: "Office", given: Given) -> int:
    """Record what was typed and seen, with its photos, which go into the client's file."""
    from desktop.services.attachments import read_files

    seen = [row for row in enumerate(given["prices"], 1) if row[1]["price"] is not None]
    for place, row in seen:
        if not row["product"]:
            message = _("Say of which product this is the price.")
            raise Refused("invalid", message, "prices", Spot(place, "product"))
    prices = by_name("prices", "product", seen, lambda row: row["price"])
    found = [row for row in enumerate(given["assets"], 1) if row[1]["condition"]]
    assets = by_name("assets", "asset", found, lambda row: row["condition"])
    files = read_files(given["files"])
    display, note = given["display"] or "", given["note"] or ""
    with office.batch() as together:
        return patrol_shop(together, given["client"], prices, assets, display, note, files)


def patrol_shop(
    together: "Office",
    client: str,
    prices: Mapping[str, int],
    assets: Mapping[str, str],
    display: str,
    note: str,
    files: Sequence[tuple[str, bytes]],
) -> int:
    """Record a patrol, and put its photos (names, contents) into the client's file."""
    from desktop.services.attachments import attach
    from desktop.services.visits import record_patrol

    patrol_id = record_patrol(together, client, prices, assets, display, note)
    with together.reading() as session:
        client_id = client_id_of(session, client) or 0
    for name, content in files:
        attach(together, "client", client_id, name, content, _("patrol"))
    return patrol_id
