"""The form of what happened when an order was delivered."""

from typing import TYPE_CHECKING

from desktop.basics.i18n import N_
from desktop.queries.orders import OrderDetail, OrderedGoods
from desktop.views.actions import Given
from desktop.views.desk import Desk
from desktop.views.fields import Field
from desktop.views.form import Form
from desktop.views.said_rules import paper_days

if TYPE_CHECKING:
    from desktop.services.office import Office


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
            hint=paper_days,
        ),
        Field("arrived", N_("Arrived"), "time", hint=N_("such as 10:30")),
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
