"""What becomes of an older office's benefits when they have states and bring assets."""

from typing import Any

from sqlalchemy import select

from desktop.models import Asset, Benefit
from desktop.models.migrations import run
from desktop.queries.chains import TRAIL, first_break
from desktop.services.office import Office
from tests.models.test_stock_upgrade import DAY, LATER, dispatched, old_office


def given() -> list[tuple[str, dict[str, Any]]]:
    """A grant, a rack that was cancelled, and a sign and a rack that stand."""
    common = {"client_id": 1, "recorded_by_id": 1, "cancel_reason": "", "paid_by": "cash"}
    rows = (
        (1, "grant", "recorded", DAY),
        (2, "rack", "cancelled", DAY),
        (3, "sign", "recorded", DAY),
        (4, "rack", "recorded", LATER),
    )
    return [
        (
            "benefit",
            {"id": key, "number": f"LY-{key}", "kind": kind, "state": state, "cost_fen": 100}
            | {"recorded_on": day, **common},
        )
        for key, kind, state, day in rows
    ]


def test_what_was_recorded_is_delivered_and_what_stands_in_a_shop_has_a_tag(
    database_url: str,
) -> None:
    engine = old_office(database_url, [*dispatched(), *given()])
    run.upgrade(engine)
    with Office(engine).reading() as session:
        benefits = session.scalars(select(Benefit).order_by(Benefit.id)).all()
        assert [(one.state, str(one.delivered_on), one.delivered_by_id) for one in benefits] == [
            ("delivered", DAY, 1),
            ("cancelled", DAY, 1),
            ("delivered", DAY, 1),
            ("delivered", LATER, 1),
        ]
        assert {one.promised_on for one in benefits} == {None}
        assets = session.scalars(select(Asset).order_by(Asset.id)).all()
        assert [(one.tag, one.benefit_id, str(one.seen_on)) for one in assets] == [
            ("ZC-0001", 3, DAY),
            ("ZC-0002", 4, LATER),
        ]
        assert first_break(session, TRAIL) is None
    engine.dispose()
