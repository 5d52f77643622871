"""What becomes of an older office's orders when each has a due day (D2)."""

import pytest
from sqlalchemy import select

from desktop.models import Order
from desktop.models.migrations import run
from desktop.queries.chains import TRAIL, first_break
from desktop.services.office import Office
from tests.models.test_stock_upgrade import dispatched, old_office


@pytest.mark.parametrize(
    ("ordered_on", "due"),
    [
        ("2026-01-05", "2026-01-06"),  # a Monday
        ("2026-01-09", "2026-01-10"),  # a Friday
        ("2026-01-10", "2026-01-12"),  # a Saturday: nobody delivers on Sundays
        ("2026-01-11", "2026-01-12"),
    ],
)
def test_orders_taken_before_are_due_by_the_usual_days(
    ordered_on: str, due: str, database_url: str
) -> None:
    rows = [
        (table, {**facts, "ordered_on": ordered_on} if table == "client_order" else facts)
        for table, facts in dispatched()
    ]
    engine = old_office(database_url, rows)
    run.upgrade(engine)
    with Office(engine).reading() as session:
        orders = session.scalars(select(Order).order_by(Order.id)).all()
        told = {(one.taken_at, one.wanted, str(one.due)) for one in orders}
        assert told == {("09:00", None, due)}
        assert first_break(session, TRAIL) is None
    engine.dispose()
