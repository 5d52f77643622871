"""What becomes of an older office's receipts and runs when stock is kept by lot."""

from typing import Any

from sqlalchemy import Engine, select

from desktop.models import Lot, Receipt, Stop
from desktop.models.migrations import run
from desktop.queries.chains import TRAIL, first_break
from desktop.services.engine import connect, read_url
from desktop.services.office import Office

DAY, LATER = "2026-01-05", "2026-01-06"


def old_office(url: str, rows: list[tuple[str, dict[str, Any]]]) -> Engine:
    """An office of the first release with these rows."""
    engine = connect(read_url(url))
    run.upgrade(engine, "0001")
    with engine.execution_options(change=True).begin() as connection:
        for table, facts in rows:
            names, values = ", ".join(facts), ", ".join(map(_said, facts.values()))
            connection.exec_driver_sql(f"INSERT INTO {table} ({names}) VALUES ({values})")
    return engine


def _said(value: Any) -> str:
    return f"'{value}'" if isinstance(value, str) else str(value).lower()


def dispatched() -> list[tuple[str, dict[str, Any]]]:
    """Lots that came, one of them twice; and orders that left their runs in every way.

    Order 1 came back from its first run and is out with the second; 2 was delivered before its
    run was loaded; 3 came back.
    """
    known: dict[str, Any] = {"version": 1}
    blank = dict.fromkeys(("contact", "phone", "address", "area", "opens", "closes"), "")
    client = {"id": 1, "code": "C1", "name": "小店", "segment": "学校店", "state": "active"}
    lots = ((1, "L1", "2026-09-01"), (2, "L2", "2026-12-01"), (3, "L1", "2026-08-31"))
    came = {"product_id": 1, "unit_id": 1, "quantity": 2, "received_on": DAY, "received_by_id": 1}
    taken = {"client_id": 1, "ordered_on": DAY, "ordered_by_id": 1, "cancel_reason": ""}
    plan = {"vehicle_id": 1, "day": LATER, "departs": "", "planned_on": DAY, "planned_by_id": 1}
    return [
        ("staff", {"id": 1, "code": "d1", "name": "调度", "phone": "", "active": True, **known}),
        (
            "product",
            {"id": 1, "code": "P1", "name": "皂", "line": "清泉", "category": "皂"}
            | {"barcode": "", "spec": "", **known},
        ),
        ("unit", {"id": 1, "product_id": 1, "name": "箱", "position": 1, "size": 24}),
        *(("lot", {"id": key, "lot": code, "expires": day, **came}) for key, code, day in lots),
        (
            "client",
            {**client, **blank, "density_reason": "", "closing_reason": "", "added_on": DAY}
            | known,
        ),
        ("vehicle", {"id": 1, "code": "V1", "driver": "老李", "phone": "", "cartons": 80, **known}),
        *(
            ("client_order", {"id": key, "number": f"DD-{key}", "state": state, **taken, **known})
            for key, state in ((1, "loaded"), (2, "delivered"), (3, "confirmed"))
        ),
        *(
            ("run", {"id": key, "number": f"CC-{key}", "state": state, **plan, **known})
            for key, state in ((1, "loaded"), (2, "loaded"), (3, "planned"))
        ),
        *(
            ("stop", {"id": key, "run_id": on, "position": key, "order_id": order, "note": ""})
            for key, on, order in ((1, 1, 1), (2, 2, 1), (3, 3, 2), (4, 2, 3))
        ),
    ]


def test_receipts_become_notes_of_lots_and_what_left_its_run_is_off_it(database_url: str) -> None:
    engine = old_office(database_url, dispatched())
    run.upgrade(engine)
    with Office(engine).reading() as session:
        lots = session.scalars(select(Lot).order_by(Lot.id)).all()
        assert [(one.code, str(one.expires), one.warehouse) for one in lots] == [
            ("L1", "2026-08-31", 0),
            ("L2", "2026-12-01", 0),
        ]
        receipts = session.scalars(select(Receipt).order_by(Receipt.id)).all()
        assert [(one.lot_id, one.quantity) for one in receipts] == [(1, 2), (2, 2), (1, 2)]
        stops = session.scalars(select(Stop).order_by(Stop.id)).all()
        assert [(one.id, one.unserved_on is not None) for one in stops] == [
            (1, True),
            (2, False),
            (4, True),
        ]
        assert first_break(session, TRAIL) is None
    engine.dispose()
