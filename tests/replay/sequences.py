"""Sequences of the office's actions, drawn so that they reach deep states and break many rules.

A step is a word and four small numbers; ``Office`` turns steps into a scenario's events. What it
writes may be refused by the rules: that is wanted. Some steps are whole chains (an agreement from
draft to signature), so that short sequences already deliver, settle and rule.
"""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import strategies as st

from tests.replay.benefit_steps import (
    close,
    give_goods,
    go_on_with_rebate,
    keep,
    look,
    plan_rebate,
    promise,
)
from tests.replay.goods_steps import (
    count_stock,
    deliver,
    drive,
    give_back,
    give_back_goods,
    order,
    plan,
    sell,
)
from tests.replay.writing import CLIENTS, PRODUCTS, UNITS, Sequence, Step


def wait(sequence: Sequence, step: Step) -> None:
    """Some days pass: a few, a quarter's rest, or the time of an appeal."""
    days = step.pick(step.a, (0, 1, 1, 3, 8, 2, 16, 1, 40, 5))
    sequence.day = min(sequence.day + timedelta(days=days), date(2028, 12, 31))


def agree(sequence: Sequence, step: Step) -> None:
    """An agreement from draft to signature; now and then a step is missing or dated back."""
    ref = sequence.new("A")
    start = sequence.day + timedelta(days=step.pick(step.b, (0, 0, -10, 20)))
    draft = {
        "ref": ref,
        "client": step.pick(step.a, CLIENTS),
        "from": start.isoformat(),
        "to": (
            start + timedelta(days=step.pick(step.c, (360, 700, 360, 80, 360, 5, 360, -1)))
        ).isoformat(),
        "basic_rate": step.pick(step.d, ("0.1250", "0.0333", "0", "1")),
        "fund_rate": step.pick(step.c, ("0.05", "0.0777", "0.0001", "0")),
        "minimum_prices": {"P1": "45.00"},
        "lead_lines": ["清泉"],
    }
    if step.d % 3 == 1:
        draft["product_rates"] = {"P1": {"basic": "0.2", "fund": "0.0211"}}
    sequence.event("c1", "agreement.draft", **draft)
    for by, do in (("c1", "submit"), ("m1", "approve"), ("c1", "sign")):
        dated = {}
        if do == "sign" and step.b % 5 == 4:
            dated = {"dated": (sequence.day - timedelta(days=step.d % 9)).isoformat()}
        if step.d % 11 != 10 or do != "submit":
            sequence.event(by, f"agreement.{do}", ref=ref, **dated)


def end(sequence: Sequence, step: Step) -> None:
    """An agreement is ended."""
    sequence.event("c1", "agreement.terminate", ref=sequence.old("A", step.a))


def price(sequence: Sequence, step: Step) -> None:
    """A new price from a day on."""
    product = step.pick(step.a, PRODUCTS)
    sequence.event(
        "c1",
        "product.price",
        code=product,
        unit=step.pick(step.b, (*UNITS[product], "桶")),
        price=step.pick(step.c, ("39.90", "0.01", "41.00", "0.00")),
        **{"from": (sequence.day + timedelta(days=step.d % 5 - 2)).isoformat()},
    )


def undo(sequence: Sequence, step: Step) -> None:
    """Something recorded is cancelled."""
    kind = step.pick(step.a, ("delivery", "return", "collection", "benefit", "payout"))
    if kind == "payout":
        sequence.event(
            "k1",
            "payout.cancel",
            settlement=sequence.old("Q", step.b % 2),
            client=step.pick(step.c, CLIENTS),
        )
        return
    refs = {"delivery": "D", "return": "T", "collection": "M", "benefit": "B"}
    by = {"delivery": "d1", "return": "d1", "collection": "k1", "benefit": "c1"}[kind]
    sequence.event(by, f"{kind}.cancel", **{kind: sequence.old(refs[kind], step.b % 2)})


def money(sequence: Sequence, step: Step) -> None:
    """Money is taken, a credit refunded, a benefit given."""
    client = step.pick(step.a, CLIENTS)
    amount = step.pick(step.c, ("5.00", "0.01", "113.40", "-1.00"))
    if step.b % 3 == 0:
        sequence.event(
            "k1", "collection.record", ref=sequence.new("M"), client=client, amount=amount
        )
    elif step.b % 3 == 1:
        sequence.event("k1", "refund.pay", client=client, amount=amount)
    else:
        sequence.event(
            "c1",
            "benefit.deliver",
            ref=sequence.new("B"),
            client=client,
            kind=step.pick(step.d, ("rack", "grant", "gold")),
            cost=amount,
            paid_by=step.pick(step.d, ("cash", "setoff", "goods")),
        )


