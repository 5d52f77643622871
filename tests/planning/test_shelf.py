"""The shelf (P3): most musts, then most worth; proved, and arranged for the eyes."""

import json
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal, getcontext
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.planning.facings import worth
from desktop.planning.forms import Unfit, read, write
from desktop.planning.shelf import EYE_LEVEL, LeftOut, Level, Line, Plan, Problem, Product, solve
from desktop.planning.whole import Program


def goods(code: str, width: int = 100, value: int = 1_000, **others: object) -> Product:
    return replace(Product(code, width, None, value, False, "洁面"), **others)  # type: ignore[arg-type]


def shelf(
    levels: list[Level], products: list[Product], most: int = 12, facings: int = 6
) -> Problem:
    return Problem(tuple(levels), most, facings, tuple(products))


WORDS = """{"levels": [{"width_mm": 900, "height_mm": 300}], "max_products": 12, "max_facings": 6,
 "products": [{"code": "P1", "width_mm": 55, "height_mm": null, "value": 120500, "must": false,
 "category": "洁面"}]}"""


def test_a_problem_in_words_gives_a_plan_in_words() -> None:
    problem = read(Problem, WORDS)
    assert write(problem) == json.loads(WORDS)
    assert write(solve(problem)) == {
        "lines": [{"code": "P1", "level": 1, "facings": 6}],
        "left_out": [],
        "musts": 0,
        "value": 163408,
        "bound": 163408,
    }


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('"width_mm": 55', '"width_mm": 0', "products[0].width_mm"),
        ('"width_mm": 900', '"width_mm": -1', "levels[0].width_mm"),
        ('"value": 120500', '"value": 0', "products[0].value"),
        ('"value": 120500', '"value": 1.5', "products[0].value"),
        ('"must": false', '"must": 0', "products[0].must"),
        ('"height_mm": null', '"height_mm": "tall"', "products[0].height_mm"),
        ('"max_facings": 6', '"max_facings": 0', "max_facings"),
        ('"max_products": 12', '"max_products": -1', "max_products"),
    ],
)
def test_what_is_no_shelf_is_said_with_its_place(old: str, new: str, place: str) -> None:
    with pytest.raises(Unfit) as caught:
        read(Problem, WORDS.replace(old, new))
    assert caught.value.place == place


def test_a_code_that_stands_twice_is_said() -> None:
    with pytest.raises(Unfit) as caught:
        shelf([], [goods("P1"), goods("P2"), goods("P1")])
    assert caught.value.place == "products[2].code"


def test_nothing_to_place_or_nowhere_gives_an_empty_plan() -> None:
    level = Level(900, None)
    assert solve(shelf([level], [])) == Plan((), (), 0, 0, 0)
    assert solve(shelf([], [goods("P1")])).lines == ()
    assert solve(shelf([Level(0, 0)], [goods("P1")])).lines == ()
    assert solve(shelf([level], [goods("P1")], most=0)).left_out == (LeftOut("P1", "enough"),)


def test_what_is_left_out_says_why() -> None:
    products = [
        goods("wide", 901),
        goods("tall", height_mm=301),
        goods("first", 600, 9_000),
        goods("beside", 600, 10),
    ]
    plan = solve(shelf([Level(900, 300)], products, facings=1))
    assert [line.code for line in plan.lines] == ["first"]
    assert {one.code: one.why for one in plan.left_out} == {
        "wide": "too_wide",
        "tall": "too_tall",
        "beside": "no_room",
    }


def test_musts_go_before_worth_and_as_many_as_can_be() -> None:
    products = [goods("P1", 500, 10**9)]
    products += [goods(f"M{width}", width, 1, must=True) for width in (300, 310, 320, 600)]
    plan = solve(shelf([Level(930, None)], products, facings=1))
    assert (plan.musts, plan.value) == (3, 3)
    assert {line.code for line in plan.lines} == {"M300", "M310", "M320"}


