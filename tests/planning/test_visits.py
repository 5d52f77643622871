"""The visits of a rep (G10): by properties, against a checker of its own, and on real places."""

import csv
import json
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.visits import simple_way
from desktop.planning.forms import Unfit, read, write
from desktop.planning.visiting import search
from desktop.planning.visits import Plan, Problem, solve
from tests.planning.visit_weeks import as_read, check

OFFICE = {"lat": 31.46, "lon": 104.74}


def problem(clients: list[dict[str, Any]], **other: Any) -> dict[str, Any]:
    return {
        "office": OFFICE, "weekdays": [1, 2, 3, 4, 5], "hours": "7.5", "visit_s": 1200,
        "road_factor": "1.3", "kmh": 20, "seconds": 60, "keep_today": False, "clients": clients,
    } | other  # fmt: skip


def client(number: int, lat: float, lon: float, **other: Any) -> dict[str, Any]:
    return {
        "code": f"C{number}", "lat": lat, "lon": lon,
        "class": None, "fixed_weekday": None, "now": None,
    } | other  # fmt: skip


def solved(form: dict[str, Any]) -> dict[str, Any]:
    return dict(as_read(write(solve(read(Problem, json.dumps(form))))))


def scattered(number: int, seed: int, wide: float = 0.05) -> list[dict[str, Any]]:
    chance = Random(seed)
    return [
        client(
            at,
            OFFICE["lat"] + chance.uniform(-wide, wide),
            OFFICE["lon"] + chance.uniform(-wide, wide),
            **{"class": chance.choice(["A", "B", "B", "C", "C", "C", None])},
        )
        for at in range(number)
    ]


def test_the_form_is_read_and_written_alike() -> None:
    now = {"weekday": 2, "weeks": [1, 2, 3, 4]}
    form = problem([client(1, 31.47, 104.75, **{"class": "A", "now": now, "fixed_weekday": 2})])
    assert write(read(Problem, json.dumps(form))) == form
    plan = solved(form)
    assert plan["days"][0] == {
        "week": 1, "weekday": 2, "clients": ["C1"], "seconds": 1884, "metres": 3800,
    }  # fmt: skip
    assert (len(plan["days"]), plan["metres"], plan["longest_s"]) == (4, 15200, 1884)
    assert plan["over_s"] == 0
    assert set(plan) == {"days", "metres", "longest_s", "over_s"}


def test_no_clients_give_an_empty_plan() -> None:
    empty = {"days": [], "metres": 0, "longest_s": 0, "over_s": 0}
    assert solved(problem([])) == solved(problem([], weekdays=[])) == empty


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"weekdays": [1, 1]}, "weekdays[1]"),
        ({"weekdays": [0]}, "weekdays[0]"),
        ({"weekdays": []}, "weekdays"),
        ({"hours": "-1"}, "hours"),
        ({"hours": 7.5}, "hours"),
        ({"kmh": 0}, "kmh"),
        ({"office": {"lat": 91, "lon": 0}}, "office.lat"),
        ({"clients": [client(1, 0, 0), client(1, 0, 0)]}, "clients[1].code"),
        ({"clients": [client(1, 0, 0, **{"class": "D"})]}, "clients[0].class"),
        ({"clients": [client(1, 0, 0, fixed_weekday=6)]}, "clients[0].fixed_weekday"),
        ({"clients": [{"code": "C1", "lat": 0}]}, "clients[0].lon"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(wrong: dict[str, Any], place: str) -> None:
    with pytest.raises(Unfit) as caught:
        read(Problem, json.dumps(problem([client(1, 0, 0)]) | wrong))
    assert caught.value.place == place


NEAR = st.floats(-0.2, 0.2).map(lambda degrees: round(degrees, 5))
CLIENTS = st.lists(
    st.tuples(NEAR, NEAR, st.sampled_from(["A", "B", "C", None]), st.sampled_from([None, 2, 5])),
    max_size=7,
)


@settings(max_examples=12, deadline=None)
@given(CLIENTS, st.sampled_from(["0", "0.75", "7.5"]), st.booleans(), st.randoms())
def test_every_client_stands_as_often_as_its_class_says_in_whatever_order_one_asks(
    shops: list[Any], hours: str, keep: bool, chance: Random
) -> None:
    clients = [
        client(
            at, OFFICE["lat"] + up, OFFICE["lon"] + aside,
            **{"class": kind, "fixed_weekday": fixed, "now": {"weekday": 1, "weeks": [1]}},
        )
        for at, (up, aside, kind, fixed) in enumerate(shops)
    ]  # fmt: skip
    form = problem(clients, hours=hours, keep_today=keep, weekdays=[1, 2, 5])
    plan = solved(form)
    check(form, plan)
    chance.shuffle(clients)
    chance.shuffle(form["weekdays"])
    assert solved(form) == plan


def test_hours_are_kept_where_that_can_be_had() -> None:
    """Five villages each a long way off: two of them on a day are too much, one fills it."""
    villages = [(0.2, 0), (-0.2, 0), (0, 0.23), (0, -0.23), (0.15, 0.17)]
    shops = [
        client(
            5 * at + one, OFFICE["lat"] + up + one * 1e-4, OFFICE["lon"] + aside, **{"class": "A"}
        )
        for at, (up, aside) in enumerate(villages)
        for one in range(5)
    ]
    form = problem(shops, hours="5")
    plan = solved(form)
    assert check(form, plan)["over"] == 0
    assert all(len(day["clients"]) == 5 for day in plan["days"])


def test_neighbours_stand_on_the_same_day() -> None:
    form = problem(scattered(40, 3))
    cost = check(form, solved(form))
    assert cost["over"] == 0
    assert cost["way"] <= 0.75 * simple_way(form)


def test_days_are_even_where_no_way_speaks_against_it() -> None:
    plan = solved(form := problem([client(at, **OFFICE) for at in range(40)]))
    assert check(form, plan) == {"over": 0, "way": 0, "uneven": 0, "moved": 0}


def test_todays_plan_is_changed_little_when_asked_so() -> None:
    shops = scattered(25, 4)
    chance = Random(1)
    for shop in shops:
        shop["now"] = {"weekday": chance.randint(1, 5), "weeks": [1]}
    kept = check(form := problem(shops, keep_today=True), solved(form))
    free = problem(shops)
    plan = solved(free)
    anew = check(free | {"keep_today": True}, plan)
    assert kept["moved"] < anew["moved"]
    worth = [one["way"] + one["uneven"] + 2000 * one["moved"] for one in (kept, anew)]
    assert worth[0] <= worth[1]


def test_a_plan_that_the_clock_cut_short_says_so_and_is_whole() -> None:
    form = problem(scattered(30, 5), seconds=0)
    plan = solved(form)
    assert plan["stopped"] == "time"
    check(form, plan)


def test_a_plan_is_read_back() -> None:
    plan = solve(read(Problem, json.dumps(problem(scattered(3, 6)))))
    assert read(Plan, json.dumps(write(plan))) == plan


def test_real_places_take_at_most_three_quarters_of_the_simple_way(
    shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "_ROUNDS", 150)  # the whole search is for the bench
    with (shared / "data/places/mianyang_shops.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    chance = Random(300)
    shops = [
        client(at, float(row["lat"]), float(row["lng"]), **{"class": chance.choice("ABBCCC")})
        for at, row in enumerate(chance.sample(rows, 300))
    ]
    form = problem(shops)
    cost = check(form, solved(form))
    assert cost["way"] <= 0.75 * simple_way(form)
