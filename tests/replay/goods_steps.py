"""What is done with goods in a drawn sequence: ordered, dispatched, delivered, counted."""

from datetime import timedelta
from typing import Any

from tests.replay.writing import CLIENTS, PRODUCTS, UNITS, Sequence, Step


def order(sequence: Sequence, step: Step) -> None:
    """An order of one or two lines."""
    lines = [
        {
            "product": product,
            "unit": step.pick(step.b, UNITS[product]),
            "quantity": step.pick(step.c + place, (3, 7, 1, 24, 5, 2, 3, 12, 0)),
        }
        for place, product in enumerate(PRODUCTS[: 1 + step.d % 2])
    ]
    sequence.event(
        "r1", "order.add", ref=sequence.new("O"), client=step.pick(step.a, CLIENTS), lines=lines
    )


def deliver(sequence: Sequence, step: Step) -> None:
    """The newest order or an older one arrives: whole, short, refused, or too much."""
    fields: dict[str, Any] = {
        "ref": sequence.new("D"),
        "order": sequence.old("O", step.pick(step.a, (0, 0, 0, 1, 2))),
    }
    if step.b % 8 == 7:
        fields["accepted"] = step.pick(step.c, ([1], [0], [2, 1], [99], [1, 0]))
    if step.c % 3 == 1:
        fields["collected"] = step.pick(step.d, ("10.00", "0.00", "2000.00"))
    if step.d % 8 == 7:
        fields["dated"] = (sequence.day - timedelta(days=step.b % 9)).isoformat()
    sequence.event("d1", "delivery.record", **fields)


def sell(sequence: Sequence, step: Step) -> None:
    """An order and its delivery on one day."""
    order(sequence, step)
    deliver(sequence, Step("deliver", 0, step.b, step.d, step.c))


def give_back(sequence: Sequence, step: Step) -> None:
    """Units of a delivery come back."""
    sequence.event(
        "d1",
        "return.record",
        ref=sequence.new("T"),
        delivery=sequence.old("D", step.a % 2),
        line=1 + step.b % 2 if step.c % 5 == 4 else 1,
        quantity=step.pick(step.c, (1, 2, 1, 3, 24)),
    )


def give_back_goods(sequence: Sequence, step: Step) -> None:
    """Units come back as a lot, in a condition, or onto a run."""
    more: dict[str, Any] = {"condition": step.pick(step.a, ("good", "bad", "good"))}
    if step.b % 3 == 0:
        more["lot"] = f"L{step.b % 5}"
    if step.c % 2:
        more["run"] = sequence.old("R", step.c % 2)
    sequence.event(
        "d1",
        "return.record",
        ref=sequence.new("T"),
        delivery=sequence.old("D", step.a % 3),
        line=1 + step.d % 2,
        quantity=step.pick(step.d, (1, 2, 1)),
        **more,
    )


def count_stock(sequence: Sequence, step: Step) -> None:
    """The first count (again, it is refused), a receipt, a lot's count, or a write-off."""
    product, lot = step.pick(step.b, PRODUCTS), f"L{step.c % 5}"
    expires = (sequence.day + timedelta(days=30 * (step.c % 5))).isoformat()
    known = sequence.expiries.setdefault((product, lot), expires)
    counted = {"product": product, "lot": lot}
    match step.a % 6:
        case 0:
            lots = [{**counted, "expires": known, "quantity": step.d}]
            sequence.event("d1", "stock.start", lots=lots)
        case 1:
            sequence.event("d1", "stock.count", **counted, quantity=step.d % 9, reason="盘点")
        case 2:
            sequence.event("d1", "stock.write_off", **counted, quantity=step.d % 5, reason="破损")
        case _:
            unit = step.pick(step.d, UNITS[product])
            fields = {**counted, "expires": known, "unit": unit, "quantity": step.d}
            sequence.event("d1", "stock.receive", **fields)


def plan(sequence: Sequence, step: Step) -> None:
    """An order or two are put on a run, which is mostly loaded, and goes on to some step."""
    for _order in range(1 + step.a % 2):
        order(sequence, Step("order", step.a + _order, step.b, step.c, step.d))
    ref = sequence.new("R")
    orders = [sequence.old("O", place) for place in range(1 + step.a % 2)]
    sequence.event(
        "d1", "run.plan", ref=ref, vehicle="V1", date=sequence.day.isoformat(), orders=orders
    )
    if step.c % 7:
        load = {"short": True} if step.d % 3 else {}
        sequence.event("d1", "run.load", run=ref, **load)
    if step.b % 3:
        deliver(sequence, Step("deliver", 0, step.c, step.d, step.a))


def drive(sequence: Sequence, step: Step) -> None:
    """A run is changed, thrown away, loaded as it was picked, come back from, or closed."""
    run, older = sequence.old("R", step.b % 2), sequence.old("O", step.c % 3)
    match step.a % 6:
        case 0:
            sequence.event("d1", "run.change", run=run, orders=[older] if step.d % 2 else [])
        case 1:
            sequence.event("d1", "run.discard", run=run)
        case 2:
            picked = {"order": older, "line": 1, "lot": f"L{step.d % 5}", "quantity": 1}
            sequence.event("d1", "run.load", run=run, short=True, picked=[picked])
        case 3:
            sequence.event("d1", "run.unserved", run=run, order=older, reason="关门")
        case _:
            fields: dict[str, Any] = {"reason": "差异"} if step.d % 4 else {}
            if step.c % 3 == 0:
                lot = {"product": "P1", "lot": f"L{step.d % 5}", "quantity": step.c % 4}
                fields["back"] = [lot]
            if step.c % 4 == 0:
                fields["cash"] = step.pick(step.d, ("0.00", "10.00"))
            sequence.event("d1", "run.close", run=run, **fields)
