"""The JSON forms: strict, with the place of what is wrong; written as they were read."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.planning.forms import Unfit, read, write
from desktop.planning.kinds import KINDS
from desktop.planning.next import Plan, Problem

GOOD = '{"baskets": {"C1": ["P1"]}, "offered": ["P1", "P2"], "number": 20}'


def test_a_form_is_read_and_written_alike() -> None:
    problem = read(Problem, GOOD)
    assert problem == Problem({"C1": ("P1",)}, ("P1", "P2"), 20)
    assert write(problem) == json.loads(GOOD)
    assert write(Plan({"C1": ("P2",)})) == {"next": {"C1": ["P2"]}}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", "第 1 行第 1 列"),
        ("{", "第 1 行第 2 列"),
        ("[]", ""),
        ("[" * 100_000, ""),
        ('{"number": NaN}', ""),
        ('{"number": ' + "9" * 5_000 + "}", ""),
        ('{"baskets": {}, "offered": []}', "number"),
        ('{"baskets": {}, "offered": [], "number": 1, "numbr": 1}', "numbr"),
        ('{"baskets": {}, "offered": [], "number": true}', "number"),
        ('{"baskets": {}, "offered": [], "number": 1.0}', "number"),
        ('{"baskets": {}, "offered": [], "number": 0}', "number"),
        ('{"baskets": {}, "offered": "P1", "number": 1}', "offered"),
        ('{"baskets": {}, "offered": ["P1", null], "number": 1}', "offered[1]"),
        ('{"baskets": [], "offered": [], "number": 1}', "baskets"),
        ('{"baskets": {"C1": {}}, "offered": [], "number": 1}', "baskets.C1"),
        ('{"baskets": {"C1": ["a", "b", 7]}, "offered": [], "number": 1}', "baskets.C1[2]"),
        ('{"baskets": {"C1": [], "C1": []}, "offered": [], "number": 1}', "C1"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(text: str, place: str) -> None:
    with pytest.raises(Unfit) as caught:
        read(Problem, text)
    assert caught.value.place == place
    assert caught.value.reason


TEXTS = st.text(max_size=4)


CODES = st.lists(TEXTS, max_size=4)


@given(st.dictionaries(TEXTS, CODES, max_size=4), CODES, st.integers(1))
def test_any_problem_comes_back(
    baskets: dict[str, list[str]], offered: list[str], number: int
) -> None:
    problem = Problem(
        {shop: tuple(codes) for shop, codes in baskets.items()}, tuple(offered), number
    )
    assert read(Problem, json.dumps(write(problem))) == problem


def test_each_kind_stands_under_its_own_name() -> None:
    assert {name: kind.name for name, kind in KINDS.items()} == {name: name for name in KINDS}
