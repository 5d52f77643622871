"""Closing a run: what came back of each lot beside what should, and the cash (D6).

Who closes it counts the goods; the cash is the cashier's, in a form of its own.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from desktop.basics.errors import Refused, Spot
from desktop.basics.i18n import N_, _
from desktop.queries.open_run import LotOnRun, RunDetail
from desktop.queries.run_money import RunCash
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
    Field("should", N_("Due back"), width=84, right=True),
    Field("quantity", N_("Counted"), "whole", width=80),
    Field("more", N_("Differs by"), width=64, right=True),
)
_OPEN = frozenset({"quantity"})


class CashForm(Form):
    """Cash handed over, beside what was taken at the stops, and why it differs."""

    def __init__(self, desk: Desk, cash: RunCash, fields: Sequence[Field] = ()) -> None:
        super().__init__(
            desk,
            (
                Field("cash", N_("Cash handed over"), "money", needed=True),
                Field("reason", N_("Why it differs")),
                *fields,
            ),
            columns=2,
        )
        self._cash = cash
        self.said = label(wrap=True)
        self._grid.addWidget(self.said, self.row_of("cash") - 1, 0, 1, -1)
        self.editor("cash").changed.connect(self._say_money)

    def show_values(self, values: Mapping[str, Any]) -> None:
        super().show_values(values)
        self._say_money()

    def _say_money(self) -> None:
        """What was taken by each means, and by what the cash differs."""
        said, tone = _taken_words(self._cash), ""
        open_stops = self._cash.open_stops
        try:
            handed_fen = self.editor("cash").value()
        except ValueError:
            handed_fen = None
        more_fen = (handed_fen or 0) - self._cash.taken_fen
        if open_stops:
            words = _("{number} stops have no result yet: it is compared when they have.")
            said = joined(said, words.format(number=open_stops))
        elif handed_fen is not None and more_fen:
            differs = _("{amount} more cash") if more_fen > 0 else _("{amount} less cash")
            said, tone = joined(said, differs.format(amount=money(abs(more_fen)))), "careful"
        self.said.setText(said)
        theme.set_tone(self.said, tone)


def _taken_words(cash: RunCash) -> str:
    words = [f"{_(MEANS[one])} {money(fen)}" for one, fen in cash.taken.items()]
    return _("Taken at its stops: {words}").format(words=joined(*words) or _("nothing"))


class _Goods:
    """What came back by lot, on a form; a lot at which nothing is written came as it should."""

    def __init__(self, form: Form) -> None:
        editor = form.editor("back")
        assert isinstance(editor, GridEditor)
        self.grid = editor
        self.grid.keep_low()
        self.grid.wrote.connect(self._say_more)

    def _say_more(self, key: str) -> None:
        """By what a lot differs from what should come back."""
        for one in [key] if key else [row.key for row in self.grid.rows.top()]:
            if self.grid.rows.knows(one):
                said = self.grid.rows.typed.get(one, {}).get("quantity", "")
                should = int(self.grid.rows.row(one).shown["should"].split()[0])
                more = int(said) - should if said.isdecimal() else 0
                shown = {"more": f"{more:+d}" if more else ""}
                self.grid.show_in_row(one, shown, {"more": "careful"})


def _goods_fields(desk: Desk) -> Sequence[Field]:
    products = desk.look_up(find_products)
    others = (
        Field("product", N_("Product"), "lookup", needed=True, lookup=products),
        Field("lot", N_("Lot"), "code", needed=True, width=130),
        Field("quantity", N_("Pieces"), "whole", needed=True, width=130),
    )
    return (
        Field("back", N_("What came back"), "grid", rows=_COLUMNS),
        Field("others", N_("Came back too, of other lots"), "rows", rows=others),
    )


class GoodsForm(Form):
    """What came back by lot, and why it differs; what the cash came to is told."""

    def __init__(self, desk: Desk, cash: RunCash) -> None:
        reason = Field("reason", N_("Why it differs"), wide=True)
        super().__init__(desk, (*_goods_fields(desk), reason), columns=2)
        self.goods = _Goods(self)
        self.said = label(joined(_taken_words(cash), _cash_words(cash)), wrap=True)
        self._grid.addWidget(self.said, self.row_of("back") - 1, 0, 1, -1)


def _cash_words(cash: RunCash) -> str:
    """Who has the cash, or that the cashier takes it."""
    if cash.handed is not None:
        words = _("{who} took {amount} in cash")
        return words.format(who=cash.handed.done.who, amount=money(cash.handed.fen))
    return _("the cashier takes the cash") if cash.taken_fen else ""


class ClosingForm(CashForm):
    """Both, for somebody who closes runs and takes the cash too."""

    def __init__(self, desk: Desk, cash: RunCash) -> None:
        super().__init__(desk, cash, _goods_fields(desk))
        self.goods = _Goods(self)


def closing_form(desk: Desk, cash: RunCash) -> Form:
    """What came back of each lot and why it differs; with the cash, for whoever takes it too."""
    with_cash = desk.may("run.take_cash") and cash.handed is None
    return ClosingForm(desk, cash) if with_cash else GoodsForm(desk, cash)


def closing_values(run: RunDetail) -> dict[str, Any]:
    """What should come back."""
    return {"cash": run.cash.taken_fen, "back": [_row(one) for one in run.lots]}


def cash_values(run: RunDetail) -> dict[str, Any]:
    """What was counted, else what should be there once it is known."""
    if run.handed is not None:
        return {"cash": run.handed.fen, "reason": run.handed.reason}
    return {} if run.open_stops else {"cash": run.cash.taken_fen}


def save_cash(office: "Office", key: int, given: Given) -> None:
    """Take the cash."""
    from desktop.services.closing import take_cash

    take_cash(office, key, given["cash"], given["reason"])


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
        cash_fen = given.values.get("cash")
        close_run(office, key, back, cash_fen, given["reason"], cash_later=True)
    except Refused as refusal:
        spot = refusal.spot
        if refusal.field != "back" or spot is None or not isinstance(spot.line, int):
            raise
        if spot.line <= len(rows):
            at, field = Spot(rows[spot.line - 1], "quantity"), "back"
        else:
            at, field = Spot(spot.line - len(rows), spot.column), "others"
        raise Refused(refusal.code, refusal.message, field, at) from refusal
