"""What is out with a run: orders without a result, and cash that was taken."""

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from desktop.models import Collection, Delivery, Order, Run, Stop


def lacks_result() -> ColumnElement[bool]:
    """Whether a stop's order is still out with its run; asked of stops joined with orders."""
    out = select(Run.id).where(Run.state == "loaded")
    return (Order.state == "loaded") & Stop.unserved_on.is_(None) & Stop.run_id.in_(out)


def cash_taken(session: Session, run_id: int) -> int:
    """The cash, in fen, that was taken at a run's stops and not cancelled (D6)."""
    taken = (
        select(func.sum(Collection.amount_fen))
        .join(Delivery, Delivery.id == Collection.delivery_id)
        .where(
            Delivery.run_id == run_id,
            Collection.state == "recorded",
            Collection.means == "cash",
        )
    )
    return int(session.scalar(taken) or 0)