def opening(sequence: Sequence, step: Step) -> None:
    """A client's balances from before are entered, and mostly approved."""
    client = step.pick(step.a, CLIENTS)
    sequence.event(
        "c1",
        "opening.set",
        client=client,
        receivable=step.pick(step.b, ("100.00", "-3.00", "0.00")),
        fund=step.pick(step.c, ("20.00", "0.00", "-1.00")),
    )
    if step.d % 4:
        sequence.event("m1", "opening.approve", client=client)


def settle(sequence: Sequence, step: Step) -> None:
    """A quarter is settled when it is over, to the end or to some step; and mostly paid."""
    if step.a % 4:
        month = sequence.day.month - (sequence.day.month - 1) % 3 + 3
        sequence.day = date(sequence.day.year + month // 13, (month - 1) % 12 + 1, 1)
    ref = sequence.new("Q")
    back = step.pick(step.b, (1, 1, 1, 0, 2))
    quarter = (sequence.day.year * 4 + (sequence.day.month - 1) // 3) - back
    sequence.event("c1", "settlement.prepare", ref=ref, quarter=f"{quarter // 4}Q{quarter % 4 + 1}")
    chain = (("c1", "submit"), ("m1", "approve"), ("a1", "post"))
    for by, do in chain[: 3 - (step.c % 5 == 4)]:
        sequence.event(by, f"settlement.{do}", ref=ref)
    if step.d % 3:
        for client in range(len(CLIENTS)):
            pay(sequence, Step("pay", 0, client, step.d, 0))


def finish(sequence: Sequence, step: Step) -> None:
    """A settlement that was left goes on, or goes back."""
    ref = sequence.old("Q", step.a % 2)
    by, do = step.pick(
        step.b, (("m1", "return"), ("c1", "submit"), ("m1", "approve"), ("a1", "post"))
    )
    sequence.event(by, f"settlement.{do}", ref=ref)


def pay(sequence: Sequence, step: Step) -> None:
    """A payout is paid."""
    sequence.event(
        "k1",
        "payout.pay",
        settlement=sequence.old("Q", step.a % 2),
        client=step.pick(step.b, CLIENTS),
        method=step.pick(step.c, ("cash", "transfer", "goods")),
    )


def report(sequence: Sequence, step: Step) -> None:
    """A price under the protected one is reported, and mostly accepted."""
    reporters = (
        [{"kind": "unnamed"}, {"kind": "client", "client": "C3"}, {"kind": "staff", "staff": "r1"}],
        [{"kind": "unnamed"}],
        [],
        [{"kind": "consumer", "name": "某人"}, {"kind": "unnamed"}, {"kind": "unnamed"}],
    )
    if step.d % 2:
        agree(sequence, Step("agree", step.a, 0, 0, 0))
    ref = sequence.new("K")
    sequence.event(
        "r1",
        "case.report",
        ref=ref,
        client=step.pick(step.a, CLIENTS),
        product="P1",
        price=step.pick(step.b, ("44.99", "30.00", "45.00")),
        seen_on=(sequence.day - timedelta(days=step.pick(step.c, (0, 0, 0, 2)))).isoformat(),
        reporters=step.pick(step.c, reporters),
    )
    if step.d % 5:
        sequence.event("m1", "case.accept", ref=ref)
    if step.d % 3 == 0:
        sell(sequence, Step("sell", step.a, 0, 0, 0))
        rule(sequence, Step("rule", 0, 0, 0, 0))
        for word in step.pick(step.b, ((2,), (3,), (4,), ())):
            sequence.day += timedelta(days={2: 15, 3: 16, 4: 196}[word])
            rule(sequence, Step("rule", 0, word, 0, 0))


def rule(sequence: Sequence, step: Step) -> None:
    """A ruling, an appeal, or what follows them when their time has come."""
    ref = sequence.old("K", step.a % 2)
    if step.d % 6 == 5:
        sequence.day += timedelta(days=step.pick(step.c, (15, 16, 196)))
    match step.b % 5:
        case 0 | 1:
            sequence.event("m1", "case.rule", ref=ref, upheld=step.c % 4 != 3)
        case 2:
            sequence.event("m2", "case.overturn", ref=ref)
        case 3:
            sequence.event("k1", "reward.pay", case=ref, reporter=1 + step.c % 3)
        case _:
            sequence.event("k1", "reward.lapse", case=ref, reporter=1 + step.c % 3)


def suggest(sequence: Sequence, step: Step) -> None:
    """A suggestion is prepared, submitted and confirmed."""
    ref = sequence.new("S")
    sequence.event(
        "r1",
        "suggestion.prepare",
        ref=ref,
        client=step.pick(step.a, CLIENTS),
        category=step.pick(step.b, ("display", "push", "noise")),
        content="换大价签",
        products=["P1"],
    )
    sequence.event("r1", "suggestion.submit", ref=ref)
    if step.c % 4:
        sequence.event("m1", "suggestion.confirm", ref=ref)


def visit(sequence: Sequence, step: Step) -> None:
    """A visit is planned, released and recorded or failed."""
    client = step.pick(step.a, CLIENTS)
    if step.d % 3:
        suggest(sequence, Step("suggest", step.a, 0, 1, 0))
    ref = sequence.new("V")
    sequence.event(
        "r1", "visit.plan", ref=ref, rep="r1", date=sequence.day.isoformat(), clients=[client]
    )
    sequence.event("r1", "visit.release", ref=ref)
    if step.b % 4:
        outcome = step.pick(step.c, ("adopted", "declined", "partly"))
        sequence.event("r1", "visit.record", plan=ref, client=client, outcome=outcome, mark=4)
    else:
        sequence.event("r1", "visit.fail", plan=ref, client=client, reason="关门")


def walk(sequence: Sequence, step: Step) -> None:
    """A patrol."""
    client = step.pick(step.b, CLIENTS)
    sequence.event("r1", "patrol.record", client=client, prices={"P1": "44.00"})


STEPS: dict[str, Callable[[Sequence, Step], None]] = {
    "wait": wait,
    "agree": agree,
    "end": end,
    "price": price,
    "order": order,
    "deliver": deliver,
    "sell": sell,
    "give_back": give_back,
    "give_back_goods": give_back_goods,
    "count_stock": count_stock,
    "plan": plan,
    "drive": drive,
    "undo": undo,
    "money": money,
    "opening": opening,
    "settle": settle,
    "finish": finish,
    "pay": pay,
    "report": report,
    "rule": rule,
    "suggest": suggest,
    "visit": visit,
    "walk": walk,
    "promise": promise,
    "keep": keep,
    "give_goods": give_goods,
    "look": look,
    "plan_rebate": plan_rebate,
    "go_on_with_rebate": go_on_with_rebate,
    "close": close,
}
# How often each word comes: selling and waiting carry everything else.
_OFTEN = {
    "wait": 4,
    "sell": 12,
    "agree": 3,
    "give_back": 2,
    "give_back_goods": 3,
    "count_stock": 4,
    "plan": 4,
    "drive": 4,
    "settle": 3,
    "rule": 3,
    "report": 2,
    "visit": 2,
    "undo": 3,
    "money": 2,
    "pay": 2,
    "promise": 3,
    "keep": 3,
    "plan_rebate": 2,
}
_WORDS = [word for word in STEPS for _time in range(_OFTEN.get(word, 1))]


_OF_GOODS = (
    *("order", "sell", "sell", "give_back_goods", "give_back_goods", "count_stock", "count_stock"),
    *("plan", "plan", "plan", "drive", "drive", "drive", "undo", "undo", "give_goods", "deliver"),
)


@st.composite
def goods_sequences(draw: st.DrawFn) -> dict[str, Any]:
    """A scenario in which goods alone go round: counted, loaded, delivered, back, undone."""
    chance = Random(draw(st.integers(0, 2**32)))
    sequence = Sequence()
    for place in range(2):
        count_stock(sequence, Step("count_stock", 0 if place == 0 else 3, place, 3, 59))
    for number in range(draw(st.integers(18, 30))):
        numbers = [chance.randrange(60) for _number in range(4)]
        word = chance.choice(_OF_GOODS)
        STEPS[word](sequence, Step(word, *numbers))
        if number % 9 == 8:
            wait(sequence, Step("wait", 1, 0, 0, 0))
    return sequence.scenario


@st.composite
def sequences(draw: st.DrawFn, shortest: int = 25, longest: int = 50) -> dict[str, Any]:
    """A scenario of some steps; two agreements stand at its beginning, and mostly a first count.

    Steps come from a seeded generator, as even draws reach further than hypothesis' own, which
    keep close to the simplest; a failing one still shrinks by losing steps from its end.
    """
    chance = Random(draw(st.integers(0, 2**32)))
    sequence = Sequence()
    for client in range(2):
        agree(sequence, Step("agree", client, 0, 0, 0))
    if chance.randrange(3):
        count_stock(sequence, Step("count_stock", 0, 0, 3, 40))
    for _step in range(draw(st.integers(shortest, longest))):
        numbers = [chance.randrange(60) for _number in range(4)]
        step = Step(chance.choice(_WORDS), *numbers)
        STEPS[step.word](sequence, step)
    return sequence.scenario
