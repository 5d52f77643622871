"""What is wrong with an event is said in the order of the codes, and leaves nothing behind."""

from datetime import timedelta
from typing import Any

import pytest

from desktop.replay.replay import Replayed, replay, state_after
from desktop.replay.scenario import Event, Scenario
from desktop.services.office import Office
from tests.office import MONDAY, new_office

PEOPLE = {"m1": "manager", "c1": "clerk", "d1": "dispatcher", "k1": "cashier", "r1": "rep"}
PRODUCT = {
    "code": "P1",
    "name": "洗面奶",
    "line": "清泉",
    "category": "洁面",
    "retail": "48.00",
    "units": {"支": 1, "箱": 24},
    "prices": {"支": "10.00"},
}
AGREEMENT = {
    "ref": "A1",
    "client": "C1",
    "from": "2026-01-05",
    "to": "2026-12-31",
    "basic_rate": "0.05",
    "fund_rate": "0.02",
    "minimum_prices": {"P1": "45.00"},
}
PICKED = {"order": "O2", "line": 1, "lot": "L9"}
RULE = {
    "code": "G1",
    "group": "学生",
    "share": "0.3",
    "category": "洁面",
    "weight": 3,
    "reason": "{segment}里{group}占{share}",
}
LINE = {"product": "P1", "unit": "支", "quantity": 3}
CARTON = {**LINE, "unit": "箱"}  # without a price
LATER = ("reward.pay", "rebate.reckon", "rebate.confirm")
PLAN = {
    "ref": "RB1",
    "name": "一月返利",
    "from": "2026-01-05",
    "to": "2026-01-11",
    "base": "amount",
    "mode": "whole",
    "bands": [{"from": "0.00", "rate": "0.1"}],
}
SEEN = {"client": "C1", "product": "P1", "seen_on": "2026-01-05", "price": "40.00"}
BEFORE: list[tuple[str | None, str, dict[str, Any]]] = [
    (None, "staff.add", {"code": "ad", "name": "管理员", "role": "administrator"}),
    *(("ad", "staff.add", {"code": one, "name": one, "role": PEOPLE[one]}) for one in PEOPLE),
    *(
        ("c1", "client.add", {"code": code, "name": code, "segment": "学校店"})
        for code in ("C1", "C2")
    ),
    ("c1", "product.add", PRODUCT),
    ("c1", "agreement.draft", AGREEMENT),
    ("c1", "agreement.submit", {"ref": "A1"}),
    ("m1", "agreement.approve", {"ref": "A1"}),
    ("c1", "agreement.sign", {"ref": "A1"}),
    *(("r1", "order.add", {"ref": f"O{one}", "client": "C1", "lines": [LINE]}) for one in (1, 2)),
    ("d1", "delivery.record", {"ref": "D1", "order": "O1", "collected": "10.00"}),
]


@pytest.fixture
def office(database_url: str) -> Office:
    return new_office(database_url)


def played(office: Office, *told: tuple[str | None, str, dict[str, Any]]) -> Replayed:
    """The beginning and then these events; what waits for an end comes four weeks later."""
    events = [
        Event(
            number,
            number,
            MONDAY + timedelta(days=28 if do in LATER else 0),
            by,
            do,
            None,
            fields,
        )
        for number, (by, do, fields) in enumerate([*BEFORE, *told], 1)
    ]
    return replay(office, Scenario({"name": "新城办事处"}, events))


WRONG: list[tuple[str, str, dict[str, Any], str]] = [
    ("r1", "order.add", {"ref": "O1", "client": "C1", "lines": [CARTON]}, "duplicate"),
    ("r1", "order.add", {"ref": "O1", "client": "C9", "lines": [CARTON]}, "not_found"),
    ("k1", "order.add", {"ref": "O1", "client": "C1", "lines": [CARTON]}, "not_allowed"),
    ("d1", "delivery.record", {"ref": "D1", "order": "O2", "accepted": [9]}, "duplicate"),
    ("m1", "agreement.approve", {"ref": "A1"}, "wrong_state"),
    ("k1", "collection.record", {"ref": "D1", "client": "C2", "amount": "1.00"}, "duplicate"),
    (
        "zz",
        "benefit.promise",
        {"ref": "B1", "client": "C1", "kind": "sign", "cost": "0.00"},
        "invalid",
    ),
    (
        "zz",
        "benefit.promise",
        {"ref": "B1", "client": "C1", "kind": "sign", "cost": "9.00"},
        "not_found",
    ),
    (
        "d1",
        "run.plan",
        {"ref": "R1", "date": "2026-01-05", "vehicle": "V9", "orders": ["O9", "O9"]},
        "invalid",
    ),
    ("d1", "run.change", {"run": "R9", "orders": ["O9", "O9"]}, "invalid"),
    *(
        ("m1", "rule.set", {**RULE, "reason": reason}, "invalid")
        for reason in ("{group!r}", "{group[0]}", "{group.x}", "{group:>9}", "{", "{other}")
    ),
    ("d1", "run.change", {"run": "R9", "orders": ["O1"]}, "not_found"),
    ("d1", "run.load", {"run": "R9", "picked": [{**PICKED, "quantity": 4}]}, "invalid"),
    ("d1", "run.load", {"run": "R9", "picked": [{**PICKED, "quantity": 3}]}, "not_found"),
    (
        "r1",
        "order.add",
        {"ref": "O3", "client": "C1", "lines": [LINE], "wanted": "9999-12-31"},
        "invalid",
    ),
    ("c1", "settlement.prepare", {"ref": "S1", "quarter": "9999Q4"}, "invalid"),
    ("c1", "settlement.prepare", {"ref": "S1", "quarter": "0001Q1"}, "invalid"),
    (
        "c1",
        "client.add",
        {"code": "C3", "name": "C3", "segment": "学校店", "lat": 9e30, "lon": 1},
        "invalid",
    ),
]


