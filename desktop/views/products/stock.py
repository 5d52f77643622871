"""What a storeman does with a product's stock: receive, count and write off its lots (D3)."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from desktop.basics.i18n import N_
from desktop.queries.products import ProductDetail
from desktop.views.kit.doing.actions import Action, Given
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.words import day, joined

if TYPE_CHECKING:
    from desktop.services.moves import Move
    from desktop.services.office import Office


def stock_steps(opened: Callable[[], ProductDetail]) -> Sequence[Action]:
    """The steps; ``opened`` gives the product that is open."""

    def units() -> Mapping[str, str]:
        """Its units, the base unit first."""
        return {unit: unit for unit in opened().units}

    def lots() -> Mapping[str, str]:
        """Its lots, what expires first at the top, with what lies there."""
        product = opened()
        base = next(iter(product.units))
        return {
            str(lot.id): joined(lot.lot, day(lot.expires), f"{lot.left} {base}")
            for lot in product.lots
        }

    which = Field("lot", N_("Lot"), "choice", needed=True, choices=lots)
    return (
        Action(
            "stock.receive",
            N_("Receive"),
            _receive,
            done=N_("Stock received"),
            ask=(
                Field("lot", N_("Lot"), "code", needed=True),
                Field("expires", N_("Expires on"), "day", needed=True),
                Field("unit", N_("Unit"), "choice", needed=True, choices=units),
                Field("quantity", N_("Quantity"), "whole", needed=True),
                Field("paper", N_("Maker's paper"), "code", hint=N_("the number of its note")),
            ),
        ),
        Action(
            "stock.count",
            N_("Count"),
            _count,
            done=N_("Count booked"),
            ask=(
                which,
                Field("quantity", N_("Counted, in base units"), "whole", needed=True),
                Field("reason", N_("Reason"), needed=True, hint=N_("why it differs")),
            ),
        ),
        Action(
            "stock.write_off",
            N_("Write off"),
            _write_off,
            done=N_("Written off"),
            ask=(
                which,
                Field("quantity", N_("Quantity in base units"), "whole", needed=True),
                Field("reason", N_("Reason"), needed=True, hint=N_("expired, damaged, a sample")),
            ),
        ),
    )


def ask_lot_moves(office: "Office", product: ProductDetail) -> Sequence["Move"]:
    """What can be done with one of its lots, judged by the fullest one; nothing without any."""
    from desktop.services.moves import moves

    if not product.lots:
        return ()
    return moves(office, "lot", max(product.lots, key=lambda lot: lot.left).id)


def _receive(office: "Office", key: int, given: Given) -> None:
    from desktop.services.stock import receive_stock

    lot, expires = given["lot"], given["expires"]
    unit, quantity, paper = given["unit"], given["quantity"], given["paper"] or ""
    receive_stock(office, key, lot, expires, unit, quantity, paper)


def _count(office: "Office", _key: int, given: Given) -> None:
    from desktop.services.stock import count_lot

    count_lot(office, int(given["lot"]), given["quantity"], given["reason"])


def _write_off(office: "Office", _key: int, given: Given) -> None:
    from desktop.services.stock import write_off

    write_off(office, int(given["lot"]), given["quantity"], given["reason"])
