"""Which orders are out with a run and have no result."""

from sqlalchemy import ColumnElement, ScalarSelect, func, select
from sqlalchemy.orm import aliased

from desktop.models import Order, Stop


def last_stop() -> ScalarSelect[int]:
    """An order that came back stood on more runs than one: its last stop waits for a result."""
    any_stop = aliased(Stop)
    last = select(func.max(any_stop.id)).where(any_stop.order_id == Stop.order_id)
    return last.correlate(Stop).scalar_subquery()


def lacks_result() -> ColumnElement[bool]:
    """Whether a stop's order is still out with its run; asked of stops joined with orders."""
    return (Order.state == "loaded") & (Stop.id == last_stop())