def test_the_best_category_stands_near_the_eyes_and_categories_together() -> None:
    products = [
        goods(f"{category}{number}", 300, value, category=category)
        for category, value in (("赠品", 10), ("洁面", 1_000), ("香皂", 500))
        for number in range(3)
    ]
    plan = solve(shelf([Level(900, None)] * 3, products, facings=1))
    rows = [{line.code[:2] for line in plan.lines if line.level == level} for level in (1, 2, 3)]
    assert [len(row) for row in rows] == [1, 1, 1]
    assert rows[EYE_LEVEL - 1] == {"洁面"}


def test_a_low_level_near_the_eyes_takes_only_what_is_low() -> None:
    products = [goods("tall", 100, 1_000, height_mm=250), goods("low", 100, 10, height_mm=90)]
    plan = solve(shelf([Level(100, 300), Level(100, 100)], products))
    assert plan.lines == (Line("tall", 1, 1), Line("low", 2, 1))


@given(st.integers(1, 10**30), st.integers(1, 40))
def test_worth_is_rounded_half_up(value: int, facings: int) -> None:
    getcontext().prec = 120
    exact = Decimal(value) * Decimal(facings) ** Decimal("0.17")
    assert abs(worth(value, facings) - exact) <= Decimal("0.5")


def test_worth_is_decided_exactly_just_beside_a_half() -> None:
    getcontext().prec = 400
    for facings in (2, 3, 6):
        power = Decimal(facings) ** Decimal("0.17")
        value = int(Decimal(10) ** 90 / power)  # so that few digits decide
        for near in range(value, value + 40):
            exact = near * power + Decimal("0.5")
            assert worth(near, facings) == int(exact)


PRODUCTS = st.builds(
    Product,
    code=st.just(""),
    width_mm=st.integers(20, 400),
    height_mm=st.none() | st.integers(50, 300),
    value=st.integers(1, 2_000),
    must=st.booleans(),
    category=st.sampled_from(("洁面", "香皂")),
)
PROBLEMS = st.builds(
    lambda levels, most, facings, products: shelf(
        levels,
        [replace(one, code=f"P{at}") for at, one in enumerate(products)],
        most,
        facings,
    ),
    st.lists(st.builds(Level, st.integers(0, 500), st.none() | st.integers(50, 300)), max_size=3),
    st.integers(0, 5),
    st.integers(1, 3),
    st.lists(PRODUCTS, max_size=5),
)


def fitting(problem: Problem) -> list[list[tuple[int, int]]]:
    """Of each product the levels and facings that it could have."""
    return [
        [
            (at, many)
            for at, level in enumerate(problem.levels)
            for many in range(1, problem.max_facings + 1)
            if many * one.width_mm <= level.width_mm
            and (one.height_mm or 0) <= (level.height_mm or 10**9)
        ]
        for one in problem.products
    ]


def best_by_trying_all(problem: Problem) -> tuple[int, int]:
    """Musts and worth of the best shelf, by trying every set of products in every place."""
    ways = fitting(problem)
    best = (0, 0)
    for number in range(min(problem.max_products, len(ways)) + 1):
        for those in combinations(range(len(ways)), number):
            for places in product(*(ways[at] for at in those)):
                room = [level.width_mm for level in problem.levels]
                musts = value = 0
                for at, (level, many) in zip(those, places, strict=True):
                    one = problem.products[at]
                    room[level] -= many * one.width_mm
                    musts += one.must
                    value += worth(one.value, many)
                if min(room, default=0) >= 0:
                    best = max(best, (musts, value))
    return best


def hold(problem: Problem, plan: Plan) -> None:
    """Whether a plan keeps to its problem, and adds up."""
    by_code = {one.code: one for one in problem.products}
    codes = [line.code for line in plan.lines]
    assert sorted(codes + [one.code for one in plan.left_out]) == sorted(by_code)
    assert len(codes) <= problem.max_products
    for number, level in enumerate(problem.levels, start=1):
        there = [(by_code[line.code], line.facings) for line in plan.lines if line.level == number]
        assert sum(one.width_mm * many for one, many in there) <= level.width_mm
        assert all(
            (one.height_mm or 0) <= (level.height_mm or 10**9) and 1 <= many <= problem.max_facings
            for one, many in there
        )
    assert plan.musts == sum(by_code[code].must for code in codes)
    worths = [worth(by_code[line.code].value, line.facings) for line in plan.lines]
    assert plan.value == sum(worths) <= plan.bound


