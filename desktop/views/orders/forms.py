"""The forms of an order, and of what happened when it was delivered."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from desktop.basics.i18n import N_
from desktop.queries.orders import OrderDetail, OrderedGoods
from desktop.queries.search import find_clients, find_products
from desktop.services.orders import OrderedLine
from desktop.views.actions import Given
from desktop.views.desk import Desk
from desktop.views.fields import Field
from desktop.views.form import Form

if TYPE_CHECKING:
    from desktop.services.office import Office


def order_form(desk: Desk, *, known: bool = False) -> Form:
    """Client, then a line a product: initials or barcode, unit, quantity, Enter."""
    return Form(
        desk,
        (
            Field(
                "client",
                N_("Client"),
                "lookup",
                True,
                lookup=desk.look_up(find_clients),
                locked=known,
            ),
            Field(
                "lines",
                N_("Goods"),
                "rows",
                needed=True,
                rows=(
                    Field(
                        "product", N_("Product"), "lookup", True, lookup=desk.look_up(find_products)
                    ),
                    Field(
                        "unit", N_("Unit"), width=70, hint=N_("empty: the base unit, such as 瓶")
                    ),
                    Field("quantity", N_("Quantity"), "whole", True, width=80),
                ),
            ),
        ),
    )


def order_values(order: OrderDetail) -> dict[str, Any]:
    """What stands in an order, as the form shows it."""
    return {
        "version": order.version,
        "client": order.client_code,
        "lines": [
            {"product": line.product, "unit": line.unit, "quantity": line.quantity}
            for line in order.lines
        ],
    }


def save_new(office: "Office", given: Given) -> int:
    """Take the order."""
    from desktop.services.orders import add_order

    return add_order(office, given["client"], ordered_lines(office, given["lines"]))


def save_changed(office: "Office", key: int, given: Given) -> None:
    """Change an order that is not on a run yet."""
    from desktop.services.orders import change_order

    change_order(office, key, given["version"], ordered_lines(office, given["lines"]))


def ordered_lines(office: "Office", rows: Sequence[dict[str, Any]]) -> list[OrderedLine]:
    """The lines that were typed; no unit means the base unit."""
    from desktop.queries.products import base_units

    with office.reading() as session:
        base = base_units(session, [row["product"] for row in rows])
    return [
        OrderedLine(row["product"], row["unit"] or base.get(row["product"], ""), row["quantity"])
        for row in rows
    ]


def delivery_form(desk: Desk, order: OrderDetail) -> Form:
    """What happened when an order was delivered."""
    return Form(desk, delivery_fields(desk, order), columns=2)


def delivery_fields(desk: Desk, order: OrderDetail) -> tuple[Field, ...]:
    """What was accepted by line, as ordered to begin with; when, and what money was taken."""
    return (
        Field(
            "dated",
            N_("Paper's day"),
            "day",
            True,
            default=desk.today,
            hint=N_("at most 7 days back"),
        ),
        Field("arrived", N_("Arrived"), hint=N_("such as 10:30")),
        Field("collected", N_("Money taken"), "money"),
        *(_accepted(line) for line in order.lines),
    )


def _accepted(line: OrderedGoods) -> Field:
    words = f"{line.name}（{line.quantity}{line.unit}）"
    return Field(
        f"accepted.{line.position}", words, "whole", True, default=line.quantity, wide=True
    )


def save_delivery(office: "Office", order: OrderDetail, given: Given) -> int:
    """Record and post the delivery."""
    from desktop.services.deliveries import record_delivery

    return record_delivery(
        office,
        order.row.id,
        [given[f"accepted.{line.position}"] for line in order.lines],
        dated=given["dated"],
        arrived=given["arrived"],
        collected_fen=given["collected"] or 0,
        seen=[(line.product, line.unit, line.quantity) for line in order.lines],
    )
