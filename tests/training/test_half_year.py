"""The training office's scenario is what the generator writes, and holds what it promises."""

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

from desktop.basics.money import fen
from training.catalogue import check_digit
from training.computed import proposed
from training.half_year import SEED, live, write

FILE = Path(__file__).parents[2] / "resources" / "training" / "office.json"


@cache
def events() -> list[dict[str, Any]]:
    read: list[dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))["events"]
    return read


def done(action: str) -> list[dict[str, Any]]:
    return [event for event in events() if event["do"] == action]


def test_the_file_is_what_the_generator_writes_each_time():
    assert write(live()) == FILE.read_text(encoding="utf-8")


def test_another_seed_gives_another_office():
    assert write(live(7)) != FILE.read_text(encoding="utf-8")


def test_events_stand_in_order_of_days_and_none_is_to_be_refused():
    days = [event["on"] for event in events()]
    assert days == sorted(days)
    assert (days[0], days[-1]) == ("2026-01-05", "2026-07-06")
    assert not any("refused" in event for event in events())
    assert len(events()) <= 6600


def test_nine_people_have_all_seven_roles_and_two_are_managers():
    roles = Counter(role for person in done("staff.add") for role in person["roles"])
    assert len(done("staff.add")) == 9
    assert len(roles) == 7
    assert len({person["phone"] for person in done("staff.add")}) == 9
    assert roles["manager"] == 2
    assert roles["rep"] == 3


def test_shops_are_told_apart_and_complete():
    shops = done("client.add")
    assert len(shops) == 300
    assert len({shop["segment"] for shop in shops}) == 6
    assert len({shop["name"] for shop in shops}) == 300
    assert len({shop["phone"] for shop in shops}) == 300
    assert all(shop["phone"][3:7] == "0000" for shop in shops)
    needed = {"address", "area", "lat", "lon", "households", "opens", "closes", "contact", "rep"}
    assert all(needed <= shop.keys() for shop in shops)


def test_forty_products_in_six_lines_have_right_barcodes_and_cost_less_than_they_sell_for():
    products = done("product.add")
    assert len(products) == 40
    assert len({product["line"] for product in products}) == 6
    for product in products:
        assert check_digit(product["barcode"][:12]) == product["barcode"][12]
        base = next(iter(product["units"]))
        assert fen(product["prices"][base]) < fen(product["retail"])
        assert product["prices"].keys() == product["units"].keys()


def test_several_thousand_lines_are_delivered_some_short_some_refused():
    lines = {order["ref"]: order["lines"] for order in done("order.add")}
    computed = {name.split()[0]: lines for name, lines in proposed(SEED).items()}
    lines |= {first["order"]: computed[first["ref"]] for first in done("proposal.order")}
    assert 4000 <= sum(len(lines[d["order"]]) for d in done("delivery.record")) <= 6000
    accepted = [d["accepted"] for d in done("delivery.record") if "accepted" in d]
    assert any(not any(quantities) for quantities in accepted)
    assert any(any(quantities) for quantities in accepted)
    assert len(done("return.record")) >= 20


def test_no_proposal_says_its_lines_for_the_program_computes_them():
    proposals = done("proposal.compute")
    assert {f"{one['ref']} {one['client']}" for one in proposals} == set(proposed(SEED))
    assert not any("lines" in one for one in proposals)


def test_suggestions_are_one_thing_in_many_words():
    suggestions = done("suggestion.prepare")
    assert all(len(suggestion["content"]) <= 120 for suggestion in suggestions)
    assert len({suggestion["content"] for suggestion in suggestions}) > len(suggestions) * 0.7
    outcomes = Counter(visit["outcome"] for visit in done("visit.record"))
    assert outcomes.keys() == {"adopted", "partly", "declined", "deferred"}
    assert done("visit.fail")
    assert done("suggestion.return")