def test_codes_come_in_their_order(office: Office) -> None:
    done = played(office, *((by, do, fields) for by, do, fields, _code in WRONG))
    told = [(one.event.do, one.event.fields, one.code) for one in done.refused]
    assert told == [(do, fields, code) for _by, do, fields, code in WRONG]


def test_what_stands_in_braces_is_filled_in(office: Office) -> None:
    assert played(office, ("m1", "rule.set", RULE)).refused == []


def test_a_shop_may_be_open_to_the_end_of_the_day(office: Office) -> None:
    shop = {"code": "C3", "name": "C3", "segment": "学校店", "opens": "00:00", "closes": "24:00"}
    assert played(office, ("c1", "client.add", shop)).refused == []


def test_a_refused_delivery_takes_no_name_from_money(office: Office) -> None:
    again = {"ref": "D1", "order": "O2", "collected": "3.00"}
    done = played(
        office,
        ("d1", "delivery.record", again),
        ("k1", "collection.record", {"ref": "K2", "client": "C2", "amount": "7.00"}),
        ("k1", "collection.cancel", {"collection": "D1"}),
    )
    assert [one.code for one in done.refused] == ["duplicate"]
    accounts = state_after(office, done)["accounts"]
    assert (accounts["cash"], accounts["receivable:C2"]) == ("7.00", "-7.00")


def test_a_refused_report_takes_no_claim_code(office: Office) -> None:
    report = {"ref": "K1", **SEEN, "reporters": [{"kind": "consumer", "name": "顾客"}]}
    done = played(
        office,
        ("r1", "case.report", report),
        ("r1", "case.report", report),
        ("m1", "case.accept", {"ref": "K1"}),
        ("m1", "case.rule", {"ref": "K1", "upheld": True}),
        ("k1", "reward.pay", {"case": "K1", "reporter": 1}),
    )
    assert [one.code for one in done.refused] == ["duplicate"]


def test_a_delivery_takes_no_name_of_money(office: Office) -> None:
    done = played(
        office,
        ("k1", "collection.record", {"ref": "D2", "client": "C2", "amount": "7.00"}),
        ("d1", "delivery.record", {"ref": "D2", "order": "O2"}),
    )
    assert [one.code for one in done.refused] == ["duplicate"]


@pytest.mark.parametrize(
    ("by", "do", "fields"),
    [
        ("r1", "order.add", {"ref": "O3", "client": "C1", "lines": [{**LINE, "free": True}]}),
        ("r1", "order.add", {"ref": "O3", "client": "C1", "lines": [LINE], "at": "16:00"}),
        ("d1", "delivery.record", {"ref": "D2", "order": "O2", "means": "cash"}),
    ],
)
def test_what_only_the_second_wave_can_say_is_told_its_state(
    office: Office, by: str, do: str, fields: dict[str, Any]
) -> None:
    assert "due" in state_after(office, played(office, (by, do, fields)))


def test_what_the_first_wave_says_is_told_its_own(office: Office) -> None:
    assert "due" not in state_after(office, played(office))


def test_what_is_too_large_is_said_before_a_line_without_a_price(office: Office) -> None:
    dear = {"code": "P1", "unit": "支", "price": "10000000.00", "from": "2026-01-05"}
    most = {**LINE, "quantity": 100_000_000}
    done = played(
        office,
        ("c1", "product.price", dear),
        ("r1", "order.add", {"ref": "O3", "client": "C1", "lines": [CARTON, most]}),
    )
    assert [one.code for one in done.refused] == ["invalid"]


def test_a_plans_promise_takes_no_benefits_name(office: Office) -> None:
    named = {"ref": "RB1:C1", "client": "C1", "kind": "sign", "cost": "9.00"}
    done = played(
        office,
        ("c1", "benefit.promise", named),
        ("c1", "rebate.draft", PLAN),
        ("m1", "rebate.approve", {"ref": "RB1"}),
        ("c1", "rebate.reckon", {"ref": "RB1"}),
        ("m1", "rebate.confirm", {"ref": "RB1"}),
    )
    assert [one.code for one in done.refused] == ["duplicate"]
    told = state_after(office, done)
    assert told["rebates"] == {"RB1": {"state": "reckoned", "amounts": {"C1": "3.00"}}}
    assert told["benefits"]["RB1:C1"]["kind"] == "sign"
