"""Lines (P6): fewest conflicts, then changes, then the best fit; what is said to be proved is."""

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.basics.places import apart_mm
from desktop.planning.forms import Unfit, read, write
from desktop.planning.lines import Plan, Problem, solve
from desktop.planning.staggering.cliques import apart, least_conflicts
from desktop.planning.staggering.clock import Clock
from desktop.planning.staggering.exact import best_lines
from desktop.planning.staggering.form import Client
from desktop.planning.staggering.net import Part, parts_of
from desktop.planning.staggering.packing import Packing

LINES = ("洁面", "香皂", "洗发")
METRE = 1 / 111_195
WORDS = """{"radius_m": 300, "seconds": 10, "keep_today": true, "clients": [{"code": "C1",
 "lat": 31.46, "lon": 104.74, "now": ["洁面"], "allowed": ["洁面", "香皂"], "fixed": ["洁面"],
 "count": 1, "fit": {"洁面": 3, "香皂": 1}}]}"""


def shop(number: int, metres: float = 0, **others: object) -> Client:
    client = Client(f"C{number}", 31 + metres * METRE, 104.0, (), LINES, (), 1, {})
    return replace(client, **others)  # type: ignore[arg-type]


def problem(*clients: Client, keep: bool = True, seconds: int = 60) -> Problem:
    return Problem(300, seconds, keep, clients)


def test_a_problem_in_words_gives_a_plan_in_words() -> None:
    asked = read(Problem, WORDS)
    assert write(asked) == json.loads(WORDS)
    assert write(solve(asked)) == {
        "lines": {"C1": ["洁面"]},
        "conflicts": 0,
        "bound": 0,
        "changes": 0,
        "fit": 3,
        "optimal": True,
    }


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('"fixed": ["洁面"]', '"fixed": ["洗发"]', "clients[0].fixed[0]"),
        ('"count": 1', '"count": 0', "clients[0].fixed"),
        ('"count": 1', '"count": -1', "clients[0].count"),
        ('"now": ["洁面"]', '"now": ["洁面", "洁面"]', "clients[0].now[1]"),
        ('["洁面", "香皂"]', '["洁面", "香皂", "洁面"]', "clients[0].allowed[2]"),
        ('"lat": 31.46', '"lat": 91', "clients[0].lat"),
        ('"lat": 31.46', '"lat": "31.46"', "clients[0].lat"),
        ('"lon": 104.74', '"lon": 1e999', "clients[0].lon"),
        ('"香皂": 1}', '"香皂": 9999999}', "clients[0].fit.香皂"),
        ('"radius_m": 300', '"radius_m": -300', "radius_m"),
        ('"keep_today": true', '"keep_today": 1', "keep_today"),
    ],
)
def test_what_is_no_problem_is_said_with_its_place(old: str, new: str, place: str) -> None:
    with pytest.raises(Unfit) as caught:
        read(Problem, WORDS.replace(old, new))
    assert caught.value.place == place


def test_a_client_that_stands_twice_is_said() -> None:
    with pytest.raises(Unfit) as caught:
        problem(shop(1), shop(1))
    assert caught.value.place == "clients[1].code"


def test_no_clients_give_an_empty_plan() -> None:
    assert solve(problem()) == Plan({}, 0, 0, 0, 0, True)


def test_neighbours_get_different_lines_and_300_metres_are_near() -> None:
    near = apart_mm((31.0, 104.0), (31 + 299.99 * METRE, 104.0))
    far = apart_mm((31.0, 104.0), (31 + 300.01 * METRE, 104.0))
    assert near <= 300_000 < far
    liked = {"洁面": 5, "香皂": 1, "洗发": 0}
    two = (shop(1, fit=liked), shop(2, 299.99, fit={"洁面": 3, "香皂": 2}))
    plan = solve(problem(*two))
    assert plan == Plan({"C1": ("洁面",), "C2": ("香皂",)}, 0, 0, 2, 7, True)
    apart = solve(problem(two[0], replace(two[1], lat=31 + 300.01 * METRE)))
    assert apart.lines == {"C1": ("洁面",), "C2": ("洁面",)}


def test_today_is_kept_before_fit_when_asked_and_conflicts_go_before_both() -> None:
    first = shop(1, now=("洁面",), fit={"香皂": 5})
    second = shop(2, now=("洁面",), fit={"洁面": 1, "香皂": 3})
    kept = solve(problem(first, second))
    assert (kept.conflicts, kept.changes, kept.fit) == (0, 1, 6)
    free = solve(problem(first, second, keep=False))
    assert (free.lines["C1"], free.lines["C2"]) == (("香皂",), ("洁面",))


def test_fixed_lines_stay_and_all_are_given_when_fewer_are_allowed() -> None:
    plan = solve(
        problem(
            shop(1, allowed=("洁面",), count=3),
            shop(2, fixed=("洁面",), count=2),
            shop(3, allowed=(), count=2),
        )
    )
    assert plan.lines["C1"] == ("洁面",)
    assert "洁面" in plan.lines["C2"]
    assert len(plan.lines["C2"]) == 2
    assert plan.lines["C3"] == ()
    assert (plan.conflicts, plan.bound) == (1, 1)