def test_nine_cases_of_three_kinds_come_to_every_state():
    assert Counter(case.get("kind", "price") for case in done("case.report")) == {
        "price": 7,
        "diversion": 1,
        "display": 1,
    }
    endings = {(e["ref"], e["do"], e.get("upheld")) for e in events() if e["do"].startswith("case")}
    ruled = {(ref, upheld) for ref, do, upheld in endings if do == "case.rule"}
    assert ruled == {("K2", True), ("K3", False), ("K4", True), ("K6", True), ("K8", True)}
    assert {do for ref, do, _upheld in endings if ref == "K7"} == {"case.report"}
    assert ("K1", "case.dismiss", None) in endings
    assert ("K4", "case.overturn", None) in endings
    assert ("K5", "case.accept", None) in endings
    assert {reward["case"] for reward in done("reward.pay")} == {"K2"}


def test_the_first_quarter_is_paid_but_for_some_and_the_second_is_not_begun():
    main, cleared = done("settlement.prepare")
    assert (main["quarter"], cleared["quarter"]) == ("2026Q1", "2026Q1")
    assert "client" not in main
    assert cleared["client"] == next(c["client"] for c in done("case.report") if c["ref"] == "K3")
    assert len(done("settlement.post")) == 2
    assert {payout["method"] for payout in done("payout.pay")} == {"cash", "transfer", "goods"}


def test_on_the_last_morning_work_waits():
    today = [plan for plan in done("visit.plan") if plan["date"] == "2026-07-06"]
    released = {event["ref"] for event in done("visit.release")}
    confirmed = {event["ref"] for event in done("suggestion.confirm")}
    (waiting,) = [plan for plan in today if plan["ref"] not in released]
    latest = {s["client"]: s["ref"] for s in done("suggestion.prepare")}
    assert len(today) == 3
    assert sum(latest[client] not in confirmed for client in waiting["clients"]) == 1

    runs = [run for run in done("run.plan") if run["date"] == "2026-07-06"]
    assert all(12 <= len(run["orders"]) <= 18 for run in runs)
    assert len({run["ref"] for run in runs} & {load["run"] for load in done("run.load")}) == 1
    approved = {event["client"] for event in done("opening.approve")}
    assert len([o for o in done("opening.set") if o["client"] not in approved]) == 1
    lots = done("stock.receive")
    assert any(lot["expires"] <= "2026-08-31" for lot in lots)
    sent_back = {event["ref"] for event in done("suggestion.return")}
    submitted = {event["ref"] for event in done("suggestion.submit")} - sent_back
    assert len(submitted - confirmed) >= 8


def test_areas_get_their_goods_on_their_days_and_nobody_does_on_holidays():
    areas = {area["name"]: area for area in done("area.set")}
    assert areas.keys() == {client["area"] for client in done("client.add")}
    assert all(fen(area["minimum"]) > 0 for area in areas.values())
    holidays = {event["date"] for event in done("holiday.set")}
    assert not holidays & {run["date"] for run in done("run.plan")}
    orders = done("order.add")
    assert any(order["at"] >= "16:00" for order in orders)
    assert any("wanted" in order for order in orders)


def test_stock_is_kept_from_the_first_count_on_and_what_is_counted_later_differs_now_and_then():
    (count,) = done("stock.start")
    assert {lot["product"] for lot in count["lots"]} == {one["code"] for one in done("product.add")}
    assert any(lot["on"] < count["on"] for lot in done("stock.receive"))
    assert any(lot["on"] > count["on"] for lot in done("stock.receive"))
    assert len(done("stock.write_off")) >= 2
    assert any("相符" in lot["reason"] for lot in done("stock.count"))
    assert any("少" in lot["reason"] for lot in done("stock.count"))
    assert any("goods" in benefit for benefit in done("benefit.deliver"))
    conditions = Counter(goods.get("condition") for goods in done("return.record"))
    assert conditions.keys() == {None, "bad"}
    assert any("lot" in goods for goods in done("return.record"))


def test_runs_are_closed_but_the_last_and_now_and_then_something_differs():
    loaded, closed = ({run["run"] for run in done(f"run.{do}")} for do in ("load", "close"))
    assert len(loaded) >= 40
    assert loaded - closed == {"T0702-2", "T0706-1"}
    assert any("cash" in run for run in done("run.close"))
    assert any("back" in run for run in done("run.close"))
    assert {stop["run"] for stop in done("run.unserved")} <= closed


