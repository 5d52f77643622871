"""Visit plans held against their problem, by what shares no code with them."""

import json
from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction
from math import floor

from bench.visits import Form, ways

_OFTEN = {"A": 4, "B": 2, "C": 1}


def length(problem: Form, way: Mapping[tuple[str, str], int], codes: list[str]) -> tuple[int, int]:
    """Metres and seconds of a day."""
    legs = [way[pair] for pair in zip(["", *codes], [*codes, ""], strict=True)]
    pace = Fraction(problem["kmh"] * 10, 36)
    seconds = sum(floor(leg / pace + Fraction(1, 2)) for leg in legs)
    return sum(legs), seconds + problem["visit_s"] * len(codes)


def check(problem: Form, plan: Form) -> dict[str, int]:
    """What is wrong with a plan is asserted; what it costs: over, way, uneven (rounded), moved."""
    way = ways(problem)
    stands: dict[str, list[tuple[int, int]]] = defaultdict(list)
    seconds = {(week, day): 0 for week in (1, 2, 3, 4) for day in problem["weekdays"]}
    order = [(day["week"], day["weekday"]) for day in plan["days"]]
    assert order == sorted(set(order))
    for day in plan["days"]:
        at = day["week"], day["weekday"]
        assert day["clients"]
        assert (day["metres"], day["seconds"]) == length(problem, way, day["clients"])
        seconds[at] = day["seconds"]
        for code in day["clients"]:
            stands[code].append(at)
    assert set(seconds) == {(w, d) for w in (1, 2, 3, 4) for d in problem["weekdays"]}
    moved = 0
    for client in problem["clients"]:
        weeks = [week for week, _day in stands.pop(client["code"])]
        (weekday,) = {day["weekday"] for day in plan["days"] if client["code"] in day["clients"]}
        assert len(weeks) == _OFTEN[client.get("class") or "C"]
        assert len(weeks) != 2 or weeks[1] - weeks[0] == 2
        assert client.get("fixed_weekday") in (None, weekday)
        now = client.get("now")
        moved += bool(problem["keep_today"] and now and now["weekday"] != weekday)
    assert not stands
    most = Fraction(problem["hours"]) * 3600
    over = sum(max(0, one - floor(most)) for one in seconds.values())
    assert plan["over_s"] == over
    assert plan["longest_s"] == max(seconds.values(), default=0)
    assert plan["metres"] == sum(day["metres"] for day in plan["days"])
    mean = Fraction(sum(seconds.values()), len(seconds) or 1)
    uneven = round(sum(abs(one - mean) for one in seconds.values()))
    return {"over": over, "way": plan["metres"], "uneven": uneven, "moved": moved}


def as_read(form: object) -> Form:
    """A form as whoever reads its JSON has it."""
    found: Form = json.loads(json.dumps(form))
    return found
