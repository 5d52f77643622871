"""Closing a run: what came back of each lot beside what should, and the money (D6)."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from desktop.basics.errors import Refused, Spot
from desktop.basics.i18n import N_, _
from desktop.queries.runs import LotOnRun, RunDetail
from desktop.queries.search import find_products
from desktop.queries.words import MEANS
from desktop.views.kit import theme
from desktop.views.kit.desk import Desk
from desktop.views.kit.doing.actions import Given
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.forms.form import Form
from desktop.views.kit.forms.grid.editor import GridEditor
from desktop.views.kit.forms.grid.rows import GridRow
from desktop.views.kit.parts import label
from desktop.views.kit.words import joined, money

if TYPE_CHECKING:
    from desktop.services.office import Office

_COLUMNS = (
    Field("code", N_("Code"), width=80),
    Field("product", N_("Product"), wide=True),
    Field("lot", N_("Lot"), width=110),
    Field("should", N_("Should come back"), width=84, right=True),
    Field("quantity", N_("Counted back"), "whole", width=80),
    Field("more", N_("Differs by"), width=64, right=True),
)
_OPEN = frozenset({"quantity"})


class ClosingForm(Form):
    """Cash handed over, why anything differs, and by lot what came back otherwise.

    A lot at which nothing is written came back as it should.
    """

    def __init__(self, desk: Desk, taken: Mapping[str, int]) -> None:
        products = desk.look_up(find_products)
        others = (
            Field("product", N_("Product"), "lookup", needed=True, lookup=products),
            Field("lot", N_("Lot"), "code", needed=True, width=130),
            Field("quantity", N_("Pieces"), "whole", needed=True, width=130),
        )
        super().__init__(
            desk,
            (
                Field("cash", N_("Cash handed over"), "money", needed=True),
                Field("reason", N_("Why it differs")),
                Field("back", N_("What came back"), "grid", rows=_COLUMNS),
                Field("others", N_("Came back too, of other lots"), "rows", rows=others),
            ),
            columns=2,
        )
        self._taken = taken
        editor = self.editor("back")
        assert isinstance(editor, GridEditor)
        self.grid = editor
        self.grid.keep_low()
        self.said = label(wrap=True)
        self._grid.addWidget(self.said, self.row_of("cash") - 1, 0, 1, -1)
        self.editor("cash").changed.connect(self._say_money)
        self.grid.wrote.connect(self._say_more)

    def show_values(self, values: Mapping[str, Any]) -> None:
        super().show_values(values)
        self._say_money()

    def _say_money(self) -> None:
        """What was taken by each means, and by what the cash differs."""
        words = [f"{_(MEANS[one])} {money(fen)}" for one, fen in self._taken.items()]
        said = _("Taken at its stops: {words}").format(words=joined(*words) or _("nothing"))
        tone = ""
        try:
            handed_fen = self.editor("cash").value()
        except ValueError:
            handed_fen = None
        more_fen = (handed_fen or 0) - self._taken.get("cash", 0)
        if handed_fen is not None and more_fen:
            differs = _("{amount} more cash") if more_fen > 0 else _("{amount} less cash")
            said, tone = joined(said, differs.format(amount=money(abs(more_fen)))), "careful"
        self.said.setText(said)
        theme.set_tone(self.said, tone)

    def _say_more(self, key: str) -> None:
        """By what a lot differs from what should come back."""
        for one in [key] if key else [row.key for row in self.grid.rows.top()]:
            if self.grid.rows.knows(one):
                said = self.grid.rows.typed.get(one, {}).get("quantity", "")
                should = int(self.grid.rows.row(one).shown["should"].split()[0])
                more = int(said) - should if said.isdecimal() else 0
                shown = {"more": f"{more:+d}" if more else ""}
                self.grid.show_in_row(one, shown, {"more": "careful"})


def closing_form(desk: Desk, taken: Mapping[str, int] | None = None) -> Form:
    """What came back of each lot, the cash that was handed over, and why they differ."""
    return ClosingForm(desk, taken or {})


def closing_values(run: RunDetail) -> dict[str, Any]:
    """What should come back."""
    return {"cash": run.taken_fen, "back": [_row(one) for one in run.lots]}


def _row(one: LotOnRun) -> GridRow:
    shown = {
        "code": one.code,
        "product": one.product,
        "lot": one.lot,
        "should": f"{one.quantity} {one.unit}",
    }
    return GridRow(_key(one), shown, _OPEN, {"quantity": str(one.quantity)}, found=(one.lot,))


def _key(one: LotOnRun) -> str:
    return f"{one.code}/{one.lot}"


def save_closed(office: "Office", key: int, given: Given) -> None:
    """Close the run; what is refused of a lot is said at its row."""
    from desktop.services.closing import Back, close_run

    rows = list(given["back"])
    back = []
    for row in rows:
        product, _slash, lot = row.partition("/")
        back.append(Back(product, lot, given["back"][row]["quantity"]))
    back += [Back(**row) for row in given["others"] if row["product"]]
    try:
        close_run(office, key, back, given["cash"], given["reason"])
    except Refused as refusal:
        spot = refusal.spot
        if refusal.field != "back" or spot is None or not isinstance(spot.line, int):
            raise
        if spot.line <= len(rows):
            at, field = Spot(rows[spot.line - 1], "quantity"), "back"
        else:
            at, field = Spot(spot.line - len(rows), spot.column), "others"
        raise Refused(refusal.code, refusal.message, field, at) from refusal