def test_the_dispatcher_has_a_day_to_plan_a_run_half_told_and_one_that_goes_short():
    plans = {run["ref"]: run["orders"] for run in done("run.plan")}
    on_runs = {order for orders in plans.values() for order in orders}
    orders = {order["ref"]: order for order in done("order.add")}
    waiting = [o for o in orders.values() if o["ref"] not in on_runs and o["on"] >= "2026-07-03"]
    assert len({order["client"] for order in waiting}) > 50

    delivered = {one["order"]: one for one in done("delivery.record")}
    told = [order in delivered for order in plans["T0706-1"]]
    assert 3 <= sum(told) < len(told)
    assert told == sorted(told, reverse=True)
    assert any("accepted" in delivered[order] for order in plans["T0702-2"])  # goods come back

    (short,) = [one for one in done("stock.count") if "短装" in one["reason"]]
    lines = [line for ref in plans["T0706-2"] for line in orders[ref]["lines"]]
    assert sum(line["product"] == short["product"] for line in lines) > 1

    assert any("2026-07-06" < event["date"] < "2026-07-31" for event in done("holiday.set"))
    for product in done("product.add"):
        assert 40 <= product["weight_g"] <= 2000


def test_what_leaked_is_taken_back_and_ordered_anew():
    back = next(goods for goods in done("return.record") if goods["on"] == "2026-07-04")
    delivery = next(one for one in done("delivery.record") if one["ref"] == back["delivery"])
    orders = {order["ref"]: order for order in done("order.add")}
    first = orders[delivery["order"]]
    (line,) = next(
        order["lines"]
        for order in orders.values()
        if (order["client"], order["on"]) == (first["client"], back["on"])
    )
    assert line == first["lines"][back["line"] - 1] | {"quantity": back["quantity"]}


def test_stops_say_what_was_refused_and_how_the_money_came():
    deliveries = done("delivery.record")
    mistyped = {event["delivery"] for event in done("delivery.cancel")}
    short = [one for one in deliveries if "accepted" in one and one["ref"] not in mistyped]
    assert all(one["refused_because"] for one in short)
    means = {one["means"] for one in deliveries if "collected" in one}
    assert means == {"cash", "wechat", "alipay", "bank"}
    free = [line for order in done("order.add") for line in order["lines"] if line.get("free")]
    assert len(free) >= 30


def test_promotions_are_over_ended_early_running_and_to_come():
    ended = {event["ref"] for event in done("promotion.end")}
    times = [(one["from"], one["to"]) for one in done("promotion.add") if one["ref"] not in ended]
    assert len(ended) == 1
    assert any(last < "2026-07-06" for _first, last in times)
    assert any(first <= "2026-07-06" <= last for first, last in times)
    assert any(first > "2026-07-06" for first, _last in times)


def test_surveys_measure_the_shelf_level_by_level():
    levels = [survey["levels"] for survey in done("survey.record")]
    assert any("height_cm" in shelf[0] for shelf in levels)
    assert any("height_cm" not in shelf[0] for shelf in levels)
    assert any(len({level["width_cm"] for level in shelf}) > 1 for shelf in levels)
    assert any("dated" in survey for survey in done("survey.record"))


def test_the_visits_of_the_last_day_are_those_of_the_route_plans_in_force():
    plans = {one["rep"]: one for one in done("visit.plan") if one["date"] == "2026-07-06"}
    routes = {one["rep"]: one for one in done("route.put")}
    assert plans.keys() == routes.keys()
    for rep, route in routes.items():
        assert route["from"] == "2026-07-06"
        lines = route["lines"]
        first = {one["client"] for one in lines if one["weekday"] == 1 and "1" in one["weeks"]}
        assert first == set(plans[rep]["clients"])
        assert {one["weekday"] for one in lines} == {1, 2, 3, 4, 5}


def test_one_trial_is_over_and_another_begins_on_the_last_day():
    over, begins = done("trial.draw")
    assert (over["from"], len(over["clients"])) == ("2026-05-06", 12)
    assert [event["on"] for event in done("trial.submit")] == ["2026-05-05", "2026-06-02"]
    assert (begins["from"], len(begins["clients"])) == ("2026-07-06", 8)
