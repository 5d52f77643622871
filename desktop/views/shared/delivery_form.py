"""What happened at the shop, as an order was delivered or a run came by; and what is due."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from desktop.basics.drafts.delivery import DeliveryDraft
from desktop.basics.fields import drafted
from desktop.basics.i18n import N_, _
from desktop.basics.money import share
from desktop.queries.deliveries import basic_rates
from desktop.queries.orders import OrderDetail, OrderedGoods
from desktop.queries.words import MEANS
from desktop.views.kit import theme
from desktop.views.kit.declared import fields_of
from desktop.views.kit.desk import Desk
from desktop.views.kit.doing.actions import Given
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.forms.live_form import LiveForm
from desktop.views.kit.parts import label
from desktop.views.kit.said_rules import paper_days
from desktop.views.kit.words import money

if TYPE_CHECKING:
    from desktop.services.office import Office


Typed = TypeVar("Typed")


class DeliveryForm(LiveForm):
    """What was accepted by line, as it was loaded or ordered to begin with; when, and the money.

    What is due for what was accepted stands above the money, and what it differs by (M3, M4).
    Money that was taken before its delivery was cancelled, and stands, counts with it.
    """

    def __init__(self, desk: Desk, order: OrderDetail, more: Sequence[Field] = ()) -> None:
        super().__init__(desk, (*delivery_fields(desk, order), *more), columns=2)
        self._order = order
        self._rates: dict[str, Decimal] | None = None
        self._rates_of: date | None = None
        self.due = label()
        self._grid.addWidget(self.due, self.row_of("collected") - 1, 0, 1, -1)

    def look(self) -> None:
        """Ask for the rates of the paper's day, then reckon what is due."""
        day = self._value("dated", date)
        if day is None or day == self._rates_of:
            self._reckon()
            return
        self._rates_of = day
        order = self._order
        codes = [line.product for line in order.lines]
        self.desk.ask(
            self,
            lambda session: basic_rates(session, order.client_id, codes, day),
            self._take,
            slot="rates",
        )

    def _take(self, rates: dict[str, Decimal]) -> None:
        self._rates = rates
        self._reckon()

    def _value(self, name: str, kind: type[Typed]) -> Typed | None:
        """What stands in a field, if it can be read."""
        value = self.typed(name)
        return value if isinstance(value, kind) else None

    def _reckon(self) -> None:
        if self._rates is None:
            return
        due_fen = 0
        for one in self._order.lines:
            supply_fen = one.comes_to(self._value(f"accepted.{one.position}", int) or 0)
            due_fen += supply_fen - share(supply_fen, self._rates.get(one.product, Decimal(0)))
        words, tone = _("Due {amount}").format(amount=money(due_fen)), ""
        before = self._order.before
        standing_fen = before.standing_fen if before is not None else 0
        if standing_fen:
            said = _("{amount} was taken before and stands")
            words += " · " + said.format(amount=money(standing_fen))
        taken_fen = standing_fen + (self._value("collected", int) or 0)
        if taken_fen and taken_fen != due_fen:
            more = taken_fen > due_fen
            differs = _("{amount} more was taken: why?") if more else _("{amount} is short: why?")
            words += " · " + differs.format(amount=money(abs(taken_fen - due_fen)))
            tone = "careful"
        self.due.setText(words)
        theme.set_tone(self.due, tone)


def delivery_fields(desk: Desk, order: OrderDetail) -> tuple[Field, ...]:
    """The day, the money and a field a line."""
    dated, arrived, difference, refused = fields_of(
        DeliveryDraft, desk, hints={"dated": paper_days}
    )
    return (
        dated,
        arrived,
        Field("collected", N_("Money taken"), "money"),
        Field("means", N_("Means"), "choice", True, choices=MEANS, default="cash"),
        difference,
        refused,
        *(_accepted(line) for line in order.lines),
    )


def _accepted(line: OrderedGoods) -> Field:
    words = f"{line.named}（{line.quantity}{line.unit}）"
    begun = line.quantity if line.loaded is None else line.loaded
    return Field(f"accepted.{line.position}", words, "whole", True, default=begun, wide=True)


def on_its_paper(order: OrderDetail, today: date) -> dict[str, Any]:
    """What stands on the form to begin with: the day of its paper, where that is known.

    Recorded anew, it is all that the cancelled delivery said; money only where that was cancelled.
    """
    values: dict[str, Any] = {}
    if order.paper_day is not None:
        values["dated"] = min(order.paper_day, today)
    before = order.before
    if before is None:
        return values
    values |= {f"accepted.{place}": number for place, number in before.accepted.items()}
    values |= {
        "arrived": before.arrived,
        "difference": before.difference,
        "refused_because": before.refused_because,
    }
    if len(before.paid) == 1:
        (values["means"], values["collected"]) = before.paid[0]
    return values


def says_of_it(order: OrderDetail) -> str:
    """What stands on the form to begin with, in words."""
    if order.before is None:
        return _("What was accepted stands as ordered; change what came otherwise.")
    return _("All stands as in the delivery that was cancelled; change what was wrong.")


def save_delivery(office: "Office", order: OrderDetail, given: Given) -> int:
    """Record and post the delivery."""
    from desktop.services.deliveries import record_delivery

    taken = {"collected_fen": given["collected"] or 0, "means": given["means"]}
    return record_delivery(
        office,
        order.row.id,
        [given[f"accepted.{line.position}"] for line in order.lines],
        seen=[(line.product, line.unit, line.quantity) for line in order.lines],
        **vars(drafted(DeliveryDraft, given.values, **taken)),
    )