@settings(max_examples=60, deadline=None)
@given(PROBLEMS)
def test_no_shelf_is_better_and_the_order_of_the_problem_plays_no_part(problem: Problem) -> None:
    plan = solve(problem)
    hold(problem, plan)
    musts, value = best_by_trying_all(problem)
    assert plan.musts == musts
    assert plan.value <= value <= plan.bound
    assert value - plan.value <= value / 200
    assert solve(replace(problem, products=problem.products[::-1])) == plan


def best_by_program(problem: Problem, musts: int | None = None) -> int:
    """The greatest worth of a shelf with so many musts, product by product and level by level.

    Without ``musts``: how many musts there can be.
    """
    program = Program()
    places = [(at, level, many) for at, ways in enumerate(fitting(problem)) for level, many in ways]
    for at, _level, many in places:
        one = problem.products[at]
        program.add(one.must if musts is None else worth(one.value, many))
    for level, one_level in enumerate(problem.levels):
        wide = {
            column: many * problem.products[at].width_mm
            for column, (at, on, many) in enumerate(places)
            if on == level
        }
        program.limit(wide, 0, one_level.width_mm)
    for at in range(len(problem.products)):
        program.limit({column: 1 for column, place in enumerate(places) if place[0] == at}, 0, 1)
    program.limit(dict.fromkeys(range(len(places)), 1), 0, problem.max_products)
    demanded = [column for column, place in enumerate(places) if problem.products[place[0]].must]
    program.limit(dict.fromkeys(demanded, 1), musts or 0, len(places))
    return round(program.most(10**6).brings)


@pytest.mark.parametrize("widths", [(586, 400, 431), (560, 430), (640, 505, 395)])
def test_where_musts_leave_no_room_the_best_of_them_stand_there(widths: tuple[int, ...]) -> None:
    products = [
        goods(f"P{at}", 85 + at * 53 % 211, 500 + at * at * 31 % 900, must=at % 5 < 3)
        for at in range(20)
    ]
    problem = shelf([Level(width, None) for width in widths], products, 16, 2)
    plan = solve(problem)
    hold(problem, plan)
    assert plan.musts == best_by_program(problem) < sum(one.must for one in products)
    best = best_by_program(problem, plan.musts)
    assert plan.value <= best <= plan.bound
    assert best - plan.value <= best / 200


@pytest.mark.parametrize(
    ("width", "others", "facings"), [(900, 31, 2), (610, 97, 3), (450, 13, 2), (1_200, 53, 1)]
)
def test_a_larger_shelf_is_the_one_that_a_whole_program_proves(
    width: int, others: int, facings: int
) -> None:
    products = [
        goods(f"P{at}", 90 + at * others % 210, 500 + at * at * others % 900) for at in range(14)
    ]
    problem = shelf([Level(width, None), Level(width - 55, None)], products, 7, facings)
    plan = solve(problem)
    hold(problem, plan)
    best = best_by_program(problem, 0)
    assert plan.value <= best <= plan.bound
    assert best - plan.value <= best / 200


def test_great_values_and_great_widths_are_reckoned_with() -> None:
    products = [goods(f"P{at}", 10**7 + at, 10**25 + at * 10**24) for at in range(5)]
    plan = solve(shelf([Level(2 * 10**7 + 5, None)], products, facings=1))
    assert plan.value == 25 * 10**24
    assert plan.value <= plan.bound <= plan.value * 1_005 // 1_000


def test_numpy_and_highs_are_loaded_when_a_shelf_is_wanted_and_not_before() -> None:
    program = (
        "import sys, desktop.planning.kinds;"
        "sys.exit('numpy' in sys.modules or 'highspy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
