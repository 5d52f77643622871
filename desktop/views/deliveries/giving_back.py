"""What came back of a delivery, line by line, and what comes instead in an exchange (M5)."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from desktop.basics.i18n import N_, _
from desktop.queries.deliveries import DeliveredGoods, DeliveryDetail
from desktop.queries.facts.clock import now_taken
from desktop.queries.search import find_products
from desktop.queries.words import CONDITIONS
from desktop.views.kit.desk import Desk
from desktop.views.kit.doing.actions import Given
from desktop.views.kit.forms.fields import Choices, Field
from desktop.views.kit.forms.form import Form
from desktop.views.kit.forms.grid.editor import GridEditor
from desktop.views.kit.forms.grid.rows import GridRow
from desktop.views.kit.parts import button, line
from desktop.views.kit.said_rules import paper_days

if TYPE_CHECKING:
    from desktop.services.office import Office

_GOODS = (
    Field("place", N_("#"), width=46, right=True),
    Field("name", N_("Product"), wide=True),
    Field("left", N_("Can come back"), width=96, right=True),
    Field("quantity", N_("Came back"), "whole", width=70),
    Field("condition", N_("Condition"), "choice", choices=CONDITIONS, width=90),
    Field("lot", N_("Lot"), "code", width=110),
)
_INSTEAD = Field("instead", N_("Instead"), "code", width=110)


class GivingBackForm(Form):
    """A delivery's lines, in which is written how much of each came back.

    ``Space`` says that all of a line did, a button that all of the delivery did. ``orders`` says
    that an exchange may be made: as many are ordered anew, of the same or of another product.
    """

    def __init__(self, desk: Desk, runs: Choices, *, orders: bool) -> None:
        exchange = Field(
            "exchange",
            N_("Exchange"),
            "tick",
            hint=N_("orders as many anew, at today's prices, in the same step"),
        )
        super().__init__(
            desk,
            (
                Field("dated", N_("Paper's day"), "day", default=desk.today, hint=paper_days),
                Field(
                    "run",
                    N_("On the run"),
                    "choice",
                    choices=runs,
                    hint=N_("into the warehouse, if none is chosen"),
                ),
                *((exchange,) if orders else ()),
                Field(
                    "back",
                    N_("Goods of this delivery"),
                    "grid",
                    needed=True,
                    rows=(*_GOODS, _INSTEAD) if orders else _GOODS,
                ),
            ),
            columns=2,
        )
        editor = self.editor("back")
        assert isinstance(editor, GridEditor)
        self.grid = editor
        self.grid.keep_low()
        whole = button(_("All of it came back"), self._take_all, "", "Ctrl+Shift+A")
        self._grid.addLayout(line(None, whole), self.row_of("back") - 1, 0, 1, -1)

    def begin(self) -> None:
        """What is written first is how much came back."""
        self.grid.setFocus()

    def _take_all(self) -> None:
        self.grid.take_usual_for_the_rest()
        self.grid.setFocus()


def giving_back_values(row: DeliveryDetail) -> dict[str, Any]:
    """What can come back of a delivery."""
    return {"back": [_row(one) for one in row.lines if one.accepted > one.back]}


def _row(one: DeliveredGoods) -> GridRow:
    from desktop.services.exchanges import row_of

    left = one.accepted - one.back
    shown = {"place": str(one.position), "name": one.named, "left": f"{left} {one.unit}"}
    open_ = frozenset({"quantity", "condition", "lot", "instead"})
    return GridRow(row_of(one.position), shown, open_, {"quantity": str(left)})


def save_given_back(office: "Office", key: int, given: Given) -> int | None:
    """Take the goods back; of an exchange also the order, whose id it gives."""
    from desktop.services.exchanges import GivenBack, give_back

    typed: Mapping[str, Mapping[str, Any]] = given["back"]
    goods = [
        GivenBack(
            int(line_),
            cells.get("quantity") or 0,
            cells.get("condition") or "good",
            cells.get("lot") or "",
            _code_of(office, cells.get("instead") or ""),
        )
        for line_, cells in sorted(typed.items(), key=lambda one: int(one[0]))
    ]
    anew = bool(given.values.get("exchange")) or any(one.instead for one in goods)
    run = int(given["run"]) if given["run"] else None
    dated = given["dated"]
    made = give_back(
        office, key, goods, dated, run_id=run, anew=anew, taken_at=now_taken() if anew else ""
    )
    return made.order


def _code_of(office: "Office", typed: str) -> str:
    """The code of the one product that is meant; what was typed where several could be."""
    if not typed:
        return ""
    with office.reading() as session:
        found = find_products(session, typed)
    return found[0][0] if len(found) == 1 or found.equals == 1 else typed