def test_a_client_without_a_place_has_no_neighbours() -> None:
    plan = solve(problem(shop(1), shop(2, lat=None, lon=None, fit={"洁面": 1})))
    assert plan.lines["C2"] == ("洁面",)
    assert plan.optimal


CLIENTS = st.builds(
    lambda metres, allowed, now, fixed, count, fit: shop(
        0,
        metres,
        allowed=tuple(allowed),
        now=tuple(now),
        fixed=tuple([line for line in now if line in allowed][:fixed]),
        count=max(count, fixed),
        fit=dict(zip(allowed, fit, strict=False)),
    ),
    st.integers(0, 900),
    st.lists(st.sampled_from(LINES), unique=True),
    st.lists(st.sampled_from(LINES), unique=True, max_size=2),
    st.integers(0, 1),
    st.integers(0, 3),
    st.lists(st.integers(-2, 5), min_size=3, max_size=3),
)


def ways(client: Client) -> Iterator[tuple[str, ...]]:
    number = min(client.count, len(client.allowed))
    return (way for way in combinations(client.allowed, number) if set(client.fixed) <= set(way))


def best_by_trying_all(asked: Problem) -> tuple[int, int, int]:
    pairs = [
        (one, other)
        for one, other in combinations(range(len(asked.clients)), 2)
        if apart_mm(spot(asked.clients[one]), spot(asked.clients[other])) <= 300_000
    ]
    return min(
        (
            sum(len(set(lines[one]) & set(lines[other])) for one, other in pairs),
            sum(
                len(set(row) - set(client.now)) * asked.keep_today
                for client, row in zip(asked.clients, lines, strict=True)
            ),
            -sum(
                client.fit.get(line, 0)
                for client, row in zip(asked.clients, lines, strict=True)
                for line in row
            ),
        )
        for lines in product(*(list(ways(client)) for client in asked.clients))
    )


def spot(client: Client) -> tuple[float, float]:
    assert client.lat is not None
    assert client.lon is not None
    return client.lat, client.lon


@settings(max_examples=50, deadline=None)
@given(st.lists(CLIENTS, max_size=6), st.booleans())
def test_no_assignment_is_better_and_the_order_plays_no_part(
    clients: list[Client], keep: bool
) -> None:
    named = [replace(client, code=f"C{at}") for at, client in enumerate(clients)]
    asked = problem(*named, keep=keep)
    plan = solve(asked)
    changes = plan.changes if keep else 0
    assert (plan.conflicts, changes, -plan.fit) == best_by_trying_all(asked)
    assert plan.bound == plan.conflicts
    assert plan.optimal
    assert solve(problem(*named[::-1], keep=keep)) == plan


def crowd(number: int, lines: int, metres: int) -> Problem:
    """Shops strewn evenly over a square, which like some lines more than others."""
    names = tuple(f"L{at}" for at in range(lines))
    return problem(
        *(
            shop(
                at,
                at * 7_919 % metres,
                lon=104 + at * 104_729 % metres * METRE,
                allowed=names,
                now=(names[at % lines],),
                fit={name: (at * 31 + turn * 17) % 6 for turn, name in enumerate(names)},
            )
            for at in range(number)
        )
    )


def test_what_all_neighbours_share_is_counted_and_proved() -> None:
    plan = solve(crowd(12, 4, 100))
    # 3 shops with a line each: 3 pairs
    assert (plan.conflicts, plan.bound) == (12, 12)


def parts(asked: Problem) -> list[Part]:
    """What hangs together, where there are pairs at all."""
    found = parts_of(asked.clients, asked.radius_m, asked.keep_today)
    return [part for _group, _names, part in found if part.pairs]


def packed(part: Part) -> int:
    """What is proved by cliques that have pairs in common."""
    packing = Packing(part, ())
    while packing.round(Clock(60)):
        pass
    return packing.bound


@settings(max_examples=30, deadline=None)
@given(st.lists(CLIENTS, min_size=4, max_size=12))
def test_what_cliques_prove_together_is_never_above_the_best(clients: list[Client]) -> None:
    named = [replace(client, code=f"C{at}") for at, client in enumerate(clients)]
    for part in parts(problem(*named)):
        lines = best_lines(part)
        assert lines is not None
        assert packed(part) <= part.goals(lines).conflicts


def test_cliques_that_have_pairs_in_common_prove_more_than_those_apart() -> None:
    row = [shop(at, at * 60, allowed=LINES[:2]) for at in range(20)]
    (part,) = parts(problem(*row))
    lines = best_lines(part)
    assert lines is not None
    alone = least_conflicts(part, apart(part, Random(1)))
    assert alone < packed(part) <= part.goals(lines).conflicts


def test_a_dense_crowd_is_bounded_and_the_same_each_time() -> None:
    asked = crowd(24, 3, 700)
    plan = solve(asked)
    assert plan.bound <= plan.conflicts
    assert solve(asked) == plan
    assert all(len(lines) == 1 for lines in plan.lines.values())


def test_a_search_that_the_time_cuts_short_says_so_and_is_whole_all_the_same() -> None:
    plan = solve(replace(crowd(60, 4, 500), seconds=0))
    assert plan.stopped == "time"
    assert not plan.optimal
    assert all(len(lines) == 1 for lines in plan.lines.values())
    assert write(plan)["stopped"] == "time"
    assert read(Plan, json.dumps(write(plan))) == plan
