"""What clients are promised and given in a drawn sequence: benefits, assets, rebate plans."""

from datetime import date, timedelta
from typing import Any

from tests.replay.writing import CLIENTS, PRODUCTS, Sequence, Step


def promise(sequence: Sequence, step: Step) -> None:
    """A promise, which is mostly kept."""
    ref = sequence.new("B")
    sequence.event(
        "m1",
        "benefit.promise",
        ref=ref,
        client=step.pick(step.a, CLIENTS),
        kind=step.pick(step.b, ("rack", "sign", "rebate", "grant")),
        cost=step.pick(step.c, ("20.00", "0.01", "0.00", "300.00")),
        due=sequence.day.isoformat(),
    )
    if step.d % 3:
        keep(sequence, Step("keep", 0, step.b, step.c, 0))


def keep(sequence: Sequence, step: Step) -> None:
    """A benefit goes on: delivered, signed for, withdrawn, cancelled, or its asset ends."""
    ref = sequence.old("B", step.d % 3)
    match step.a % 5:
        case 0:
            fields: dict[str, Any] = step.pick(
                step.b, ({}, {"cost": "7.00"}, {"paid_by": "setoff"}, {"ref": sequence.new("B")})
            )
            sequence.event("c1", "benefit.deliver", promise=ref, **fields)
        case 1:
            dated = (sequence.day - timedelta(days=step.b % 9)).isoformat()
            sequence.event("c1", "benefit.sign", benefit=ref, dated=dated)
        case 2:
            sequence.event("m1", "benefit.withdraw", promise=ref, reason="不办了")
        case 3:
            how = step.pick(step.b, ("taken_back", "written_off", "sold"))
            sequence.event("c1", "asset.end", benefit=ref, how=how, reason="换新")
        case _:
            sequence.event("c1", "benefit.cancel", benefit=ref)


def give_goods(sequence: Sequence, step: Step) -> None:
    """Goods from the warehouse, without a promise."""
    goods = [
        {"product": product, "quantity": 1 + step.b % 9} for product in PRODUCTS[: 1 + step.c % 2]
    ]
    sequence.event(
        "k1",
        "benefit.deliver",
        ref=sequence.new("B"),
        client=step.pick(step.a, CLIENTS),
        kind="grant",
        cost="12.00",
        paid_by=step.pick(step.d, ("goods", "goods", "goods", "cash")),
        goods=goods,
    )


def look(sequence: Sequence, step: Step) -> None:
    """A patrol finds a sign or rack, or not."""
    sequence.event(
        "r1",
        "patrol.record",
        client=step.pick(step.a, CLIENTS),
        prices={},
        assets={f"ZC-{1 + step.b % 3:04}": step.pick(step.c, ("there", "moved", "gone"))},
    )


def plan_rebate(sequence: Sequence, step: Step) -> None:
    """A rebate plan of the time behind, mostly to its end, or of the days ahead."""
    ref = sequence.new("RB")
    by_units = step.b % 2
    bands = [
        {"from": 0 if by_units else "0.00"} | ({"each": "0.07"} if by_units else {"rate": "0.01"}),
        {"from": 5 if by_units else "100.01"}
        | ({"each": "0.50"} if by_units else {"rate": "0.0333"}),
    ]
    last = sequence.day - timedelta(days=step.pick(step.c, (1, 1, 10, 0)))
    fields: dict[str, Any] = {
        "name": "返利",
        "from": (last - timedelta(days=step.pick(step.d, (20, 90)))).isoformat(),
        "to": last.isoformat(),
        "base": "quantity" if by_units else "amount",
        "mode": step.pick(step.a, ("exceeding", "whole")),
        "bands": bands,
    }
    if step.d % 3 == 2:
        fields |= {"clients": ["C1"], "lines": ["清泉"]}
    sequence.event("m2", "rebate.draft", ref=ref, **fields)
    chain = (("m1", "approve"), ("c1", "reckon"), ("m1", "confirm"), ("k1", "deliver"))
    for by, do in chain[: 4 - step.d % 4 % 3]:
        sequence.event(by, f"rebate.{do}", ref=ref)


def go_on_with_rebate(sequence: Sequence, step: Step) -> None:
    """A plan that was left is reckoned anew, confirmed late, or paid."""
    ref = sequence.old("RB", step.a % 2)
    if step.c % 3 == 0:
        sequence.day = min(sequence.day + timedelta(days=8), date(2028, 12, 31))
    by, do = step.pick(step.b, (("c1", "reckon"), ("m1", "confirm"), ("k1", "deliver")))
    sequence.event(by, f"rebate.{do}", ref=ref)
    if step.d % 3 == 0:
        client = step.pick(step.d, CLIENTS)
        sequence.event("c1", "benefit.deliver", promise=f"{ref}:{client}")


def close(sequence: Sequence, step: Step) -> None:
    """A shop would close."""
    sequence.event("r1", "client.close", client=step.pick(step.a, CLIENTS))
